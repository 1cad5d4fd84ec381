"""A person's applications: what runs, what became of them, and their documents again."""

import pytest

from bot import stages
from storage import applications, exports, postings, resumes, versions
from tests.contract import personal_stage


@pytest.fixture
async def stage(tmp_path):
    """A bot with the person's commands, and Ada, who has started it."""
    async with personal_stage.serve(tmp_path) as it:
        yield it


async def test_what_runs_and_what_waits_is_told_with_its_stop(stage):
    """One message each; nothing is said to be nothing."""
    [idle] = await stage.command("status")
    assert "Nothing is running" in idle.text
    resume = await stage.file()
    made = []
    for number in (1, 2):
        posting = await postings.add(stage.db, stage.ada.id, "", f"Wanted: clerk {number}")
        row = await applications.add(stage.db, stage.ada.id, stage.ada.id, resume, posting)
        await applications.note(stage.db, row.id, title=f"Clerk {number}")
        made.append(row.id)
    await applications.advance(stage.db, made[0], "running")
    first, _ = await stage.command("status")
    assert "nothing is before this one" in first.text
    stage.engine.running.add(made[0])
    running, waiting = await stage.command("status")
    assert "Tailoring · Clerk 1" in running.text
    assert "nothing is before this one" in waiting.text
    assert [m.buttons[0][0].data for m in (running, waiting)] == [f"v1:stop:{id}" for id in made]


async def test_the_history_keeps_what_became_of_an_application(stage):
    """Listed, opened, noted, and back to the list, which tells it."""
    made = await stage.deliver()
    [history] = await stage.command("history")
    assert "Clerk <1> — Acme" in history.text
    await stage.press("1", history)
    assert "Status: saved" in history.text
    await stage.press("interview", history)
    assert "Status: interview" in history.text
    assert "✓ interview" in history.labels
    assert (await applications.get(stage.db, made.id)).status == "interview"
    await stage.press("Back", history)
    assert "interview" in history.text


async def test_a_long_history_has_pages(stage):
    """Five on each, the newest first, and a way forth and back."""
    for number in range(1, 7):
        await stage.deliver(number)
    history = (await stage.command("history"))[-1]
    assert history.labels == ["1", "2", "3", "4", "5", "Older ▶"]
    assert "Clerk <6>" in history.text
    await stage.press("Older ▶", history)
    assert history.labels == ["6", "◀ Newer"]
    await stage.press("6", history)
    await stage.press("Back", history)
    assert "Clerk <1>" in history.text
    await stage.press("◀ Newer", history)
    assert "Clerk <6>" in history.text


async def test_a_document_is_sent_again_by_its_file_id(stage):
    """From the history and by /last; the newest version that was sent, with its buttons."""
    made = await stage.deliver()
    known = (await versions.latest(stage.db, made.id)).file_id
    await versions.add(stage.db, made.id, 2, "[]", "00", "nowhere")
    [again] = await stage.command("last")
    assert again.document.id == known
    assert again.labels[0] == "Changes"
    [history] = await stage.command("history")
    await stage.press("1", history)
    await stage.press("📄 Send it again", history)
    assert stage.ada.chat.from_bot[-1].document.id == known


async def test_a_file_id_that_telegram_lost_is_no_loss(stage):
    """The file on the bot's own disk is sent; where that is gone too, a sentence."""
    made = await stage.deliver()
    await versions.sent(stage.db, made.id, 1, "BQACforgotten")
    [again] = await stage.command("last")
    assert again.document.data == b"PK made"
    await exports.remove(stage.services.exports, [made.id])
    [said] = await stage.command("last")
    assert "not kept any more" in said.text
    [history] = await stage.command("history")
    await stage.press("1", history)
    await stage.press("📄 Send it again", history)
    assert "not kept any more" in stage.ada.chat.from_bot[-1].text


async def test_nobody_is_sent_what_another_has_in_a_folder_of_that_name(stage):
    """Cleared away, a document is gone, whoever got its folder's name after that."""
    made = await stage.deliver()
    await versions.sent(stage.db, made.id, 1, "BQACforgotten")
    root, name = stage.services.exports, stages.filename(1)
    await exports.remove(root, [made.id])
    other = await exports.save(root, "Acme", "Clerk", {name: b"PK Bob's"}, made.id + 1)
    assert other.name == (await versions.latest(stage.db, made.id)).folder
    [said] = await stage.command("last")
    assert "not kept any more" in said.text


async def test_an_application_without_a_document_has_none_to_send(stage):
    """It is about to be sent, perhaps: the sentence says that it is not there."""
    resume = await stage.file()
    posting = await postings.add(stage.db, stage.ada.id, "", "Wanted: clerk")
    row = await applications.add(stage.db, stage.ada.id, stage.ada.id, resume, posting)
    for state in ("running", "delivering"):
        await applications.advance(stage.db, row.id, state)
    [said] = await stage.command("last")
    assert "not kept any more" in said.text


async def test_nobody_reaches_into_anothers_things(stage):
    """Forged buttons with another person's ids do nothing, and say that they have expired."""
    made = await stage.deliver()
    bob = stage.telegram.person("Bob Example")
    [theirs] = await stage.command("history", bob)
    assert "no applications yet" in theirs.text
    resume = made.resume
    for data in (
        f"v1:made:{made.id}",
        f"v1:became:{made.id}:3:0",
        f"v1:resend:{made.id}",
        f"v1:cv-see:{resume}",
        f"v1:cv-send:{resume}",
        f"v1:cv-gone:{resume}",
    ):
        assert "expired" in await stage.press(data, theirs, bob, forged=True)
    assert len(bob.chat.from_bot) == 1
    assert await resumes.get(stage.db, resume) is not None
    [history] = await stage.command("history")
    assert "expired" in await stage.press(f"v1:became:{made.id}:9:0", history, forged=True)

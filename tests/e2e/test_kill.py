"""kill -9 at the worst moments: the run goes on, one document arrives, no update is lost."""

import asyncio
import sqlite3

import pytest

from agents.values import Agent

PATIENCE = 60.0


async def begin(ada, resume, posting, agree):
    """Send both files and press Start."""
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)


def calls_of(model, agent):
    return [call for call in model.calls if call.agent == agent]


def hold(model, agent):
    """Let *agent*'s calls hang, so that the kill comes while they run."""
    model.fault("hang", agent=agent)


def release(model):
    model.script.rules.clear()


async def settle(model, agent):
    """Wait until *agent*'s calls hang, and all that others were asked is answered and stored."""

    def only_waits_for_agent(calls):
        others = [call.outcome for call in calls if call.agent != agent]
        return len(others) < len(calls) and set(others) <= {"answered"}

    asked = -1
    while asked != len(model.calls):
        await model.log.until(only_waits_for_agent, PATIENCE)
        asked = len(model.calls)
        await asyncio.sleep(2)  # what is answered is stored by then


@pytest.mark.parametrize("agent", list(Agent))
async def test_a_kill_during_any_agent_costs_only_that_agents_work(
    start_bot, model, ada, resume, posting, agree, agent
):
    """After a restart the run goes on from the last finished step and delivers once."""
    hold(model, agent)
    bot = await start_bot(model, quiet=False)
    await begin(ada, resume, posting, agree)
    await settle(model, agent)
    await bot.kill()
    release(model)
    finished = {call.agent for call in model.calls if call.outcome == "answered"}
    before = {name: len(calls_of(model, name)) for name in finished}
    await start_bot(model)
    delivered = await ada.chat.wait_for_document(timeout=PATIENCE)
    assert "interrupted while sending" not in delivered.text
    receipt = await ada.chat.wait_for(lambda m: m.text.startswith("✅") and not m.document)
    assert not receipt.labels
    assert len(ada.chat.documents) == 1
    for name, count in before.items():
        assert len(calls_of(model, name)) == count, f"{name} was asked again"


async def test_a_kill_while_parts_are_worded_repeats_only_the_open_ones(
    start_bot, model, ada, resume, posting, agree
):
    """Of the parts that are worded side by side, the finished ones are not asked again."""
    model.fault("hang", agent=Agent.IMPLEMENTATION, calls=(2, 3))
    bot = await start_bot(model, quiet=False)
    await begin(ada, resume, posting, agree)

    def some_done(calls):
        own = [call for call in calls if call.agent == Agent.IMPLEMENTATION]
        return len(own) >= 4 and sum(c.outcome == "answered" for c in own) >= len(own) - 2

    await model.log.until(some_done, PATIENCE)
    await asyncio.sleep(2)  # what is answered is stored by then
    total = len(calls_of(model, Agent.IMPLEMENTATION))
    await bot.kill()
    release(model)
    await start_bot(model)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    assert len(ada.chat.documents) == 1
    assert len(calls_of(model, Agent.IMPLEMENTATION)) <= total + 3


async def test_an_application_that_was_never_enqueued_is_picked_up(
    start_bot, model, ada, resume, posting, agree
):
    """A kill between the application's row and its workflow leaves nothing undone."""
    hold(model, Agent.JOB_ANALYSIS)
    bot = await start_bot(model, quiet=False)
    await begin(ada, resume, posting, agree)
    await model.log.until(lambda calls: bool(calls), PATIENCE)
    await bot.kill()
    release(model)
    for path in bot.data.glob("workflows.db*"):
        path.unlink()
    await start_bot(model)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    assert len(ada.chat.documents) == 1


async def test_updates_that_were_taken_and_not_handled_are_handled_after_the_kill(
    start_bot, telegram, model, ada, resume, posting
):
    """Telegram believes they arrived; the inbox keeps that promise."""
    bot = await start_bot(model, quiet=False)
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    telegram.fail("hang", "getFile")
    sent = [telegram.person(f"Person {number}") for number in range(5)]
    ada.send_document(posting.encode(), "posting.txt")
    for person in sent:
        person.send(posting[:1000])
    await telegram.until(lambda: not telegram.updates.pending(), PATIENCE)
    await bot.kill()
    await start_bot(model, quiet=False)
    await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)
    for person in sent:
        await person.chat.wait_for_text("Job post", timeout=PATIENCE)
    await telegram.until(lambda: _unhandled(bot) == 0, PATIENCE)


async def test_a_kill_while_the_document_is_sent_is_owned_up_to(
    start_bot, telegram, model, ada, resume, posting, agree
):
    """If the file may have arrived already, the second one says that it is a repeat."""
    telegram.fail("lost", "sendDocument", times=1)
    bot = await start_bot(model, quiet=False)
    await begin(ada, resume, posting, agree)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    await bot.kill()
    await start_bot(model)
    await ada.chat.until(lambda: len(ada.chat.documents) == 2, PATIENCE)
    assert "interrupted while sending" in ada.chat.documents[1].text


def _unhandled(bot):
    with sqlite3.connect(bot.data / "applications.db") as connection:
        return connection.execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone()[0]

"""Admins' commands about the work: jobs, errors, backups, a pause, health."""

from bot import messages, texts, texts_admin, texts_care, texts_limits
from storage import (
    applications,
    backups,
    preferences,
)
from storage.audit import Outcome
from storage.preferences import Preferences
from tests.contract.admin.house import ADA, PNG, last, told


async def test_jobs_are_listed_and_stopped(house, root, ada):
    """A button for each; a second press, or one too late, is refused."""
    assert "Nothing runs" in (await told(house, root, "/jobs")).text
    running, waiting = await house.application(ADA), await house.application(ADA, "waiting")
    jobs = await told(house, root, "/jobs")
    assert f"#{running.id} · {ADA} · running · 0 s" in jobs.text
    assert f"#{waiting.id} · {ADA} · waiting" in jobs.text
    assert jobs.labels == [f"⏹ Stop #{running.id}", f"⏹ Stop #{waiting.id}"]
    for outcome in (Outcome.DONE, Outcome.REFUSED):
        press = root.press(f"⏹ Stop #{running.id}", jobs)
        await house.pump()
        assert press.answer.text == ""
        assert await last(house) == ("admin-stop", str(running.id), outcome)
    assert (await applications.get(house.db, running.id)).state == "stopped"
    assert (await applications.get(house.db, waiting.id)).state == "waiting"
    await house.pressed(root, "v1:admin-stop:999", jobs)
    assert root.chat.history[-1].text == texts_admin.NO_JOB


async def test_whose_job_is_stopped_hears_it_in_their_language(house, root, ada):
    """An admin's language is not theirs."""
    await house.said(ada, "/start")
    await preferences.put(house.db, ADA, Preferences("de"))
    for command in ("/jobs", f"/block {ADA}"):
        row = await house.application(ADA)
        card = await messages.say(house.services, ADA, "Status")
        await applications.note(house.db, row.id, card=card)
        jobs = await told(house, root, command)
        if jobs.labels:
            root.press(jobs.labels[-1], jobs)
            await house.pump()
        assert ada.chat.find(card).text.startswith("⏹ ")
        assert ada.chat.find(card).text != texts.STOPPED
        assert "stopped" in root.chat.from_bot[-1].text


async def test_many_jobs_are_cut_short(house, root):
    """Twelve with buttons, and how many more."""
    for person in range(1, 15):
        await house.application(person)
    jobs = await told(house, root, "/jobs")
    assert len(jobs.labels) == 12
    assert jobs.text.splitlines()[-1] == "… and 2 more"


async def test_errors_are_named(house, root):
    """The applications that failed with the name of the error, and why models were not used."""
    assert "None." in (await told(house, root, "/errors")).text
    row = await house.application(ADA, "failed")
    await house.spend(ADA, 0.0, trouble="Unavailable: the provider failed")
    text = (await told(house, root, "/errors")).text
    assert f"#{row.id} · {ADA} · Unavailable" in text
    assert "1 × Unavailable: the provider failed" in text


async def test_backups_are_made_and_listed(house, root):
    """A failure is told with its reason, every time that it is asked for."""
    assert (await told(house, root, "/backups")).text == texts_care.NO_BACKUPS
    assert ".db, " in (await told(house, root, "/backup")).text
    [kept] = await backups.kept(house.services.settings.data_dir)
    assert kept.made_at.strftime("%Y-%m-%d") in (await told(house, root, "/backups")).text
    folder = house.services.settings.data_dir / "backups"
    folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    for _ in range(2):
        answers = await house.said(root, "/backup")
        assert "There is no new backup: " in answers[-1].text
        assert "exists" in answers[-1].text.lower() or "directory" in answers[-1].text.lower()
        assert (await last(house))[2] is Outcome.REFUSED


async def test_a_pause_takes_nothing_new(house, root, ada):
    """Files, texts and Start are put off; commands and admins go on, until /resume_intake."""
    card = await house.table(ada)
    assert "/resume_intake" in (await told(house, root, "/pause")).text
    assert (await told(house, root, "/pause")).text == texts.plain(texts_admin.PAUSED_BEFORE)
    closed = texts.plain(texts_limits.CLOSED)
    assert (await told(house, ada, "We look for a clerk. " * 20)).text == closed
    ada.send_photo(PNG + bytes(99))
    ada.send_document(b"Some text", "cv.txt")
    await house.pump()
    assert [message.text for message in ada.chat.from_bot[-2:]] == [closed, closed]
    assert (await told(house, ada, "/start")).text == texts.plain(texts.START)
    await house.pressed(ada, "v1:start:0", card)
    assert card.text == closed
    assert await applications.of(house.db, ADA, 9) == []
    assert "paused" in (await told(house, root, "/health")).text
    assert (await told(house, root, "hello")).text == texts.plain(texts.TOO_SHORT)
    await house.said(root, "/resume_intake")
    await house.pressed(ada, "v1:back:0", card)
    await house.pressed(ada, "v1:start:0", card)
    assert len(await applications.of(house.db, ADA, 9)) == 1


async def test_health_names_what_is_not_well(house, root):
    """Every check with its figure and its limit."""
    assert "All is well" in (await told(house, root, "/health")).text
    house.admin._house.health.running = False
    text = (await told(house, root, "/health")).text
    assert text.startswith("⚠️ Not all is well")
    assert "❌ telegram · starting" in text


async def test_on_a_server_backups_are_the_servers(house, root, monkeypatch):
    """There is nothing to make or to list here."""
    monkeypatch.setattr(type(house.db), "embedded", False)
    for command in ("/backup", "/backups"):
        assert (await told(house, root, command)).text == texts_admin.SERVED

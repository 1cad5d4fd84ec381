"""Admins' commands with all handlers, a real database and a real Telegram in one process."""

import asyncio
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import admin, budget, drawing, intake, menu, texts, texts_admin, texts_care, texts_limits
from bot.buttons import Press
from storage import (
    access,
    applications,
    audit,
    backups,
    broadcasts,
    desks,
    errors,
    figures,
    people,
    preferences,
)
from storage.access import Access, Standing
from storage.audit import Outcome
from storage.preferences import Preferences
from storage.spending import Sum
from tests.contract import front

ROOT, ADA, EVE = 5_100_001, 5_100_002, 5_100_003
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def house(tmp_path):
    """The front with one admin; Ada may use the bot."""
    environ = {"ADMIN_IDS": str(ROOT), "ALLOWED_USER_IDS": str(ADA), "MONTHLY_BUDGET_USD": "50"}
    async with front.serve(tmp_path, **environ) as made:
        yield made


@pytest.fixture
def root(house):
    return house.telegram.person("Root Example", id=ROOT)


@pytest.fixture
def ada(house):
    return house.telegram.person("Ada Example", id=ADA)


@pytest.fixture
def eve(house):
    return house.telegram.person("Eve Sample", id=EVE)


async def told(house, person, text):
    """The one answer to this."""
    [message] = await house.said(person, text)
    return message


async def last(house):
    """What the audit has last: action, target, outcome."""
    [entry] = await audit.latest(house.db, 1)
    assert entry.admin == ROOT
    return entry.action, entry.target, entry.outcome


async def test_every_command_answers_an_admin_and_is_in_the_audit(house, root):
    """One entry each, in the order of asking, whatever came of it."""
    for command in admin.COMMANDS:
        assert (await told(house, root, f"/{command.name}")).text
    entries = await audit.latest(house.db, 99)
    assert [each.action for each in reversed(entries)] == [each.name for each in admin.COMMANDS]
    assert all(len(each.about) < 60 for each in admin.COMMANDS)


async def test_others_hear_what_an_unknown_command_hears(house, ada):
    """No command of an admin gives itself away, and nothing is in the audit."""
    unknown = await told(house, ada, "/nonsense")
    for command in admin.COMMANDS:
        assert (await told(house, ada, f"/{command.name} {ADA}")).text == unknown.text
    assert await audit.latest(house.db, 9) == []


async def test_admins_are_asked_for_at_every_command_and_press(house, root, ada):
    """Who is no admin any more is nobody to buttons that were shown before."""
    row = await house.application(ADA)
    jobs = await told(house, root, "/jobs")
    house.services.settings = replace(
        house.services.settings, admin_ids=frozenset(), allowed_user_ids=frozenset({ROOT})
    )
    assert (await told(house, root, "/jobs")).text == texts.plain(texts.HELP)
    press = await house.pressed(root, Press("admin-stop", row.id).data(), jobs)
    assert press.answer.text == texts.EXPIRED
    assert (await applications.get(house.db, row.id)).state == "running"


async def test_the_menu_shows_the_commands_to_admins_only(house, root, ada):
    """From the first word of an admin on, and again after the settings put another one there."""
    names = house.telegram.profile.names
    await house.admin.open()
    assert names(f"chat:{ROOT}") == []  # there is no chat to show it in yet
    await house.said(root, "/start")
    await house.said(ada, "/start")
    whole = [*menu.COMMANDS, *(each.name for each in admin.COMMANDS)]
    assert names(f"chat:{ROOT}") == whole
    assert names(f"chat:{ADA}") == []
    settings = await told(house, root, "/settings")
    for data in ("v1:settings:1", "v1:prefer:1:1:0", "v1:prefer:0:1:0"):
        await house.pressed(root, data, settings)
        assert names(f"chat:{ROOT}") == whole


async def test_an_edited_message_is_no_command(house, root):
    """Who mends a word in an old one does not mean to do it again."""
    message = root.send(f"/allow {ADA}")
    await house.pump()
    root.edit(message, f"/allow {EVE}")
    await house.pump()
    assert (await access.get(house.db, EVE)).standing is Standing.UNSET


async def test_people_are_let_in_and_shut_out(house, root, ada, eve):
    """/allow opens the bot to somebody, /block shuts it whatever else lets them in."""
    assert str(EVE) in (await told(house, eve, "/start")).text
    assert "may use" in (await told(house, root, f"/allow {EVE}")).text
    assert (await told(house, eve, "/start")).text == texts.plain(texts.START)
    row = await house.application(ADA)
    answer = await told(house, root, f"/block {ADA}")
    assert answer.text == f"{ADA} is shut out. 1 application of theirs stopped."
    assert await last(house) == ("block", str(ADA), Outcome.DONE)
    assert (await applications.get(house.db, row.id)).state == "stopped"
    assert (await told(house, ada, "/start")).text == texts.plain(texts_limits.BLOCKED)
    await house.said(root, f"/allow {ADA}")
    assert (await told(house, ada, "/start")).text == texts.plain(texts.START)


async def test_who_is_shut_out_keeps_the_right_to_their_data(house, root, ada, eve):
    """They may see, take and delete what is stored; who never was here has nothing."""
    await house.application(ADA, "delivered")
    for person in (ADA, EVE):
        await house.said(root, f"/block {person}")
    assert "Your data" in (await told(house, ada, "/privacy")).text
    assert (await told(house, ada, "/export_me")).document.name == "everything.zip"
    question = await told(house, ada, "/delete_me")
    await house.pressed(ada, "v1:forget:0", question)
    assert await people.get(house.db, ADA) is None
    closed = texts.plain(texts_limits.BLOCKED)
    for person in (ada, eve):
        assert (await told(house, person, "/privacy")).text == closed


REFUSED = [
    ("allow", "", "/allow id"),
    ("allow ada", "", "/allow id"),
    ("allow 0", "", "/allow id"),
    (f"block {ROOT}", str(ROOT), "ADMIN_IDS"),
    ("block -5", "", "/block id"),
    ("quota 5", "", "/quota id number|default"),
    ("quota 5 -1", "", "/quota id number|default"),
    ("quota 5 99999", "", "/quota id number|default"),
    ("invite 0", "", "/invite days"),
    ("invite 31", "", "/invite days"),
    ("invite soon", "", "/invite days"),
    ("broadcast", "", "/broadcast text"),
    ("resume_intake", "", "not paused"),
]


async def test_what_cannot_be_done_is_refused_with_a_sentence(house, root):
    """And that it was refused is in the audit."""
    for words, target, part in REFUSED:
        assert part in (await told(house, root, f"/{words}")).text
        assert await last(house) == (words.split()[0], target, Outcome.REFUSED)


async def test_an_error_is_told_and_in_the_audit(house, root):
    """What goes wrong ends in a sentence, and as failed; of the words only an id is kept."""
    async with house.db.write() as connection:
        await connection.exec_driver_sql("DROP TABLE access")
        await connection.exec_driver_sql("DROP TABLE invites")
    assert (await told(house, root, "/invite 3 private words")).text.startswith("Write it")
    assert (await told(house, root, "/invite 3")).text == texts.failure(errors.Unavailable())
    [entry] = await audit.latest(house.db, 1)
    assert (entry.target, entry.outcome) == ("3", Outcome.FAILED)
    assert entry.detail == "Unavailable"


async def test_quotas_are_said_in_words(house, root, ada):
    """A number, none at all, or everybody's."""
    assert "3 applications" in (await told(house, root, f"/quota {ADA} 3")).text
    assert await access.get(house.db, ADA) == Access(Standing.UNSET, 3)
    assert "rules only" in (await told(house, root, f"/quota {ADA} 0")).text
    assert "everybody: none" in (await told(house, root, f"/quota {ADA} default")).text
    assert (await access.get(house.db, ADA)).quota is None


async def test_an_invite_lets_a_stranger_in(house, root, eve):
    """The link works once, and its token is not in the audit."""
    answer = await told(house, root, "/invite")
    token = answer.text.rpartition("?start=")[2]
    assert f"https://t.me/{house.telegram.bot.username}?start={token}" in answer.text
    assert "private" in (await told(house, eve, "/start nonsense")).text
    assert (await told(house, eve, f"/start {token}")).text == texts.plain(texts.START)
    other = house.telegram.person("Max Sample")
    assert "private" in (await told(house, other, f"/start {token}")).text
    [entry] = await audit.latest(house.db, 1)
    assert token not in f"{entry.target}{entry.detail}"


async def test_users_are_listed_by_id_with_what_they_may_and_cost(house, root, ada):
    """Who used it last comes first; no name and no text of anybody."""
    await house.application(ADA, "delivered")
    await house.spend(ADA, 0.25)
    await house.said(root, f"/quota {ADA} 3")
    await house.said(root, f"/allow {ADA}")
    lines = (await told(house, root, "/users")).text.splitlines()
    day = datetime.now(UTC).strftime("%d %b")
    cost = "$0.2500 this month"
    assert lines[0] == "2 people"
    assert lines[1] == f"{ADA} · allowed · 3 a day · 1 application, last {day} · {cost}"
    assert lines[2] == f"{ROOT} · 0 applications"


async def test_many_users_are_cut_short(house, root):
    """The list is one message, and says how many more there are."""
    for person in range(1, 41):
        await people.meet(house.db, person, "en")
    text = (await told(house, root, "/users")).text
    assert text.splitlines()[0] == "41 people"
    assert text.splitlines()[-1] == "… and 11 more"


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
        card = await intake.say(house.services, ADA, "Status")
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


async def test_cost_is_told_by_day_agent_model_and_person(house, root):
    """Of the month's budget; what nobody prices is said, what is forgotten keeps its cost."""
    assert "$0.00 of $50.00 this month · 0 applications" in (await told(house, root, "/cost")).text
    await house.application(ADA)
    await house.spend(ADA, 1.5)
    await house.spend(EVE, 0.5, agent="implementation")
    await house.spend(EVE, None)
    await people.forget(house.db, EVE)
    lines = (await told(house, root, "/cost")).text.splitlines()
    assert lines[0] == "$2.00 of $50.00 this month · 1 application, $2.00 each"
    assert lines[1] == "3 calls, 6.0 M tokens in (25 % cached), 9.0 k out"
    assert "1 calls without a price" in lines[2]
    spaced = [" ".join(line.split()) for line in lines]
    for line in (
        f"{datetime.now(UTC):%d %b} $2.00",
        "polish $1.50",
        "implementation $0.5000",
        "vendor/fast $2.00",
        f"{ADA} $1.50",
        "forgotten $0.5000",
    ):
        assert line in spaced


async def test_stats_come_with_a_picture(house, root):
    """Figures in the caption; the picture is a PNG that a phone shows at once."""
    await house.application(ADA, "failed")
    await house.spend(ADA, 0.5)
    message = await told(house, root, "/stats")
    assert message.photo.data.startswith(PNG)
    assert "1 application in 14 days: 0 delivered, 1 failed, $0.5000." in message.text
    assert "Today 1 by 1 of 2 people, $0.5000." in message.text


async def test_stats_come_without_a_picture_where_it_cannot_be_drawn(house, root, monkeypatch):
    """The figures stand in the text, too."""
    monkeypatch.setattr(drawing, "_SOURCE", drawing._SOURCE.with_name("missing.typ"))
    monkeypatch.setattr("sys.executable", "/bin/false")
    message = await told(house, root, "/stats")
    assert message.photo is None
    assert "14 days" in message.text


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


async def test_a_version_is_told(house, root):
    """With the order of the steps, which decides what is resumed."""
    assert (await told(house, root, "/version")).text.startswith("Version 0.1.0, pipeline-")


async def test_the_audit_can_be_read(house, root):
    """Newest first, with marks for how it ended."""
    assert (await told(house, root, "/audit")).text == "Nothing yet."
    await house.said(root, f"/block {ROOT}")
    text = (await told(house, root, "/audit")).text.splitlines()
    assert text[0].startswith("✋")
    assert text[0].endswith(f"{ROOT} · block {ROOT}")
    assert text[1].endswith(f"{ROOT} · audit")


async def test_a_broadcast_is_shown_before_it_is_sent(house, root, ada, eve):
    """Nothing goes out before the press; then everybody who is let in gets it as it was written."""
    for person in (ada, eve):
        person.command("start")
    await house.pump()
    await people.meet(house.db, EVE, "en")  # was let in once, and is not any more
    rehearsal = await told(house, root, "/broadcast  1 < 2 & <b>so on</b>\nNew line")
    assert rehearsal.text.endswith("1 < 2 & <b>so on</b>\nNew line")
    assert rehearsal.labels == ["📣 Send to 3", "Drop it"]
    assert "so on" not in ada.chat.transcript()
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    assert "Sending to 3 people" in root.chat.from_bot[-1].text
    over = await root.chat.wait_for_text("Sent: 2 people have it. 1 cannot")
    news = "1 < 2 & <b>so on</b>\nNew line"
    assert [m.text for m in ada.chat.from_bot].count(news) == 1
    assert [m.text for m in root.chat.from_bot].count(news) == 1
    assert news not in [m.text for m in eve.chat.from_bot]
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    assert root.chat.from_bot[-1].text == texts_admin.NO_DRAFT
    assert over.text


async def test_a_broadcast_can_be_dropped_or_stopped(house, root):
    """A draft that is dropped is gone; one that is stopped goes to nobody else."""
    first = await told(house, root, "/broadcast one")
    root.press("Drop it", first)
    await house.pump()
    assert root.chat.from_bot[-1].text == texts_admin.DROPPED
    for label in ("Drop it", "📣 Send to 1"):
        root.press(label, first)
        await house.pump()
        assert root.chat.from_bot[-1].text == texts_admin.NO_DRAFT
    for number in range(1, 40):
        await people.meet(house.db, number, "en")
        await access.place(house.db, number, Standing.ALLOWED)
    second = await told(house, root, "/broadcast two")
    root.press("📣 Send to 40", second)
    await house.pump()
    begun = root.chat.from_bot[-1]
    assert begun.labels == ["⏹ Stop sending"]
    progress = await told(house, root, "/broadcast")
    assert "of 40 people have it" in progress.text
    for sentence in ("Stopped: 0 of 40 people have it.", texts_admin.NOT_SENDING):
        root.press("⏹ Stop sending", progress)
        await house.pump()
        assert root.chat.from_bot[-1].text == sentence
    sent = len(house.telegram.called("sendMessage", 39))
    await asyncio.sleep(0.25)
    assert len(house.telegram.called("sendMessage", 39)) == sent == 0


async def test_a_broadcast_waits_for_a_network_and_gives_up_on_the_gone(house, root, ada):
    """Who has blocked the bot is unreachable; a failing call is made again later."""
    house.admin._house.broadcasting._pause = 0.05
    for person in (ada, house.telegram.person("Max Sample", id=7)):
        person.command("start")
        await access.place(house.db, person.id, Standing.ALLOWED)
    await house.pump()
    house.telegram.people[7].block()
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("error", "sendMessage", chat=ADA, times=2, code=500)
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    await root.chat.wait_for_text("Sent: 2 people have it. 1 cannot")
    assert [m.text for m in ada.chat.from_bot].count("hello there") == 1
    for _ in range(25):
        if not house.admin._house.broadcasting._open:
            break
        await asyncio.sleep(0.01)
    assert await broadcasts.sending(house.db) == []


async def test_a_broadcast_gives_up_on_a_chat_that_stays_silent(house, root, ada):
    """After twenty tries; a database that is away is waited for."""
    house.admin._house.broadcasting._pause = 0.001
    ada.command("start")
    await house.pump()
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("flood", "sendMessage", chat=ADA, times=None, seconds=0)
    for words in ("RENAME TO aside", "RENAME TO recipients"):
        table = "recipients" if "aside" in words else "aside"
        if "aside" in words:
            root.press("📣 Send to 2", rehearsal)
            await house.pump()
        async with house.db.write() as connection:
            await connection.exec_driver_sql(f"ALTER TABLE {table} {words}")
        await asyncio.sleep(0.02)
    await root.chat.wait_for_text("Sent: 1 people have it. 1 cannot", timeout=30)


async def test_a_report_that_cannot_be_told_is_left_out(house, root):
    """The broadcast is over all the same."""
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("blocked", "sendMessage", chat=ROOT, times=None)
    root.press("📣 Send to 1", rehearsal)
    await house.pump()
    await house.rest()
    assert await broadcasts.sending(house.db) == []


async def test_what_was_being_sent_goes_on_at_the_start(house, root, ada):
    """As after a kill; sent twice at once it is sent once."""
    ada.command("start")
    root.command("start")
    await house.pump()
    await broadcasts.begin(house.db, await broadcasts.draft(house.db, ROOT, "hello there"))
    await house.admin.open()
    await house.admin.open()
    await house.rest()
    assert [m.text for m in ada.chat.from_bot].count("hello there") == 1


async def test_a_long_answer_is_cut_to_one_message(house):
    """At a line's end, with its markup closed."""
    long = "head\n<pre>" + "line of figures\n" * 999 + "</pre>"
    cut = texts_admin.fit(long)
    assert len(cut) < 4096
    assert cut.endswith("line of figures</pre>\n…")
    assert texts_admin.fit("short") == "short"


async def test_on_a_server_backups_are_the_servers(house, root, monkeypatch):
    """There is nothing to make or to list here."""
    monkeypatch.setattr(type(house.db), "embedded", False)
    for command in ("/backup", "/backups"):
        assert (await told(house, root, command)).text == texts_admin.SERVED


def test_the_picture_is_drawn_from_figures_alone():
    """A sheet goes in as JSON, a PNG comes out; days without anything are drawn, too."""
    bounds = budget.days(ZoneInfo("UTC"), 14)
    days = [figures.Day(number, number // 2, 0, number % 2, 1) for number in range(14)]
    agents = {"polish": Sum(steps=4, seconds=10.0, cost=1.5)}
    made = drawing.sheet(bounds, days, agents)
    assert [bar.delivered + bar.others for bar in made.bars] == list(range(14))
    assert (made.shares[-1].name, made.shares[-1].seconds) == ("Polishing", 2.5)
    assert drawing.compile(json.dumps(asdict(made))).startswith(PNG)
    empty = drawing.sheet(bounds, [figures.Day()] * 14, {})
    assert drawing.compile(json.dumps(asdict(empty))).startswith(PNG)


async def test_a_table_is_left_alone_by_admins(house, root, ada):
    """What admins do in their chat touches nobody's table."""
    await house.table(ada)
    before = await desks.get(house.db, ADA)
    for command in admin.COMMANDS:
        await house.said(root, f"/{command.name}")
    assert await desks.get(house.db, ADA) == before

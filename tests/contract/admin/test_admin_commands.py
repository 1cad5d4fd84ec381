"""Admins' commands: to whom they exist, what the audit has of them, what refuses them."""

from dataclasses import replace

from bot import admin, menu, texts, texts_admin
from bot.buttons import Press
from storage import (
    access,
    applications,
    audit,
    desks,
    errors,
)
from storage.access import Standing
from storage.audit import Outcome
from tests.contract.admin.house import ADA, EVE, ROOT, last, told


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


async def test_a_long_answer_is_cut_to_one_message(house):
    """At a line's end, with its markup closed."""
    long = "head\n<pre>" + "line of figures\n" * 999 + "</pre>"
    cut = texts_admin.fit(long)
    assert len(cut) < 4096
    assert cut.endswith("line of figures</pre>\n…")
    assert texts_admin.fit("short") == "short"


async def test_a_table_is_left_alone_by_admins(house, root, ada):
    """What admins do in their chat touches nobody's table."""
    await house.table(ada)
    before = await desks.get(house.db, ADA)
    for command in admin.COMMANDS:
        await house.said(root, f"/{command.name}")
    assert await desks.get(house.db, ADA) == before

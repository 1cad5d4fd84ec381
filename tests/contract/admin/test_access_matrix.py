"""The table of access in SECURITY.md, each cell tried with the real handlers.

A press is forged with the data of a button that is good for its owner, so that a refusal is not
only one of bad data. What is refused must have changed nothing.
"""

import ast
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import admin, menu, pages, questions, review, texts
from bot import texts_limits as limits
from storage import (
    access,
    audit,
    dossier,
    invites,
    people,
)
from storage.access import Standing
from tests.contract import front
from tests.contract.admin.places import HOUSES, PLACES, WAYS, data_of

ROOT = Path(__file__).parents[3]
ADMIN, ADA, MAX, EVE, BOB = 5_200_001, 5_200_002, 5_200_003, 5_200_004, 5_200_005
COLUMNS = ("admin", "allowed", "blocked", "stranger", "group")
OTHER_COMMAND, OTHER_BUTTON, CONTENT = "any other command", "any other button", "a text, link"
POST = "We look for a clerk who files letters. " * 9


def table():
    """What → its cells, from SECURITY.md."""
    rows = re.findall(r"^\| (.+?) \|(.*)\|$", ROOT.joinpath("SECURITY.md").read_text(), re.M)
    cells = {what: [cell.strip() for cell in rest.split("|")] for what, rest in rows}
    return {what: tuple(row) for what, row in cells.items() if len(row) == len(COLUMNS)}


TABLE = {what: cells for what, cells in table().items() if what not in ("what", "---")}
COMMANDS = [m[1] for m in (re.fullmatch(r"`/(\w+)`", what) for what in TABLE) if m]
BUTTONS = [m[1] for m in (re.fullmatch(r"button `([\w-]+)`", what) for what in TABLE) if m]


def actions_in_the_code():
    """Every action that a button of the bot has, or a handler acts on."""
    found = {*review.ACTIONS, *questions.ACTIONS, *pages.ACTIONS, *admin.BUTTONS}
    for path in (ROOT / "bot").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            found |= set(_actions(node))
    return found - {""}


def _actions(node):
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if (
            name == "Press"
        ):
            yield from _literal(first)
        case ast.Call(func=ast.Name(id=name), args=[_, second, *_]) if name.endswith("button"):
            yield from _literal(second)
        case ast.Compare(left=ast.Attribute(attr="action"), comparators=[other]):
            yield from _literal(other)
        case ast.Match(subject=ast.Attribute(attr="action"), cases=cases):
            for case in cases:
                for inner in ast.walk(case.pattern):
                    if isinstance(inner, ast.MatchValue):
                        yield from _literal(inner.value)


def _literal(node):
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.Tuple(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _literal(part)


@pytest.fixture
async def house(tmp_path):
    """An admin, two who are allowed, one who was and is blocked, a stranger, a group of them."""
    environ = {"ADMIN_IDS": str(ADMIN), "ALLOWED_USER_IDS": f"{ADA} {MAX} {BOB}"}
    async with front.serve(tmp_path, **environ) as made:
        names = {ADMIN: "Root", ADA: "Ada", MAX: "Max", EVE: "Eve", BOB: "Bob"}
        for id, name in names.items():
            made.telegram.person(f"{name} Example", id=id).command("start")
        await made.pump()
        await access.place(made.db, BOB, Standing.BLOCKED)
        members = [made.telegram.people[id] for id in names]
        watcher = sqlite3.connect(made.db.file)

        def changes():
            """A number that is another one after every transaction that changed something."""
            return watcher.execute("PRAGMA data_version").fetchone()

        made.changes = changes
        made.invite = await invites.make(made.db, ADMIN, soon())
        made.services.pages |= {("picture", 0, number) for number in range(9)}  # draw none here
        made.services.pages |= {("pdf", number, 1) for number in range(9)}  # nor make a PDF
        made.group = made.telegram.group("Jobs", members)
        members[0].send("/start", chat=made.group)
        await made.pump()
        yield made
        watcher.close()


def test_the_table_names_every_command_and_button():
    """What is not in the table fails here; so does what is in it and not in the code."""
    assert sorted(COMMANDS) == sorted({*menu.COMMANDS, *(each.name for each in admin.COMMANDS)})
    assert sorted(BUTTONS) == sorted(actions_in_the_code())
    assert {cell for cells in TABLE.values() for cell in cells} == {
        *("yes", "unknown", "expired", "closed", "private", "not here", "nothing")
    }
    assert {OTHER_COMMAND, OTHER_BUTTON} < set(TABLE)


async def test_no_handler_answers_to_what_the_table_does_not_name(house):
    """The handlers as they are installed: their commands, and the patterns of their buttons."""
    installed = [each for group in house.app.handlers.values() for each in group]
    commands = {
        name for each in installed if isinstance(each, CommandHandler) for name in each.commands
    }
    assert commands == set(COMMANDS)
    for each in installed:
        if isinstance(each, CallbackQueryHandler) and each.pattern is not None:
            named = [action for action in BUTTONS if each.pattern.match(f"v1:{action}:0")]
            assert named, each.pattern


SENTENCES = {
    "closed": lambda person: texts.plain(limits.BLOCKED),
    "private": lambda person: texts.plain(texts.stranger(person)),
    "not here": lambda person: texts.PRIVATE_ONLY,
}


def judge(person, said, unknown):
    """Which cell of the table these answers are."""
    if not said:
        return "nothing"
    for cell, sentence in SENTENCES.items():
        if [message.text for message in said] == [sentence(person)]:
            return cell
    return "unknown" if [message.text for message in said] == [unknown] else "yes"


async def speak(house, column, text):
    """Let somebody of the column say this; their id, and what the bot says there."""
    ids = dict(zip(COLUMNS, (ADMIN, ADA, BOB, EVE, ADMIN), strict=True))
    person = house.telegram.people[ids[column]]
    chat = house.group if column == "group" else person.chat
    before = len(chat.history)
    person.send(text, chat=chat)
    await house.pump()
    return person.id, [message for message in chat.history[before:] if message.from_bot]


@pytest.mark.parametrize("column", COLUMNS)
async def test_commands_do_what_the_table_says(house, column):
    """Each by somebody of each kind; what is refused is in no audit and changes nothing."""
    at = COLUMNS.index(column)
    unknown = texts.plain(texts.HELP)
    wrong = {}
    before = house.changes()
    for what, cells in TABLE.items():
        if what.startswith("button") or what == OTHER_BUTTON:
            continue
        name = what.strip("`/").split("`")[0]
        word = f"/{name}" if what.startswith("`/") else "/nonsense"
        word = POST if what.startswith(CONTENT) else word
        if "invite" in what and what != "`/invite`":
            word = f"/start {house.invite}"
        person, said = await speak(house, column, word)
        found = judge(person, said, unknown)
        if what == "`/help`" and found == "unknown":
            found = "yes"
        if found != cells[at]:
            wrong[what] = (cells[at], found, [message.text for message in said])
        if column == "stranger" and cells[at] == "yes":  # let in: back out again
            await access.place(house.db, EVE, Standing.UNSET)
            await people.forget(house.db, EVE)
    assert wrong == {}
    asked = [entry.action for entry in reversed(await audit.latest(house.db, 99))]
    assert asked == ([each.name for each in admin.COMMANDS] if column == "admin" else [])
    if column in ("blocked", "group"):
        assert house.changes() == before


def soon():
    return datetime.now(UTC) + timedelta(hours=1)


async def effect(house, person, data, message):
    """Press it; what the press comes to: a cell of the table."""
    before = house.changes(), _seen(house)
    press = await house.pressed(person, data, message)
    await house.rest()
    toast = press.answer.text if press.answer else ""
    changed = before != (house.changes(), _seen(house))
    if toast == texts.EXPIRED and not changed:
        return "expired"
    return "yes" if changed or toast else "nothing"


def _seen(house):
    chats = house.telegram.chats.values()
    return [(chat.id, m.id, m.text, m.labels) for chat in chats for m in chat.messages]


def test_there_is_a_way_to_every_button():
    """Each button of the table is tried below."""
    assert sorted(WAYS) == sorted(BUTTONS)
    assert {place for house in HOUSES for place in house} == set(PLACES)


@pytest.mark.parametrize("places", HOUSES, ids=lambda places: places[0].__name__)
async def test_buttons_do_what_the_table_says(house, places):
    """Its owner's press works; with the same data everybody else's changes nothing of theirs."""
    for action in [action for place in places for action in PLACES[place].split()]:
        expected = dict(zip(COLUMNS, TABLE[f"button `{action}`"], strict=True))
        found = await try_out(house, WAYS[action], action, admins=expected["allowed"] == "expired")
        assert found == expected, action


async def try_out(house, place, action, *, admins):
    """What a button comes to in each column; *admins* are its only owners."""
    ada, root, other, eve, bob = (house.telegram.people[id] for id in (ADA, ADMIN, MAX, EVE, BOB))
    owner = root if admins else ada
    card = await place(house, owner)
    await house.rest()
    data = await data_of(house, owner, action, card)
    found = {}
    for column, person in (("blocked", bob), ("stranger", eve)):
        found[column] = await effect(house, person, data, person.chat.from_bot[-1])
    for member in (owner, other):
        found["group"] = await effect(house, member, data, house.group.from_bot[-1])
    theirs = await belongings(house, owner)
    found["allowed"] = await effect(house, other, data, other.chat.from_bot[-1])
    assert await belongings(house, owner) == theirs, f"{action} pressed for another"
    if not admins:
        found["allowed"] = await effect(house, ada, data, card)
        card = await place(house, root)
        await house.rest()
        data = await data_of(house, root, action, card)
    found["admin"] = await effect(house, root, data, card)
    return found


async def belongings(house, person):
    """What is kept about somebody, and what stands in their chat."""
    kept = await dossier.gather(house.db, person.id)
    return kept, [(m.id, m.text, m.labels) for m in person.chat.messages]


async def test_buttons_of_no_kind_have_expired(house):
    """Made-up data is answered as an old button is; to those outside not at all."""
    for data in ("v1:nonsense:0", "v0:start:0", "x", "v1:start", "v1:admin-stop:x"):
        for column, cell in zip(COLUMNS, TABLE[OTHER_BUTTON], strict=True):
            ids = dict(zip(COLUMNS, (ADMIN, ADA, BOB, EVE, ADA), strict=True))
            person = house.telegram.people[ids[column]]
            chat = house.group if column == "group" else person.chat
            assert await effect(house, person, data, chat.from_bot[-1]) == cell, (data, column)

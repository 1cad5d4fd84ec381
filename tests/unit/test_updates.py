"""The way through the bot: whose update is handled when, and what waits for nobody."""

import asyncio
from types import SimpleNamespace

import pytest
import telegram
from telegram.ext import ApplicationHandlerStop, CommandHandler

from bot import buttons, handlers, orders, updates
from bot.turns import Turns
from storage import database, people

ADA, BOB, EVE = 7, 8, 9
BOT = SimpleNamespace(username="sandbox_bot")


def message(id, person, text, command=0):
    """A message; its first *command* characters are marked as one."""
    said = {
        "message_id": id,
        "date": 1,
        "chat": {"id": person, "type": "private"},
        "from": {"id": person, "is_bot": False, "first_name": "Ada"},
        "text": text,
    }
    if command:
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": command}]
    return telegram.Update.de_json({"update_id": id, "message": said}, BOT)


def stop(id, person):
    query = {
        "id": str(id),
        "from": {"id": person, "is_bot": False, "first_name": "Ada"},
        "chat_instance": "1",
        "data": buttons.Press("stop", 1).data(),
    }
    return telegram.Update.de_json({"update_id": id, "callback_query": query}, BOT)


@pytest.fixture
async def db(tmp_path):
    opened = await database.open(tmp_path / "data")
    for person in (ADA, BOB, EVE):
        await people.meet(opened, person, "en")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("text", "length", "is_taken"),
    [
        ("/cancel", 7, True),
        ("/Cancel", 7, True),
        ("/cancel now", 7, True),
        ("/cancel-it", 7, True),
        ("/cancel@sandbox_bot please", 19, True),
        ("/cancelled", 10, False),
        ("/cancel", 0, False),
        ("please /cancel", 0, False),
    ],
)
async def test_what_cancels_waits_for_nobody(db, text, length, is_taken):
    """However it is written: what the handler takes as /cancel does not wait for its own turn."""
    update = message(1, ADA, text, length)
    taken = CommandHandler("cancel", None).check_update(update)
    assert (taken not in (None, False)) is is_taken is buttons.urgent(update)
    turns = Turns()
    services = SimpleNamespace(
        db=db, turns=turns, analyses=SimpleNamespace(drop=lambda _: None), later=lambda _: None
    )
    if is_taken:
        work = orders.cancel(services, None, ADA, ADA)
        await asyncio.wait_for(updates.Processor(db, turns).process_update(update, work), 10)


async def test_a_chat_with_many_messages_stops_nobody(db):
    """They wait for their turn outside; Stop and other people's messages go past them."""
    gate, done = asyncio.Event(), []

    async def note(who):
        done.append(who)

    processor = updates.Processor(db, Turns())
    many = [
        asyncio.create_task(processor.process_update(message(id, ADA, "hi"), gate.wait()))
        for id in range(1, 301)
    ]
    await asyncio.sleep(0)
    await asyncio.wait_for(processor.process_update(stop(901, ADA), note("stop")), 10)
    await asyncio.wait_for(processor.process_update(message(902, BOB, "hi"), note("bob")), 10)
    assert done == ["stop", "bob"]
    gate.set()
    await asyncio.gather(*many)


async def test_who_cannot_be_checked_stays_outside():
    """An error at the door is no way in: the library would go on to the next handlers."""
    told = []

    async def send_message(chat, text, **_):
        told.append((chat, text))
        raise telegram.error.Forbidden("blocked")

    services = SimpleNamespace(db=None, bot=SimpleNamespace(send_message=send_message))
    door = SimpleNamespace(_services=services)
    door._apologise = lambda *about: handlers.Handlers._apologise(door, *about)
    with pytest.raises(ApplicationHandlerStop):
        await handlers.Handlers.admit(door, message(1, EVE, "hi"), None)
    assert [chat for chat, _ in told] == [EVE]

"""Albums: several messages, no word about which is the last, and a process that may die."""

import asyncio
import contextlib

import pytest
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot import pending, settings
from bot.albums import Albums
from bot.services import Services
from storage import database, desks, people

CHAT = 7


class Reader:
    """Notes what it is given to read; *keeps* says that it puts the table itself, as it does."""

    def __init__(self, services, *, keeps=True, breaks=False):
        self.services = services
        self.keeps = keeps
        self.breaks = breaks
        self.read = []
        self.done = asyncio.Event()

    async def __call__(self, desk, files, forwarded):
        self.read.append((files, forwarded))
        self.done.set()
        if self.breaks:
            raise NetworkError("gone")
        if self.keeps:
            await desks.put(self.services.db, desk)


@pytest.fixture
async def services(tmp_path):
    """A database with one person in it."""
    token = "123456:" + "x" * 35
    chosen = settings.load({"TELEGRAM_BOT_TOKEN": token, "DATA_DIR": str(tmp_path)})
    async with contextlib.AsyncExitStack() as stack:
        db = await database.open(tmp_path, "")
        stack.push_async_callback(db.close)
        await people.meet(db, CHAT, "en")
        yield Services(chosen, db, ExtBot(token, base_url="http://127.0.0.1:9/bot"), None)


async def collect(albums, services, message, album="a", forwarded=False):
    """A picture comes in; its file id is made from its message id."""
    desk = await desks.get(services.db, CHAT)
    await albums.collect(desk, album, message, f"file {message}", forwarded)


async def waiting(services):
    """What waits on the table, after the turn of the chat."""
    async with services.turns.of(CHAT):
        return pending.load(await desks.get(services.db, CHAT)).albums


@pytest.mark.parametrize("keeps", [True, False])
async def test_an_album_is_read_once_in_the_order_of_its_messages(services, keeps):
    """In whichever order they arrive; nothing of it waits any longer."""
    reader = Reader(services, keeps=keeps)
    albums = Albums(services, reader, wait=0.05)
    for message in (12, 10, 11):
        await collect(albums, services, message, forwarded=True)
    await reader.done.wait()
    assert reader.read == [(["file 10", "file 11", "file 12"], True)]
    assert await waiting(services) == {}


async def test_two_albums_are_kept_apart(services):
    """A résumé and a post, each in two pictures, sent one after the other."""
    reader = Reader(services)
    albums = Albums(services, reader, wait=0.05)
    for message, album in ((1, "a"), (2, "a"), (3, "b"), (4, "b")):
        await collect(albums, services, message, album)
    await reader.done.wait()
    while await waiting(services):
        await asyncio.sleep(0.01)
    assert reader.read == [(["file 1", "file 2"], False), (["file 3", "file 4"], False)]


async def test_another_process_finishes_what_was_collected(services):
    """The pictures' ids are in the database before they are waited for."""
    dead = Albums(services, Reader(services), wait=60)
    await collect(dead, services, 1)
    dead.drop(CHAT)
    reader = Reader(services)
    await Albums(services, reader, wait=0).resume()
    await reader.done.wait()
    assert reader.read == [(["file 1"], False)]


async def test_what_was_cleared_in_the_meantime_is_not_read(services):
    """Cancelled, or taken by another timer."""
    reader = Reader(services)
    albums = Albums(services, reader, wait=0.05)
    await collect(albums, services, 1)
    desk = await desks.get(services.db, CHAT)
    await desks.put(services.db, pending.without_album(desk, "a"))
    await collect(albums, services, 2, "b")
    await reader.done.wait()
    assert reader.read == [(["file 2"], False)]
    assert await waiting(services) == {}


async def test_an_album_that_cannot_be_dealt_with_does_not_wait_for_ever(services):
    """When Telegram itself is in trouble; the person hears of it elsewhere."""
    reader = Reader(services, breaks=True)
    albums = Albums(services, reader, wait=0)
    await collect(albums, services, 1)
    await reader.done.wait()
    assert await waiting(services) == {}

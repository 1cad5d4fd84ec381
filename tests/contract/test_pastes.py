"""Pastes: pieces that come in a row, and a process that may die between them."""

import asyncio
import contextlib

import pytest
from telegram.ext import ExtBot

from bot import pending, settings, texts
from bot.pastes import Pastes
from bot.services import Services
from sandbox import telegram as telegrams
from storage import database, desks, people

PIECE = "a" * 4000


@pytest.fixture
async def telegram():
    async with telegrams.serve(strict=False) as server:
        yield server


@pytest.fixture
def ada(telegram):
    """A person who has begun a chat."""
    person = telegram.person("Ada Example")
    person.command("start")
    return person


@pytest.fixture
async def services(tmp_path, telegram, ada):
    chosen = settings.load({"TELEGRAM_BOT_TOKEN": telegram.token, "DATA_DIR": str(tmp_path)})
    async with contextlib.AsyncExitStack() as stack:
        db = await database.open(tmp_path / "data")
        stack.push_async_callback(db.close)
        await people.meet(db, ada.id, "en")
        bot = ExtBot(telegram.token, base_url=f"{telegram.url}/bot")
        await stack.enter_async_context(bot)
        yield Services(chosen, db, bot, None)


async def collect(pastes, services, person, message, text):
    """A message comes in; True if it is a piece."""
    desk = await desks.get(services.db, person.id)
    return await pastes.collect(desk, message, text, forwarded=False)


async def waiting(services, person):
    """The pieces that wait, after the turn of the chat."""
    async with services.turns.of(person.id):
        return pending.load(await desks.get(services.db, person.id)).pieces


async def test_a_piece_that_is_handled_twice_counts_once(services, ada):
    """A kill between the table and the mark in the inbox brings the same message again."""
    taken = asyncio.Queue()

    async def take(desk, data, name, forwarded):
        taken.put_nowait(data.decode())

    pastes = Pastes(services, take, wait=0.2)
    assert not await collect(pastes, services, ada, 1, "short")
    for message, text in ((2, PIECE), (2, PIECE), (4, "the end"), (3, "b" * 10)):
        assert await collect(pastes, services, ada, message, text)
    assert await asyncio.wait_for(taken.get(), 10) == f"{PIECE}\n{'b' * 10}\nthe end"
    assert await waiting(services, ada) == {}


async def test_a_paste_that_cannot_be_taken_is_told_and_gone(services, ada):
    """Else the next short message would be one more piece of it."""

    async def take(desk, data, name, forwarded):
        raise RuntimeError("nobody foresaw this")

    pastes = Pastes(services, take, wait=0.0)
    assert await collect(pastes, services, ada, 2, PIECE)
    await ada.chat.wait_for_text(texts.SORRY[:20], timeout=10)
    assert await waiting(services, ada) == {}
    assert not await collect(pastes, services, ada, 3, "hello")


async def test_a_process_after_a_kill_takes_what_was_collected(services, ada):
    """The pieces wait in the database."""
    taken = asyncio.Queue()

    async def take(desk, data, name, forwarded):
        taken.put_nowait(data.decode())

    dead = Pastes(services, take, wait=100.0)
    assert await collect(dead, services, ada, 2, PIECE)
    dead.drop(ada.id)
    await Pastes(services, take, wait=0.0).resume()
    assert await asyncio.wait_for(taken.get(), 10) == PIECE

"""Hands: so many bytes at once, in the order in which they came."""

import asyncio

import pytest
from telegram.error import BadRequest, TimedOut

from bot import hands
from bot.hands import Hands

MB = 1 << 20


class Bot:
    """Telegram's files: an id says what comes of it."""

    def __init__(self):
        self.troubles = []

    async def get_file(self, file):
        self.file = file
        return self

    async def download_as_bytearray(self):
        if self.troubles:
            raise self.troubles.pop(0)
        return bytearray(b"file")


@pytest.fixture
def bot():
    return Bot()


async def test_no_more_is_held_than_there_is_room_for(bot):
    """What does not fit waits, and so does what comes after it; alone, anything fits."""
    held = Hands(bot, 10 * MB)
    order, now = [], 0

    async def bring(name, size):
        nonlocal now
        async with held.hold(name, size * MB) as data:
            assert data == b"file"
            now += size
            assert now <= 10 or now == size
            order.append(name)
            await asyncio.sleep(0.001)
            now -= size

    sizes = {"a": 6, "b": 6, "c": 1, "d": 25, "e": 10, "f": 0}
    await asyncio.gather(*(bring(name, size) for name, size in sizes.items()))
    assert order == [*sizes]


@pytest.mark.parametrize(("size", "at_once"), [(1, 64), (None, 3)])
async def test_a_file_counts_for_something_whatever_is_said_of_it(bot, size, at_once):
    """The smallest takes a connection and parts of its own; of one that is unknown the worst."""
    held = Hands(bot)
    now = most = 0

    async def bring():
        nonlocal now, most
        async with held.hold("a", size):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.001)
            now -= 1

    await asyncio.gather(*(bring() for _ in range(80)))
    assert most == at_once


async def test_who_gives_up_or_fails_frees_the_room(bot):
    """Neither a cancelled wait nor an error keeps bytes in hand."""
    held = Hands(bot, 10 * MB)

    async def fail():
        async with held.hold("a", 10 * MB):
            waiting = asyncio.create_task(held.hold("b", MB).__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
            raise ValueError("unreadable")

    with pytest.raises(ValueError, match="unreadable"):
        await fail()
    async with held.hold("c", 10 * MB):
        pass


async def test_a_download_that_breaks_off_is_begun_again_and_holds_nobody_up(bot, monkeypatch):
    """While it waits for the network to come back, others use its room."""
    held = Hands(bot, 1)
    seen = []

    async def pause(seconds):
        assert not held._held
        seen.append(seconds)

    monkeypatch.setattr(hands.asyncio, "sleep", pause)
    bot.troubles = [TimedOut(), TimedOut()]
    async with held.hold("a", 1) as data:
        assert data == b"file"
    assert seen == [0.5, 2.0]
    bot.troubles = [TimedOut()] * 99
    with pytest.raises(TimedOut):
        async with held.hold("a", 1):
            pass
    bot.troubles = [BadRequest("wrong file_id")]
    with pytest.raises(BadRequest):
        async with held.hold("a", 1):
            pass
    assert not held._held

"""Turnstile: so many a second, the urgent first, then in turn."""

import asyncio

import pytest

from bot.turnstile import Turnstile

URGENT, PLAIN = 0, 1


class Clock:
    """A clock that waiting moves; whoever else is ready goes on meanwhile."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        for _ in range(5):
            await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def turnstile(clock):
    return Turnstile(clock, clock.sleep)


async def test_who_came_first_goes_first(turnstile, clock):
    """Of equals nobody is passed, and no second sees more than it may."""
    out = []

    async def go(number):
        sent = await turnstile.enter(PLAIN, 5)
        sent.answered = clock.now
        out.append((number, clock.now))

    await asyncio.gather(*(go(number) for number in range(23)))
    assert [number for number, _ in out] == list(range(23))
    assert [at - 1000 for _, at in out] == [number // 5 for number in range(23)]


async def test_the_urgent_pass_those_who_wait(turnstile, clock):
    """Whenever they come; among themselves they keep their order too."""
    out = []

    async def go(name, rank):
        (await turnstile.enter(rank, 2)).answered = clock.now
        out.append(name)

    plain = [asyncio.create_task(go(f"plain {n}", PLAIN)) for n in range(4)]
    await asyncio.sleep(0)
    urgent = [asyncio.create_task(go(f"urgent {n}", URGENT)) for n in range(2)]
    await asyncio.gather(*plain, *urgent)
    assert out == ["plain 0", "plain 1", "urgent 0", "urgent 1", "plain 2", "plain 3"]


async def test_who_gives_up_holds_nobody_up(turnstile, clock):
    """Neither from the front of the line nor from its middle."""
    turnstile.note().answered = clock.now
    waiting = [asyncio.create_task(turnstile.enter(PLAIN, 1)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    waiting[1].cancel()
    await asyncio.wait(waiting)
    assert waiting[2].result() is not None


async def test_a_call_that_hangs_holds_nobody_up_for_long(turnstile, clock):
    """It arrived, or never will."""
    turnstile.note()
    clock.now += 2.9
    assert turnstile.full(1) > 0
    clock.now += 0.2
    assert turnstile.full(1) == 0


async def test_a_call_that_did_not_go_is_not_counted(turnstile, clock):
    """Its place is free at once."""
    turnstile.forget(turnstile.note())
    assert turnstile.full(1) == 0

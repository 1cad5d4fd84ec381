"""Turnstile: so many a second, whoever is due first."""

import asyncio

import pytest

from bot.turnstile import Turnstile
from tests.unit.clocks import Clock

SOON, LATER = 0.0, 20.0  # when they are due


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def turnstile(clock):
    return Turnstile(clock, clock.pause)


async def test_who_came_first_goes_first(turnstile, clock):
    """Of equals nobody is passed, and no second sees more than it may."""
    out = []

    async def go(number):
        sent = await turnstile.enter(LATER, 5)
        sent.answered = clock.now
        out.append((number, clock.now))

    await asyncio.gather(*(go(number) for number in range(23)))
    assert [number for number, _ in out] == list(range(23))
    assert [at - 1000 for _, at in out] == [number // 5 for number in range(23)]


async def test_who_is_due_before_passes_those_who_wait(turnstile, clock):
    """Whenever they come; among themselves they keep their order too."""
    out = []

    async def go(name, due):
        (await turnstile.enter(due, 2)).answered = clock.now
        out.append(name)

    later = [asyncio.create_task(go(f"later {n}", LATER)) for n in range(4)]
    await asyncio.sleep(0)
    soon = [asyncio.create_task(go(f"soon {n}", SOON)) for n in range(2)]
    await asyncio.gather(*later, *soon)
    assert out == ["later 0", "later 1", "soon 0", "soon 1", "later 2", "later 3"]


async def test_who_gives_up_holds_nobody_up(turnstile, clock):
    """Neither from the front of the line nor from its middle."""
    turnstile.slip(LATER, 1).answered = clock.now
    waiting = [asyncio.create_task(turnstile.enter(LATER, 1)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    waiting[1].cancel()
    await asyncio.wait(waiting)
    assert waiting[2].result() is not None


async def test_a_call_that_hangs_holds_nobody_up_for_long(turnstile, clock):
    """It arrived, or never will."""
    turnstile.slip(LATER, 1)
    clock.now += 2.9
    assert turnstile.wait_for(1) > 0
    clock.now += 0.2
    assert turnstile.wait_for(1) == 0


async def test_a_call_that_did_not_go_is_not_counted(turnstile, clock):
    """Its place is free at once."""
    turnstile.forget(turnstile.slip(LATER, 1))
    assert turnstile.wait_for(1) == 0


async def test_nobody_slips_through_before_those_who_are_due(turnstile, clock):
    """There may be room for a moment while others still wait; for whom nobody has to wait, none."""
    turnstile.slip(LATER, 1).answered = clock.now
    assert turnstile.slip(LATER, 1) is None
    waiting = asyncio.create_task(turnstile.enter(LATER, 1))
    await asyncio.sleep(0)
    assert turnstile.slip(LATER + 1, 9) is None
    assert turnstile.slip(SOON, 9) is not None
    waiting.cancel()
    await asyncio.wait([waiting])
    assert turnstile.slip(LATER + 1, 9) is not None

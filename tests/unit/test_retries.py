"""Trying again: how often, how soon, and when not."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.errors import BadAnswer, ModelError, Unavailable
from agents.model import Usage
from agents.retries import Retries
from agents.values import Spent


class Tries:
    """Attempts that fail as told, then answer; a clock that the naps move."""

    def __init__(self, *errors: ModelError, seconds: float = 0.0) -> None:
        self.errors = list(errors)
        self.seconds = seconds
        self.made = 0
        self.now = 0.0
        self.naps: list[float] = []
        self.ceilings: list[float] = []

    async def __call__(self) -> AsyncIterator[str | Usage]:
        self.made += 1
        self.now += self.seconds
        if self.made <= len(self.errors):
            raise self.errors[self.made - 1]
        yield "text"
        yield Usage(1, 0, 1, None)

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def draw(self, _low: float, high: float) -> float:
        self.ceilings.append(high)
        return high

    def clock(self) -> float:
        return self.now

    async def run(self, **settings: float) -> list[str | Usage]:
        retries = Retries(
            times=int(settings.pop("times", 2)),
            sleep=self.sleep,
            draw=self.draw,
            clock=self.clock,
            **settings,
        )
        return [item async for item in retries.stream(self)]


def down(retry_after: float | None = None) -> Unavailable:
    return Unavailable("down", retry_after)


async def test_waits_are_drawn_below_a_ceiling_that_doubles() -> None:
    """Full jitter, up to a cap."""
    tries = Tries(*[down()] * 6)
    await tries.run(times=6, base=0.5, cap=4.0)
    assert tries.ceilings == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


async def test_two_more_tries_and_no_more() -> None:
    """By default; what all of them came to is with the error."""
    errors = [down() for _ in range(3)]
    for error in errors:
        error.spent = Spent(1, 10, 0, 0, 0.1)
    tries = Tries(*errors)
    with pytest.raises(Unavailable) as caught:
        await tries.run()
    assert tries.made == 3
    assert caught.value.spent == Spent(3, 30, 0, 0, pytest.approx(0.3))


async def test_what_cannot_pass_is_not_tried_again() -> None:
    """An answer that is too long will be too long again."""
    tries = Tries(BadAnswer("longer than allowed"))
    with pytest.raises(BadAnswer):
        await tries.run()
    assert tries.made == 1


@given(st.floats(0, 20))
async def test_a_named_time_is_never_undercut(seconds: float) -> None:
    """The provider's own word for when comes before any jitter."""
    tries = Tries(down(seconds))
    await tries.run()
    assert seconds <= tries.naps[0] <= seconds + 0.5


async def test_a_provider_that_is_silent_for_long_is_not_waited_for_thrice() -> None:
    """No try begins later than the time that all tries have."""
    tries = Tries(*[down()] * 5, seconds=30.0)
    with pytest.raises(Unavailable):
        await tries.run(times=5)
    assert tries.made == 2

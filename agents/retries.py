"""Trying again while nothing of the answer has been heard."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from itertools import count

from agents.errors import Unavailable
from agents.model import Usage, closing
from agents.values import Spent


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how soon. All times in seconds.

    The wait is drawn anew between 0 and a ceiling that doubles ("full jitter"), so that callers
    who failed together do not come back together. A provider that names a time is given it in
    full; one that asks for more than `longest` is not asked again. No try begins later than
    `within` after the first: a provider that is silent for long is not waited for three times.
    """

    times: int = 2
    base: float = 0.5
    cap: float = 8.0
    longest: float = 20.0
    within: float = 45.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[float, float], float] = random.uniform
    clock: Callable[[], float] = time.monotonic

    async def stream(
        self, attempt: Callable[[], AsyncIterator[str | Usage]]
    ) -> AsyncIterator[str | Usage]:
        """Yield what an attempt yields; a new one is made only if it yielded nothing.

        What the failed attempts came to is in the Usage, or in the error's `spent`.
        """
        lost = Spent()
        latest = self.clock() + self.within
        for turn in count():
            begun = False
            try:
                async with closing(attempt()) as items:
                    async for item in items:
                        begun = True
                        yield item if isinstance(item, str) else charged(item, lost)
                return
            except Unavailable as error:
                lost += error.spent or Spent()
                error.spent = lost
                delay = self._delay(turn, error.retry_after)
                if begun or delay is None or self.clock() + delay > latest:
                    raise
            await self.sleep(delay)

    def _delay(self, turn: int, asked: float | None) -> float | None:
        if turn >= self.times or (asked or 0) > self.longest:
            return None
        if asked is not None:
            return asked + self.draw(0, self.base)
        return self.draw(0, min(self.cap, self.base * 2**turn))


def charged(usage: Usage, lost: Spent) -> Usage:
    """Return `usage` with what earlier, failed attempts came to."""
    costs = [cost for cost in (usage.cost, lost.cost) if cost is not None]
    return replace(
        usage,
        input_tokens=usage.input_tokens + lost.input_tokens,
        cached_tokens=usage.cached_tokens + lost.cached_tokens,
        output_tokens=usage.output_tokens + lost.output_tokens,
        cost=sum(costs) if costs else None,
    )

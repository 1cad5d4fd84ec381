"""Whose call goes out next: so many a second, whoever is due first."""

import asyncio
import bisect
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

_TRANSIT = 2.0  # seconds in which a call has surely arrived, answered or not


@dataclass(slots=True, eq=False)
class Sent:
    """A call: Telegram counts it at some moment between its going out and its answer."""

    asked: float
    answered: float | None = None

    def until(self, now: float) -> float:
        """When it is out of the second in which it may have been counted."""
        last = min(now, self.asked + _TRANSIT) if self.answered is None else self.answered
        return last + 1.0


@dataclass(slots=True, order=True)
class _Waiting:
    due: float
    number: int
    called: asyncio.Event = field(default_factory=asyncio.Event, compare=False)


class Turnstile:
    """Lets one call after the other out. Times are of *clock*, in seconds.

    Only who stands in front looks at the time; the others are called when their turn comes.
    """

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._recent: list[Sent] = []
        self._line: list[_Waiting] = []
        self._numbers = itertools.count()

    async def enter(self, due: float, most: int) -> Sent:
        """Wait for those who are due before, for those who came before, for room below *most*.

        The call is counted as one that goes out now.
        """
        me = _Waiting(due, next(self._numbers))
        bisect.insort(self._line, me)
        try:
            await self._advance(me, most)
            return self._count()
        finally:
            self._line.remove(me)
            if self._line:
                self._line[0].called.set()

    async def _advance(self, me: _Waiting, most: int) -> None:
        while True:
            if self._line[0] is not me:
                await me.called.wait()
                me.called.clear()
            elif wait := self.wait_for(most):
                await self._sleep(wait)
            else:
                return

    def slip(self, due: float, most: int) -> Sent | None:
        """Count a call as going out if it need not wait; None if it would have to."""
        if (self._line and self._line[0].due <= due) or self.wait_for(most):
            return None
        return self._count()

    def forget(self, sent: Sent) -> None:
        """Do not count a call that was let out and did not go."""
        self._recent.remove(sent)

    def wait_for(self, most: int) -> float:
        """Seconds until fewer than *most* calls count; 0 for now."""
        now = self._clock()
        self._recent = [sent for sent in self._recent if sent.until(now) > now]
        if len(self._recent) < most:
            return 0.0
        return sorted(sent.until(now) for sent in self._recent)[-most] - now

    def _count(self) -> Sent:
        sent = Sent(self._clock())
        self._recent.append(sent)
        return sent

"""Providers in order: the next one answers where one cannot."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

from agents.errors import ModelError, Rejected, Unavailable
from agents.model import Model, Request, Usage, closing
from agents.retries import charged
from agents.values import Agent, Spent


class Chain:
    """Some models as one. Implements agents.model.Model.

    A call goes to the first provider, and on to the next while one is unavailable or rejects it
    and no text was heard yet. A provider that was unavailable `failures` times in a row is left
    alone for `rest` seconds; then one call in each `rest` tries it, until one is answered.
    """

    def __init__(
        self,
        models: Sequence[Model],
        *,
        failures: int = 3,
        rest: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = " or ".join(dict.fromkeys(model.name for model in models))
        self._links = [(model, Breaker(failures, rest, clock)) for model in models]

    def id(self, agent: Agent) -> str:
        """Which models may answer *agent*, in their order: a part of cache keys."""
        return ", ".join(model.id(agent) for model, _ in self._links)

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Yield the answer's text as it arrives, then one Usage. See agents.model.Model.

        What the providers before came to is in the Usage, or in the error's `spent`. When all of
        them rest, it is Unavailable at once, with the seconds until one may be tried.
        """
        lost = Spent()
        last: ModelError | None = None
        for model, breaker in self._links:
            if not breaker.lets():
                continue
            begun = False
            try:
                with breaker.watching():
                    async with closing(model.stream(request)) as items:
                        async for item in items:
                            begun = True
                            yield item if isinstance(item, str) else charged(item, lost)
                return
            except ModelError as error:
                lost += error.spent or Spent()
                error.spent = lost
                if begun or not isinstance(error, Unavailable | Rejected):
                    raise
                last = error
        raise last or Unavailable("all providers rest", self._soonest())

    def _soonest(self) -> float:
        return min(breaker.left() for _, breaker in self._links)


class Breaker:
    """Whether a provider is asked: closed, open after failures in a row, half-open for one try."""

    def __init__(self, failures: int, rest: float, clock: Callable[[], float]) -> None:
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._failed = 0
        self._until: float | None = None

    def lets(self) -> bool:
        """Say whether a call may be made now; after a rest, only the first that asks."""
        if self._until is None:
            return True
        if self._clock() < self._until:
            return False
        self._until = self._clock() + self._rest
        return True

    def left(self) -> float:
        """Return the seconds until a call may be made."""
        return max(0.0, (self._until or 0.0) - self._clock())

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Take note of how a call ends. One that is cancelled says nothing about the provider."""
        try:
            yield
        except Unavailable:
            self._fail()
            raise
        except ModelError:
            self._work()
            raise
        self._work()

    def _fail(self) -> None:
        self._failed += 1
        if self._failed >= self._most:
            self._until = self._clock() + self._rest

    def _work(self) -> None:
        self._failed = 0
        self._until = None

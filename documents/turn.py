"""Whose turn it is to have a child: one at a time, and what nobody waits for gives way.

What is written has a turn apart: a scan that is read for a minute holds up nobody's document.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class Turn:
    """The turn of one event loop."""

    def __init__(self) -> None:
        self._reading = asyncio.Semaphore(1)
        self._writing = asyncio.Semaphore(1)
        self._idle: set[asyncio.Task[Any]] = set()

    @contextlib.asynccontextmanager
    async def take(self, *, apart: bool = False) -> AsyncIterator[None]:
        """Hold the turn, or the one *apart*, as soon as it is free. Pushes idle work out."""
        if asyncio.current_task() not in self._idle:
            for work in self._idle:
                work.cancel()
        async with self._writing if apart else self._reading:
            yield

    async def idle(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What *work* gives, which takes turns; None if another wanted one meanwhile."""
        task = asyncio.create_task(work)
        self._idle.add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._idle.discard(task)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return None if task.cancelled() else task.result()


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turn] = WeakKeyDictionary()


def here() -> Turn:
    """The turn of the running loop."""
    return _turns.setdefault(asyncio.get_running_loop(), Turn())

"""A child that is started before its file is there, so that nobody waits for its imports."""

import asyncio
import contextlib
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

KEPT = 20.0  # seconds that a child waits for its file

Start = Callable[[], Awaitable[Process]]
End = Callable[[Process], Awaitable[None]]


class Spare:
    """The spare child of one event loop: none, or one that is starting or waits."""

    def __init__(self) -> None:
        self._starting: asyncio.Task[Process] | None = None
        self._expiry: asyncio.Task[None] | None = None

    def prepare(self, start: Start, end: End) -> None:
        """Start a child if there is none; it is ended when nobody has taken it after a while."""
        if self._starting is None:
            self._starting = asyncio.create_task(_warm(start))
            self._expiry = asyncio.create_task(self._expire(self._starting, end))

    async def take(self) -> Process | None:
        """The child, for one file; None where none is alive."""
        starting, self._starting = self._starting, None
        if starting is None:
            return None
        if self._expiry is not None:
            self._expiry.cancel()
        try:
            child = await starting
        except OSError:
            return None
        return child if child.returncode is None else None

    async def _expire(self, starting: asyncio.Task[Process], end: End) -> None:
        await asyncio.wait([starting])
        await asyncio.sleep(KEPT)
        if self._starting is starting:
            self._starting = None
            with contextlib.suppress(OSError):
                await end(starting.result())


async def _warm(start: Start) -> Process:
    child = await start()
    assert child.stdin is not None
    child.stdin.write(b'{"task": "warm"}\n')
    return child


_spares: WeakKeyDictionary[asyncio.AbstractEventLoop, Spare] = WeakKeyDictionary()


def here() -> Spare:
    """The spare of the running loop."""
    return _spares.setdefault(asyncio.get_running_loop(), Spare())

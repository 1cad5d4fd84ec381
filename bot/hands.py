"""Files in hand: so many bytes at once, however many people send something."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Hands:
    """Room for *most* bytes; who came first is served first. Alone, a file may be larger."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._line = asyncio.Lock()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def hold(self, size: int) -> AsyncIterator[None]:
        """Wait for room for *size* bytes, and keep it until the block ends."""
        async with self._line:
            while self._held and self._held + size > self._most:
                self._freed.clear()
                await self._freed.wait()
            self._held += size
        try:
            yield
        finally:
            self._held -= size
            self._freed.set()

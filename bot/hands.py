"""Files in hand: so many bytes at once, however many people send something."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot import outbound

log = logging.getLogger(__name__)

LARGEST = 20 << 20  # bytes: Telegram gives bots no larger files
_MOST = 64 << 20  # bytes at once
_LEAST = 1 << 20  # bytes that the smallest file counts as, for its connection and its parts


class Hands:
    """Room for *most* bytes; who came first is served first. Alone, a file may be larger."""

    def __init__(self, bot: Bot, most: int = _MOST) -> None:
        self._bot = bot
        self._most = most
        self._held = 0
        self._line = asyncio.Lock()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def hold(self, file: str, size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of a file that Telegram keeps as *file*, in hand until the block ends.

        Where the network fails the file is put down and fetched again later. Raises
        telegram.error.TelegramError.
        """
        for pause in (*outbound.AGAIN, None):
            async with self._room(max(_LEAST, size or LARGEST)):
                try:
                    data = await self._fetch(file)
                except BadRequest:
                    raise
                except NetworkError as trouble:
                    if pause is None:
                        raise
                    log.info("A download broke off (%s), again soon", type(trouble).__name__)
                else:
                    yield data
                    return
            await asyncio.sleep(pause)

    async def _fetch(self, file: str) -> bytes:
        return bytes(await (await self._bot.get_file(file)).download_as_bytearray())

    @asynccontextmanager
    async def _room(self, size: int) -> AsyncIterator[None]:
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

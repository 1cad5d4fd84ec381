"""Albums: each picture is a message of its own, and nothing says which one is the last."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot import catalogue, intake, pending
from bot.services import Services
from storage import desks
from storage.desks import Desk

_WAIT = 1.5  # seconds for the next picture

Read = Callable[[Desk, list[str], bool], Awaitable[None]]


class Albums:
    """Collects the pictures of an album until no more come. Their ids wait in the database.

    *read* takes the file ids in the order in which they were sent.
    """

    def __init__(self, services: Services, read: Read, wait: float = _WAIT) -> None:
        self._services = services
        self._read = read
        self._wait = wait
        self._timers: dict[tuple[int, str], asyncio.Task[None]] = {}

    async def collect(
        self, desk: Desk, album: str, message: int, file: str, forwarded: bool
    ) -> None:
        """Keep a picture of *album* and wait for the next one."""
        waiting = pending.load(desk)
        pictures = waiting.albums.get(album, {}) | {message: file}
        waiting = replace(waiting, albums=waiting.albums | {album: pictures})
        await desks.put(self._services.db, pending.store(desk, waiting))
        self._arm(desk.chat, album, forwarded)

    def drop(self, chat: int) -> None:
        """Forget what was collected in *chat*."""
        for key in [key for key in self._timers if key[0] == chat]:
            self._timers.pop(key).cancel()

    async def resume(self) -> None:
        """Finish what a process before this one was collecting."""
        for desk in await desks.unsettled(self._services.db):
            for album in pending.load(desk).albums:
                self._arm(desk.chat, album, forwarded=False)

    def _arm(self, chat: int, album: str, forwarded: bool) -> None:
        timer = self._timers.pop((chat, album), None)
        if timer is not None:
            timer.cancel()
        self._timers[chat, album] = asyncio.create_task(self._finish(chat, album, forwarded))

    async def _finish(self, chat: int, album: str, forwarded: bool) -> None:
        await asyncio.sleep(self._wait)
        self._timers.pop((chat, album), None)
        async with self._services.turns.of(chat):
            desk = await desks.get(self._services.db, chat)
            pictures = pending.load(desk).albums.get(album, {})
            if not pictures:
                return
            await catalogue.adopt(self._services.db, desk.person)
            files = [file for _, file in sorted(pictures.items())]
            try:
                await self._read(pending.without_album(desk, album), files, forwarded)
            except Exception as trouble:  # else the album would be read at every start
                await intake.apologise(self._services, chat, trouble)
            desk = await desks.get(self._services.db, chat)
            if album in pending.load(desk).albums:
                await desks.put(self._services.db, pending.without_album(desk, album))

"""Long pastes: Telegram's apps cut them at 4,096 characters without saying so; here they join."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot import catalogue, intake, pending
from bot.services import Services
from storage import desks
from storage.desks import Desk

log = logging.getLogger(__name__)

_LIMIT = 4_096  # characters in a message
_FULL = 3_800  # a text this long may go on in the next message: apps cut at a line end near
_WAIT = 1.5  # seconds for the next piece; an app sends them some 50 ms apart
_MOST = 120_000  # characters that are joined at most

Take = Callable[[Desk, bytes, str, bool], Awaitable[None]]


class Pastes:
    """Collects the pieces of a paste until no more come. The pieces wait in the database."""

    def __init__(self, services: Services, take: Take, wait: float = _WAIT) -> None:
        self._services = services
        self._take = take
        self._wait = wait
        self._timers: dict[int, asyncio.Task[None]] = {}

    async def collect(self, desk: Desk, message: int, text: str, forwarded: bool) -> bool:
        """Keep *text*, the words of *message*, if it is a piece of a paste. False: it is alone."""
        waiting = pending.load(desk)
        if not waiting.pieces and len(text) < _FULL:
            return False
        if sum(map(len, waiting.pieces.values())) + len(text) < _MOST:
            waiting = replace(waiting, pieces=waiting.pieces | {message: text})
        desk = await desks.put(self._services.db, pending.store(desk, waiting))
        self._arm(desk.chat, forwarded)
        return True

    def drop(self, chat: int) -> None:
        """Forget what was collected in *chat*."""
        timer = self._timers.pop(chat, None)
        if timer is not None:
            timer.cancel()

    async def resume(self) -> None:
        """Finish what a process before this one was collecting."""
        for desk in await desks.unsettled(self._services.db):
            if pending.load(desk).pieces:
                self._arm(desk.chat, forwarded=False)

    def _arm(self, chat: int, forwarded: bool) -> None:
        self.drop(chat)
        self._timers[chat] = asyncio.create_task(self._finish(chat, forwarded))

    async def _finish(self, chat: int, forwarded: bool) -> None:
        await asyncio.sleep(self._wait)
        self._timers.pop(chat, None)
        async with self._services.turns.of(chat):
            desk = await desks.get(self._services.db, chat)
            pieces = pending.load(desk).pieces
            if not pieces:
                return
            await catalogue.adopt(self._services.db, desk.person)
            text = join([piece for _, piece in sorted(pieces.items())]).encode()
            try:
                await self._take(pending.without_pieces(desk), text, "", forwarded)
            except Exception as trouble:  # else every next message would be one more piece
                await intake.apologise(self._services, chat, trouble)
            desk = await desks.get(self._services.db, chat)
            if pending.load(desk).pieces:
                await desks.put(self._services.db, pending.without_pieces(desk))


def join(pieces: Sequence[str]) -> str:
    """The paste in one piece: a piece that fills a message was cut inside a line."""
    whole = pieces[0]
    for before, piece in pairwise(pieces):
        whole += piece if len(before) >= _LIMIT else "\n" + piece
    return whole

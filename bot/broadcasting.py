"""Sending a message to everybody: slowly, behind all other work, and on after a crash.

A recipient is noted when Telegram has taken the message. Killed between the two, that one person
gets it twice; nobody gets it not at all.
"""

import asyncio
import logging

from telegram.error import BadRequest, Forbidden, TelegramError

from bot import door, outbound, texts_admin
from bot.services import Services
from storage import broadcasts, errors
from storage.broadcasts import Broadcast, Reach, State

log = logging.getLogger(__name__)

PACE = 0.1  # seconds between two messages: a third of what Telegram takes
_PAUSE = 30.0  # seconds at most after a message that could not be sent for now
_TRIES = 2_880  # about a day, for the last one who cannot be reached


class Broadcasting:
    """The broadcasts that this process is sending.

    *pause* is the most seconds between tries; after *tries* somebody counts as unreachable.
    """

    def __init__(self, services: Services, pause: float = _PAUSE, tries: int = _TRIES) -> None:
        self._services = services
        self._pause, self._tries = pause, tries
        self._open: set[int] = set()

    async def resume(self) -> None:
        """Go on with what a process before this one was sending."""
        for each in await broadcasts.sending(self._services.db):
            self.send(each)

    def send(self, broadcast: Broadcast) -> None:
        """Send it in the background; nothing happens where that is being done."""
        if broadcast.id not in self._open:
            self._open.add(broadcast.id)
            self._services.later(self._send(broadcast))

    async def _send(self, broadcast: Broadcast) -> None:
        try:
            while (wait := await self._step(broadcast)) is not None:
                await asyncio.sleep(wait)
            await self._report(broadcast)
        finally:
            self._open.discard(broadcast.id)

    async def _step(self, broadcast: Broadcast) -> float | None:
        """Send it to one more; the seconds until the next one, None when nobody is left."""
        db = self._services.db
        try:
            present = await broadcasts.get(db, broadcast.id)
            if present is None or present.state is not State.SENDING:
                return None
            waiting = await broadcasts.waiting(db, broadcast.id, 1)
            if not waiting:
                await broadcasts.end(db, broadcast.id, State.FINISHED)
                return None
            return await self._try(broadcast, waiting[0])
        except errors.StorageError as trouble:
            log.warning("Broadcast %d waits: %s", broadcast.id, trouble)
            return self._pause

    async def _try(self, broadcast: Broadcast, person: int) -> float:
        db, reach = self._services.db, Reach.UNREACHABLE
        if await door.look(self._services, person) in (door.Guest.ADMIN, door.Guest.ALLOWED):
            try:
                await self._services.bot.send_message(
                    person, broadcast.text, rate_limit_args=outbound.STATUS
                )
                reach = Reach.SENT
            except (BadRequest, Forbidden) as refusal:
                log.info("A recipient cannot be reached: %s", type(refusal).__name__)
            except TelegramError as trouble:
                log.info("A recipient has to wait: %s", type(trouble).__name__)
                reach = Reach.WAITING
        tries = await broadcasts.reached(db, broadcast.id, person, reach)
        if reach is not Reach.WAITING:
            return PACE
        if tries >= self._tries:
            await broadcasts.reached(db, broadcast.id, person, Reach.UNREACHABLE)
        return min(self._pause, PACE * 2.0 ** min(tries, 16))

    async def _report(self, broadcast: Broadcast) -> None:
        """Tell its author how it ended."""
        present = await broadcasts.get(self._services.db, broadcast.id)
        if present is None or present.state is not State.FINISHED:
            return
        progress = await broadcasts.progress(self._services.db, broadcast.id)
        try:
            await self._services.bot.send_message(
                broadcast.admin, texts_admin.broadcast_over(progress), parse_mode="HTML"
            )
        except TelegramError as trouble:
            log.warning("An admin could not be told: %s", type(trouble).__name__)

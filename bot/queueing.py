"""Who waits for a slot: each waiting card shows how many are before it, as that gets less."""

import asyncio
import logging
import time

from telegram.error import TelegramError

from bot import buttons, catalogue, outbound, texts
from bot.services import Services
from bot.workflow import Workflow
from storage import applications

log = logging.getLogger(__name__)

_EVERY = 2.0  # seconds between two looks
_MOST = 20  # cards that are changed at each look, those first that are oldest
_GAP = 10.0  # seconds that a card stays as it is


class Queueing:
    """The queue as people see it. Who came first is served first, one run each at a time."""

    def __init__(self, services: Services, engine: Workflow, gap: float = _GAP) -> None:
        self._services = services
        self._engine = engine
        self._gap = gap
        self._shown: dict[int, tuple[float, int]] = {}  # application → when, and how many before
        self._seen: set[int] = set()  # waited at the last look, too: no start about to be shown

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            if not (self._engine.running or self._seen):
                continue  # where nobody is served, nobody waits
            try:
                await self.look()
            except Exception:
                log.exception("The places in the queue could not be told")

    async def look(self) -> None:
        """Tell those who wait and whose place has changed, the longest untold first."""
        open = await applications.line(self._services.db)
        waiting = [id for id in open if id not in self._engine.running]
        places = {id: place for place, id in enumerate(waiting) if id in self._seen}
        self._seen = set(waiting)
        self._shown = {id: shown for id, shown in self._shown.items() if id in self._seen}
        now = time.monotonic()
        due = [id for id, place in places.items() if self._is_due(id, place, now)]
        due.sort(key=lambda id: self._shown.get(id, (0.0, 0))[0])
        await asyncio.gather(*(self._tell(id, places[id], now) for id in due[:_MOST]))

    def _is_due(self, id: int, place: int, now: float) -> bool:
        when, before = self._shown.get(id, (now - self._gap, -1))
        return place != before and now - when >= self._gap

    async def _tell(self, id: int, place: int, now: float) -> None:
        row = await applications.get(self._services.db, id)
        if row is None or row.card is None:
            return
        await catalogue.adopt(self._services.db, row.person)
        row = await applications.get(self._services.db, id)  # it may have been stopped meanwhile
        if row is None or row.state in applications.FINAL or id in self._engine.running:
            return
        try:
            await self._services.bot.edit_message_text(
                texts.queued(row.title, place),
                chat_id=row.chat,
                message_id=row.card,
                parse_mode="HTML",
                reply_markup=buttons.stop(id),
                rate_limit_args=outbound.STATUS,
            )
        except outbound.Shed:
            return  # the next look tells it
        except TelegramError as refusal:
            log.info("A place in the queue was not shown: %s", refusal)
        self._shown[id] = (now, place)

"""The bot's eye on itself: what went wrong is repaired, or after a while the process ends."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NoReturn

from bot import alive, delivery, ending, outbound, polls, room, runs, texts_care
from bot import app as apps
from bot.chores import Chores
from bot.services import Services
from bot.workflow import Workflow
from storage import applications, disk, steps
from storage.applications import Application

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long each trouble is borne, in seconds."""

    idle: float = 120.0  # without a call for updates: the poller is dead and is begun anew
    deaf: float = 900.0  # without an answer from Telegram: the process ends
    stuck: float = 900.0  # without a finished step: the run is begun again, then given up


_BOUNDS = Bounds()
_AWAY = 60.0  # seconds without an answer after which Telegram counts as away


class Watch:
    """Looks once a minute. Each check stands alone: one that fails does not hide the others."""

    def __init__(
        self,
        services: Services,
        engine: Workflow,
        chores: Chores,
        app: apps.App,
        polling: polls.Polls,
        bounds: Bounds = _BOUNDS,
        clock: Callable[[], float] = time.monotonic,
        leave: Callable[[int, str], NoReturn] = ending.leave,
    ) -> None:
        self._services, self._engine, self._chores = services, engine, chores
        self._app, self._polling = app, polling
        self._bounds, self._clock, self._leave = bounds, clock, leave
        self._seen: dict[int, tuple[object, float]] = {}
        self._still: dict[int, float] = {}  # since when a run has not got on, begun again or not
        self._revived: set[int] = set()
        self.looked = clock()  # when it last did, by its clock

    @property
    def standing(self) -> float:
        """Seconds that the slowest run has not got on; 0 where nothing runs."""
        return max((self._clock() - since for since in self._still.values()), default=0.0)

    async def look(self) -> None:
        """Look after everything once."""
        checks: tuple[Callable[[], Awaitable[None]], ...] = (
            self._disk,
            self._poller,
            self._rival,
            self._backup,
            self._runs,
        )
        for check in checks:
            try:
                await check()
            except Exception:
                log.exception("A look at the bot itself failed")
        self.looked = self._clock()
        await asyncio.to_thread(alive.tell, self._services.settings.data_dir)

    async def _disk(self) -> None:
        settings, alarms = self._services.settings, self._services.alarms
        if room.left(settings) < disk.RESERVE:
            await alarms.ring("disk", texts_care.DISK)
            return
        await alarms.rest("disk")
        await disk.stow(settings.data_dir)

    async def _poller(self) -> None:
        """A poller that died is begun anew; when Telegram stays away, another process may do."""
        if self._polling.deaf > self._bounds.deaf:
            self._leave(1, f"Telegram has not answered for {self._polling.deaf:.0f} s")
        if self._polling.idle > self._bounds.idle:
            log.error("Nobody asks for updates any more: begun anew")
            await polls.renew(self._app, apps.UPDATES)

    async def _rival(self) -> None:
        if self._polling.contested:
            await self._services.alarms.ring("token", texts_care.CONTESTED)
        else:
            await self._services.alarms.rest("token")

    async def _backup(self) -> None:
        if await self._chores.due():
            await self._chores.back_up()

    async def _runs(self) -> None:
        unfinished = await applications.unfinished(self._services.db)
        under_way = [row for row in unfinished if row.id in self._engine.running]
        self._seen = {row.id: self._seen[row.id] for row in under_way if row.id in self._seen}
        self._still = {id: since for id, since in self._still.items() if id in self._seen}
        self._revived &= self._seen.keys()
        for row in under_way:
            if self._clock() - await self._since(row) > self._bounds.stuck:
                await self._rescue(row)

    async def _since(self, row: Application) -> float:
        """When it last got on; what Telegram keeps from being sent is no trouble of its own."""
        limiter = self._services.bot.rate_limiter
        silent = isinstance(limiter, outbound.Outbound) and limiter.silent(row.chat)
        silent |= row.state == applications.State.DELIVERING and self._polling.deaf > _AWAY
        state = (row.state, len(await steps.all(self._services.db, row.id)))
        known = self._seen.get(row.id)
        if known is None or known[0] != state or silent:
            self._seen[row.id] = (state, self._clock())
            self._still[row.id] = self._clock()
        return self._seen[row.id][1]

    async def _rescue(self, row: Application) -> None:
        if row.id not in self._revived:
            self._revived.add(row.id)
            self._seen[row.id] = (self._seen[row.id][0], self._clock())
            await self._engine.revive(row.id)
            return
        await self._services.alarms.ring(f"application {row.id}", texts_care.STUCK.format(row.id))
        await delivery.fail(self._services, row, runs.Stuck())
        self._services.runs.stop(row.id)
        await delivery.close(self._services, row)
        await self._engine.admit(row.person)

"""Whether the bot does its work: each check in figures, for the endpoints, metrics and admins.

A check fails as soon as its figure passes the limit that stands beside it, and is good again as
soon as the figure is. Nothing here waits longer than PATIENCE.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import chores, room
from bot.polls import Polls
from bot.settings import Settings
from storage import backups, disk, errors, inbox, moment, pulse
from storage.database import Database

if TYPE_CHECKING:
    from bot.watch import Watch

PATIENCE = 3.0  # seconds that a check may take before it counts as failed


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures at which a check fails; in seconds unless it says otherwise."""

    poll: float = 90.0  # without an answer from Telegram, which answers every ten
    backup: float = (chores.STALE + timedelta(hours=1)).total_seconds()
    first: float = 900.0  # after the start, without any backup
    inbox: float = 900.0  # that an update has waited to be handled
    work: float = 960.0  # without a step forward of a run that is worked on
    watch: float = 300.0  # since the bot last looked after itself
    disk: int = disk.RESERVE  # bytes that must be left


@dataclass(frozen=True, slots=True)
class Check:
    """One figure, its limit, and whether it is well; *note* says what the figure cannot."""

    ok: bool
    figure: float | None = None
    limit: float | None = None
    note: str = ""


class Health:
    """What is known about one process. The parts are put in as they come up."""

    def __init__(
        self,
        settings: Settings,
        polling: Polls,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._polling, self._clock = settings, polling, clock
        self._limits = limits or Limits()
        self._began = clock()
        self._beat: asyncio.Task[None] | None = None
        self.db: Database | None = None
        self.watch: Watch | None = None
        self.running = False  # updates are taken and work is done

    async def ready(self) -> Check:
        """Whether updates are taken, and can be stored."""
        return await self.database() if self.running else Check(ok=False, note="starting")

    async def report(self) -> dict[str, Check]:
        """Every check under its name."""
        names = ("database", "disk", "backup", "inbox")
        waiting = (self.database(), self.disk(), self.backup(), self.inbox())
        found = await asyncio.gather(*map(_bounded, waiting))
        return {
            "telegram": self.telegram(),
            **dict(zip(names, found, strict=True)),
            "work": self.work(),
            "watch": self.looked(),
        }

    def telegram(self) -> Check:
        """Seconds since Telegram answered, or since somebody asked: whichever is longer."""
        if not self.running:
            return Check(ok=False, note="starting")
        polling = self._polling
        note = "another program polls with this token" if polling.contested else ""
        quiet = max(polling.deaf, polling.idle)
        return _under(quiet, self._limits.poll, note)

    async def database(self) -> Check:
        """Whether a transaction can be committed; one is tried at a time."""
        if self.db is None:
            return Check(ok=False, note="not open yet")
        if self._beat is None or self._beat.done():
            self._beat = asyncio.create_task(pulse.beat(self.db))
        done, _ = await asyncio.wait({self._beat}, timeout=PATIENCE)
        if not done:
            return Check(ok=False, note="no answer")
        trouble = self._beat.exception()
        return Check(ok=trouble is None, note=type(trouble).__name__ if trouble else "")

    async def disk(self) -> Check:
        """Bytes that are left where least is."""
        left = await asyncio.to_thread(room.left, self._settings)
        return Check(left >= self._limits.disk, left, self._limits.disk)

    async def backup(self) -> Check:
        """Seconds since the newest backup that was checked."""
        if self._settings.database_url:
            return Check(ok=True, note="the database server's own")
        age = await backups.age(self._settings.data_dir)
        if age is None:
            return _under(self._clock() - self._began, self._limits.first, "none yet")
        return _under(age.total_seconds(), self._limits.backup)

    async def inbox(self) -> Check:
        """Seconds that the oldest update has waited to be handled."""
        if self.db is None:
            return Check(ok=False, note="not open yet")
        count, oldest = await inbox.waiting(self.db)
        waited = (moment.now() - oldest).total_seconds() if oldest else 0.0
        return _under(waited, self._limits.inbox, f"{count} waiting" if count else "")

    def work(self) -> Check:
        """Seconds that the slowest run has not got on."""
        if self.watch is None:
            return Check(ok=True, note="starting")
        return _under(self.watch.standing, self._limits.work)

    def looked(self) -> Check:
        """Seconds since the bot last looked after itself."""
        since = self.watch.looked if self.watch is not None else self._began
        return _under(self._clock() - since, self._limits.watch)


def _under(figure: float, limit: float, note: str = "") -> Check:
    return Check(figure <= limit, round(figure, 1), limit, note)


async def _bounded(check: Awaitable[Check]) -> Check:
    try:
        async with asyncio.timeout(PATIENCE + 1):
            return await check
    except (TimeoutError, OSError, errors.StorageError) as trouble:
        return Check(ok=False, note=type(trouble).__name__)

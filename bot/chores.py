"""What has to be done every night, and what a night that was missed left undone."""

import logging
from datetime import datetime, timedelta

from bot import copies, heartbeat, texts
from bot.copies import Made
from bot.services import Services
from bot.workflow import Workflow
from storage import (
    analyses,
    applications,
    backups,
    errors,
    exports,
    inbox,
    invites,
    moment,
    offsite,
    preferences,
    starts,
)

log = logging.getLogger(__name__)

STALE = timedelta(hours=25)  # a backup older than this was missed
_IDS_KEPT = timedelta(days=7)  # Telegram repeats updates for a day at most
_RUNS_KEPT = timedelta(days=7)
_STARTS_KEPT = timedelta(days=2)  # quotas are by the day, and days have time zones


class Chores:
    """The nightly work of one bot."""

    def __init__(self, services: Services, engine: Workflow) -> None:
        self._services = services
        self._engine = engine
        self.failure = ""  # why the last backup could not be made

    async def night(self) -> None:
        """Back up, then delete what has been kept for long enough."""
        await self.back_up()
        await self.tidy()

    async def catch_up(self) -> None:
        """At start: what the last night left undone."""
        if await self.due():
            await self.back_up()
        await self.tidy()

    async def due(self) -> bool:
        """Whether the last good backup is older than it should be."""
        if not self._services.db.embedded:
            return False
        age = await backups.age(self._services.settings.data_dir)
        return age is None or age > STALE

    async def back_up(self) -> Made | None:
        """Back up, and let the admins know if that fails; None where nothing was made."""
        services = self._services
        if not services.db.embedded:
            return None
        try:
            made = await copies.make(services.settings)
        except (errors.StorageError, OSError) as trouble:
            log.exception("The backup failed")
            self.failure = str(trouble)
            await services.alarms.ring("backup", f"The backup failed: {trouble}")
            return None
        await services.alarms.rest("backup")
        if made.trouble is None:
            await heartbeat.beat(services.settings.heartbeat_url)
        if made.trouble is not None:
            await services.alarms.ring("bucket", f"The backup is here only: {made.trouble}")
        else:
            await services.alarms.rest("bucket")
        return made

    async def tidy(self) -> None:
        """Delete old exports, ids of updates and workflow records; trouble waits for tomorrow."""
        services, now = self._services, moment.now()
        try:
            gone = await self._let_go(now)
            elsewhere = copies.place(services.settings)
            if elsewhere is not None:
                await offsite.drop_exports(elsewhere, gone)
                limits = await self._limits(now)
                await offsite.prune_exports(elsewhere, services.exports, limits)
                await offsite.send_keys(elsewhere, services.settings.data_dir)
            ids = await inbox.prune(services.db, now - _IDS_KEPT)
            runs = await self._engine.prune(now - _RUNS_KEPT)
            await starts.prune(services.db, now - _STARTS_KEPT)
            await invites.prune(services.db, now)
            read = await analyses.prune(services.db, now - analyses.KEPT)
            log.info("Let go: %d exports, %d ids, %d runs, %d posts", len(gone), ids, runs, read)
        except (errors.StorageError, OSError) as trouble:
            log.warning("Tidying up was left undone: %s", trouble)

    async def _let_go(self, now: datetime) -> list[int]:
        """Delete exports older than the operator allows, or their person wants them kept."""
        gone = []
        for before, mine in await self._limits(now):
            gone += await exports.prune(self._services.exports, before, mine)
        return gone

    async def _limits(self, now: datetime) -> list[tuple[datetime, set[int] | None]]:
        """Since when exports are kept, of these applications or, first, of all."""
        services = self._services
        limits: list[tuple[datetime, set[int] | None]] = [
            (now - timedelta(days=services.settings.retention_days), None)
        ]
        for person, days in (await preferences.retentions(services.db)).items():
            mine = {row.id for row in await applications.of(services.db, person)}
            limits.append((now - timedelta(days=days), mine))
        return limits


def sentence(made: Made) -> str:
    """What an admin is told about a backup."""
    told = f"{made.backup.path.name}, {made.backup.size / 1e6:.1f} MB"
    return f"{told}\n{texts.failure(made.trouble)}" if made.trouble else told

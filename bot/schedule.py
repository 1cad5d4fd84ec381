"""When things are done without anybody asking: at night, every minute, and at start."""

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any

from telegram.ext import JobQueue

from bot.chores import Chores
from bot.settings import Settings
from bot.watch import Watch

NIGHT = 2  # o'clock, in the settings' time zone
_LATE = 6 * 3600  # seconds: APScheduler's own default of one forgets a night in a busy second
_ONCE = {"misfire_grace_time": _LATE, "coalesce": True, "max_instances": 1}
_MINUTE = 60.0


def install(queue: JobQueue[Any], settings: Settings, chores: Chores, watch: Watch) -> None:
    """Put everything into the queue; it runs from the application's start on."""
    night = time(NIGHT, tzinfo=settings.timezone)
    queue.run_daily(_job(chores.night), night, name="night", job_kwargs=_ONCE)
    queue.run_once(_job(chores.catch_up), 0, name="catch up", job_kwargs=_ONCE)
    queue.run_repeating(_job(watch.look), _MINUTE, name="watch", job_kwargs=_ONCE)


def _job(work: Callable[[], Awaitable[object]]) -> Callable[[Any], Any]:
    async def run(_context: Any) -> None:
        await work()

    return run

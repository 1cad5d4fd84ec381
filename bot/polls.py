"""Asking Telegram for updates, and knowing how well that goes."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import Application, Updater
from telegram.request import HTTPXRequest

from bot import tally

log = logging.getLogger(__name__)

_WINDOW = 120.0  # seconds over which conflicts are counted
_ENOUGH = 3  # conflicts in the window that are more than a deploy's overlap


class Polls(HTTPXRequest):
    """The connection that getUpdates goes through. Times are of its clock, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(connection_pool_size=1, read_timeout=20)
        self._clock = clock
        self._conflicts: deque[float] = deque(maxlen=_ENOUGH)
        self.tried = self.heard = clock()  # the last call, and the last one answered with 200

    @property
    def idle(self) -> float:
        """Seconds since the last call began: many mean that nobody calls any more."""
        return self._clock() - self.tried

    @property
    def deaf(self) -> float:
        """Seconds since Telegram last answered."""
        return self._clock() - self.heard

    @property
    def contested(self) -> bool:
        """Whether another program asks with the same token, again and again."""
        full = len(self._conflicts) == _ENOUGH
        return full and self._clock() - self._conflicts[0] < _WINDOW

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the call; one whose connection broke is made again at once, for it asks only."""
        self.tried = self._clock()
        try:
            code, body = await super().do_request(*args, **kwargs)
        except TimedOut:
            raise
        except NetworkError:
            code, body = await super().do_request(*args, **kwargs)
        tally.count("polls", str(code))
        if code == 200:
            self.heard = self._clock()
        elif code == 409:
            self._conflicts.append(self._clock())
        return code, body


async def begin(app: Application[Any, Any, Any, Any, Any, Any], updates: list[str]) -> None:
    """Start to poll for these kinds of updates."""
    await _updater(app).start_polling(
        allowed_updates=updates,
        bootstrap_retries=-1,
        drop_pending_updates=False,
        error_callback=_note,
    )


async def renew(app: Application[Any, Any, Any, Any, Any, Any], updates: list[str]) -> None:
    """Start to poll anew, whatever became of the poller before."""
    with suppress(Exception):  # a poller that died says so once more when it is stopped
        async with asyncio.timeout(10):
            await _updater(app).stop()
    await begin(app, updates)


def _updater(app: Application[Any, Any, Any, Any, Any, Any]) -> Updater:
    assert app.updater is not None
    return app.updater


def _note(trouble: TelegramError) -> None:
    log.warning("Polling: %s", type(trouble).__name__)

"""Telling the admins about trouble: once when it comes and once when it is over."""

import asyncio
import json
import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.disclosure import Plain
from storage import errors, files, moment

log = logging.getLogger(__name__)

_FILE = "alarms.json"  # what the admins know already, also after a restart
_PATIENCE = 10.0  # seconds for telling them; trouble must not wait for the network


class Alarms:
    """What the admins have been told and is not over."""

    def __init__(self, bot: ExtBot[str], admins: Iterable[int], data: Path) -> None:
        self._bot = bot
        self._admins = sorted(admins)
        self._path = data / _FILE
        self._told: dict[str, str] | None = None

    async def ring(self, what: str, sentence: str) -> None:
        """Tell about a trouble, unless it was told already; *what* is its name."""
        told = await self._known()
        if what in told:
            return
        log.error("The admins are told of trouble with %s", Plain(what))
        told[what] = moment.now().isoformat()
        await self._keep()
        await self._tell(f"⚠️ {sentence}", silent=False)

    async def rest(self, what: str) -> None:
        """It is over; nothing happens where it was not told."""
        told = await self._known()
        if what not in told:
            return
        since = datetime.fromisoformat(told.pop(what))
        log.info("The trouble with %s is over", Plain(what))
        await self._keep()
        minutes = (moment.now() - since).total_seconds() / 60
        await self._tell(f"✅ Over after {minutes:.0f} min: {what}.", silent=True)

    async def _known(self) -> dict[str, str]:
        if self._told is None:
            self._told = await asyncio.to_thread(_load, self._path)
        return self._told

    async def _keep(self) -> None:
        try:
            with errors.named():
                text = json.dumps(self._told).encode()
                await asyncio.to_thread(files.write, self._path, text)
        except (errors.StorageError, OSError) as trouble:
            log.warning("That the admins know cannot be kept: %s", type(trouble).__name__)

    async def _tell(self, sentence: str, *, silent: bool) -> None:
        for admin in self._admins:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._bot.send_message(admin, sentence, disable_notification=silent)
            except (TelegramError, TimeoutError) as trouble:
                log.warning("An admin could not be told: %s", type(trouble).__name__)


def _load(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text())
        return {str(what): str(datetime.fromisoformat(at)) for what, at in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}

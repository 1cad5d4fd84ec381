"""Room on the disks that the bot writes to: nothing new without a reserve, nothing at all at none.

free ≥ disk.RESERVE   all is well, and the ballast is in its place
     < disk.RESERVE   new work is refused with a sentence, what has begun goes on
     < FLOOR          runs wait where they are, until there is room again
"""

import asyncio
import logging
from pathlib import Path

from bot.settings import Settings
from storage import disk

log = logging.getLogger(__name__)

FLOOR = 24 * 1024 * 1024  # bytes: more than the ballast gives back, less than the reserve
_START = 2 * 1024 * 1024  # bytes without which the database does not even open
_PAUSE = 2.0  # seconds between two looks


def require(settings: Settings) -> None:
    """Raise storage.errors.Full where there is no room for new work."""
    for folder in _folders(settings):
        disk.require(folder)


def left(settings: Settings) -> int:
    """Bytes that are left where least is."""
    return min(disk.free(folder) for folder in _folders(settings))


async def wait(settings: Settings) -> None:
    """Return when what has begun may go on."""
    if left(settings) >= FLOOR:
        return
    log.warning("The disk is full: what runs waits until there is room")
    while left(settings) < FLOOR:
        await asyncio.sleep(_PAUSE)
    log.info("There is room again")


async def clear(settings: Settings) -> None:
    """Before the database is opened: let the ballast go if need be, and wait for a little room."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    while left(settings) < _START:
        if not await disk.drop(settings.data_dir):
            log.error("The disk is full: waiting for room")
            await asyncio.sleep(_PAUSE)


def _folders(settings: Settings) -> list[Path]:
    return [_existing(settings.data_dir), _existing(settings.exports_dir)]


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.resolve().parents) if path.exists())

"""Room on the disk: refuse work before it runs out, and keep some aside for when it has.

On a full disk SQLite cannot even delete. The ballast is a file of nothing: let go, it gives the
database and the keys the room that they need to end well.
"""

import asyncio
import os
import shutil
from pathlib import Path

from storage import errors, files

BALLAST = "ballast"
RESERVE = 100 * 1024 * 1024  # bytes under which no new work is taken
_BALLAST_SIZE = 16 * 1024 * 1024


def free(path: Path) -> int:
    """Bytes that are left for us on the disk of an existing path."""
    return shutil.disk_usage(path).free


def require(path: Path, size: int = RESERVE) -> None:
    """Raise Full unless so many bytes are left."""
    left = free(path)
    if left < size:
        raise errors.Full(f"{left} bytes are left on the disk, {size} are needed")


async def stow(data: Path, size: int = _BALLAST_SIZE) -> bool:
    """Put the ballast into the data folder if it is not there and twice its size is left.

    True when it is there afterwards.
    """
    return await asyncio.to_thread(_stow, data / BALLAST, size)


async def drop(data: Path) -> bool:
    """Let the ballast go; False when there was none."""
    return await asyncio.to_thread(_drop, data / BALLAST)


def _stow(path: Path, size: int) -> bool:
    if path.exists():
        return True
    if free(path.parent) < 2 * size:
        return False
    partial = path.with_name(f".{path.name}{files.PARTIAL}")
    with errors.named(), partial.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    partial.replace(path)
    return True


def _drop(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    files.sync(path.parent)
    return True

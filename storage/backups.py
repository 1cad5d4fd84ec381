"""Backups of the SQLite database: made, listed, thinned out, and brought back.

They hold no keys: what a person wrote stands in them sealed, and deleting the key reaches them.
"""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import (
    applications,
    database,
    disk,
    errors,
    exports,
    migration,
    moment,
    restoration,
    snapshot,
)
from storage import vault as vaults
from storage.snapshot import Backup

KEPT = timedelta(days=7)
_ABANDONED = timedelta(hours=1)  # after which an unfinished copy is nobody's work any more


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, where the earlier files are, and which applications must be run again."""

    backup: Backup
    aside: Path
    unfinished: tuple[int, ...]


async def make(data: Path) -> Backup:
    """Back the database up into data/backups, after clearing out old ones. May run any time.

    Raises Missing where there is no SQLite file, Full, and BadBackup for a damaged database.
    """
    return await asyncio.to_thread(_make, data)


async def kept(data: Path) -> list[Backup]:
    """The finished backups, newest first."""
    return await asyncio.to_thread(_kept, data)


async def age(data: Path) -> timedelta | None:
    """How old the newest finished backup is, None where there is none."""
    found = await kept(data)
    return moment.now() - found[0].made_at if found else None


async def check(path: Path) -> Backup:
    """Read a backup through, every page of it. Raises BadBackup."""
    return await asyncio.to_thread(snapshot.check, path)


async def prune(data: Path) -> list[Path]:
    """Delete backups and set-aside files older than a week; gives the backups deleted.

    The newest one that is intact always stays.
    """
    return await asyncio.to_thread(_prune, data)


async def restore(data: Path, path: Path, root: Path | None = None) -> Restored:
    """Put a backup in the database's place; the bot must not be running.

    Of the exports under *root* those go aside too that are of applications made after it.
    Raises BadBackup, NewerDatabase, KeysLost and Full: then nothing has changed. Who was
    forgotten since the backup is forgotten again; an older backup is migrated.
    """
    found = await asyncio.to_thread(_examine, data, path)
    await asyncio.to_thread(restoration.stage, data, path)
    aside = await asyncio.to_thread(restoration.complete, data)
    db = await database.open(data)
    try:
        unfinished = tuple(await applications.line(db))
        known = await applications.known(db)
    finally:
        await db.close()
    if root is not None and aside is not None:
        await exports.set_aside(root, known, aside / "exports")
    return Restored(found, aside or data, unfinished)


def _make(data: Path) -> Backup:
    source = data / restoration.DATABASE
    if not source.is_file():
        raise errors.Missing("there is no SQLite database: its server has backups of its own")
    _prune(data)
    disk.require(data, 2 * source.stat().st_size)
    return snapshot.take(source, data / snapshot.FOLDER)


def _kept(data: Path) -> list[Backup]:
    manifests = (data / snapshot.FOLDER).glob(f"applications-*{snapshot.MANIFEST}")
    found = [backup for backup in map(snapshot.load, manifests) if backup is not None]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def _prune(data: Path) -> list[Path]:
    found = _kept(data)
    last = next((backup for backup in found if _intact(backup)), None)
    old = [each for each in found if moment.now() - each.made_at > KEPT and each != last]
    for backup in old:
        snapshot.remove(backup.path)
    _sweep(data)
    return [backup.path for backup in old]


def _sweep(data: Path) -> None:
    """Clear away what crashes left, and what a restore set aside a week ago."""
    finished = {backup.path.stem for backup in _kept(data)}
    for path in (data / snapshot.FOLDER).glob("applications-*"):
        if path.stem not in finished and _untouched(path) > _ABANDONED:
            path.unlink()
    for folder in (data / restoration.ASIDE).glob("*"):
        if _untouched(folder) > KEPT:
            shutil.rmtree(folder)


def _intact(backup: Backup) -> bool:
    return snapshot.digest(backup.path) == backup.sha256


def _untouched(path: Path) -> timedelta:
    return moment.now() - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _examine(data: Path, path: Path) -> Backup:
    found = snapshot.check(path)
    if not migration.knows(found.revision):
        raise errors.NewerDatabase(
            f"{path.name} has revision {found.revision}, unknown to this bot"
        )
    disk.require(data, 2 * found.size)
    _require_keys(data / vaults.FILE, path)
    return found


def _require_keys(keys: Path, path: Path) -> None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as backup:
        labels = {label for (label,) in backup.execute("SELECT label FROM people")}
    if labels and not labels & vaults.labels(keys):
        raise errors.KeysLost(
            f"{keys.name} has no key of anybody in {path.name}: put it back first"
        )

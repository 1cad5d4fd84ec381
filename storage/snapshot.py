"""A copy of the SQLite file that is whole, taken while it is being written to; and its proof.

Beside each copy stands a manifest: when it was made, how many rows each table has, size and
sha256. A copy without one was never finished. Everything here blocks: it belongs into a thread.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage import errors, files, moment

FOLDER = "backups"
MANIFEST = ".json"
_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy: where it is, the revision of its tables, rows by table, size in bytes."""

    path: Path
    made_at: datetime
    revision: str
    rows: dict[str, int]
    sha256: str
    size: int


def take(source: Path, folder: Path) -> Backup:
    """Copy the database file into the folder. Raises Full, BadBackup and Unavailable.

    Nothing is left behind when it fails.
    """
    made_at = moment.now()
    path = folder / f"applications-{made_at.strftime(_STAMP)}.db"
    partial = path.with_name(path.name + files.PARTIAL)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with errors.named():
            _copy(source, partial)
            files.sync(partial)
            taken = describe(partial, made_at)
            partial.replace(path)
            return _record(taken, path)
    finally:
        _discard(partial)


def adopt(path: Path, made_at: datetime) -> Backup:
    """Write the manifest of a copy that came from elsewhere. Raises BadBackup."""
    return _record(describe(path, made_at), path)


def load(manifest: Path) -> Backup | None:
    """The backup that a manifest describes, None unless both are there and readable."""
    path = manifest.with_suffix(".db")
    try:
        told = json.loads(manifest.read_text())
        made_at = datetime.fromisoformat(told["made_at"])
        rows = {str(table): int(count) for table, count in told["rows"].items()}
        found = Backup(path, made_at, told["revision"], rows, told["sha256"], told["size"])
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return found if path.is_file() else None


def check(path: Path) -> Backup:
    """Read a copy through, and hold it against its manifest if it has one. Raises BadBackup."""
    told = load(path.with_suffix(MANIFEST))
    found = describe(path, told.made_at if told else moment.now())
    if told is not None and told != found:
        raise errors.BadBackup(f"{path.name} is not what its manifest says")
    return found


def describe(path: Path, made_at: datetime) -> Backup:
    """What a copy holds. Raises BadBackup unless every page and every row is sound."""
    with _reading(path) as connection:
        _examine(connection, path)
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        rows = {table: _count(connection, table) for table in _tables(connection)}
    return Backup(path, made_at, revision[0], rows, digest(path), path.stat().st_size)


def digest(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(path: Path) -> None:
    """Delete a copy; its manifest first, so that no half backup counts as one."""
    path.with_suffix(MANIFEST).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def made(path: Path) -> datetime:
    """When a copy was made, from its name. Raises ValueError for another file's."""
    stamp = path.name.partition("-")[2].partition(".")[0]
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _copy(source: Path, target: Path) -> None:
    """Through SQLite, from a connection of our own: a byte copy of a live file is torn."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as present,
        closing(sqlite3.connect(target)) as copy,
    ):
        present.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _record(found: Backup, path: Path) -> Backup:
    told: dict[str, Any] = {
        "made_at": found.made_at.isoformat(),
        "revision": found.revision,
        "rows": found.rows,
        "sha256": found.sha256,
        "size": found.size,
    }
    text = json.dumps(told, indent=1, sort_keys=True)
    files.write(path.with_suffix(MANIFEST), text.encode())
    return Backup(path, found.made_at, found.revision, found.rows, found.sha256, found.size)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing, not even a file beside the copy."""
    if not path.is_file():
        raise errors.BadBackup(f"there is no {path.name}")
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield connection
    except sqlite3.DatabaseError as trouble:
        raise errors.BadBackup(f"{path.name}: {trouble}") from trouble


def _examine(connection: sqlite3.Connection, path: Path) -> None:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise errors.BadBackup(f"{path.name}: {verdict}")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise errors.BadBackup(f"{path.name}: rows point at rows that are not there")


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(name for (name,) in connection.execute(query))


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return int(count)


def _discard(partial: Path) -> None:
    for name in (partial.name, f"{partial.name}-journal"):
        partial.with_name(name).unlink(missing_ok=True)

"""Put a copy in the database's place, so that a crash at any moment leaves the old or the new.

The copy is first laid beside the database under STAGED. As long as it is there, the next opening
completes the exchange: what is present goes aside, write-ahead logs included (a stale one would
silently undo the restore), and the copy takes its place. Everything here blocks.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage import errors, files, moment

DATABASE = "applications.db"
STAGED = "applications.db.restored"
ASIDE = "aside"
_ENGINE = "workflows.db"  # knows runs that the restored database does not
_PRESENT = [
    name + ending for name in (DATABASE, _ENGINE) for ending in ("", "-wal", "-shm", "-journal")
]


def stage(data: Path, copy: Path) -> None:
    """Lay the copy beside the database, whole. Raises Full; then nothing has changed.

    No id that was given out after the copy was made will be given out again.
    """
    staged = data / STAGED
    partial = staged.with_name(staged.name + files.PARTIAL)
    with errors.named():
        try:
            shutil.copyfile(copy, partial)
            partial.chmod(0o600)
            _count_on(partial)
            files.sync(partial)
            partial.replace(staged)
        finally:
            partial.unlink(missing_ok=True)
        files.sync(data)


def complete(data: Path) -> Path | None:
    """Exchange the files if a copy is laid ready; gives the folder with the earlier ones."""
    staged = data / STAGED
    if not staged.exists():
        return None
    aside = data / ASIDE / str(staged.stat().st_mtime_ns)  # the same after a crash
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in _PRESENT:
        if (data / name).exists():
            (data / name).rename(aside / name)
    files.sync(aside)
    files.sync(data)
    staged.rename(data / DATABASE)
    files.sync(data)
    return aside


def _count_on(copy: Path) -> None:
    """Let ids go on from the present second: fewer than one a second are ever given out.

    Exports, their copies elsewhere and buttons in chats still have the ids that the copy lacks.
    """
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # a crash leaves no log beside the copy
        connection.execute(
            f"INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM ({tables})"
            " WHERE name NOT IN (SELECT name FROM sqlite_sequence)"
        )
        second = int(moment.now().timestamp())
        connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?)", (second,))
        connection.commit()

"""Data folders with an application in them, and what files they hold."""

from pathlib import Path

from storage import database
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


def tree(data: Path) -> dict[str, bytes]:
    """Every file of the folder but SQLite's own, which come and go with a connection."""
    found = (path for path in data.rglob("*") if path.is_file())
    passing = ("-wal", "-shm")
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in found
        if not path.name.endswith(passing)
    }


async def filled(data: Path) -> Path:
    """The folder, with one application in it, and nobody using it."""
    db = await database.open(data)
    await cases.application(db, ADA)
    await db.close()
    return data

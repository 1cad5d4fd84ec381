"""How the database is, without changing it: there, of this version, readable with its keys."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import ArgumentError

from storage import database, errors, migration, pulse, restoration, vault
from storage.schema import people


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether there is a database, and whether it will be migrated when the bot starts."""

    present: bool
    outdated: bool = False


async def look(data: Path, url: str = "") -> Condition:
    """Open the database and commit a write that changes nothing.

    Raises NewerDatabase, KeysLost, Full and Unavailable.
    """
    if not url and not (data / restoration.DATABASE).exists():
        return Condition(present=False)
    try:
        db = await database.attach(data, url)
    except ArgumentError as trouble:
        raise errors.Unavailable("the address is no database's") from trouble
    try:
        async with db.read() as connection:
            if await connection.run_sync(migration.current) is None:
                return Condition(present=False)
            outdated = await connection.run_sync(migration.pending)
            found = await connection.execute(select(people.c.label))
            labels = {label for (label,) in found.all()}
        if labels and not labels & vault.labels(data / vault.FILE):
            raise errors.KeysLost(f"{vault.FILE} has no key of anybody in the database")
        await pulse.beat(db)
        return Condition(present=True, outdated=outdated)
    finally:
        await db.close()

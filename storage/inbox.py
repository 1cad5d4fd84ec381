"""Updates, taken in before Telegram hears that they arrived, and each exactly once.

A handled update's payload is purged; its id stays, for Telegram may send it again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from storage import database, moment
from storage.database import Database
from storage.schema import inbox


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that is not handled yet."""

    update_id: int
    payload: str


async def take(db: Database, update_id: int, person: int, payload: str) -> bool:
    """Keep an update of the person (0 for nobody's). False when its id is already known."""
    await db.vault.admit(person)
    row = {
        "update_id": update_id,
        "person": person,
        "payload": db.vault.seal(person, payload),
        "taken_at": moment.now(),
    }
    async with db.write() as connection:
        new = database.insert(connection, inbox).values(row).on_conflict_do_nothing()
        taken = await connection.execute(new.returning(inbox.c.id))
        return taken.scalar_one_or_none() is not None


async def pending(db: Database) -> list[Pending]:
    """What is not handled yet, in the order of arrival; without what nobody can read any more."""
    query = select(inbox).where(inbox.c.done_at.is_(None)).order_by(inbox.c.id)
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
    keys = db.vault
    return [
        Pending(row.update_id, keys.text(row.person, row.payload))
        for row in rows
        if keys.readable(row.person, row.payload)
    ]


async def waiting(db: Database) -> tuple[int, datetime | None]:
    """How many updates are not handled yet, and since when the oldest waits."""
    query = select(func.count(), func.min(inbox.c.taken_at)).where(inbox.c.done_at.is_(None))
    async with db.read() as connection:
        count, oldest = (await connection.execute(query)).one()
    return count, oldest


async def done(db: Database, update_id: int) -> None:
    """Purge the payload of a handled update and keep its id. A second time changes nothing."""
    waiting = (inbox.c.update_id == update_id) & inbox.c.done_at.is_(None)
    handled = {"payload": None, "done_at": moment.now()}
    async with db.write() as connection:
        await connection.execute(update(inbox).where(waiting).values(handled))


async def prune(db: Database, before: datetime) -> int:
    """Drop the ids of updates handled before then; gives how many."""
    async with db.write() as connection:
        return (await connection.execute(delete(inbox).where(inbox.c.done_at < before))).rowcount

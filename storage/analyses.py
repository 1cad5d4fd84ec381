"""What job posts were understood as, for everybody who sends the same post within some days.

A row belongs to the person who sent the post first and is sealed with their key, so it goes with
them; its mark tells the post, the model and the prompt, and says nothing to who lacks the key.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage import database, errors, moment, vault
from storage.database import Database
from storage.schema import analyses

KEPT = timedelta(days=7)


def mark(db: Database, *values: str) -> bytes:
    """The mark of what these *values* lead to."""
    return db.vault.mark(vault.NOBODY, "\0".join(values).encode())


async def keep(db: Database, mark: bytes, person: int, payload: str, spent: str) -> None:
    """Keep a result that *person* caused, and what it cost; a second one is not taken.

    Raises Missing and Forgotten for somebody who was not met.
    """
    row = {
        "mark": mark,
        "person": person,
        "payload": db.vault.seal(person, payload),
        "spent": db.vault.seal(person, spent),
        "created_at": moment.now(),
    }
    async with db.write() as connection:
        await connection.execute(delete(analyses).where(analyses.c.created_at < _oldest()))
        new = database.insert(connection, analyses).on_conflict_do_nothing()
        await connection.execute(new, row)


async def get(db: Database, mark: bytes) -> str | None:
    """The result, None where there is none that can be read and is new enough."""
    query = select(analyses.c.person, analyses.c.payload).where(
        analyses.c.mark == mark, analyses.c.created_at >= _oldest()
    )
    async with db.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    try:
        return db.vault.text(row.person, row.payload) if row else None
    except errors.Forgotten:
        return None


async def bill(db: Database, mark: bytes) -> str:
    """What the result cost, to whoever asks first; "" to everybody after them."""
    mine = analyses.c.mark == mark
    async with db.write() as connection:
        query = select(analyses.c.person, analyses.c.spent).where(mine)
        row = (await connection.execute(query)).one_or_none()
        if row is None or row.spent is None:
            return ""
        await connection.execute(update(analyses).where(mine).values(spent=None))
    try:
        return db.vault.text(row.person, row.spent)
    except errors.Forgotten:
        return ""


async def prune(db: Database, before: datetime) -> int:
    """Delete results from before then; gives how many."""
    async with db.write() as connection:
        gone = await connection.execute(delete(analyses).where(analyses.c.created_at < before))
    return int(gone.rowcount)


def _oldest() -> datetime:
    return moment.now() - KEPT

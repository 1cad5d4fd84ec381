"""When people began applications that use a model: what quotas are held against."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.books import starts
from storage.database import Database


async def enter(connection: AsyncConnection, person: int, at: datetime) -> None:
    """Count one more, in the caller's transaction."""
    await connection.execute(insert(starts).values(person=person, at=at))


async def count(db: Database, person: int, since: datetime) -> int:
    """How many the person began since then, also in a life that was forgotten."""
    mine = (starts.c.person == person) & (starts.c.at >= since)
    async with db.read() as connection:
        return (await connection.execute(select(func.count()).where(mine))).scalar_one()


async def prune(db: Database, before: datetime) -> int:
    """Drop what began before then; gives how many."""
    async with db.write() as connection:
        return (await connection.execute(delete(starts).where(starts.c.at < before))).rowcount

"""What admins decided about people: let in or shut out, and how many applications a day.

It holds beside ALLOWED_USER_IDS, and stays when a person is forgotten: else a blocked one would
only have to delete everything to come back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import database, moment
from storage.books import access
from storage.database import Database


class Standing(StrEnum):
    """Whether an admin let the person in or shut them out."""

    UNSET = "unset"
    ALLOWED = "allowed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Access:
    """`quota` is in applications a day, None for the operator's setting."""

    standing: Standing = Standing.UNSET
    quota: int | None = None


async def get(db: Database, person: int) -> Access:
    """What was decided about the person."""
    query = select(access).where(access.c.person == person)
    async with db.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    return Access(Standing(row.standing), row.quota) if row else Access()


async def place(db: Database, person: int, standing: Standing) -> None:
    """Let a person in or shut them out; they need not have been met."""
    async with db.write() as connection:
        await enter(connection, person, standing=standing)


async def limit(db: Database, person: int, quota: int | None) -> None:
    """Set how many applications a day; None for the operator's setting. Raises Contradiction."""
    async with db.write() as connection:
        await enter(connection, person, quota=quota)


async def enter(connection: AsyncConnection, person: int, **decided: Any) -> None:
    """Keep a standing or a quota, in the caller's transaction."""
    row = {**decided, "at": moment.now()}
    new = database.insert(connection, access).values(
        {"person": person, "standing": Standing.UNSET, **row}
    )
    await connection.execute(new.on_conflict_do_update(index_elements=["person"], set_=row))

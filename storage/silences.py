"""Chats that Telegram wants left alone, and until when: a restart must not forget it."""

from datetime import datetime

from sqlalchemy import delete, select

from storage import database, moment
from storage.database import Database
from storage.schema import silences


async def keep(db: Database, chat: int, until: datetime) -> None:
    """Leave the chat alone until then; a private chat's id is its person's."""
    row = {"person": chat, "until": until}
    async with db.write() as connection:
        new = database.insert(connection, silences).values(chat=chat, **row)
        await connection.execute(new.on_conflict_do_update(index_elements=["chat"], set_=row))


async def lasting(db: Database) -> dict[int, datetime]:
    """Chat → until when, of those that are not over; the others are dropped."""
    async with db.write() as connection:
        await connection.execute(delete(silences).where(silences.c.until <= moment.now()))
        rows = (await connection.execute(select(silences))).all()
    return {row.chat: row.until for row in rows}

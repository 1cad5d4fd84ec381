"""Job posts, as the person sent them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import database, moment
from storage.database import Database
from storage.schema import postings
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class StoredPosting:
    """A job post: its text, and what it was called where it came from."""

    id: int
    person: int
    name: str
    text: str
    created_at: datetime


async def add(db: Database, person: int, name: str, text: str, source: bytes = b"") -> int:
    """Keep a job post. The same text from the same person gives the id that it already has.

    Raises Missing and Forgotten for somebody who was not met.
    """
    sealed = await asyncio.to_thread(_seal, db.vault, person, name, text, source)
    same = (postings.c.person == person) & (postings.c.mark == sealed["mark"])
    async with db.write() as connection:
        statement = database.insert(connection, postings).on_conflict_do_nothing()
        await connection.execute(statement, {**sealed, "person": person})
        found = await connection.execute(select(postings.c.id).where(same))
        return int(found.scalar_one())


async def get(db: Database, id: int) -> StoredPosting | None:
    """The job post, None where there is none."""
    columns = [column for column in postings.c if column.name != "source"]
    async with db.read() as connection:
        found = await connection.execute(select(*columns).where(postings.c.id == id))
        row = found.one_or_none()
    if row is None:
        return None
    name, text = (db.vault.text(row.person, sealed) for sealed in (row.name, row.text))
    return StoredPosting(row.id, row.person, name, text, row.created_at)


async def source(db: Database, id: int) -> bytes:
    """The file that the job post was read from, empty where there is none."""
    query = select(postings.c.person, postings.c.source).where(postings.c.id == id)
    async with db.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    return await asyncio.to_thread(db.vault.open, row.person, row.source) if row else b""


def _seal(keys: Vault, person: int, name: str, text: str, source: bytes) -> dict[str, Any]:
    """For a thread: a file can have 20 MB."""
    return {
        "name": keys.seal(person, name),
        "text": keys.seal(person, text),
        "source": keys.seal(person, source),
        "mark": keys.mark(person, text.encode()),
        "created_at": moment.now(),
    }

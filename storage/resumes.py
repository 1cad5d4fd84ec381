"""Résumés as they were sent, with what the reader made of them: minted once, never changed."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from storage import database, moment
from storage.database import Database
from storage.schema import applications, desks, resumes
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class StoredResume:
    """A résumé: the file's bytes, and the reading as JSON. `sha256` is the file's, in hex."""

    id: int
    person: int
    name: str
    format: str
    source: bytes
    reading: str
    sha256: str
    created_at: datetime


async def add(
    db: Database, person: int, name: str, reading_json: str, source: bytes, format: str, reader: int
) -> int:
    """Keep a résumé. The same bytes by the same reader give the id that they already have.

    Raises Missing and Forgotten for somebody who was not met.
    """
    sealed = await asyncio.to_thread(_seal, db.vault, person, name, reading_json, source)
    row = {**sealed, "person": person, "format": format, "reader": reader}
    same = (
        (resumes.c.person == person)
        & (resumes.c.mark == sealed["mark"])
        & (resumes.c.reader == reader)
    )
    async with db.write() as connection:
        statement = database.insert(connection, resumes).on_conflict_do_nothing()
        await connection.execute(statement, row)
        found = await connection.execute(select(resumes.c.id).where(same))
        return int(found.scalar_one())


async def get(db: Database, id: int) -> StoredResume | None:
    """The résumé, None where there is none."""
    async with db.read() as connection:
        row = (await connection.execute(select(resumes).where(resumes.c.id == id))).one_or_none()
    return None if row is None else await asyncio.to_thread(_opened, db.vault, row)


async def latest(db: Database, person: int) -> StoredResume | None:
    """The résumé that the person sent last, None where there is none."""
    newest = select(resumes).where(resumes.c.person == person).order_by(resumes.c.id.desc())
    async with db.read() as connection:
        row = (await connection.execute(newest.limit(1))).one_or_none()
    return None if row is None else await asyncio.to_thread(_opened, db.vault, row)


async def forget(db: Database, id: int) -> None:
    """Delete the résumé with its applications, and take it off the table; then SQLite's log."""
    off = {"resume": None, "card": None, "version": desks.c.version + 1}
    async with db.write() as connection:
        await connection.execute(update(desks).where(desks.c.resume == id).values(off))
        await connection.execute(delete(resumes).where(resumes.c.id == id))
    await db.truncate()


async def drop(db: Database, id: int) -> bool:
    """Delete a résumé that no application was made with and no table has; whether it was one."""
    used = exists().where(applications.c.resume == id) | exists().where(desks.c.resume == id)
    async with db.write() as connection:
        gone = await connection.execute(delete(resumes).where(resumes.c.id == id, ~used))
        return gone.rowcount == 1


def _seal(keys: Vault, person: int, name: str, reading: str, source: bytes) -> dict[str, Any]:
    """For a thread: a file can have 20 MB."""
    return {
        "name": keys.seal(person, name),
        "reading": keys.seal(person, reading),
        "source": keys.seal(person, source),
        "mark": keys.mark(person, source),
        "created_at": moment.now(),
    }


def _opened(keys: Vault, row: Any) -> StoredResume:
    source = keys.open(row.person, row.source)
    return StoredResume(
        id=row.id,
        person=row.person,
        name=keys.text(row.person, row.name),
        format=row.format,
        source=source,
        reading=keys.text(row.person, row.reading),
        sha256=hashlib.sha256(source).hexdigest(),
        created_at=row.created_at,
    )

"""The documents made for an application, by number. One that was sent stays as it was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from storage import applications, database, moment
from storage.database import Database
from storage.schema import versions
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Version:
    """A document: its edits as JSON, its sha256 in hex, its folder in exports/.

    `file_id` is Telegram's name for the file, "" until it was sent.
    """

    application: int
    number: int
    edits: str
    sha256: str
    folder: str
    file_id: str
    created_at: datetime


async def add(
    db: Database, application: int, number: int, edits: str, sha256: str, folder: str
) -> None:
    """Keep a version. It replaces one of the same number unless that was sent. Raises Missing."""
    async with db.write() as connection:
        person = await applications.owner(connection, application)
        row = {
            "edits": db.vault.seal(person, edits),
            "sha256": sha256,
            "folder": db.vault.seal(person, folder),
            "created_at": moment.now(),
        }
        new = database.insert(connection, versions).values(
            application=application, number=number, file_id="", **row
        )
        await connection.execute(
            new.on_conflict_do_update(
                index_elements=["application", "number"],
                set_=row,
                where=versions.c.file_id == "",
            )
        )


async def sent(db: Database, application: int, number: int, file_id: str) -> None:
    """Record that the version is in the chat, as this file."""
    this = (versions.c.application == application) & (versions.c.number == number)
    async with db.write() as connection:
        await connection.execute(update(versions).where(this).values(file_id=file_id))


async def get(db: Database, application: int, number: int) -> Version | None:
    """The version, None where there is none."""
    return await _first(db, application, _of(application).where(versions.c.number == number))


async def latest(db: Database, application: int) -> Version | None:
    """The version with the highest number, None where there is none."""
    return await _first(
        db, application, _of(application).order_by(versions.c.number.desc()).limit(1)
    )


async def all(db: Database, application: int) -> list[Version]:
    """Every version, the first first."""
    return await _read(db, application, _of(application).order_by(versions.c.number))


def _of(application: int) -> Select[Any]:
    return select(versions).where(versions.c.application == application)


async def _first(db: Database, application: int, query: Select[Any]) -> Version | None:
    found = await _read(db, application, query)
    return found[0] if found else None


async def _read(db: Database, application: int, query: Select[Any]) -> list[Version]:
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
        person = await applications.owner(connection, application) if rows else 0
    return [_opened(db.vault, person, row) for row in rows]


def _opened(keys: Vault, person: int, row: Any) -> Version:
    edits, folder = (keys.text(person, sealed) for sealed in (row.edits, row.folder))
    return Version(
        row.application, row.number, edits, row.sha256, folder, row.file_id, row.created_at
    )

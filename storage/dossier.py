"""Everything that is kept about a person, for that person to have.

Made from the tables as they are, so that a column added later is in it.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Table, select

from storage import exports
from storage.database import Database
from storage.schema import applications, metadata, people, postings, resumes
from storage.vault import Vault

_OURS = {"label", "mark"}  # they serve the vault, and say nothing about the person
_FILE = "source"


async def gather(db: Database, person: int) -> str:
    """JSON: table → rows with their columns, opened; the bytes of files are left to `files`."""
    told = {table.name: await _rows(db, table, person) for table in metadata.sorted_tables}
    return json.dumps(told, ensure_ascii=False, indent=1)


async def files(db: Database, person: int) -> AsyncIterator[tuple[str, bytes]]:
    """(name, bytes) of every file that the person sent, one at a time; the names are safe."""
    for table in (resumes, postings):
        for id in await _ids(db, table, person):
            async with db.read() as connection:
                row = (await connection.execute(select(table).where(table.c.id == id))).one()
            data = await asyncio.to_thread(db.vault.open, person, row.source)
            if data:
                given = db.vault.text(person, row.name)
                yield exports.file_name(f"{table.name}-{id}-{given}"), data


async def _rows(db: Database, table: Table, person: int) -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name not in {*_OURS, _FILE}]
    query = select(*columns).where(_belongs(table, person))
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
    return [_opened(db.vault, table, row, person) for row in rows]


def _belongs(table: Table, person: int) -> ColumnElement[bool]:
    if table is people:
        return people.c.id == person
    if "person" in table.c:
        return table.c.person == person
    mine = select(applications.c.id).where(applications.c.person == person)
    return table.c.application.in_(mine)


def _opened(keys: Vault, table: Table, row: Row[Any], person: int) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in row._mapping.items():
        if value is not None and isinstance(table.c[name].type, LargeBinary):
            value = keys.text(person, value)
        told[name] = value.isoformat() if isinstance(value, datetime) else value
    return told


async def _ids(db: Database, table: Table, person: int) -> list[int]:
    query = select(table.c.id).where(table.c.person == person).order_by(table.c.id)
    async with db.read() as connection:
        return list((await connection.execute(query)).scalars())

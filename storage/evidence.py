"""What people told beyond their résumé, in their own words; and what they said they lack."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from storage import database, moment
from storage.database import Database
from storage.schema import evidence


class Kind(StrEnum):
    """What somebody said."""

    TOLD = "told"  # the answer to a question about a term
    DENIED = "denied"  # they do not have what the term names
    WORDED = "worded"  # their own wording of a line of one résumé


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing said. `term` is what was asked for.

    A wording belongs to a résumé, and to the section and entry that its line stands in there.
    """

    id: int
    kind: Kind
    term: str
    text: str
    resume: int | None
    section: str
    entry: str
    created_at: datetime


async def tell(db: Database, person: int, term: str, text: str) -> int:
    """Keep an answer; "" is an honest gap. The first word on a term stands. Gives its id."""
    kind = Kind.TOLD if text else Kind.DENIED
    return await _add(db, person, _term(term), {"kind": kind, "term": term, "text": text})


async def word(db: Database, person: int, resume: int, section: str, entry: str, text: str) -> int:
    """Keep the person's own wording of a line of a résumé; the same one is kept once."""
    row = {"kind": Kind.WORDED, "text": text, "resume": resume, "section": section, "entry": entry}
    return await _add(db, person, f"worded {resume} {section} {entry} {text}", row)


async def of(db: Database, person: int, resume: int | None = None) -> list[Evidence]:
    """All that the person told, oldest first, and their wordings of this résumé."""
    query = select(evidence).where(
        evidence.c.person == person,
        evidence.c.resume.is_(None) | (evidence.c.resume == resume),
    )
    async with db.read() as connection:
        rows = (await connection.execute(query.order_by(evidence.c.id))).all()
    return [_opened(db, row) for row in rows]


async def answered(db: Database, person: int, terms: list[str]) -> set[str]:
    """Which of these terms the person was asked for and has answered."""
    query = select(evidence.c.mark).where(evidence.c.person == person)
    async with db.read() as connection:
        known = set((await connection.execute(query)).scalars())
    return {term for term in terms if db.vault.mark(person, _term(term).encode()) in known}


async def _add(db: Database, person: int, said: str, row: dict[str, Any]) -> int:
    mark = db.vault.mark(person, said.encode())
    values = {"resume": None, "section": "", "entry": "", "term": "", **row}
    sealed = {name: db.vault.seal(person, values[name]) for name in ("term", "text")}
    new = {**values, **sealed, "person": person, "mark": mark, "created_at": moment.now()}
    mine = (evidence.c.person == person) & (evidence.c.mark == mark)
    async with db.write() as connection:
        adding = database.insert(connection, evidence).values(new).on_conflict_do_nothing()
        await connection.execute(adding)
        return int((await connection.execute(select(evidence.c.id).where(mine))).scalar_one())


def _term(term: str) -> str:
    return f"term {' '.join(term.casefold().split())}"


def _opened(db: Database, row: Any) -> Evidence:
    term, text = (db.vault.text(row.person, sealed) for sealed in (row.term, row.text))
    return Evidence(
        row.id, Kind(row.kind), term, text, row.resume, row.section, row.entry, row.created_at
    )

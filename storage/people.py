"""Who uses the bot, in which language, and which providers they agreed to. Meet a person first.

Everything else that is kept for a person needs their key, which meeting makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import database, erasure, moment
from storage.database import Database
from storage.preferences import DEFAULT, Preferences
from storage.schema import consents, people, preferences

_EVERYTHING: Select[Any] = select(
    people.c.id,
    people.c.label,
    people.c.created_at,
    people.c.language.label("spoken"),
    preferences.c.language,
    preferences.c.quality,
    preferences.c.layout,
    preferences.c.retention,
    consents.c.provider,
).select_from(people.outerjoin(preferences).outerjoin(consents))


@dataclass(frozen=True, slots=True)
class Person:
    """A person by their Telegram id; `consents` are names of model providers, or "no" and one.

    `chosen` is what they have set.
    """

    id: int
    language: str
    consents: frozenset[str]
    created_at: datetime
    chosen: Preferences = DEFAULT

    def agrees(self, provider: str) -> bool | None:
        """Whether this provider may see their files; None where they were not asked."""
        if provider in self.consents:
            return True
        return False if _refused(provider) in self.consents else None


async def meet(db: Database, id: int, language: str) -> Person:
    """The person, recorded if new; a language that is not "" is kept up to date."""
    label = await db.vault.admit(id)
    known = await get(db, id)
    if known is not None and language in ("", known.language):
        return known
    async with db.write() as connection:
        await _record(connection, id, language, label)
        return _person(await _rows(connection, id))


async def get(db: Database, id: int) -> Person | None:
    """The person, None if never met or forgotten."""
    async with db.read() as connection:
        rows = await _rows(connection, id)
    if not rows or rows[0].label != db.vault.label(id):
        return None
    return _person(rows)


async def consent(db: Database, id: int, provider: str, *, agreed: bool = True) -> None:
    """Record whether the person lets this provider see their files, now. Raises Missing."""
    answers = (provider, _refused(provider))
    earlier = (consents.c.person == id) & consents.c.provider.in_(answers)
    async with db.write() as connection:
        await connection.execute(delete(consents).where(earlier))
        row = {"person": id, "provider": answers[not agreed], "created_at": moment.now()}
        await connection.execute(database.insert(connection, consents), row)


def _refused(provider: str) -> str:
    return f"no {provider}"


async def forget(db: Database, id: int) -> None:
    """Delete the person's key, then every row, then what deleted rows left in SQLite's log.

    After the key nothing can be read; should the rest fail, the next opening completes it.
    """
    await db.vault.forget(id)
    async with db.write() as connection:
        await erasure.erase(connection, id)
    await db.truncate()


async def _record(connection: AsyncConnection, id: int, language: str, label: bytes) -> None:
    rows = await _rows(connection, id)
    if rows and rows[0].label != label:
        await erasure.erase(connection, id)  # an earlier life, which nobody can read any more
    new = database.insert(connection, people).values(
        id=id, language=language, label=label, created_at=moment.now()
    )
    known = {"language": language or people.c.language}
    await connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=known))


async def _rows(connection: AsyncConnection, id: int) -> Sequence[Row[Any]]:
    """The person with what they set, once for each of their consents, or once without any."""
    rows: Sequence[Row[Any]] = (
        await connection.execute(_EVERYTHING.where(people.c.id == id))
    ).all()
    return rows


def _person(rows: Sequence[Row[Any]]) -> Person:
    row = rows[0]
    agreed = frozenset(each.provider for each in rows if each.provider is not None)
    chosen = DEFAULT if row.quality is None else Preferences.of(row)
    return Person(row.id, row.spoken, agreed, row.created_at, chosen)

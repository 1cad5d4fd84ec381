"""What lies on the table in a chat: the résumé, the job post, the card, and what was asked."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update

from storage import applications, database
from storage.applications import Application
from storage.database import Database
from storage.schema import desks
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Desk:
    """A chat's table. `resume` and `posting` are ids, `card` is the message id of the card.

    `asked` is what the bot last asked, `pending` a JSON string of what is unfinished. `version`
    counts the puts: buttons carry it, and an old one is told by it. 0 was never put.
    """

    chat: int
    person: int
    resume: int | None = None
    posting: int | None = None
    card: int | None = None
    asked: str = ""
    pending: str = ""
    version: int = 0


async def get(db: Database, chat: int) -> Desk:
    """The chat's table, an empty one where nothing was put; a private chat's id is its person's."""
    async with db.read() as connection:
        row = (await connection.execute(select(desks).where(desks.c.chat == chat))).one_or_none()
    return Desk(chat, person=chat) if row is None else _opened(db.vault, row)


async def put(db: Database, desk: Desk) -> Desk:
    """Keep the table as it is now; gives it with its new version. Raises Missing."""
    row = {
        "person": desk.person,
        "resume": desk.resume,
        "posting": desk.posting,
        "card": desk.card,
        "asked": db.vault.seal(desk.person, desk.asked),
        "pending": db.vault.seal(desk.person, desk.pending),
    }
    async with db.write() as connection:
        statement = database.insert(connection, desks).values(chat=desk.chat, version=1, **row)
        statement = statement.on_conflict_do_update(
            index_elements=["chat"], set_={**row, "version": desks.c.version + 1}
        )
        version = (await connection.execute(statement.returning(desks.c.version))).scalar_one()
    return replace(desk, version=version)


async def begin(db: Database, desk: Desk, title: str, *, rules: bool = False) -> Application | None:
    """Make an application of the résumé and the post; its card and the post leave the table.

    Both or neither, so that a press that is handled twice begins once: None when the table is
    not any more as it was read. Raises Missing.
    """
    if desk.resume is None or desk.posting is None:
        return None
    unchanged = (desks.c.chat == desk.chat) & (desks.c.version == desk.version)
    cleared = {
        "posting": None,
        "card": None,
        "asked": db.vault.seal(desk.person, ""),
        "version": desks.c.version + 1,
    }
    async with db.write() as connection:
        taken = await connection.execute(update(desks).where(unchanged).values(cleared))
        if not taken.rowcount:
            return None
        return await applications.enter(
            connection,
            db.vault,
            desk.person,
            desk.chat,
            desk.resume,
            desk.posting,
            card=desk.card,
            title=title,
            rules=rules,
        )


async def unsettled(db: Database) -> list[Desk]:
    """The tables with something unfinished on them."""
    async with db.read() as connection:
        rows = (await connection.execute(select(desks))).all()
    found = [_opened(db.vault, row) for row in rows if db.vault.readable(row.person, row.pending)]
    return [desk for desk in found if desk.pending]


def _opened(keys: Vault, row: Any) -> Desk:
    asked, pending = (keys.text(row.person, sealed) for sealed in (row.asked, row.pending))
    return Desk(
        row.chat, row.person, row.resume, row.posting, row.card, asked, pending, row.version
    )

"""What a person decided on the edits of an application: a log that only grows.

Each entry has the number after the last one. Who writes says the number, so that of two buttons
pressed on the same card, or of one press handled twice, only the first counts.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import String, cast, exists, literal, select

from storage import applications, database, moment
from storage.database import Database
from storage.schema import decisions, outbox, reviews

_AWAITED = timedelta(days=3)  # well below the days that a finished run is remembered


class Choice(StrEnum):
    """What was decided."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WORDED = "worded"
    UNDONE = "undone"  # takes the last decision back that is not taken back yet
    SENT = "sent"  # a document is to be made of what was decided so far


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry. `edit` is the id of an edit's fact, "" for all; `text` the person's wording.

    `version` is the number of the document, of a sending only.
    """

    number: int
    edit: str
    choice: Choice
    text: str = ""
    version: int | None = None


async def add(db: Database, application: int, decision: Decision) -> bool:
    """Log it. False, and nothing changed, if its number is taken. Raises Missing."""
    async with db.write() as connection:
        person = await applications.owner(connection, application)
        row = {
            "application": application,
            "number": decision.number,
            "edit": decision.edit,
            "choice": decision.choice,
            "text": db.vault.seal(person, decision.text),
            "version": decision.version,
            "created_at": moment.now(),
        }
        new = database.insert(connection, decisions).values(row).on_conflict_do_nothing()
        added = await connection.execute(new.returning(decisions.c.number))
        return added.first() is not None


async def all(db: Database, application: int) -> list[Decision]:
    """The log, oldest first. Raises Missing."""
    query = select(decisions).where(decisions.c.application == application)
    async with db.read() as connection:
        person = await applications.owner(connection, application)
        rows = (await connection.execute(query.order_by(decisions.c.number))).all()
    return [
        Decision(
            row.number, row.edit, Choice(row.choice), db.vault.text(person, row.text), row.version
        )
        for row in rows
    ]


async def unsent(db: Database) -> list[tuple[int, int]]:
    """(application, version) of every document that was asked for and is not in the chat.

    After some days nobody waits for it any more.
    """
    arrived = exists().where(
        outbox.c.application == decisions.c.application,
        outbox.c.what == literal("document:") + cast(decisions.c.version, String),
        outbox.c.state == "sent",
    )
    query = select(decisions.c.application, decisions.c.version).where(
        decisions.c.version.is_not(None), ~arrived, decisions.c.created_at > moment.now() - _AWAITED
    )
    async with db.read() as connection:
        rows = (await connection.execute(query.order_by(decisions.c.created_at))).all()
    return [(row.application, row.version) for row in rows]


async def show(db: Database, application: int, message: int) -> None:
    """Remember the message that the review stands in. Raises Missing."""
    async with db.write() as connection:
        new = database.insert(connection, reviews).values(application=application, message=message)
        again = new.on_conflict_do_update(index_elements=["application"], set_={"message": message})
        await connection.execute(again)


async def shown(db: Database, application: int) -> int | None:
    """The message that the review stands in, None before it was opened."""
    query = select(reviews.c.message).where(reviews.c.application == application)
    async with db.read() as connection:
        message: int | None = (await connection.execute(query)).scalar_one_or_none()
    return message

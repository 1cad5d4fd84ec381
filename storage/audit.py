"""What admins did: who, what, to whom, when, and how it ended. Rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from storage import moment
from storage.books import audit
from storage.database import Database

_TARGET, _DETAIL = 64, 200  # characters


class Outcome(StrEnum):
    """How it ended: as asked, not for a reason that the admin was told, or in an error."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One action of an admin. `target` is an id, or ""; `detail` never a person's text."""

    id: int
    admin: int
    action: str
    target: str
    at: datetime
    outcome: Outcome
    detail: str


async def note(
    db: Database, admin: int, action: str, target: str, outcome: Outcome, detail: str = ""
) -> None:
    """Add an entry. Raises Contradiction for an action without a name."""
    row = {
        "person": admin,
        "action": action,
        "target": target[:_TARGET],
        "at": moment.now(),
        "outcome": outcome,
        "detail": detail[:_DETAIL],
    }
    async with db.write() as connection:
        await connection.execute(insert(audit).values(row))


async def latest(db: Database, limit: int) -> list[Entry]:
    """The last entries, newest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
    return [
        Entry(r.id, r.person, r.action, r.target, r.at, Outcome(r.outcome), r.detail) for r in rows
    ]

"""What must reach a chat once: written down before it is sent, and again when it has arrived.

(begin) ──→ sending ──→ sent
             │   ↑
             └───┘  begun again: it was sent and the answer lost, or never sent; `attempts`
                    over 1 says so, and the sender marks a possible repeat
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from storage import database, moment
from storage.database import Database
from storage.schema import outbox


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message or document on its way; `state` is "sending" or "sent"."""

    id: int
    application: int
    what: str
    state: str
    attempts: int
    message_id: int | None
    file_id: str


async def begin(db: Database, application: int, what: str) -> Outgoing:
    """Announce a sending. One that was sent comes back as sent. Raises Missing."""
    this = (outbox.c.application == application) & (outbox.c.what == what)
    async with db.write() as connection:
        new = database.insert(connection, outbox).values(
            application=application,
            what=what,
            state="sending",
            attempts=1,
            file_id="",
            begun_at=moment.now(),
        )
        again = new.on_conflict_do_update(
            index_elements=["application", "what"],
            set_={"attempts": outbox.c.attempts + 1},
            where=outbox.c.state == "sending",
        )
        await connection.execute(again)
        return _outgoing((await connection.execute(select(outbox).where(this))).one())


async def sent(db: Database, id: int, message_id: int, file_id: str = "") -> None:
    """Record that it is in the chat, as this message. Only the first word counts."""
    waiting = (outbox.c.id == id) & (outbox.c.state == "sending")
    arrived = {
        "state": "sent",
        "message_id": message_id,
        "file_id": file_id,
        "sent_at": moment.now(),
    }
    async with db.write() as connection:
        await connection.execute(update(outbox).where(waiting).values(arrived))


def _outgoing(row: Any) -> Outgoing:
    return Outgoing(
        row.id, row.application, row.what, row.state, row.attempts, row.message_id, row.file_id
    )

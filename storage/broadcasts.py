"""Messages of an admin to everybody: who has got one, so that a crash neither loses nor floods.

    draft ──→ sending ──→ finished
      └─→ dropped  └─→ stopped

The recipients are those who are known when the sending begins.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from storage import moment
from storage.access import Standing
from storage.books import access, broadcasts, recipients
from storage.database import Database
from storage.schema import people


class State(StrEnum):
    """How far a broadcast is."""

    DRAFT = "draft"
    SENDING = "sending"
    FINISHED = "finished"
    STOPPED = "stopped"
    DROPPED = "dropped"


class Reach(StrEnum):
    """Whether a recipient has it; unreachable are those who have blocked the bot or are gone."""

    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"


_ORIGINS = {
    State.SENDING: State.DRAFT,
    State.DROPPED: State.DRAFT,
    State.FINISHED: State.SENDING,
    State.STOPPED: State.SENDING,
}


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to everybody."""

    id: int
    admin: int
    text: str
    state: State
    created_at: datetime


async def draft(db: Database, admin: int, text: str) -> int:
    """Keep a text that is not sent yet; earlier drafts are dropped. Raises Missing."""
    row = {"person": admin, "text": db.vault.seal(admin, text), "created_at": moment.now()}
    over = {"state": State.DROPPED, "ended_at": moment.now()}
    async with db.write() as connection:
        await connection.execute(
            update(broadcasts).where(broadcasts.c.state == State.DRAFT).values(over)
        )
        new = insert(broadcasts).values(state=State.DRAFT, **row).returning(broadcasts.c.id)
        id: int = (await connection.execute(new)).scalar_one()
    return id


async def get(db: Database, id: int) -> Broadcast | None:
    """The broadcast, None where there is none."""
    found = await _all(db, select(broadcasts).where(broadcasts.c.id == id))
    return found[0] if found else None


async def sending(db: Database) -> list[Broadcast]:
    """What is being sent, oldest first."""
    under_way = select(broadcasts).where(broadcasts.c.state == State.SENDING)
    return await _all(db, under_way.order_by(broadcasts.c.id))


async def audience(db: Database) -> int:
    """How many would get a broadcast that begins now."""
    query = select(func.count()).select_from(_known().subquery())
    async with db.read() as connection:
        return (await connection.execute(query)).scalar_one()


async def begin(db: Database, id: int) -> bool:
    """Begin to send a draft to everybody who is known now; False when it is no draft any more."""
    async with db.write() as connection:
        if not await _move(connection, id, State.SENDING):
            return False
        known = (await connection.execute(_known())).scalars().all()
        row = {"broadcast": id, "state": Reach.WAITING, "attempts": 0}
        if known:
            await connection.execute(insert(recipients), [{**row, "person": p} for p in known])
        return True


async def end(db: Database, id: int, state: State) -> bool:
    """Finish, stop or drop it; False when that is not to be done to it any more."""
    async with db.write() as connection:
        return await _move(connection, id, state)


async def waiting(db: Database, id: int, limit: int) -> list[int]:
    """Who has not got it yet: those who were tried least come first."""
    left = (recipients.c.broadcast == id) & (recipients.c.state == Reach.WAITING)
    order = (recipients.c.attempts, recipients.c.person)
    query = select(recipients.c.person).where(left).order_by(*order).limit(limit)
    async with db.read() as connection:
        return list((await connection.execute(query)).scalars())


async def reached(db: Database, id: int, person: int, reach: Reach) -> int:
    """Note how a try ended; gives how many there were. 0 for who was forgotten meanwhile."""
    this = (recipients.c.broadcast == id) & (recipients.c.person == person)
    tried = {"state": reach, "attempts": recipients.c.attempts + 1}
    change = update(recipients).where(this).values(tried).returning(recipients.c.attempts)
    async with db.write() as connection:
        return (await connection.execute(change)).scalar_one_or_none() or 0


async def progress(db: Database, id: int) -> dict[Reach, int]:
    """How many have it, wait for it, and cannot be reached."""
    query = select(recipients.c.state, func.count()).where(recipients.c.broadcast == id)
    async with db.read() as connection:
        rows = (await connection.execute(query.group_by(recipients.c.state))).all()
    found = {Reach(state): number for state, number in rows}
    return {reach: found.get(reach, 0) for reach in Reach}


def _known() -> Select[Any]:
    blocked = select(access.c.person).where(access.c.standing == Standing.BLOCKED)
    return select(people.c.id).where(people.c.id.not_in(blocked))


async def _move(connection: Any, id: int, state: State) -> bool:
    over = moment.now() if state is not State.SENDING else None
    legal = (broadcasts.c.id == id) & (broadcasts.c.state == _ORIGINS[state])
    moved = update(broadcasts).where(legal).values(state=state, ended_at=over)
    return bool((await connection.execute(moved)).rowcount)


async def _all(db: Database, query: Select[Any]) -> list[Broadcast]:
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
    return [
        Broadcast(r.id, r.person, db.vault.text(r.person, r.text), State(r.state), r.created_at)
        for r in rows
        if db.vault.readable(r.person, r.text)
    ]

"""Applications: one person's résumé tailored to one job post, and how far that has come.

    waiting ──→ running ──→ delivering ──→ delivered
       │           │             │
       ├───────────┼─────────────┼──→ stopped   the person said so
       └───────────┴─────────────┴──→ failed    with a reason in `trouble`

delivered, stopped and failed are final. The database knows only these states and has a finishing
time for exactly the final ones; a move is one UPDATE that names the states it may start from, so
that of two moves at once one wins and the other changes nothing.
"""

import statistics
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import errors, moment, starts
from storage.database import Database
from storage.schema import applications
from storage.vault import Vault


class State(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    STOPPED = "stopped"
    FAILED = "failed"


class Status(StrEnum):
    """What became of an application after it was sent, as the person tells it."""

    SAVED = "saved"
    APPLIED = "applied"
    INTERVIEW = "interview"
    OFFER = "offer"
    REJECTED = "rejected"


FINAL = frozenset({State.DELIVERED, State.STOPPED, State.FAILED})
_OPEN = frozenset(State) - FINAL
_ORIGINS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset(),
    State.RUNNING: frozenset({State.WAITING}),
    State.DELIVERING: frozenset({State.RUNNING}),
    State.DELIVERED: frozenset({State.DELIVERING}),
    State.STOPPED: _OPEN,
    State.FAILED: _OPEN,
}
_FEWEST = 3  # applications that tell what one takes
_SEALED = ("title", "company", "folder", "trouble")


@dataclass(frozen=True, slots=True)
class Application:
    """An application. `card` is a message id, `folder` a name in exports/, `cost` in USD.

    With `rules` no model has a part in it, whatever the person agreed to.
    """

    id: int
    person: int
    chat: int
    resume: int
    posting: int
    state: State
    card: int | None
    title: str
    company: str
    folder: str
    trouble: str
    cost: float
    created_at: datetime
    finished_at: datetime | None
    status: Status
    rules: bool = False


class Fields(TypedDict, total=False):
    """What can be noted about an application."""

    card: int | None
    title: str
    company: str
    folder: str
    trouble: str
    cost: float
    status: str
    rules: bool


async def add(
    db: Database, person: int, chat: int, resume: int, posting: int, *, rules: bool = False
) -> Application:
    """A new application, waiting. Raises Missing unless both files are this person's."""
    async with db.write() as connection:
        return await enter(connection, db.vault, person, chat, resume, posting, rules=rules)


async def enter(
    connection: AsyncConnection,
    keys: Vault,
    person: int,
    chat: int,
    resume: int,
    posting: int,
    **fields: Unpack[Fields],
) -> Application:
    """As add, in the caller's transaction, with what is known already. Raises Missing."""
    row = {
        "person": person,
        "chat": chat,
        "resume": resume,
        "posting": posting,
        "state": State.WAITING,
        "cost": 0.0,
        "status": Status.SAVED,
        "created_at": moment.now(),
        "rules": False,
        **{name: keys.seal(person, "") for name in _SEALED},
        **_sealed(keys, person, fields),
    }
    if not row["rules"]:
        await starts.enter(connection, person, row["created_at"])
    added = await connection.execute(insert(applications).values(row).returning(applications))
    return _opened(keys, added.one())


async def get(db: Database, id: int) -> Application | None:
    """The application, None where there is none."""
    return await _first(db, select(applications).where(applications.c.id == id))


async def unfinished(db: Database) -> list[Application]:
    """Every application that is not final, oldest first."""
    return await _all(db, _where(_OPEN).order_by(applications.c.id))


async def line(db: Database) -> list[int]:
    """The ids of every application that is not final, oldest first."""
    query = select(applications.c.id).where(applications.c.state.in_(_OPEN))
    async with db.read() as connection:
        return list((await connection.execute(query.order_by(applications.c.id))).scalars())


async def known(db: Database) -> set[int]:
    """The ids of all applications there are."""
    async with db.read() as connection:
        return set((await connection.execute(select(applications.c.id))).scalars())


async def of(db: Database, person: int, limit: int | None = None) -> list[Application]:
    """The person's applications, newest first; with a limit the latest."""
    mine = select(applications).where(applications.c.person == person)
    return await _all(db, mine.order_by(applications.c.id.desc()).limit(limit))


async def active(db: Database, person: int) -> Application | None:
    """The person's application that is running or delivering."""
    return await _oldest(db, person, {State.RUNNING, State.DELIVERING})


async def next(db: Database, person: int) -> Application | None:
    """The person's application that has waited longest."""
    return await _oldest(db, person, {State.WAITING})


async def ahead(db: Database, id: int) -> int:
    """How many applications that are not final were made before this one."""
    before = select(func.count()).where(applications.c.state.in_(_OPEN), applications.c.id < id)
    async with db.read() as connection:
        return (await connection.execute(before)).scalar_one()


async def lately(db: Database, number: int = 20) -> tuple[float, float] | None:
    """What one takes: the middle of the last ones with a model; None where there are hardly any.

    In seconds from Start to the document, and in USD.
    """
    what = (applications.c.created_at, applications.c.finished_at, applications.c.cost)
    done = select(*what).where(applications.c.state == State.DELIVERED, ~applications.c.rules)
    async with db.read() as connection:
        latest = done.order_by(applications.c.id.desc()).limit(number)
        rows = (await connection.execute(latest)).all()
    if len(rows) < _FEWEST:
        return None
    took = statistics.median((row.finished_at - row.created_at).total_seconds() for row in rows)
    return took, statistics.median(float(row.cost) for row in rows)


async def advance(db: Database, id: int, state: str, **fields: Unpack[Fields]) -> bool:
    """Move to the state and note the fields, both or neither.

    False when the move is not legal from the present state or there is no such application.
    """
    target = State(state)
    finished = moment.now() if target in FINAL else None
    legal = applications.c.state.in_(_ORIGINS[target])
    return await _change(db, id, legal, fields, {"state": target, "finished_at": finished})


async def note(db: Database, id: int, **fields: Unpack[Fields]) -> None:
    """Keep what became known about an application. Raises Missing."""
    if not await _change(db, id, applications.c.id == id, fields, {}):
        raise errors.Missing(f"there is no application {id}")


async def owner(connection: AsyncConnection, id: int) -> int:
    """Whose application it is: who can read what belongs to it. Raises Missing."""
    query = select(applications.c.person).where(applications.c.id == id)
    person = (await connection.execute(query)).scalar_one_or_none()
    if person is None:
        raise errors.Missing(f"there is no application {id}")
    return int(person)


async def _change(
    db: Database, id: int, legal: ColumnElement[bool], fields: Fields, more: dict[str, Any]
) -> bool:
    async with db.write() as connection:
        try:
            values = {**_sealed(db.vault, await owner(connection, id), fields), **more}
        except errors.Missing:
            return False
        moved = update(applications).where(applications.c.id == id, legal).values(values)
        return (await connection.execute(moved)).rowcount == 1


def _sealed(keys: Vault, person: int, fields: Fields) -> dict[str, Any]:
    unknown = fields.keys() - Fields.__annotations__.keys()
    if unknown:
        raise TypeError(f"an application has no {', '.join(sorted(unknown))}")
    return {
        name: keys.seal(person, str(value)) if name in _SEALED else value
        for name, value in fields.items()
    }


async def _oldest(db: Database, person: int, states: set[State]) -> Application | None:
    mine = _where(states).where(applications.c.person == person)
    return await _first(db, mine.order_by(applications.c.id).limit(1))


def _where(states: set[State] | frozenset[State]) -> Select[Any]:
    return select(applications).where(applications.c.state.in_(states))


async def _first(db: Database, query: Select[Any]) -> Application | None:
    found = await _all(db, query)
    return found[0] if found else None


async def _all(db: Database, query: Select[Any]) -> list[Application]:
    async with db.read() as connection:
        rows = (await connection.execute(query)).all()
    return [_opened(db.vault, row) for row in rows]


def _opened(keys: Vault, row: Any) -> Application:
    texts = {name: keys.text(row.person, getattr(row, name)) for name in _SEALED}
    return Application(
        id=row.id,
        person=row.person,
        chat=row.chat,
        resume=row.resume,
        posting=row.posting,
        state=State(row.state),
        card=row.card,
        cost=float(row.cost),
        created_at=row.created_at,
        finished_at=row.finished_at,
        status=Status(row.status),
        rules=bool(row.rules),
        **texts,
    )

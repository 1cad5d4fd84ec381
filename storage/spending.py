"""What each step of each application took and cost: seconds, tokens and USD, not sealed.

It says nothing of what people wrote. When a person is forgotten the figures stay and lose the
name, so that the month's sum stays right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, case, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from agents.values import Spent
from storage import moment
from storage.books import spendings
from storage.database import Database

_ABSENT = "no model"  # was to be asked: that is no trouble

By = Literal["agent", "model", "person", "application"]


@dataclass(frozen=True, slots=True)
class Effort:
    """A step's work: which agent, the model that it asked ("" for none), how long, and what for."""

    agent: str
    model: str
    seconds: float
    spent: Spent


@dataclass(frozen=True, slots=True)
class Sum:
    """Many steps together. `unpriced` calls are those whose cost nobody says; `cost` is in USD."""

    steps: int = 0
    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    unpriced: int = 0


_C = spendings.c
_SUMS = (
    func.count(),
    *(func.sum(_C[each]) for each in ("calls", "input_tokens", "cached_tokens", "output_tokens")),
    func.sum(_C.seconds),
    func.sum(func.coalesce(_C.cost, 0.0)),
    func.sum(case((_C.cost.is_(None), _C.calls), else_=0)),
)


async def add(db: Database, person: int, effort: Effort, application: int | None = None) -> None:
    """Keep what a step took. Raises Missing for a person or an application that is not there."""
    async with db.write() as connection:
        await enter(connection, person, effort, application)


async def enter(
    connection: AsyncConnection, person: int, effort: Effort, application: int | None
) -> None:
    """As add, in the caller's transaction."""
    spent = effort.spent
    row = {
        "person": person,
        "application": application,
        "agent": effort.agent[:64],
        "model": effort.model[:200] if spent.calls else "",
        "at": moment.now(),
        "seconds": effort.seconds,
        "calls": spent.calls,
        "input_tokens": spent.input_tokens,
        "cached_tokens": spent.cached_tokens,
        "output_tokens": spent.output_tokens,
        "cost": spent.cost if spent.calls else 0.0,
        "trouble": spent.trouble[:200] if spent.trouble != _ABSENT else "",
    }
    await connection.execute(insert(spendings).values(row))


async def total(
    db: Database,
    since: datetime,
    until: datetime | None = None,
    *,
    person: int | None = None,
    application: int | None = None,
) -> Sum:
    """Everything from *since* to before *until*, of everybody or of one."""
    query = select(*_SUMS).where(_C.at >= since)
    if until is not None:
        query = query.where(_C.at < until)
    if person is not None:
        query = query.where(_C.person == person)
    if application is not None:
        query = query.where(_C.application == application)
    return _sum((await _rows(db, query))[0])


async def cost(db: Database, since: datetime, after: int = 0) -> tuple[float, int]:
    """USD since then in the rows after number *after*, and the number of the last row.

    So a sum can be carried on without reading everything anew; on a server, where rows may become
    visible out of order, it must be made anew from time to time.
    """
    query = select(func.sum(_C.cost), func.max(_C.id)).where(_C.at >= since, _C.id > after)
    [(sum, last)] = await _rows(db, query)
    return float(sum or 0.0), last or after


async def by(db: Database, what: By, since: datetime, limit: int = 20) -> dict[Any, Sum]:
    """The sums for each agent, model ("" for none), person (None: forgotten) or application.

    The dearest first, then those that took longest.
    """
    key = _C[what]
    dear = (_SUMS[6].desc(), _SUMS[5].desc())
    query = select(*_SUMS, key).where(_C.at >= since).group_by(key).order_by(*dear).limit(limit)
    return {row[-1]: _sum(row[:-1]) for row in await _rows(db, query)}


async def by_day(db: Database, bounds: Sequence[datetime]) -> list[Sum]:
    """The sums between each two of the bounds, which ascend."""
    day = bucket(_C.at, bounds)
    query = select(*_SUMS, day).where(_C.at >= bounds[0], _C.at < bounds[-1]).group_by(day)
    found = {row[-1]: _sum(row[:-1]) for row in await _rows(db, query)}
    return [found.get(number, Sum()) for number in range(len(bounds) - 1)]


async def troubles(db: Database, since: datetime, limit: int = 10) -> dict[str, int]:
    """Why models could not be used, and how many steps that befell, the most frequent first."""
    query = select(_C.trouble, func.count()).where(_C.at >= since, _C.trouble != "")
    query = query.group_by(_C.trouble).order_by(func.count().desc(), _C.trouble).limit(limit)
    return dict(await _rows(db, query))


def bucket(column: ColumnElement[datetime], bounds: Sequence[datetime]) -> ColumnElement[int]:
    """Between which two of the bounds a time lies: 0 before the second one, and so on."""
    return case(*((column < end, number) for number, end in enumerate(bounds[1:])), else_=-1)


async def _rows(db: Database, query: Select[Any]) -> Sequence[Any]:
    async with db.read() as connection:
        rows: Sequence[Any] = (await connection.execute(query)).all()
    return rows


def _sum(row: Sequence[Any]) -> Sum:
    steps, calls, inward, cached, outward, seconds, cost, unpriced = (each or 0 for each in row)
    return Sum(steps, calls, inward, cached, outward, float(seconds), float(cost), unpriced)

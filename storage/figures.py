"""Figures for admins: applications by day, who uses the bot, what failed. No person's text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, distinct, func, select

from storage.access import Standing
from storage.applications import State
from storage.books import access
from storage.database import Database
from storage.schema import applications, people
from storage.spending import bucket

_A = applications.c


@dataclass(frozen=True, slots=True)
class Day:
    """What was begun between two points in time, how it ended, and by how many people."""

    begun: int = 0
    delivered: int = 0
    stopped: int = 0
    failed: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class User:
    """A person that the bot has met. `last` is when their newest application began."""

    id: int
    language: str
    standing: Standing
    quota: int | None
    applications: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """An application that failed; `trouble` is the name of the error."""

    application: int
    person: int
    trouble: str
    at: datetime


async def days(db: Database, bounds: Sequence[datetime]) -> list[Day]:
    """The applications begun between each two of the bounds, which ascend."""
    day = bucket(_A.created_at, bounds)
    ends = (State.DELIVERED, State.STOPPED, State.FAILED)
    sums = (func.sum(case((_A.state == state, 1), else_=0)) for state in ends)
    query = select(day, func.count(), *sums, func.count(distinct(_A.person)))
    query = query.where(_A.created_at >= bounds[0], _A.created_at < bounds[-1]).group_by(day)
    async with db.read() as connection:
        found = {row[0]: Day(*row[1:]) for row in await connection.execute(query)}
    return [found.get(number, Day()) for number in range(len(bounds) - 1)]


async def users(db: Database, limit: int) -> tuple[int, list[User]]:
    """How many people the bot has met, and those of them who used it last."""
    last = func.max(_A.created_at).label("last")
    query = (
        select(people.c.id, people.c.language, access.c.standing, access.c.quota)
        .add_columns(func.count(_A.id), last)
        .outerjoin_from(people, access, access.c.person == people.c.id)
        .outerjoin(applications, _A.person == people.c.id)
        .group_by(people.c.id, people.c.language, access.c.standing, access.c.quota)
        .order_by(last.desc().nulls_last(), people.c.id)
        .limit(limit)
    )
    async with db.read() as connection:
        number = await connection.scalar(select(func.count()).select_from(people))
        rows = (await connection.execute(query)).all()
    return number or 0, [
        User(id, language, Standing(standing or "unset"), quota, made, at)
        for id, language, standing, quota, made, at in rows
    ]


async def failures(db: Database, limit: int) -> list[Failure]:
    """The applications that failed last, newest first."""
    failed = select(applications).where(_A.state == State.FAILED)
    async with db.read() as connection:
        rows = await connection.execute(failed.order_by(_A.id.desc()).limit(limit))
        found = [row for row in rows if db.vault.readable(row.person, row.trouble)]
    return [
        Failure(row.id, row.person, db.vault.text(row.person, row.trouble), row.finished_at)
        for row in found
    ]

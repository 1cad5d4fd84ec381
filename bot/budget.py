"""What may still be spent: the month's budget of all, and the day's quota of a person."""

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from agents.values import Agent, Spent
from bot.services import Services
from storage import access, applications, moment, spending, starts
from storage.applications import Application
from storage.database import Database
from storage.spending import Effort

_CARRIED = 600.0  # seconds for which a month's sum is carried on, instead of made anew


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a month has cost up to a row, first read *at* then (monotonic)."""

    began: datetime
    at: float
    cost: float
    last: int


_sums: WeakKeyDictionary[Database, _Sum] = WeakKeyDictionary()  # a month can have millions of rows


def today(zone: ZoneInfo) -> datetime:
    """When this day began there."""
    return moment.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def month(zone: ZoneInfo) -> datetime:
    """When this month began there."""
    return today(zone).replace(day=1)


def days(zone: ZoneInfo, number: int) -> list[datetime]:
    """The bounds of the last *number* days there, today included: one more than days."""
    first = today(zone).date() - timedelta(days=number - 1)
    dates = [first + timedelta(days=each) for each in range(number + 1)]
    return [datetime(each.year, each.month, each.day, tzinfo=zone) for each in dates]


async def is_spent(services: Services) -> bool:
    """Whether the month's budget is used up; False where there is none."""
    most = services.settings.monthly_budget_usd
    if not most:
        return False
    began = month(services.settings.timezone)
    known = _sums.get(services.db)
    if known is None or known.began != began or time.monotonic() - known.at > _CARRIED:
        known = _Sum(began, time.monotonic(), 0.0, 0)
    more, last = await spending.cost(services.db, began, known.last)
    _sums[services.db] = replace(known, cost=known.cost + more, last=last)
    return known.cost + more >= most


async def quota(services: Services, person: int) -> int | None:
    """How many applications with a model *person* may begin in a day; None for any number."""
    own = (await access.get(services.db, person)).quota
    return own if own is not None else services.settings.daily_applications_per_user or None


async def is_used(services: Services, person: int, quota: int) -> bool:
    """Whether *person* has begun as many applications today as the quota lets them."""
    begun = await starts.count(services.db, person, today(services.settings.timezone))
    return begun >= quota


def effort(name: str, began: float, spent: Spent) -> Effort | None:
    """What step *name*, which began then by the monotonic clock, goes into the books with.

    None where it only put results together, and for the reading of a post, see bot.analyses.
    """
    if name == Agent.JOB_ANALYSIS or spent == Spent():
        return None
    agent = name.partition(":")[0]  # its parts are worked in steps of their own
    return Effort(agent, spent.model, time.monotonic() - began, spent)


async def settle(services: Services, application: Application) -> Application:
    """The application as it may be run now: by rules once the month's budget is used up.

    It may have waited since the person pressed Start.
    """
    if application.rules or not await is_spent(services):
        return application
    await applications.note(services.db, application.id, rules=True)
    return replace(application, rules=True)

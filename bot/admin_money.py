"""Admins' commands about figures: what the bot did, how long it took, and what it cost."""

import asyncio
import logging

from bot import budget, drawing, texts_admin
from bot.errand import Done, Errand
from storage import figures, moment, spending

log = logging.getLogger(__name__)

_DAYS = 14


async def stats(errand: Errand) -> Done:
    """The last two weeks, with a picture."""
    db, zone = errand.services.db, errand.services.settings.timezone
    bounds = budget.days(zone, _DAYS)
    days = await figures.days(db, bounds)
    costs = await spending.by_day(db, bounds)
    agents = await spending.by(db, "agent", bounds[0])
    number, _ = await figures.users(db, 0)
    sheet = drawing.sheet(bounds, days, agents)
    return Done(texts_admin.stats(number, days, costs), picture=await _drawn(sheet))


async def cost(errand: Errand) -> Done:
    """This month's cost: in all, by day, person, model and agent."""
    db, settings = errand.services.db, errand.services.settings
    since = budget.month(settings.timezone)
    today = moment.now().astimezone(settings.timezone)
    bounds = [each for each in budget.days(settings.timezone, today.day) if each >= since]
    made = sum(day.begun for day in await figures.days(db, bounds))
    shares = {
        "agent": await spending.by(db, "agent", since),
        "model": await spending.by(db, "model", since),
        "person": await spending.by(db, "person", since, limit=10),
    }
    return Done(
        texts_admin.cost(
            await spending.total(db, since),
            made,
            settings.monthly_budget_usd,
            list(zip(bounds, await spending.by_day(db, bounds), strict=False)),
            shares,
        )
    )


async def _drawn(sheet: drawing.Sheet) -> bytes:
    """The picture, b"" where it cannot be drawn: the figures stand in the text, too."""
    try:
        return await drawing.draw(sheet)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, drawing.Undrawn) as trouble:
        log.warning("A picture could not be drawn: %s", type(trouble).__name__)
        return b""

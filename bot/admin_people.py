"""Admins' commands about people: who they are, who may come in, and how much."""

import re
from datetime import timedelta

from bot import budget, catalogue, orders, texts_admin
from bot.errand import Done, Errand, refused
from storage import access, applications, figures, invites, moment, spending
from storage.access import Standing

_SHOWN = 30  # people in a message
_MOST = 10_000  # applications a day that a quota may say
_DAYS, _LONGEST = 7, 30  # that an invite is good for
_ID = re.compile(r"[0-9]{1,16}")


async def users(errand: Errand) -> Done:
    """Who uses the bot, those first who used it last."""
    db = errand.services.db
    number, known = await figures.users(db, _SHOWN)
    since = budget.month(errand.services.settings.timezone)
    spent = await spending.by(db, "person", since, limit=1000)
    costs = {person: each.cost for person, each in spent.items()}
    zone = errand.services.settings.timezone
    return Done(texts_admin.users(number, known, costs, zone))


async def allow(errand: Errand) -> Done:
    """Let a person in, also one who was blocked."""
    person = _person(errand.words)
    if person is None:
        return refused(texts_admin.usage("allow", "id"))
    await access.place(errand.services.db, person, Standing.ALLOWED)
    return Done(texts_admin.ALLOWED.format(person), str(person))


async def block(errand: Errand) -> Done:
    """Shut a person out, and stop what runs for them."""
    person, services = _person(errand.words), errand.services
    if person is None:
        return refused(texts_admin.usage("block", "id"))
    if person in services.settings.admin_ids:
        return refused(texts_admin.IS_ADMIN, str(person))
    await access.place(services.db, person, Standing.BLOCKED)
    services.analyses.drop(person)
    await catalogue.adopt(services.db, person)  # their cards say so in their language
    theirs = [row for row in await applications.unfinished(services.db) if row.person == person]
    for row in theirs:
        await orders.stop(services, errand.house.engine, row.id, person)
    return Done(texts_admin.blocked(person, len(theirs)), str(person))


async def quota(errand: Errand) -> Done:
    """Say how many applications with a model a person may begin in a day."""
    who, _, words = errand.words.partition(" ")
    person, number = _person(who), words.strip()
    is_number = bool(_ID.fullmatch(number)) and int(number) <= _MOST
    if person is None or not (is_number or number == "default"):
        return refused(texts_admin.usage("quota", "id number|default"))
    most = int(number) if is_number else None
    await access.limit(errand.services.db, person, most)
    general = errand.services.settings.daily_applications_per_user
    return Done(texts_admin.quota(person, most, general), str(person), number)


async def invite(errand: Errand) -> Done:
    """A link that lets one person in, once."""
    words = errand.words or str(_DAYS)
    if not _ID.fullmatch(words) or not 1 <= int(words) <= _LONGEST:
        return refused(texts_admin.usage("invite", f"days, 1 to {_LONGEST}"))
    until = moment.now() + timedelta(days=int(words))
    token = await invites.make(errand.services.db, errand.admin, until)
    link = f"https://t.me/{errand.services.bot.username}?start={token}"
    return Done(texts_admin.invite(link, until), detail=f"{words} days")


def _person(words: str) -> int | None:
    """The Telegram id that the words are."""
    return int(words) if _ID.fullmatch(words) and int(words) else None

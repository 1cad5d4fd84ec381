"""Admins' commands about the work: what runs, what failed, backups, a pause, health, versions."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import budget, catalogue, chores, copies, orders, texts_admin, texts_care, version
from bot.buttons import Press
from bot.checkpoints import PIPELINE
from bot.errand import Done, Errand, refused
from storage import applications, audit, backups, figures, moment, spending, switches

_SHOWN = 12  # applications with a button each
_FAILURES = 15
_ENTRIES = 20
_DAYS = 7


async def jobs(errand: Errand) -> Done:
    """What runs and waits, with a button each to stop it."""
    services = errand.services
    rows = await applications.unfinished(services.db)
    running = errand.house.engine.running
    shown = rows[:_SHOWN]
    stop = [Press("admin-stop", row.id) for row in shown]
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(f"⏹ Stop #{press.id}", callback_data=press.data())]
            for press in stop
        ]
    )
    text = texts_admin.jobs(shown, len(rows), running, moment.now())
    return Done(text, keyboard=keyboard if shown else None)


async def stop(errand: Errand) -> Done:
    """Stop an application of anybody."""
    assert errand.press is not None
    id = errand.press.id
    row = await applications.get(errand.services.db, id)
    if row is None:
        return refused(texts_admin.NO_JOB, str(id))
    await catalogue.adopt(errand.services.db, row.person)  # their card says so in their language
    await orders.stop(errand.services, errand.house.engine, id, row.person)
    ended = await applications.get(errand.services.db, id)
    if row.state in applications.FINAL or ended is None or ended.state != "stopped":
        return refused(texts_admin.OVER.format(id), str(id))
    return Done(texts_admin.STOPPED.format(id), str(id))


async def errors(errand: Errand) -> Done:
    """What failed lately, and why models could not be used."""
    db, zone = errand.services.db, errand.services.settings.timezone
    failures = await figures.failures(db, _FAILURES)
    since = budget.days(zone, _DAYS)[0]
    troubles = await spending.troubles(db, since)
    return Done(texts_admin.errors(failures, troubles, _DAYS, zone))


async def back_up(errand: Errand) -> Done:
    """Make a backup now."""
    made = await errand.house.chores.back_up()
    if made is not None:
        return Done(chores.sentence(made), detail=made.backup.path.name)
    if not errand.services.db.embedded:
        return refused(texts_admin.SERVED)
    return refused(texts_admin.backup_failed(errand.house.chores.failure))


async def list_backups(errand: Errand) -> Done:
    """The backups here, newest first."""
    if not errand.services.db.embedded:
        return Done(texts_admin.SERVED)
    kept = await backups.kept(errand.services.settings.data_dir)
    return Done("\n".join(map(copies.describe, kept)) or texts_care.NO_BACKUPS)


async def pause(errand: Errand) -> Done:
    """Take nothing new; what is under way goes on."""
    turned = await switches.turn_on(errand.services.db, switches.PAUSED, errand.admin)
    return Done(texts_admin.PAUSED) if turned else refused(texts_admin.PAUSED_BEFORE)


async def resume(errand: Errand) -> Done:
    """Take new things again."""
    turned = await switches.turn_off(errand.services.db, switches.PAUSED)
    return Done(texts_admin.RESUMED) if turned else refused(texts_admin.NOT_PAUSED)


async def health(errand: Errand) -> Done:
    """Every check of the bot's own, with its figure and its limit."""
    paused = await switches.is_on(errand.services.db, switches.PAUSED)
    return Done(texts_admin.health(await errand.house.health.report(), paused=paused))


async def tell_version(_errand: Errand) -> Done:
    """Which version runs, and since when."""
    return Done(texts_admin.version(version.VERSION, version.commit(), PIPELINE, version.uptime()))


async def log(errand: Errand) -> Done:
    """What admins did last."""
    entries = await audit.latest(errand.services.db, _ENTRIES)
    return Done(texts_admin.log(entries, errand.services.settings.timezone))

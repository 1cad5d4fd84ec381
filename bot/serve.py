"""The bot's life: open what it needs, poll, and stop within a few seconds when told to."""

import asyncio
import contextlib
import logging
import signal
from typing import NoReturn

from telegram.error import InvalidToken, TelegramError

from bot import (
    alive,
    copies,
    ending,
    footprint,
    lock,
    menu,
    polls,
    providers,
    room,
    schedule,
    switchboard,
)
from bot import app as apps
from bot.chores import Chores
from bot.disclosure import Plain
from bot.health import Health
from bot.queueing import Queueing
from bot.services import Services
from bot.settings import Settings, SettingsError
from bot.turns import Turns
from bot.watch import Watch
from bot.workflow import Workflow
from documents import child
from storage import database

log = logging.getLogger(__name__)

_GRACE = 3.0  # seconds at the end for telling people that their run is paused
_SWEEP = 30.0  # seconds between two looks for applications that nobody works on


async def serve(settings: Settings) -> NoReturn:
    """Run the bot until SIGTERM or SIGINT, then end the process.

    Raises SettingsError when Telegram does not know the token or another bot uses the data.
    """
    turns = Turns()
    _report(settings)
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(lock.hold(settings.data_dir))
        alive.tell(settings.data_dir)
        polling = polls.Polls()
        health = Health(settings, polling)
        await _answer(settings, health, stack)
        copies.place(settings)  # so that a wrong address is told now, not tonight
        await room.clear(settings)
        db = await database.open(settings.data_dir, settings.database_url)
        stack.push_async_callback(db.close)
        health.db = db
        await stack.enter_async_context(child.warm())
        model = await stack.enter_async_context(providers.open(settings))
        best = await stack.enter_async_context(providers.open_best(settings))
        app, inbox = apps.build(settings, db, turns, polling)
        services = Services(settings, db, app.bot, model, turns, best=best)
        engine = Workflow(services)
        await _connect(app)
        stack.push_async_callback(app.shutdown)
        await engine.launch()
        chores = Chores(services, engine)
        handlers, admin = switchboard.install(app, services, engine, chores, health)
        assert app.job_queue is not None
        watch = health.watch = Watch(services, engine, chores, app, polling)
        schedule.install(app.job_queue, settings, chores, watch)
        await app.start()
        await inbox.replay(app.bot)
        await handlers.incoming.resume()
        await admin.open()
        _greet(settings)
        services.later(Queueing(services, engine).watch())
        health.running = True
        footprint.settle()
        await _poll(app, engine)
        health.running = False
        await _pause(services)
        await services.end()
        ending.leave()


def _report(settings: Settings) -> None:
    """Report errors where an address for them is set; the library is loaded only then."""
    if settings.sentry_dsn:
        from bot import reports

        try:
            reports.begin(settings.sentry_dsn, settings.secrets)
        except ValueError as trouble:
            raise SettingsError(f"{trouble}.") from None


async def _answer(settings: Settings, health: Health, stack: contextlib.AsyncExitStack) -> None:
    """Answer over HTTP where a port is set; the server's library is loaded only then."""
    if settings.port:
        from bot import endpoints

        await stack.enter_async_context(endpoints.serve(settings, health))


async def _connect(app: apps.App) -> None:
    """Make Telegram's acquaintance; a network that is not up yet is waited for."""
    pause = 1.0
    while True:
        try:
            await app.initialize()
            await menu.publish(app.bot)
            return
        except InvalidToken as refusal:
            message = "TELEGRAM_BOT_TOKEN is not known to Telegram: get one from @BotFather."
            raise SettingsError(message) from refusal
        except TelegramError as trouble:
            log.warning("Telegram cannot be reached (%s)", type(trouble).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


def _greet(settings: Settings) -> None:
    if not (settings.allow_everyone or settings.allowed_user_ids or settings.admin_ids):
        log.warning(
            "Nobody may use this bot yet: set ALLOWED_USER_IDS to Telegram user ids "
            "(the bot tells strangers theirs), or to * for everybody"
        )
    way = f"with {settings.provider}" if settings.provider else "in rules mode"
    log.info("Ready, %s", Plain(way))


async def _poll(app: apps.App, engine: Workflow) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    await polls.begin(app, apps.UPDATES)
    sweeper = asyncio.create_task(_sweep(engine))
    await ended.wait()
    log.info("Stopping; what is under way goes on at the next start")
    sweeper.cancel()
    assert app.updater is not None
    await app.updater.stop()


async def _pause(services: Services) -> None:
    """Tell those who wait, as far as that goes quickly."""
    cards = list(services.statuses.values())
    services.statuses.clear()
    try:
        async with asyncio.timeout(_GRACE):
            await asyncio.gather(*(card.pause() for card in cards))
    except TimeoutError:
        log.info("Not every card could be told about the pause")


async def _sweep(engine: Workflow) -> None:
    """At start and every so often: no application that is not finished is left alone."""
    while True:
        try:
            await engine.reconcile()
        except Exception:
            log.exception("The sweep failed; it comes again")
        await asyncio.sleep(_SWEEP)

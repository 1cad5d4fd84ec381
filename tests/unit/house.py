"""The bot's parts around a real Telegram server, for tests of how it looks after itself."""

import asyncio
import contextlib

from aiohttp import web

from bot import app as apps
from bot import polls, settings
from bot.chores import Chores
from bot.services import Services
from bot.turns import Turns
from bot.watch import Bounds, Watch
from sandbox import telegram as telegrams
from storage import database


class Clock:
    """Seconds that only tests let pass."""

    now = 1000.0

    def __call__(self):
        return self.now


class Engine:
    """Which applications are worked on, and which were begun again."""

    def __init__(self):
        self.running, self.revived, self.admitted = set(), [], []

    async def revive(self, application):
        self.revived.append(application)

    async def admit(self, person):
        self.admitted.append(person)


class Left(BaseException):
    """The process would have ended."""


class House:
    """A bot's parts around a real Telegram server, without its handlers."""

    def __init__(self, telegram, ada, db, app, polling, clock, environ):
        self.telegram, self.ada, self.db = telegram, ada, db
        self.app, self.polling, self.clock = app, polling, clock
        self.services = Services(environ, db, app.bot, None, Turns())
        self.engine = Engine()
        self.chores = Chores(self.services, self.engine)
        self.watch = Watch(
            self.services, self.engine, self.chores, app, polling, Bounds(), clock, self._leave
        )

    async def heard(self):
        """Telegram has answered since the clock was put forward, and the answer is stored."""
        self.ada.command("start")
        await self.telegram.until(lambda: self.polling.deaf < 1 or None)
        await self.app.update_queue.get()

    async def kill_poller(self):
        """End the task that polls, and the call that it has under way."""
        await self.heard()
        tasks = [task for task in asyncio.all_tasks() if "networkloop" in repr(task)]
        tasks += [task for task in asyncio.all_tasks() if "polling_action" in repr(task)]
        assert self.app.updater._Updater__polling_task in tasks
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _leave(self, status, reason):
        raise Left(status, reason)


@contextlib.asynccontextmanager
async def build(folder):
    """Everything but the handlers, polling, with its data in the folder."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(telegrams.serve())
        ada = telegram.person()
        ada.command("start")
        environ = settings.load(
            {
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.url,
                "ADMIN_IDS": str(ada.id),
                "DATA_DIR": str(folder / "data"),
                "EXPORTS_DIR": str(folder / "exports"),
            }
        )
        clock = Clock()
        db = await database.open(environ.data_dir)
        stack.push_async_callback(db.close)
        polling = polls.Polls(clock)
        app, _ = apps.build(environ, db, Turns(), polling)
        await app.initialize()
        stack.push_async_callback(app.shutdown)
        await polls.begin(app, apps.UPDATES)
        stack.push_async_callback(app.updater.stop)
        await app.update_queue.get()
        yield House(telegram, ada, db, app, polling, clock, environ)


@contextlib.asynccontextmanager
async def listening(answer):
    """A server on loopback that answers every request so; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    finally:
        await runner.cleanup()

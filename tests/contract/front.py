"""The bot's front in one process: all its handlers, a Telegram server, a database, no engine."""

import asyncio
import contextlib
import functools
from pathlib import Path

from telegram.ext import ApplicationBuilder, BaseRateLimiter, ExtBot

from agents.values import Spent
from bot import delivery, parts, providers, stages, switchboard, table
from bot import settings as settings_of
from bot.app import UPDATES
from bot.chores import Chores
from bot.health import Health
from bot.polls import Polls
from bot.services import Services
from documents import reader, reading
from documents.genre import Genre
from sandbox import telegram as telegrams
from storage import applications, database, desks, people, postings, resumes, spending
from storage.spending import Effort

EXAMPLES = Path(__file__).parents[2] / "examples"


@functools.cache
def _resume():
    """The example résumé, and how it is read."""
    source = (EXAMPLES / "resume.docx").read_bytes()
    return source, reading.dump(reader.read(source, "resume.docx"))


class Engine:
    """Stands where the workflow engine stands: it begins nothing, and says what it was told."""

    def __init__(self):
        self.running, self.told = set(), []

    async def admit(self, person):
        self.told.append(("admit", person))

    async def send(self, application, version):
        self.told.append(("send", application, version))

    async def forget(self, ended):
        self.told.append(("forget", *ended))

    async def prune(self, before):
        return 0


class Unhurried(BaseRateLimiter):
    """Lets every call out at once: these tests are not about the pace."""

    async def initialize(self):
        """Nothing to open."""

    async def shutdown(self):
        """Nothing to close."""

    async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):
        return await callback(*args, **kwargs)


class Front:
    """What people do reaches the handlers with `pump`."""

    def __init__(self, telegram, app, services, engine, chores, admin):
        self.telegram, self.app, self.services = telegram, app, services
        self.engine, self.chores, self.admin = engine, chores, admin
        self._offset = 0

    @property
    def db(self):
        return self.services.db

    async def pump(self):
        """Handle everything that people did."""
        while updates := await self.app.bot.get_updates(
            self._offset, timeout=0, allowed_updates=UPDATES
        ):
            for update in updates:
                self._offset = update.update_id + 1
                await self.app.process_update(update)

    async def rest(self):
        """Wait for what is done in the background."""
        while self.services._background:
            await asyncio.gather(*self.services._background, return_exceptions=True)

    async def said(self, person, text):
        """Let the person say something; what the bot says to it, in that chat."""
        before = len(person.chat.history)
        person.send(text)
        await self.pump()
        return [message for message in person.chat.history[before:] if message.from_bot]

    async def pressed(self, person, data, message):
        """Let the person press this in that message, whether or not there is such a button."""
        press = person.press(data, message, forged=True)
        await self.pump()
        return press

    async def spend(self, person, cost, agent="polish", **spent):
        """Let a step of the person's have cost so much."""
        await people.meet(self.db, person, "en")
        came_to = Spent(1, 2_000_000, 500_000, 3000, cost, **spent)
        await spending.add(self.db, person, Effort(agent, "vendor/fast", 2.5, came_to))

    async def table(self, person):
        """The example files on the person's table, with their card; the card."""
        before = len(person.chat.history)
        person.command("start")
        await self.pump()
        resume, posting = await self.files(person.id)
        desk = desks.Desk(person.id, person.id, resume, posting)
        await table.lay(self.services, desk, "", Genre.NEITHER)
        return person.chat.history[-1] if len(person.chat.history) > before else None

    async def files(self, person):
        """The example résumé and post of the person, as ids."""
        db = self.db
        await people.meet(db, person, "en")
        source, read = _resume()
        resume = await resumes.add(db, person, "resume.docx", read, source, "docx", 1)
        text = (EXAMPLES / "posting.txt").read_text()
        return resume, await postings.add(db, person, "", text)

    async def application(self, person, state="running"):
        """A new application of the person in this state; a running one is worked on."""
        row = await applications.add(self.db, person, person, *await self.files(person))
        if state != "waiting":
            await applications.advance(self.db, row.id, "running")
            self.engine.running.add(row.id)
        if state not in ("waiting", "running"):
            await applications.advance(self.db, row.id, state, trouble="Unavailable")
        return await applications.get(self.db, row.id)

    async def deliver(self, person):
        """An application of the person, tailored by rules and delivered."""
        row, services = await self.application(person), self.services

        async def start(name):
            for work in (parts.word, parts.examine):
                await work(services, row, name)
            return ""

        await stages.analyse(services, row)
        at_work = parts.Parts(services, row.id, start)
        await at_work.finish(await stages.plan(services, row, at_work.begin))
        for work in (parts.gather, stages.polish, stages.render, delivery.deliver):
            await work(services, await applications.get(self.db, row.id))
        self.engine.running.discard(row.id)
        return await applications.get(self.db, row.id)


@contextlib.asynccontextmanager
async def serve(folder, **environ):
    """The front, with these settings and its data in the folder."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(telegrams.serve(strict=False))
        settings = settings_of.load(
            {
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.url,
                "DATA_DIR": str(folder / "data"),
                "EXPORTS_DIR": str(folder / "exports"),
                **environ,
            }
        )
        db = await database.open(settings.data_dir)
        stack.push_async_callback(db.close)
        app = (
            ApplicationBuilder()
            .token(settings.telegram_bot_token)
            .base_url(f"{telegram.url}/bot")
            .base_file_url(f"{telegram.url}/file/bot")
            .rate_limiter(Unhurried())
            .build()
        )
        assert isinstance(app.bot, ExtBot)
        model = await stack.enter_async_context(providers.open(settings))
        services, engine = Services(settings, db, app.bot, model), Engine()
        stack.push_async_callback(services.end)
        chores = Chores(services, engine)
        health = Health(settings, Polls())
        health.db, health.running = db, True
        _, admin = switchboard.install(app, services, engine, chores, health)
        await stack.enter_async_context(app)
        yield Front(telegram, app, services, engine, chores, admin)

"""A person's own commands at work, with a real database and Telegram in one process."""

import contextlib
import hashlib
from dataclasses import replace
from pathlib import Path

from telegram.ext import ApplicationBuilder, ExtBot

from bot import personal, stages
from bot.services import Services
from bot.settings import Settings
from documents import reader, reading
from sandbox import telegram as telegrams
from storage import applications, database, desks, exports, people, postings, resumes, versions
from tests.contract.front import Unhurried

EXAMPLES = Path(__file__).parents[2] / "examples"


class Engine:
    """Stands where the workflow engine stands: whose records it is told to forget."""

    def __init__(self):
        self.forgotten, self.trouble, self.running = [], None, set()

    async def forget(self, ended):
        if self.trouble:
            raise self.trouble
        self.forgotten += ended

    async def prune(self, before):
        return 0


class Stage:
    """The person's commands at work, update by update."""

    def __init__(self, telegram, services, app, engine):
        self.telegram, self.services, self.app, self.engine = telegram, services, app, engine
        self.db, self.ada = services.db, telegram.person("Ada Example")
        self._next = 0

    async def turn(self):
        """Let the bot handle what came."""
        for update in await self.services.bot.get_updates(self._next, timeout=0):
            self._next = update.update_id + 1
            await self.app.process_update(update)

    async def command(self, name, person=None):
        """The messages that a command is answered with."""
        person = person or self.ada
        sent = person.command(name)
        await self.turn()
        return [message for message in person.chat.from_bot if message.id > sent.id]

    async def press(self, label, message, person=None, *, forged=False):
        """Press a button. Returns the toast."""
        press = (person or self.ada).press(label, message, forged=forged)
        await self.turn()
        return (await press.answered()).text

    async def file(self):
        """A résumé on file and on the table. Returns its id."""
        await people.meet(self.db, self.ada.id, "en")
        data = (EXAMPLES / "resume.docx").read_bytes()
        read = reading.dump(reader.read(data, "resume.docx"))
        id = await resumes.add(self.db, self.ada.id, "resume.docx", read, data, "docx", 1)
        await desks.put(self.db, replace(await desks.get(self.db, self.ada.id), resume=id))
        return id

    async def deliver(self, number=1):
        """An application with its document in the chat. Returns it."""
        db, ada = self.db, self.ada.id
        resume = await self.file()
        posting = await postings.add(db, ada, "", f"Wanted: clerk {number}")
        made = await applications.add(db, ada, ada, resume, posting)
        await applications.note(db, made.id, title=f"Clerk <{number}>", company="Acme")
        folder = await exports.save(
            self.services.exports, "Acme", "Clerk", {stages.filename(1): b"PK made"}, made.id
        )
        digest = hashlib.sha256(b"PK made").hexdigest()
        await versions.add(db, made.id, 1, "[]", digest, folder.name)
        sent = await self.services.bot.send_document(ada, b"PK sent", filename="Ada.docx")
        await versions.sent(db, made.id, 1, sent.document.file_id)
        for state in ("running", "delivering", "delivered"):
            await applications.advance(db, made.id, state)
        return await applications.get(db, made.id)


@contextlib.asynccontextmanager
async def serve(folder):
    """A bot with the person's commands, and Ada, who has started it."""
    async with telegrams.serve(strict=False) as telegram:
        db = await database.open(folder / "data")
        settings = Settings(
            telegram.token,
            telegram.url,
            openrouter_api_key="sandbox",
            llm_model_best="sandbox/better",
            data_dir=folder / "data",
            exports_dir=folder / "out",
        )
        url = f"{telegram.url}/bot"
        bot = ExtBot(telegram.token, base_url=url, rate_limiter=Unhurried())
        app = ApplicationBuilder().bot(bot).updater(None).build()
        engine = Engine()
        services = Services(settings, db, bot, object(), best=object())
        personal.install(app, services, engine)
        try:
            async with app:
                stage = Stage(telegram, services, app, engine)
                stage.ada.command("start")
                await stage.turn()
                await people.meet(db, stage.ada.id, "en")
                yield stage
                await services.end()
        finally:
            await db.close()
        assert telegram.complaints == []

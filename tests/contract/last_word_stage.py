"""A delivered application and its last word, with a real database and Telegram in one process."""

import contextlib
from pathlib import Path

from telegram.ext import ExtBot

from bot import delivery, parts, questions, review, stages
from bot.buttons import Press
from bot.services import Services
from bot.settings import Settings
from documents import reader, reading
from sandbox import telegram as telegrams
from storage import applications, database, decisions, desks, people, postings, resumes
from tests.contract.front import Unhurried

EXAMPLES = Path(__file__).parents[2] / "examples"


class Engine:
    """Stands where the workflow engine stands: what it is told to send or admit."""

    def __init__(self):
        self.told = []

    async def send(self, application, version, *, again=False):
        self.told.append((application, version, "again") if again else (application, version))

    async def admit(self, person):
        self.told.append(person)


class Stage:
    """A delivered application of Ada, made by rules, and the chat in which it was delivered."""

    def __init__(self, telegram, services, ada):
        self.telegram, self.services, self.ada = telegram, services, ada
        self.engine, self.toasts = Engine(), []

    async def reply(self, text=None):
        self.toasts.append(text)

    async def application(self):
        return (await applications.of(self.services.db, self.ada.id, 1))[0]

    async def desk(self):
        return await desks.get(self.services.db, self.ada.id)

    async def press(self, action, edit=0, step=None, message=None):
        """Press a button of the review's present card. Returns the toast."""
        row = await self.application()
        log = await decisions.all(self.services.db, row.id)
        card = message or await decisions.shown(self.services.db, row.id) or 0
        pressed = Press(action, row.id, edit, len(log) if step is None else step)
        await review.press(self.services, self.engine, await self.desk(), pressed, card, self.reply)
        return self.toasts[-1]

    async def say(self, text):
        """Answer what the bot asked for. Returns what it said then."""
        desk = await self.desk()
        topic = next(t for t in (review, questions) if t.awaited(desk, text))
        before = len(self.ada.chat.history)
        await topic.take(self.services, desk, text)
        return [message.text for message in self.ada.chat.history[before:] if message.text]

    async def decline(self, action, edit, message):
        row = await self.application()
        await questions.press(
            self.services,
            self.engine.admit,
            await self.desk(),
            Press(action, row.id, edit),
            message,
            self.reply,
        )
        return self.toasts[-1]


@contextlib.asynccontextmanager
async def serve(folder):
    """The example tailored by rules and delivered."""
    async with telegrams.serve(strict=False) as telegram:
        db = await database.open(folder / "data")
        settings = Settings(telegram.token, telegram.url, model="off", exports_dir=folder / "out")
        bot = ExtBot(telegram.token, base_url=f"{telegram.url}/bot", rate_limiter=Unhurried())
        try:
            async with bot:
                ada = telegram.person("Ada Example")
                ada.command("start")
                services = Services(settings, db, bot, None)
                await _deliver(services, ada.id)
                yield Stage(telegram, services, ada)
                await services.end()
        finally:
            await db.close()


async def _deliver(services, person):
    db = services.db
    await people.meet(db, person, "en")
    data = (EXAMPLES / "resume.docx").read_bytes()
    read = reader.read(data, "resume.docx")
    resume = await resumes.add(db, person, "r.docx", reading.dump(read), data, read.format, 1)
    posting = await postings.add(db, person, "", (EXAMPLES / "posting.txt").read_text())
    made = await applications.add(db, person, person, resume, posting)
    await applications.advance(db, made.id, "running")
    row = await applications.get(db, made.id)
    await stages.analyse(services, row)

    async def work(name):
        await parts.word(services, row, name)
        await parts.examine(services, row, name)
        return ""

    at_work = parts.Parts(services, row.id, work)
    await at_work.finish(await stages.plan(services, row, at_work.begin))
    await parts.gather(services, row)
    await stages.polish(services, row)
    await stages.render(services, await applications.get(db, made.id))
    await delivery.deliver(services, await applications.get(db, made.id))

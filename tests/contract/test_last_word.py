"""The last word with a real database and Telegram in one process: answers, doubts, and trouble."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import BaseRateLimiter, ExtBot

from bot import delivery, incoming, parts, questions, review, revision, stages, texts, texts_review
from bot.buttons import Press
from bot.services import Services
from bot.settings import Settings
from documents import edits as edits_of
from documents import reader, reading
from documents.edits import Op
from sandbox import telegram as telegrams
from storage import (
    applications,
    database,
    decisions,
    desks,
    evidence,
    outbox,
    people,
    postings,
    resumes,
    versions,
)
from storage.decisions import Choice, Decision
from storage.evidence import Kind

EXAMPLES = Path(__file__).parents[2] / "examples"


class Engine:
    """Stands where the workflow engine stands: what it is told to send or admit."""

    def __init__(self):
        self.told = []

    async def send(self, application, version, *, again=False):
        self.told.append((application, version, "again") if again else (application, version))

    async def admit(self, person):
        self.told.append(person)


class Unhurried(BaseRateLimiter):
    """Lets every call out at once: these tests are not about the pace."""

    async def initialize(self):
        """Nothing to open."""

    async def shutdown(self):
        """Nothing to close."""

    async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):
        return await callback(*args, **kwargs)


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


@pytest.fixture
async def stage(tmp_path):
    """The example tailored by rules and delivered."""
    async with telegrams.serve(strict=False) as telegram:
        db = await database.open(tmp_path / "data")
        settings = Settings(telegram.token, telegram.url, model="off", exports_dir=tmp_path / "out")
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


async def test_a_wording_that_leaves_something_out_is_doubted_and_kept(stage):
    """The sentence says what is missing; the wording is evidence and stands."""
    await stage.press("changes")
    made = await review.load(stage.services, (await stage.application()).id, stage.ada.id)
    numbers = [i for i, e in enumerate(made.edits) if any(c.isdigit() for c in _line(made, e))]
    await stage.press("word", numbers[0])
    assert (await stage.say("   ")) == [texts_review.NO_WORDS]
    assert (await stage.say("x" * 600)) == [texts_review.TOO_LONG]
    [doubt] = await stage.say("Did good work.")
    assert "it is your own word" in doubt.lower()
    rows = await evidence.of(
        stage.services.db, stage.ada.id, made_resume(await stage.application())
    )
    assert [(row.kind, row.text) for row in rows] == [(Kind.WORDED, "Did good work.")]
    made = await review.load(stage.services, (await stage.application()).id, stage.ada.id)
    assert "Did good work." in [edit.text for edit in made.settled(made.log)]
    assert not (await stage.desk()).asked


def made_resume(row):
    return row.resume


def _line(made, edit):
    fact = made.resume.fact(edit.fact)
    return fact.text if fact and edit.op is not Op.ADD else ""


async def test_a_sending_that_is_handled_again_is_passed_on_again(stage):
    """Stored and then killed: the press comes again, is old, and the engine still hears of it."""
    await stage.press("changes")
    await stage.press("no")
    assert await stage.press("send") == texts_review.ON_ITS_WAY
    application = (await stage.application()).id
    assert await stage.press("send", step=1) == texts.EXPIRED
    assert stage.engine.told == [(application, 2)] * 2
    assert await stage.press("undo") is None
    assert await stage.press("see", 1) is None


async def test_a_document_that_did_not_arrive_is_sent_by_another_press(stage):
    """And one that did is not: there is nothing new."""
    await stage.press("changes")
    await stage.press("no")
    await stage.press("send")
    id = (await stage.application()).id
    assert await stage.press("send") == texts_review.ON_ITS_WAY
    assert stage.engine.told == [(id, 2), (id, 2, "again")]
    waiting = await outbox.begin(stage.services.db, id, "document:2")
    await outbox.sent(stage.services.db, waiting.id, 77, "file")
    assert await stage.press("send") == texts_review.NOTHING_NEW
    assert len(stage.engine.told) == 2


async def test_a_wording_asked_for_is_forgotten_with_the_next_press(stage):
    """Who turns to another card does not want to type."""
    await stage.press("changes")
    await stage.press("word")
    assert (await stage.desk()).asked.startswith("wording ")
    await stage.press("see", 1)
    assert (await stage.desk()).asked == ""
    await desks.put(stage.services.db, replace(await stage.desk(), asked="wording 99 f1"))
    assert await stage.say("words") == []
    assert (await stage.desk()).asked == ""


async def test_a_new_document_is_made_from_the_original(stage):
    """Rendered anew, kept beside the first, and told in a sentence when it cannot be."""
    row = await stage.application()
    made = await review.load(stage.services, row.id, stage.ada.id)
    for number, edit in enumerate(made.edits, 1):
        await decisions.add(stage.services.db, row.id, Decision(number, edit.fact, Choice.REJECTED))
    last = Decision(len(made.edits) + 1, "", Choice.SENT, version=2)
    await decisions.add(stage.services.db, row.id, last)
    assert await revision.attempt(stage.services, row.id, 2, revision.render)
    assert await revision.attempt(stage.services, row.id, 2, delivery.send)
    version = await versions.get(stage.services.db, row.id, 2)
    assert edits_of.load(version.edits) == ()
    document = stage.ada.chat.documents[-1]
    assert "Nothing needed a change" in document.text
    assert not await revision.attempt(stage.services, row.id, 3, delivery.send)
    assert any("Something went wrong" in message.text for message in stage.ada.chat.from_bot)
    stage.ada.block()
    assert not await revision.attempt(stage.services, row.id, 3, delivery.send)
    assert not await revision.attempt(stage.services, 99, 2, delivery.send)


async def test_a_document_that_may_be_a_repeat_comes_without_a_picture(stage):
    """Its first try may have been shown already; each other document has one picture."""
    row = await stage.application()
    await asyncio.gather(*stage.services._background)
    await decisions.add(stage.services.db, row.id, Decision(1, "", Choice.SENT, version=2))
    assert await revision.attempt(stage.services, row.id, 2, revision.render)
    stage.telegram.fail("lost", "sendDocument")
    assert await revision.attempt(stage.services, row.id, 2, delivery.send)
    await asyncio.gather(*stage.services._background)
    assert "interrupted while sending" in stage.ada.chat.documents[-1].text
    assert len(stage.ada.chat.documents) == 3
    assert sum(message.photo is not None for message in stage.ada.chat.from_bot) == 1


async def test_questions_are_put_once_and_answers_sorted(stage):
    """Unclear twice is dropped, a no in words is a gap, a fact without the name asked again."""
    row = await stage.application()
    await questions.ask(stage.services, row)
    await questions.ask(stage.services, row)
    put = [m for m in stage.ada.chat.from_bot if "You may know more" in m.text]
    assert len(put) == 1
    assert await stage.say("I only read a book about it") == [texts.plain(texts_review.POSITIVE)]
    said = await stage.say("Sure")
    assert said[0] == texts_review.DROPPED
    assert "(2 of 3)" in said[1]
    said = await stage.say("never")
    assert said[0] == texts_review.GAP
    assert await stage.say("Moved four services at Lisbon Ferries") == [texts_review.NAMED]
    said = await stage.say("Moved four services at Lisbon Ferries to it")
    assert said[0] == texts_review.NOTED
    assert "Moved four services" in said[1]
    rows = await evidence.of(stage.services.db, stage.ada.id)
    assert [bool(row.text) for row in rows] == [False, True]
    assert not (await stage.desk()).asked


async def test_all_declined_leaves_gaps_and_no_button(stage):
    """The same message asks all of them and ends in a sentence."""
    await questions.ask(stage.services, await stage.application())
    put = stage.ada.chat.from_bot[-1]
    assert await stage.decline("gap-skip", 0, put.id + 1) == texts.EXPIRED
    assert await stage.decline("gap-skip", 2, put.id) == texts.EXPIRED
    assert await stage.decline("gap-skip", 9, put.id) == texts.EXPIRED
    for index in range(3):
        await stage.decline("gap-no", index, put.id)
    assert put.text == texts_review.ALL_GAPS
    assert not put.labels
    assert not (await stage.desk()).asked
    assert await stage.decline("again", 0, put.id) is not None
    assert stage.engine.told == [stage.ada.id]
    assert len(await applications.of(stage.services.db, stage.ada.id, 9)) == 2
    assert await stage.decline("again", 0, put.id) == texts.EXPIRED


async def test_a_post_is_no_answer(stage):
    """While a question is open the next file or long text goes where it always goes."""
    await questions.ask(stage.services, await stage.application())
    desk = await stage.desk()
    posting = (EXAMPLES / "posting.txt").read_text()
    assert not questions.awaited(desk, posting)
    assert not questions.awaited(desk, posting[:590])
    assert questions.awaited(desk, "Yes, at Lisbon Ferries.")
    assert not questions.awaited(replace(desk, asked=""), "Yes")
    await desks.put(stage.services.db, replace(desk, asked="gap 99 0 0 1"))
    assert await stage.say("Yes") == []


async def test_questions_that_cannot_be_put_harm_nobody(stage):
    """A person who blocked the bot, or an application that lost its steps."""
    row = await stage.application()
    stage.ada.block()
    await questions.ask(stage.services, row)
    await questions.ask(stage.services, replace(row, id=99))
    stage.ada.unblock()
    assert not (await stage.desk()).asked
    other = replace(row, person=7)
    await questions.press(
        stage.services, stage.engine.admit, await stage.desk(), Press("again", 99), 1, stage.reply
    )
    assert stage.toasts[-1] == texts.EXPIRED
    assert await review.load(stage.services, row.id, other.person) is None


@pytest.mark.parametrize(("text", "is_dealt_with"), [("no", True), ("post", False)])
async def test_what_was_sent_before_the_question_is_no_answer_to_it(stage, text, is_dealt_with):
    """A short word answered the question before, and was handled twice; a post is a post."""
    await questions.ask(stage.services, await stage.application())
    question = int((await stage.desk()).asked.split()[-1])
    text = (EXAMPLES / "posting.txt").read_text() if text == "post" else text
    said = {"message_id": question - 1, "date": 1, "text": text}
    said |= {"chat": {"id": stage.ada.id, "type": "private"}}
    update = Update.de_json({"update_id": 1, "message": said}, stage.services.bot)
    asked = incoming.Incoming(stage.services)._asked
    assert await asked(update, await stage.desk(), text) is is_dealt_with
    assert int((await stage.desk()).asked.split()[-1]) == question

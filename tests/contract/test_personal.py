"""A person's own commands, with a real database and Telegram in one process."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.ext import ApplicationBuilder, ExtBot

from agents import pipeline
from agents.values import Agent, ignore
from bot import chores, intake, personal, providers, stages
from bot.services import Services
from bot.settings import Settings
from documents import reader, reading
from sandbox import model as models
from sandbox import telegram as telegrams
from storage import (
    applications,
    database,
    desks,
    errors,
    exports,
    people,
    postings,
    preferences,
    resumes,
    versions,
)
from storage.preferences import Layout, Preferences, Quality
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


@pytest.fixture
async def stage(tmp_path):
    """A bot with the person's commands, and Ada, who has started it."""
    async with telegrams.serve(strict=False) as telegram:
        db = await database.open(tmp_path / "data")
        settings = Settings(
            telegram.token,
            telegram.url,
            openrouter_api_key="sandbox",
            llm_model_best="sandbox/better",
            data_dir=tmp_path / "data",
            exports_dir=tmp_path / "out",
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


async def test_settings_are_chosen_in_one_message(stage):
    """Each topic opens and closes in place, a choice is marked and kept."""
    [settings] = await stage.command("settings")
    assert settings.labels == [
        "🌐 Language",
        "🧠 Model",
        "📄 Layout",
        "🗓 Finished files",
        "🔒 Language model",
    ]
    for topic, choice in (
        ("🌐 Language", "English"),
        ("🧠 Model", "best"),
        ("📄 Layout", "clean template"),
        ("🗓 Finished files", "7 days"),
    ):
        await stage.press(topic, settings)
        assert choice in settings.labels
        await stage.press("Back", settings)
        await stage.press(topic, settings)
        assert await stage.press(choice, settings) == "Done."
        await stage.press(topic, settings)
        assert f"✓ {choice}" in settings.labels
        await stage.press("Back", settings)
    chosen = Preferences("en", Quality.BEST, Layout.CLEAN, 7)
    assert await preferences.get(stage.db, stage.ada.id) == chosen
    assert len(stage.ada.chat.from_bot) == 1
    await stage.press("🗓 Finished files", settings)
    await stage.press("90 days", settings)
    assert (await preferences.get(stage.db, stage.ada.id)).retention is None


async def test_consent_is_given_and_taken_back(stage):
    """As often as the person likes; the next run goes by it."""
    services, ada = stage.services, stage.ada.id
    [settings] = await stage.command("settings")
    for choice, agreed in (("yes", True), ("no, by rules", False), ("yes", True)):
        await stage.press("🔒 Language model", settings)
        assert await stage.press(choice, settings) == "Done."
        row = await people.get(stage.db, ada)
        assert row.agrees(services.settings.provider) is agreed
        assert (await stages.model_for(services, ada) is not None) is agreed


async def test_only_what_there_is_can_be_chosen(stage):
    """Without a second model there is no choice; a number of nothing has expired."""
    stage.services.settings = replace(stage.services.settings, llm_model_best="", retention_days=7)
    [settings] = await stage.command("settings")
    assert "🧠 Model" not in settings.labels
    await stage.press("🗓 Finished files", settings)
    assert settings.labels == ["1 day", "✓ 7 days", "Back"]
    for data in ("v1:prefer:4:3650:0", "v1:prefer:2:1:0", "v1:prefer:x:y", "v1:prefer:9"):
        assert "expired" in await stage.press(data, settings, forged=True)
    assert await preferences.get(stage.db, stage.ada.id) == Preferences()


async def test_a_menu_that_cannot_be_shown_harms_nobody(stage):
    """The language is set all the same."""
    [settings] = await stage.command("settings")
    await stage.press("🌐 Language", settings)
    stage.telegram.fail("error", "setMyCommands")
    await stage.press("Русский", settings)
    assert (await preferences.get(stage.db, stage.ada.id)).language == "ru"


async def test_the_best_model_works_for_who_wants_it(stage):
    """After consent; the quick one for all others, and none without consent."""
    services, ada = stage.services, stage.ada.id
    assert await stages.model_for(services, ada) is None
    await people.consent(stage.db, ada, services.settings.provider)
    assert await stages.model_for(services, ada) is services.model
    await preferences.put(stage.db, ada, Preferences(quality=Quality.BEST))
    assert await stages.model_for(services, ada) is services.best
    services.best = None
    assert await stages.model_for(services, ada) is services.model


async def test_the_best_model_is_asked_by_its_name(stage):
    """For every agent, also where single agents have models of their own; no choice, no model."""
    posting = "Wanted: clerk. You file letters. Typing is a must."
    async with models.serve() as server:
        settings = Settings(
            "",
            llm_base_url=f"{server.url}/api/v1",
            llm_api_key="sandbox",
            llm_model_best="sandbox/better",
            llm_models={Agent.JOB_ANALYSIS: "sandbox/other"},
        )
        async with providers.open_best(settings) as model:
            await pipeline.analyse(pipeline.Desk(model, ignore, "test"), posting)
        assert {call.model for call in server.calls} == {"sandbox/better"}
    async with providers.open_best(replace(settings, llm_model_best="")) as model:
        assert model is None
    assert "sandbox/better" in settings.unpriced


async def test_files_go_after_the_time_that_the_person_set(stage):
    """Theirs after a week, another's after the operator's time."""
    old = await stage.deliver()
    folder = stage.services.exports / (await versions.latest(stage.db, old.id)).folder
    bob = await exports.save(stage.services.exports, "Acme", "Clerk", {"resume.docx": b"PK"}, 99)
    work = chores.Chores(stage.services, stage.engine)
    now = datetime.now(UTC)
    assert await work._let_go(now + timedelta(days=8)) == []
    await preferences.put(stage.db, stage.ada.id, Preferences(retention=7))
    assert await work._let_go(now + timedelta(days=8)) == [old.id]
    assert (folder.exists(), bob.exists()) == (False, True)


async def test_the_history_keeps_what_became_of_an_application(stage):
    """Listed, opened, noted, and back to the list, which tells it."""
    made = await stage.deliver()
    [history] = await stage.command("history")
    assert "Clerk <1> — Acme" in history.text
    await stage.press("1", history)
    assert "Status: saved" in history.text
    await stage.press("interview", history)
    assert "Status: interview" in history.text
    assert "✓ interview" in history.labels
    assert (await applications.get(stage.db, made.id)).status == "interview"
    await stage.press("Back", history)
    assert "interview" in history.text


async def test_a_long_history_has_pages(stage):
    """Five on each, the newest first, and a way forth and back."""
    for number in range(1, 7):
        await stage.deliver(number)
    history = (await stage.command("history"))[-1]
    assert history.labels == ["1", "2", "3", "4", "5", "Older ▶"]
    assert "Clerk <6>" in history.text
    await stage.press("Older ▶", history)
    assert history.labels == ["6", "◀ Newer"]
    await stage.press("6", history)
    await stage.press("Back", history)
    assert "Clerk <1>" in history.text
    await stage.press("◀ Newer", history)
    assert "Clerk <6>" in history.text


async def test_a_document_is_sent_again_by_its_file_id(stage):
    """From the history and by /last; the newest version that was sent, with its buttons."""
    made = await stage.deliver()
    known = (await versions.latest(stage.db, made.id)).file_id
    await versions.add(stage.db, made.id, 2, "[]", "00", "nowhere")
    [again] = await stage.command("last")
    assert again.document.id == known
    assert again.labels[0] == "Changes"
    [history] = await stage.command("history")
    await stage.press("1", history)
    await stage.press("📄 Send it again", history)
    assert stage.ada.chat.from_bot[-1].document.id == known


async def test_a_file_id_that_telegram_lost_is_no_loss(stage):
    """The file on the bot's own disk is sent; where that is gone too, a sentence."""
    made = await stage.deliver()
    await versions.sent(stage.db, made.id, 1, "BQACforgotten")
    [again] = await stage.command("last")
    assert again.document.data == b"PK made"
    await exports.remove(stage.services.exports, [made.id])
    [said] = await stage.command("last")
    assert "not kept any more" in said.text
    [history] = await stage.command("history")
    await stage.press("1", history)
    await stage.press("📄 Send it again", history)
    assert "not kept any more" in stage.ada.chat.from_bot[-1].text


async def test_nobody_is_sent_what_another_has_in_a_folder_of_that_name(stage):
    """Cleared away, a document is gone, whoever got its folder's name after that."""
    made = await stage.deliver()
    await versions.sent(stage.db, made.id, 1, "BQACforgotten")
    root, name = stage.services.exports, stages.filename(1)
    await exports.remove(root, [made.id])
    other = await exports.save(root, "Acme", "Clerk", {name: b"PK Bob's"}, made.id + 1)
    assert other.name == (await versions.latest(stage.db, made.id)).folder
    [said] = await stage.command("last")
    assert "not kept any more" in said.text


async def test_nobody_reaches_into_anothers_things(stage):
    """Forged buttons with another person's ids do nothing, and say that they have expired."""
    made = await stage.deliver()
    bob = stage.telegram.person("Bob Example")
    [theirs] = await stage.command("history", bob)
    assert "no applications yet" in theirs.text
    resume = made.resume
    for data in (
        f"v1:made:{made.id}",
        f"v1:became:{made.id}:3:0",
        f"v1:resend:{made.id}",
        f"v1:cv-see:{resume}",
        f"v1:cv-send:{resume}",
        f"v1:cv-gone:{resume}",
    ):
        assert "expired" in await stage.press(data, theirs, bob, forged=True)
    assert len(bob.chat.from_bot) == 1
    assert await resumes.get(stage.db, resume) is not None
    [history] = await stage.command("history")
    assert "expired" in await stage.press(f"v1:became:{made.id}:9:0", history, forged=True)


async def test_the_resume_on_file_comes_back_and_goes(stage):
    """Byte for byte as it was sent; forgotten with what was made of it, and off the table."""
    made = await stage.deliver()
    [filed] = await stage.command("resume")
    assert "Maya Example" in filed.text
    assert "as resume.docx" in filed.text
    assert filed.labels == ["📤 Send it back", "Replace", "Forget it"]
    await stage.press("📤 Send it back", filed)
    back = stage.ada.chat.from_bot[-1].document
    assert (back.data, back.name) == ((EXAMPLES / "resume.docx").read_bytes(), "resume.docx")
    await stage.press("Forget it", filed)
    assert "the 1 application made with it" in filed.text
    await stage.press("Keep it", filed)
    assert "Maya Example" in filed.text
    await stage.press("Forget it", filed)
    await stage.press("Delete it", filed)
    assert "is deleted" in filed.text
    assert stage.engine.forgotten == [made.id]
    assert exports.owned(stage.services.exports) == []
    assert (await desks.get(stage.db, stage.ada.id)).resume is None
    [none] = await stage.command("resume")
    assert "no résumé of yours" in none.text
    [none] = await stage.command("last")
    assert "no document yet" in none.text


async def test_a_resume_that_made_nothing_goes_alone(stage):
    """And the question says no more than that."""
    id = await stage.file()
    [filed] = await stage.command("resume")
    await stage.press("Forget it", filed)
    assert "This deletes your résumé. Nobody" in filed.text
    await stage.press("Delete it", filed)
    assert await resumes.get(stage.db, id) is None
    assert "expired" in await stage.press(f"v1:cv-see:{id}", filed, forged=True)


async def test_a_post_taken_for_a_resume_is_no_resume_on_file(stage):
    """Once the person says what it is; a résumé that made something stays."""
    post = await stage.file()
    desk = await desks.get(stage.db, stage.ada.id)
    await intake.correct_to_posting(stage.services, desk, post)
    desk = await desks.get(stage.db, stage.ada.id)
    assert (desk.resume, desk.posting is None) == (None, False)
    [none] = await stage.command("resume")
    assert "no résumé of yours" in none.text
    made = await stage.deliver()
    desk = await desks.get(stage.db, stage.ada.id)
    await intake.correct_to_posting(stage.services, desk, made.resume)
    assert await applications.get(stage.db, made.id) == made
    assert await resumes.get(stage.db, made.resume) is not None


async def test_a_resume_is_used_again_or_replaced(stage):
    """Off the table it is still on file; the next file takes its place when asked for."""
    id = await stage.file()
    desk = await desks.get(stage.db, stage.ada.id)
    await desks.put(stage.db, replace(desk, resume=None))
    [filed] = await stage.command("resume")
    await stage.press("Use it", filed)
    assert (await desks.get(stage.db, stage.ada.id)).resume == id
    assert "job post" in stage.ada.chat.from_bot[-1].text
    await stage.press("Replace", filed)
    assert (await desks.get(stage.db, stage.ada.id)).asked == "resume"
    assert "new résumé" in filed.text


async def test_what_runs_and_what_waits_is_told_with_its_stop(stage):
    """One message each; nothing is said to be nothing."""
    [idle] = await stage.command("status")
    assert "Nothing is running" in idle.text
    resume = await stage.file()
    made = []
    for number in (1, 2):
        posting = await postings.add(stage.db, stage.ada.id, "", f"Wanted: clerk {number}")
        row = await applications.add(stage.db, stage.ada.id, stage.ada.id, resume, posting)
        await applications.note(stage.db, row.id, title=f"Clerk {number}")
        made.append(row.id)
    await applications.advance(stage.db, made[0], "running")
    first, _ = await stage.command("status")
    assert "nothing is before this one" in first.text
    stage.engine.running.add(made[0])
    running, waiting = await stage.command("status")
    assert "Tailoring · Clerk 1" in running.text
    assert "nothing is before this one" in waiting.text
    assert [m.buttons[0][0].data for m in (running, waiting)] == [f"v1:stop:{id}" for id in made]


async def test_trouble_while_forgetting_is_told(stage):
    """And the button can be pressed again, for nothing was deleted by halves."""
    id = await stage.file()
    stage.engine.trouble = errors.Unavailable("busy")
    [filed] = await stage.command("resume")
    await stage.press("Forget it", filed)
    await stage.press("Delete it", filed)
    assert "can't be reached" in filed.text
    assert await resumes.get(stage.db, id) is not None


async def test_a_pasted_resume_comes_back_as_text(stage):
    """It has no name of its own."""
    text = "Ada Example\nExperience\nClerk, Acme, 2019-2024\nFiled letters."
    read = reading.dump(reader.read(text.encode(), ""))
    await resumes.add(stage.db, stage.ada.id, "", read, text.encode(), "txt", 1)
    [filed] = await stage.command("resume")
    assert "as text" in filed.text
    await stage.press("📤 Send it back", filed)
    back = stage.ada.chat.from_bot[-1].document
    assert (back.data.decode(), back.name) == (text, "resume.txt")


async def test_what_telegram_refuses_to_redraw_stays(stage):
    """A press that comes too late, and a message that is gone: the choice is kept."""
    [settings] = await stage.command("settings")
    await stage.press("🧠 Model", settings)
    stage.telegram.fail("error", "answerCallbackQuery")
    stage.telegram.fail("error", "editMessageText")
    stage.ada.press("best", settings)
    await stage.turn()
    assert (await preferences.get(stage.db, stage.ada.id)).quality == "best"
    assert "best" in settings.labels


async def test_an_application_without_a_document_has_none_to_send(stage):
    """It is about to be sent, perhaps: the sentence says that it is not there."""
    resume = await stage.file()
    posting = await postings.add(stage.db, stage.ada.id, "", "Wanted: clerk")
    row = await applications.add(stage.db, stage.ada.id, stage.ada.id, resume, posting)
    for state in ("running", "delivering"):
        await applications.advance(stage.db, row.id, state)
    [said] = await stage.command("last")
    assert "not kept any more" in said.text

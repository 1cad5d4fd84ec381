"""What a person can choose, and that the bot goes by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agents import pipeline
from agents.values import Agent, ignore
from bot import chores, providers, stages
from bot.settings import Settings
from sandbox import model as models
from storage import exports, people, preferences, versions
from storage.preferences import Layout, Preferences, Quality
from tests.contract import personal_stage


@pytest.fixture
async def stage(tmp_path):
    """A bot with the person's commands, and Ada, who has started it."""
    async with personal_stage.serve(tmp_path) as it:
        yield it


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

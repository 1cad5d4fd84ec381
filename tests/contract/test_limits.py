"""Limits of what models may cost, with real handlers, database and Telegram in one process."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from agents.values import Agent, Spent
from bot import budget, buttons, delivery, limits, stages, texts, texts_limits
from bot.buttons import Press
from storage import access, applications, errors, moment, people, spending, starts, switches
from storage.spending import Effort
from tests.contract import front

ADA, ROOT = 5_300_001, 5_300_002


@pytest.fixture
async def house(tmp_path):
    """A bot with a model that nobody reaches, a budget of a dollar, three applications a day."""
    environ = {
        "ADMIN_IDS": str(ROOT),
        "ALLOWED_USER_IDS": str(ADA),
        "OPENROUTER_API_KEY": "key",
        "LLM_BASE_URL": "http://127.0.0.1:1/v1",
        "LLM_NAME": "OpenRouter",
        "MONTHLY_BUDGET_USD": "1",
        "DAILY_APPLICATIONS_PER_USER": "3",
    }
    async with front.serve(tmp_path, **environ) as made:
        yield made


@pytest.fixture
async def ada(house):
    """Ada, who has agreed to the model."""
    person = house.telegram.person("Ada Example", id=ADA)
    await house.said(person, "/start")
    await people.consent(house.db, ADA, "OpenRouter")
    return person


async def begin(house, ada, action="start"):
    """Press Start with files on the table; the card, and the application if one was made."""
    before = len(await applications.of(house.db, ADA, 99))
    card = await house.table(ada)
    await house.pressed(ada, Press(action).data(), card)
    rows = await applications.of(house.db, ADA, 99)
    return card, rows[0] if len(rows) > before else None


async def test_a_day_has_its_number(house, ada):
    """The next Start is answered with the number and a way by rules, which is not counted."""
    for _ in range(3):
        assert (await begin(house, ada))[1] is not None
    card, made = await begin(house, ada)
    assert made is None
    assert card.text == texts.plain(texts_limits.day(3))
    assert card.labels == [buttons.BY_RULES, "Back"]
    await house.pressed(ada, "v1:by-rules:0", card)
    [made, *_] = await applications.of(house.db, ADA, 9)
    assert made.rules
    assert await starts.count(house.db, ADA, budget.today(ZoneInfo("UTC"))) == 3
    desk = await stages.desk(house.services, made)
    assert desk.model is None


async def test_back_leads_back_from_a_limit(house, ada):
    """The table is as it was."""
    await access.limit(house.db, ADA, 0)
    card, made = await begin(house, ada)
    assert made is None
    assert card.text == texts.plain(texts_limits.NO_MODEL)
    await house.pressed(ada, "v1:back:0", card)
    assert "▶️ Start" in card.labels


async def test_a_quota_of_ones_own_counts_before_everybodys(house, ada):
    """More or fewer, as an admin said."""
    await access.limit(house.db, ADA, 1)
    assert (await begin(house, ada))[1] is not None
    card, made = await begin(house, ada)
    assert made is None
    assert card.text == texts.plain(texts_limits.day(1))
    await access.limit(house.db, ADA, 4)
    assert (await begin(house, ada))[1] is not None
    await access.limit(house.db, ADA, None)
    assert (await begin(house, ada))[1] is not None
    assert (await begin(house, ada))[1] is None


async def test_deleting_everything_renews_no_quota(house, ada):
    """What was begun today stays counted."""
    for _ in range(3):
        await begin(house, ada)
    await people.forget(house.db, ADA)
    await house.said(ada, "/start")
    await people.consent(house.db, ADA, "OpenRouter")
    assert (await begin(house, ada))[1] is None


async def test_yesterday_is_another_day(house, ada):
    """Days begin at midnight of the operator's time zone."""
    async with house.db.write() as connection:
        for _ in range(3):
            await starts.enter(connection, ADA, moment.now() - timedelta(days=1))
    assert (await begin(house, ada))[1] is not None
    for zone in map(ZoneInfo, ("Pacific/Kiritimati", "Etc/GMT+12")):
        today = budget.today(zone)
        assert today <= moment.now() < today + timedelta(days=1)
        assert budget.month(zone).day == 1
        bounds = budget.days(zone, 14)
        assert len(bounds) == 15
        assert bounds[-2] == today


async def test_a_months_budget_ends_the_models(house, ada):
    """With the last cent spent, Start offers rules, whoever spent it."""
    await house.spend(ROOT, 0.99)
    for _ in range(2):  # what is known of the month is not added twice
        assert (await begin(house, ada))[1] is not None
    await house.spend(ROOT, 0.01)
    card, made = await begin(house, ada)
    assert made is None
    assert card.text == texts.plain(texts_limits.MONTH)


async def test_what_waited_when_the_budget_ended_is_worked_by_rules(house, ada):
    """Nothing asks a model any more that had not begun to."""
    row = await house.application(ADA)
    assert (await stages.desk(house.services, row)).model is not None
    await house.spend(ROOT, 1.5)
    await stages.analyse(house.services, row)
    kept = await applications.get(house.db, row.id)
    assert kept.rules
    assert (await stages.desk(house.services, kept)).model is None
    assert await budget.settle(house.services, kept) == kept
    told = await stages.spent(house.services, kept)
    assert (told.calls, told.by_rules) == (0, True)


async def test_who_uses_no_model_meets_no_limit(house, ada):
    """Neither who declined it, nor anybody who works by rules."""
    await house.spend(ROOT, 1.5)
    assert await limits.check(house.services, ADA) is not None
    assert await limits.check(house.services, ADA, rules=True) is None
    other = house.telegram.person("Root Example", id=ROOT)
    await house.said(other, "/start")
    assert await limits.check(house.services, ROOT) is None


async def test_no_post_is_read_ahead_at_a_limit(house, ada):
    """Reading costs, and the person could not start with a model anyway."""
    foreseen = []
    house.services.analyses.foresee = lambda *about: foreseen.append(about)
    await access.limit(house.db, ADA, 0)
    post = (front.EXAMPLES / "posting.txt").read_bytes()
    for _ in range(2):
        ada.send_document(post, "posting.txt")
        await house.pump()
        await access.limit(house.db, ADA, None)
    assert len(foreseen) == 1


async def test_again_meets_the_limits_too(house, ada):
    """The button under a failure offers rules, and those run the same files."""
    row = await house.application(ADA)
    await delivery.fail(house.services, row, errors.Unavailable())
    failure = ada.chat.from_bot[-1]
    await house.spend(ROOT, 1.5)
    await house.pressed(ada, Press("again", row.id).data(), failure)
    offer = ada.chat.from_bot[-1]
    assert offer.text == texts.plain(texts_limits.MONTH)
    await house.pressed(ada, Press("again-rules", row.id).data(), offer)
    [made, before] = await applications.of(house.db, ADA, 9)
    assert (made.rules, made.resume, made.posting) == (True, before.resume, before.posting)
    assert ("admit", ADA) in house.engine.told


async def test_again_waits_for_the_end_of_a_pause(house, ada):
    """There is no way around it."""
    row = await house.application(ADA)
    await delivery.fail(house.services, row, errors.Unavailable())
    failure = ada.chat.from_bot[-1]
    await switches.turn_on(house.db, switches.PAUSED, ROOT)
    await house.pressed(ada, Press("again", row.id).data(), failure)
    assert ada.chat.from_bot[-1].text == texts.plain(texts_limits.CLOSED)
    assert ada.chat.from_bot[-1].labels == []
    assert len(await applications.of(house.db, ADA, 9)) == 1


async def test_a_delivered_document_can_be_made_once_more(house, ada):
    """The button under it runs the same files anew, once; its other buttons stay."""
    row = await house.deliver(ADA)
    document = next(message for message in ada.chat.from_bot if message.document)
    assert document.labels == ["Changes", "PDF", "🔁 Again"]
    await house.pressed(ada, Press("anew", row.id).data(), document)
    await house.rest()
    [made, before] = await applications.of(house.db, ADA, 9)
    assert (made.resume, made.posting, made.state) == (before.resume, before.posting, "waiting")
    assert ("admit", ADA) in house.engine.told
    assert document.labels == ["Changes", "PDF", "🔁 Again"]
    second = await house.pressed(ada, Press("anew", row.id).data(), document)
    assert (await second.answered()).text
    assert len(await applications.of(house.db, ADA, 9)) == 2
    assert row.id == before.id


async def test_the_card_tells_what_an_application_takes(house, ada):
    """Once there is something to tell it from."""
    assert "⏱" not in (await house.table(ada)).text
    for _ in range(3):
        row = await house.application(ADA)
        for state in ("delivering", "delivered"):
            await applications.advance(house.db, row.id, state)
        await applications.note(house.db, row.id, cost=0.0123)
    assert (await house.table(ada)).text.endswith("⏱ ≈ 0 s, $0.01")


async def test_without_limits_nothing_is_counted_against_anybody(house, ada):
    """0 is no limit, for the day as for the month."""
    settings = {"monthly_budget_usd": 0.0, "daily_applications_per_user": 0}
    for name, value in settings.items():
        object.__setattr__(house.services.settings, name, value)
    await house.spend(ROOT, 1e6)
    for _ in range(5):
        assert (await begin(house, ada))[1] is not None


def test_steps_that_cost_nothing_of_their_own_are_not_in_the_books():
    """Putting results together is no work; reading a post is booked where it is read."""
    spent = Spent(1, 10, 0, 5, 0.1, model="fast")
    assert budget.effort(Agent.JOB_ANALYSIS, 0.0, spent) is None
    assert budget.effort(Agent.VALIDATION, 0.0, Spent()) is None
    found = budget.effort("implementation:experience-1", 0.0, spent)
    assert isinstance(found, Effort)
    assert (found.agent, found.model, found.spent) == ("implementation", "fast", spent)


async def test_a_post_that_was_read_for_nothing_is_in_the_books(house, ada):
    """Its cost is the month's from the moment of reading; who is gone has no name in it."""
    row = await house.application(ADA)
    await applications.note(house.db, row.id, rules=True)
    await stages.analyse(house.services, await applications.get(house.db, row.id))
    [(agent, total)] = (await spending.by(house.db, "agent", budget.today(ZoneInfo("UTC")))).items()
    assert (agent, total.steps, total.calls) == ("job_analysis", 1, 0)
    await people.forget(house.db, ADA)
    await house.services.analyses.get(None, ADA, "We look for a clerk.")

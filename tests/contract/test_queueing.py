"""The queue as people see it: a place on each waiting card, with a real database and Telegram."""

import pytest

from bot.queueing import Queueing
from storage import applications
from tests.contract import front as fronts

NAMES = ("Ada Example", "Bo Sample", "Cy Specimen")


@pytest.fixture
async def front(tmp_path):
    """Everything but the engine."""
    async with fronts.serve(tmp_path, ALLOWED_USER_IDS="*") as served:
        yield served


async def waiting(front):
    """Three people who pressed Start one after the other, and their cards."""
    cards = {}
    for name in NAMES:
        person = front.telegram.person(name)
        person.command("start")
        await front.pump()
        row = await front.application(person.id, "waiting")
        sent = await front.services.bot.send_message(person.id, "Ready when you are.")
        await applications.advance(front.db, row.id, "running", card=sent.message_id, title=name)
        cards[row.id] = person.chat.history[-1]
    return cards


async def test_each_card_shows_how_many_are_before_it(front):
    """In the order in which they came, with a button to stop."""
    cards = await waiting(front)
    queueing = Queueing(front.services, front.engine, gap=0.0)
    await queueing.look()
    assert all("Ready" in card.text for card in cards.values())  # they may be about to begin
    await queueing.look()
    ada, bo, cy = cards.values()
    assert "nothing is before" in ada.text
    assert "1 job is before" in bo.text
    assert "2 jobs are before" in cy.text
    assert cy.labels == ["⏹ Stop"]


async def test_a_place_moves_up_when_a_run_begins(front):
    """Whoever runs is left alone, and those behind hear that they are nearer."""
    cards = await waiting(front)
    queueing = Queueing(front.services, front.engine, gap=0.0)
    await queueing.look()
    await queueing.look()
    first = next(iter(cards))
    front.engine.running.add(first)
    before = cards[first].text
    await queueing.look()
    ada, bo, cy = cards.values()
    assert ada.text == before
    assert "nothing is before" in bo.text
    assert "1 job is before" in cy.text


async def test_a_card_is_not_changed_at_every_look(front):
    """A place that moved a moment ago is told with the next one."""
    cards = await waiting(front)
    queueing = Queueing(front.services, front.engine, gap=3600.0)
    await queueing.look()
    await queueing.look()
    front.engine.running.add(next(iter(cards)))
    await queueing.look()
    assert "2 jobs are before" in list(cards.values())[2].text


async def test_a_chat_that_is_closed_does_not_hold_up_the_others(front):
    """Somebody who blocked the bot is passed over."""
    cards = await waiting(front)
    front.telegram.people[next(iter(cards.values())).chat.id].block()
    queueing = Queueing(front.services, front.engine, gap=0.0)
    await queueing.look()
    await queueing.look()
    assert "1 job is before" in list(cards.values())[1].text

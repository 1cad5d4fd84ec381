"""Admins' commands about figures: cost, and a picture of two weeks."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import budget, drawing
from storage import (
    figures,
    people,
)
from storage.spending import Sum
from tests.contract.admin.house import ADA, EVE, PNG, told


async def test_cost_is_told_by_day_agent_model_and_person(house, root):
    """Of the month's budget; what nobody prices is said, what is forgotten keeps its cost."""
    assert "$0.00 of $50.00 this month · 0 applications" in (await told(house, root, "/cost")).text
    await house.application(ADA)
    await house.spend(ADA, 1.5)
    await house.spend(EVE, 0.5, agent="implementation")
    await house.spend(EVE, None)
    await people.forget(house.db, EVE)
    lines = (await told(house, root, "/cost")).text.splitlines()
    assert lines[0] == "$2.00 of $50.00 this month · 1 application, $2.00 each"
    assert lines[1] == "3 calls, 6.0 M tokens in (25 % cached), 9.0 k out"
    assert "1 calls without a price" in lines[2]
    spaced = [" ".join(line.split()) for line in lines]
    for line in (
        f"{datetime.now(UTC):%d %b} $2.00",
        "polish $1.50",
        "implementation $0.5000",
        "vendor/fast $2.00",
        f"{ADA} $1.50",
        "forgotten $0.5000",
    ):
        assert line in spaced


async def test_stats_come_with_a_picture(house, root):
    """Figures in the caption; the picture is a PNG that a phone shows at once."""
    await house.application(ADA, "failed")
    await house.spend(ADA, 0.5)
    message = await told(house, root, "/stats")
    assert message.photo.data.startswith(PNG)
    assert "1 application in 14 days: 0 delivered, 1 failed, $0.5000." in message.text
    assert "Today 1 by 1 of 2 people, $0.5000." in message.text


async def test_stats_come_without_a_picture_where_it_cannot_be_drawn(house, root, monkeypatch):
    """The figures stand in the text, too."""
    monkeypatch.setattr(drawing, "_SOURCE", drawing._SOURCE.with_name("missing.typ"))
    monkeypatch.setattr("sys.executable", "/bin/false")
    message = await told(house, root, "/stats")
    assert message.photo is None
    assert "14 days" in message.text


def test_the_picture_is_drawn_from_figures_alone():
    """A sheet goes in as JSON, a PNG comes out; days without anything are drawn, too."""
    bounds = budget.days(ZoneInfo("UTC"), 14)
    days = [figures.Day(number, number // 2, 0, number % 2, 1) for number in range(14)]
    agents = {"polish": Sum(steps=4, seconds=10.0, cost=1.5)}
    made = drawing.sheet(bounds, days, agents)
    assert [bar.delivered + bar.others for bar in made.bars] == list(range(14))
    assert (made.shares[-1].name, made.shares[-1].seconds) == ("Polishing", 2.5)
    assert drawing.compile(json.dumps(asdict(made))).startswith(PNG)
    empty = drawing.sheet(bounds, [figures.Day()] * 14, {})
    assert drawing.compile(json.dumps(asdict(empty))).startswith(PNG)

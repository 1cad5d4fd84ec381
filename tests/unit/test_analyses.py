"""Posts being read: one call for all who wait, ended when nobody does."""

import asyncio
import json

import pytest

from agents.errors import Unavailable
from agents.model import Usage
from agents.values import Agent, Found, Spent
from bot.analyses import Analyses
from storage import analyses as stored
from storage import database, people

ADA, BOB = 7, 8
POST = "Wanted: a baker. You must know sourdough."
ANSWER = json.dumps(
    {
        "title": "baker",
        "company": "",
        "place": "",
        "lang": "en",
        "needs": [{"n": "sourdough", "q": "", "m": True, "k": "skill"}],
        "block": [],
        "warn": [],
    }
)


class Model:
    """Answers when it is let; takes a moment to hang up."""

    name = "Sandbox"

    def __init__(self, trouble=None):
        self.open = asyncio.Event()
        self.trouble = trouble
        self.calls = 0
        self.closed = 0

    def id(self, agent):
        return "sandbox"

    async def stream(self, request):
        self.calls += 1
        try:
            await self.open.wait()
            if self.trouble:
                raise self.trouble
            yield ANSWER
            yield Usage(10, 0, 5, 0.25)
        finally:
            await asyncio.sleep(0.02)
            self.closed += 1


@pytest.fixture
async def db(tmp_path):
    opened = await database.open(tmp_path / "data")
    for person in (ADA, BOB):
        await people.meet(opened, person, "en")
    yield opened
    await opened.close()


async def until(ready):
    async with asyncio.timeout(10):
        while not ready():
            await asyncio.sleep(0.005)


async def test_all_who_wait_get_the_same_and_one_pays(db):
    """The findings too, whenever they came."""
    posts, model, seen = Analyses(db), Model(), []
    posts.foresee(model, ADA, POST)
    posts.foresee(model, ADA, POST)
    await until(lambda: model.calls)
    first = asyncio.create_task(posts.get(model, ADA, POST))
    second = asyncio.create_task(posts.get(model, BOB, POST, seen.append))
    await asyncio.sleep(0)
    model.open.set()
    (one, paid), (two, free) = await first, await second
    assert one == two
    assert [need.name for need in one.requirements] == ["sourdough"]
    assert sorted([paid.cost or 0, free.cost or 0]) == [0, 0.25]
    assert Found(Agent.JOB_ANALYSIS, "sourdough") in seen
    again, nothing = await Analyses(db).get(model, BOB, POST)
    assert (again, nothing) == (one, Spent())
    assert model.calls == 1


async def test_a_reading_that_was_dropped_takes_nobody_along(db):
    """Who asks while the old call is still hanging up gets a call of their own."""
    posts, model = Analyses(db), Model()
    posts.foresee(model, ADA, POST)
    await until(lambda: model.calls)
    posts.drop(ADA)
    waiting = asyncio.create_task(posts.get(model, BOB, POST))
    await until(lambda: model.calls == 2)
    model.open.set()
    analysis, _ = await waiting
    assert analysis.title == "baker"


async def test_the_last_who_leaves_ends_the_call(db):
    """And not the first of two."""
    posts, model = Analyses(db), Model()
    waiting = [asyncio.create_task(posts.get(model, person, POST)) for person in (ADA, BOB)]
    await until(lambda: model.calls)
    waiting[0].cancel()
    await asyncio.gather(waiting[0], return_exceptions=True)
    posts.drop(ADA)
    assert not model.closed
    waiting[1].cancel()
    await asyncio.gather(waiting[1], return_exceptions=True)
    await until(lambda: model.closed == 1)


async def test_another_post_takes_the_place_of_the_one_read_ahead(db):
    """One at a time for each person."""
    posts, model = Analyses(db), Model()
    posts.foresee(model, ADA, POST)
    await until(lambda: model.calls == 1)
    posts.foresee(model, ADA, POST + " And rye.")
    await until(lambda: model.closed == 1 and model.calls == 2)
    posts.drop(ADA)
    await until(lambda: model.closed == 2)


async def test_what_rules_had_to_read_is_not_kept(db):
    """The next one asks the model again."""
    posts, model = Analyses(db), Model(Unavailable("down"))
    model.open.set()
    analysis, spent = await posts.get(model, ADA, POST)
    assert spent.by_rules
    assert analysis.title
    assert await stored.get(db, posts._mark(model, POST)) is None
    without, spent = await posts.get(None, ADA, POST)
    assert without == analysis
    assert spent.by_rules


async def test_what_was_read_for_somebody_who_left_serves_the_others(db):
    """It is told, and not kept."""
    posts, model = Analyses(db), Model()
    posts.foresee(model, ADA, POST)
    await until(lambda: model.calls)
    waiting = asyncio.create_task(posts.get(model, BOB, POST))
    await asyncio.sleep(0)
    await people.forget(db, ADA)
    model.open.set()
    analysis, _ = await waiting
    assert analysis.title == "baker"
    assert await stored.get(db, posts._mark(model, POST)) is None

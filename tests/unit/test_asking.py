"""Asking for an answer with a shape, of a model that is a script."""

import json
import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from agents import asking, schema
from agents.errors import BadAnswer, Declined, ModelError, Rejected, Unavailable
from agents.model import Request, Usage
from agents.values import Agent, Spent


class Line(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="forbid")

    text: str


class Answer(BaseModel):
    """The answer that is asked for."""

    model_config = ConfigDict(extra="forbid")

    title: str
    lines: list[Line]


GOOD = json.dumps({"title": "Nurse", "lines": [{"text": "a {b} c"}, {"text": "é"}]})
REQUEST = Request(Agent.POLISH, "system", "user", schema.strict(Answer))
PAID = Usage(100, 10, 20, 0.5)

Turn = str | ModelError | list[str | Usage | ModelError]


class Script:
    """A model that says what it is told to, call after call, and keeps what it was asked."""

    name = "Script"

    def __init__(self, *turns: Turn) -> None:
        self.turns = list(turns)
        self.asked: list[Request] = []
        self.closed = 0

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Yield the next turn."""
        self.asked.append(request)
        turn = self.turns[len(self.asked) - 1]
        try:
            for item in [turn, PAID] if isinstance(turn, str) else listed(turn):
                if isinstance(item, ModelError):
                    raise item
                yield item
        finally:
            self.closed += 1


def listed(turn: ModelError | list[str | Usage | ModelError]) -> list[str | Usage | ModelError]:
    return turn if isinstance(turn, list) else [turn]


def spoiled(error: ModelError, spent: Spent) -> ModelError:
    error.spent = spent
    return error


async def test_an_answer_comes_validated_with_its_price() -> None:
    """The text of the stream becomes a value, its usage what was spent."""
    answer, spent = await asking.ask(Script([GOOD[:9], GOOD[9:], PAID]), REQUEST, Answer)
    assert answer == Answer(title="Nurse", lines=[Line(text="a {b} c"), Line(text="é")])
    assert spent == Spent(1, 100, 10, 20, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}```\nI hope that helps.",
        f"Here is the {{answer}} you want:\n\n{GOOD}",
        f"<think>Maybe {{title}}?</think>{GOOD}",
        f"  \n{GOOD}\n\n",
        f'{{"thought": "first"}}\n{GOOD}',
    ],
)
async def test_an_answer_is_found_in_its_wrapping(text: str) -> None:
    """Fences, prose and thoughts around the JSON cost no second call."""
    model = Script(text)
    answer, _ = await asking.ask(model, REQUEST, Answer)
    assert answer == Answer.model_validate_json(GOOD)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        pytest.param("I cannot do that.", "no JSON", id="prose"),
        pytest.param("", "no JSON", id="nothing"),
        pytest.param(GOOD[:-5], "no JSON", id="cut"),
        pytest.param('{"title": "x"}', "lines: Field required", id="missing"),
        pytest.param('{"title": 1, "lines": []}', "title: Input should be", id="type"),
        pytest.param(f'{{"outer": {GOOD}}}', "outer: Extra inputs", id="wrapped"),
        pytest.param('{"title": "\\ud800", "lines": []}', "Invalid JSON", id="half a character"),
        pytest.param("{" * 30, "no JSON", id="braces"),
        pytest.param('{"a":' * 5000, "no JSON", id="depth"),
    ],
)
async def test_a_bad_answer_goes_back_once_with_the_complaint(bad: str, complaint: str) -> None:
    """The model is shown its answer and what is wrong with it; the prompt's start stays."""
    model = Script(bad, GOOD)
    answer, spent = await asking.ask(model, REQUEST, Answer)
    assert answer.title == "Nurse"
    assert spent == Spent(2, 200, 20, 40, 1.0)
    again = model.asked[1]
    assert again.user.startswith(REQUEST.user)
    assert complaint in again.user
    assert bad in again.user
    assert again.system == REQUEST.system


async def test_a_second_bad_answer_is_the_last() -> None:
    """After one repair the call fails, says what it cost, and quotes nothing of the answer."""
    model = Script("secret", '{"title": 5, "secret": "secret"}', GOOD)
    with pytest.raises(BadAnswer) as caught:
        await asking.ask(model, REQUEST, Answer)
    assert len(model.asked) == 2
    assert caught.value.spent == Spent(2, 200, 20, 40, 1.0)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


async def test_an_answer_cut_at_the_limit_is_asked_for_with_more_room() -> None:
    """The second call may be twice as long, and is asked to be briefer."""
    cut = spoiled(BadAnswer("longer than allowed"), Spent(1, 100, 0, 4000))
    model = Script([GOOD[:20], cut], GOOD)
    answer, spent = await asking.ask(model, REQUEST, Answer)
    assert answer.title == "Nurse"
    assert spent == Spent(2, 200, 10, 4020, 0.5)
    assert model.asked[1].max_tokens == 2 * REQUEST.max_tokens
    assert "too long" in model.asked[1].user


async def test_an_answer_that_breaks_off_is_asked_for_once_more() -> None:
    """A cut after the first text is no reason to give up the model; a second one is."""
    broken: Turn = [GOOD[:20], Unavailable("broke off")]
    model = Script(broken, GOOD)
    answer, spent = await asking.ask(model, REQUEST, Answer)
    assert (answer.title, spent.calls) == ("Nurse", 2)
    assert model.asked[1] == REQUEST
    with pytest.raises(Unavailable) as caught:
        await asking.ask(Script(broken, [GOOD[:2], Unavailable("again")], GOOD), REQUEST, Answer)
    assert caught.value.spent == Spent(2)


@pytest.mark.parametrize("error", [Rejected("key"), Declined("no"), Unavailable("down")])
async def test_trouble_before_the_answer_passes_through(error: ModelError) -> None:
    """What the model's own retries could not mend is not tried again here."""
    model = Script(error, GOOD)
    with pytest.raises(type(error)) as caught:
        await asking.ask(model, REQUEST, Answer)
    assert caught.value is error
    assert caught.value.spent == Spent(1)
    assert len(model.asked) == model.closed == 1


async def test_the_unfinished_answer_is_shown_and_the_finished_one_at_last() -> None:
    """A watcher sees the answer grow, at a bounded rate, and always its end."""
    seen: list[Any] = []
    await asking.ask(Script([*GOOD, PAID]), REQUEST, Answer, seen.append)
    assert seen[0] == {}
    assert seen[-1] == json.loads(GOOD)
    assert len(seen) < len(GOOD) / 2


@pytest.mark.parametrize("text", [f"```json\n{GOOD}\n```", f"So:\n{GOOD}"])
async def test_wrapping_does_not_hide_the_answer_from_the_watcher(text: str) -> None:
    """What stands around the JSON is not shown and does not stop the showing."""
    seen: list[Any] = []
    await asking.ask(Script([text[:2], text[2:], PAID]), REQUEST, Answer, seen.append)
    assert seen[-1] == json.loads(GOOD)


async def test_a_watcher_that_fails_is_not_the_answers_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An error in the showing is noted by its type, never by what was shown."""

    def clumsy(_: object) -> None:
        raise KeyError("secret")

    with caplog.at_level(logging.WARNING):
        answer, _ = await asking.ask(Script(GOOD), REQUEST, Answer, clumsy)
    assert answer.title == "Nurse"
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_long_answer_is_looked_at_seldom() -> None:
    """Looking at every piece would cost the square of the length; the rate is bounded instead."""
    lines = [{"text": "word " * 20}] * 2000
    text = json.dumps({"title": "t", "lines": lines})
    pieces: Iterable[str] = (text[i : i + 4] for i in range(0, len(text), 4))
    seen = 0

    def count(_: object) -> None:
        nonlocal seen
        seen += 1

    await asking.ask(Script([*pieces, PAID]), REQUEST, Answer, count)
    assert 2 <= seen < 100


@settings(max_examples=30)
@given(st.builds(Answer, title=st.text(), lines=st.lists(st.builds(Line, text=st.text()))))
async def test_any_answer_survives_the_way(answer: Answer) -> None:
    """Whatever text stands in an answer, it arrives as it was."""
    text = answer.model_dump_json()
    got, _ = await asking.ask(Script(f"```json\n{text}\n```"), REQUEST, Answer)
    assert got == answer

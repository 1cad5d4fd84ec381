"""The five agents together, with honest, lying, broken and missing models."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from agents import guard, pipeline
from agents.errors import BadAnswer, Declined, ModelError, Rejected, Unavailable
from agents.model import Request, Usage
from agents.values import Agent, Analysis, Event, Finished, Found, Part, PlannedEdit, Started
from documents import edits as editing
from documents import reader
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Topic
from sandbox import honest
from tests.unit.cv_samples import ENGINEER, POSTING

EXAMPLES = Path(__file__).parents[2] / "examples"
Answer = Callable[[Request], str]


def honestly(request: Request) -> str:
    """The answer that the honest model gives."""
    schema = {"name": request.agent.value, "schema": request.schema}
    return honest.answer(
        {
            "messages": [
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.user},
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }
    )


class Scripted:
    """A model that answers by a function, in pieces, or fails as it says."""

    name = "Scripted"

    def __init__(self, answer: Answer = honestly, piece: int = 7) -> None:
        self.answer, self.piece = answer, piece
        self.requests: list[Request] = []

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        self.requests.append(request)
        text = self.answer(request)
        for at in range(0, len(text), self.piece):
            yield text[at : at + self.piece]
        yield Usage(len(request.user) // 4, 0, len(text) // 4, 0.001)

    def agents(self) -> list[Agent]:
        return [request.agent for request in self.requests]


class Dawdling(Scripted):
    """Plans slowly enough for its unfinished answer to be looked at."""

    def __init__(self, answer: Answer = honestly) -> None:
        super().__init__(answer, piece=16)
        self.order: list[str] = []

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        self.order.append(f"begin {request.agent}")
        async for item in super().stream(request):
            if request.agent is Agent.RESUME_OPTIMIZATION:
                await asyncio.sleep(0.01)
            yield item
        self.order.append(f"end {request.agent}")


class Endless(Scripted):
    """Never answers, and knows when it was left."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.left = asyncio.Event(), asyncio.Event()

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        self.requests.append(request)
        self.asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left.set()
        yield ""


def overruled(**answers: Callable[[dict[str, Any]], dict[str, Any]] | ModelError) -> Answer:
    """An honest model with the answers of the named agents changed, or failing."""

    def answer(request: Request) -> str:
        change = answers.get(request.agent.value)
        if isinstance(change, ModelError):
            raise change
        text = honestly(request)
        return json.dumps(change(json.loads(text))) if change else text

    return answer


def watched(model: Scripted | None) -> tuple[pipeline.Desk, list[Event]]:
    events: list[Event] = []
    return pipeline.Desk(model, events.append, "application-1"), events


async def test_an_honest_model_tailors_the_example() -> None:
    """At least 13 edits over four roles, all of them true, and the match only rises."""
    resume = reader.read((EXAMPLES / "resume.docx").read_bytes()).resume
    model = Scripted()
    desk, events = watched(model)
    done = await pipeline.tailor(desk, resume, (EXAMPLES / "posting.txt").read_text())
    roles = {fact.entry for e in done.edits if (fact := resume.fact(e.fact)) and fact.entry}
    assert len(done.edits) >= 13
    assert roles == set(resume.entries(Topic.EXPERIENCE))
    assert sum(edit.op is Op.REWRITE for edit in done.edits) >= 6
    assert done.refused == ()
    assert guard.check(resume, done.edits) == []
    assert set(done.before.shown) < set(done.after.shown)
    assert set(done.before.missing) == set(done.after.missing)
    assert all(spent.calls and not spent.trouble for spent in done.spent.values())
    told = [event.text for event in events if isinstance(event, Found)]
    assert max(map(len, told)) <= 60
    assert not any("Maya" in text or "@" in text or "555" in text for text in told)
    assert {event.agent for event in events if isinstance(event, Found)} == set(Agent)


async def test_without_a_model_rules_do_it() -> None:
    """The same stages, the person's own words, and it says so."""
    desk, events = watched(None)
    done = await pipeline.tailor(desk, ENGINEER, POSTING)
    assert all(spent.by_rules and spent.trouble == "no model" for spent in done.spent.values())
    assert guard.check(ENGINEER, done.edits) == []
    assert {edit.op for edit in done.edits} >= {Op.MOVE, Op.ADD, Op.REWRITE}
    assert len(done.after.unused) < len(done.before.unused)
    assert isinstance(events[0], Started)
    assert events[0].agent is Agent.JOB_ANALYSIS
    assert [e.agent for e in events if isinstance(e, Finished)][-1] is Agent.POLISH


async def test_nothing_private_is_sent() -> None:
    """No request holds the person's name, mail or phone."""
    model = Scripted()
    await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING)
    sent = "".join(request.system + request.user for request in model.requests)
    assert not any(word in sent for word in ("Ada", "ada@example.com", "555"))


@pytest.mark.parametrize("agent", Agent)
@pytest.mark.parametrize(
    "error", [Unavailable("overloaded"), Rejected("no credit"), Declined("no"), BadAnswer("odd")]
)
async def test_an_agent_that_fails_goes_by_its_rules(agent: Agent, error: ModelError) -> None:
    """Any trouble with a model costs that agent's finesse, never the result."""
    answer = overruled(**{agent.value: error})
    done = await pipeline.tailor(pipeline.Desk(Scripted(answer)), ENGINEER, POSTING)
    assert done.spent[agent].by_rules
    assert done.spent[agent].trouble.startswith(type(error).__name__)
    others = [spent for name, spent in done.spent.items() if name is not agent]
    assert not any(spent.trouble for spent in others)
    assert done.edits
    assert guard.check(ENGINEER, done.edits) == []


@pytest.mark.parametrize("text", ["", "no JSON", '{"p": 3}', "[]", '{"needs": [{"n": 1}]}'])
async def test_answers_out_of_shape_are_survived(text: str) -> None:
    """A model that cannot keep to the schema is asked once more, then left."""
    model = Scripted(lambda _request: text)
    done = await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING)
    assert done.edits
    assert all(spent.by_rules for spent in done.spent.values() if spent.calls)


async def test_requirements_that_are_not_there_are_not_believed() -> None:
    """If nothing that the model names stands in the posting, the rules read it."""
    lie = {"n": "COBOL", "q": "twenty years of COBOL", "m": True, "k": "skill"}
    answer = overruled(job_analysis=lambda said: said | {"needs": [lie]})
    analysis, spent = await pipeline.analyse(pipeline.Desk(Scripted(answer)), POSTING)
    assert "Kubernetes" in [need.name for need in analysis.requirements]
    assert spent.by_rules


async def test_trouble_in_one_part_stays_there() -> None:
    """A part whose wording is declined keeps its lines; the others are reworded."""

    def answer(request: Request) -> str:
        if request.agent is Agent.IMPLEMENTATION and "█ Freight" in request.user:
            raise Declined("not this one")
        return honestly(request)

    done = await pipeline.tailor(pipeline.Desk(Scripted(answer)), ENGINEER, POSTING)
    rewritten = {e.fact for e in done.edits if e.op is Op.REWRITE}
    entries = {fact.entry for id in rewritten if (fact := ENGINEER.fact(id))}
    assert "e2" in entries
    assert "e1" not in entries
    assert any(e.op is Op.MOVE and ENGINEER.fact(e.fact).entry == "e1" for e in done.edits)  # type: ignore[union-attr]


def lying(said: dict[str, Any]) -> dict[str, Any]:
    return {"l": [line | {"t": line["t"] + " Saved 5 million."} for line in said["l"]]}


async def test_a_liar_gets_nothing_through() -> None:
    """Invented numbers are refused, asked for again, refused again; the person's lines stay."""
    model = Scripted(overruled(implementation=lying, polish=lying))
    done = await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING)
    after = editing.apply(ENGINEER, done.edits)
    assert not any("million." in fact.text for fact in after.facts)
    assert done.refused
    assert all("5" in refusal.reason or "million" in refusal.reason for refusal in done.refused)
    again = [r for r in model.requests if '"bad"' in r.user]
    assert again
    assert len(again) <= 2  # once for each part that was worded


async def test_a_second_opinion_is_heard_and_a_repair_accepted() -> None:
    """A doubted line is worded once more, and passes if nobody doubts it then."""
    part = Part("e1", (PlannedEdit(Op.REWRITE, "f11", "n1", ("f11",), "f9", Kind.BULLET),))
    edit = Edit(Op.REWRITE, "f11", "Migrated 14 services to Kubernetes.", "f9", None, ("f11",))

    def answer(request: Request) -> str:
        if request.agent is Agent.VALIDATION and edit.text in request.user:
            return json.dumps({"ok": [], "no": [{"f": "f11", "w": "two years are lost"}]})
        if request.agent is Agent.IMPLEMENTATION:
            text = "Migrated 14 services from bare servers to Kubernetes in two years."
            return json.dumps({"l": [{"f": "f11", "t": text}]})
        return json.dumps({"ok": ["f11"], "no": []})

    model = Scripted(answer)
    verdict, spent = await pipeline.validate(pipeline.Desk(model), ENGINEER, [edit])
    assert [e.text for e in verdict.accepted] == [
        "Migrated 14 services from bare servers to Kubernetes in two years."
    ]
    assert verdict.refused == ()
    assert spent.calls >= 2
    assert part.key == "e1"


async def test_a_line_refused_twice_keeps_its_words_and_moves() -> None:
    """The person's own line stays, in the place that was planned."""
    edit = Edit(Op.REWRITE, "f11", "Migrated 14 services to Kubernetes.", "f9", None, ("f11",))
    doubt = json.dumps({"ok": [], "no": [{"f": "f11", "w": "two years are lost"}]})
    repair = json.dumps({"l": [{"f": "f11", "t": "Moved 14 services to Kubernetes."}]})
    model = Scripted(lambda r: repair if r.agent is Agent.IMPLEMENTATION else doubt)
    verdict, _ = await pipeline.validate(pipeline.Desk(model), ENGINEER, [edit])
    assert [(e.op, e.fact, e.anchor) for e in verdict.accepted] == [(Op.MOVE, "f11", "f9")]
    assert [refusal.edit for refusal in verdict.refused] == [edit]
    assert model.agents().count(Agent.IMPLEMENTATION) == 1


async def test_polish_that_invents_is_undone() -> None:
    """A polished line that the guard refuses goes back to what it was before."""
    edit = Edit(
        Op.REWRITE,
        "f11",
        "Migrated 14 services from bare servers to Kubernetes in two years.",
        cites=("f11",),
    )
    lines = [
        {"f": "f11", "t": "Migrated 90 services from bare servers to Kubernetes.", "c": []},
        {"f": "f5", "t": "Engineer with 30 years of quiet.", "c": []},
    ]
    model = Scripted(lambda _request: json.dumps({"l": lines}))
    final, spent = await pipeline.polish(pipeline.Desk(model), ENGINEER, Analysis(), [edit])
    assert final == (edit,)
    assert not spent.by_rules


async def test_parts_are_worded_while_the_plan_still_arrives() -> None:
    """The first part's wording is asked for before the plan's answer has ended."""
    model = Dawdling()
    await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING)
    order = model.order
    assert order.index("begin implementation") < order.index("end resume_optimization")


async def test_a_part_of_a_broken_plan_is_not_kept() -> None:
    """What was begun on an answer that did not hold is dropped with it."""

    def answer(request: Request) -> str:
        text = honestly(request)
        # Whole groups first, then no JSON any more.
        return text[:-1] + ',"x"' if request.agent is Agent.RESUME_OPTIMIZATION else text

    model = Dawdling(answer)
    done = await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING)
    assert "begin implementation" in model.order
    assert done.spent[Agent.RESUME_OPTIMIZATION].by_rules
    # The rules plan no rewording: what is worded now is the summary alone.
    assert {edit.fact for edit in done.edits if edit.op is Op.REWRITE} <= {"f5"}
    assert guard.check(ENGINEER, done.edits) == []


async def test_groups_that_are_out_of_shape_are_passed_over() -> None:
    """While the plan arrives, what is no group is not shown and begins nothing."""
    plan = {"p": [{"k": "e1"}, {"k": "e1", "w": [], "m": ["f11"], "d": [], "a": []}]}
    parts: list[Part] = []
    model = Scripted(lambda _request: json.dumps(plan))
    found, spent = await pipeline.plan(pipeline.Desk(model), ENGINEER, Analysis(), parts.append)
    assert parts == []
    assert found == ()
    assert spent.by_rules


async def test_stop_ends_the_work_at_once() -> None:
    """Cancelling reaches the model call, and nothing takes its place."""
    model = Endless()
    task = asyncio.create_task(pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING))
    await model.asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.left.is_set()
    assert len(model.requests) == 1


async def test_what_the_person_told_is_evidence() -> None:
    """A line may draw on what was added in chat, and the plan sees it."""
    told = Fact("t1", Kind.OTHER, "Ran Terraform for all 14 services.", "")
    model = Scripted()
    done = await pipeline.tailor(pipeline.Desk(model), ENGINEER, POSTING, [told])
    assert any('"told"' in request.user for request in model.requests)
    assert guard.check(ENGINEER, done.edits, [told]) == []

"""The instruments of the latency benchmark: chains of calls, honest lengths, counted edits."""

import json
from dataclasses import replace

import pytest

from agents import implementation
from agents.values import Agent
from benchmarks import lengths, recount, sequence
from benchmarks.chains import Chain
from benchmarks.lengths import Entry
from benchmarks.papers import EXAMPLES, posting
from documents import edits as editing
from documents import reader
from documents.edits import Edit, Op
from sandbox import model as models
from sandbox.model_calls import Call
from sandbox.model_pace import Pace, tokens

PACE = Pace(1.0, 10.0)


def call(number, agent, start, output, digest=""):
    """A call that kept the pace."""
    end = start + PACE.due(output)
    return Call(
        number, "openrouter", start, agent=agent, digest=digest, end=end, output_tokens=output
    )


BOOK = {
    "plan": Entry(frozenset(), ((frozenset({"f1"}), 10), (frozenset({"f2"}), 40))),
    "one": Entry(frozenset({"f1"})),
    "two": Entry(frozenset({"f2"})),
}


def test_the_longest_chain_goes_through_what_streams():
    """Wording waits for its part of the plan, not for the plan's end; polish for everything."""
    calls = [
        call(1, Agent.JOB_ANALYSIS, 0.0, 10),  # 2 s
        call(2, Agent.RESUME_OPTIMIZATION, 2.5, 40, "plan"),  # its parts after 2 s and 5 s
        call(3, Agent.IMPLEMENTATION, 5.0, 60, "one"),  # 7 s
        call(4, Agent.IMPLEMENTATION, 8.0, 20, "two"),  # 3 s
        call(5, Agent.VALIDATION, 12.5, 10, "one"),
        call(6, Agent.VALIDATION, 11.5, 10, "two"),
        call(7, Agent.POLISH, 15.0, 10),
    ]
    chain = Chain(calls, BOOK, PACE)
    assert chain.seconds == pytest.approx(2 + 2 + 7 + 2 + 2)
    assert [wait.call.number for wait in chain.steps] == [1, 2, 3, 5, 7]
    assert chain.steps[2].begins == pytest.approx(2.5 + 2)


def test_a_bot_that_queues_independent_calls_gets_no_credit_for_it():
    """Wording one part after the other makes no chain: only what must wait counts."""
    plan = call(1, Agent.RESUME_OPTIMIZATION, 0.0, 40, "plan")
    first = call(2, Agent.IMPLEMENTATION, 5.0, 60, "one")
    second = call(3, Agent.IMPLEMENTATION, 12.0, 60, "two")
    assert Chain([plan, first, second], BOOK, PACE).seconds == pytest.approx(5 + 7)


def test_each_worded_line_is_as_long_as_a_models():
    """A line is filled up to 80 tokens and is still the same line; a longer one stays."""
    said = {"l": [{"f": "f1", "t": "Short."}, {"f": "f2", "t": "Long. " * 80}]}
    text = lengths.stretch(json.dumps(said))
    assert json.loads(text) == said
    assert tokens(text) >= sequence.EDIT_TOKENS + 120
    assert lengths.stretch('{"p":[]}') == '{"p":[]}'


def test_the_schema_still_words_lines_that_way():
    """The filling is for the answers of this agent; another shape would need another filling."""
    assert list(implementation.Answer.model_fields) == ["l"]


async def test_the_sequence_makes_its_five_calls_with_their_lengths():
    """By the server's own count, and without anything out of a cache."""
    async with models.serve(lengths.Book().answer) as server:
        run = await sequence.run(server)
        made = [(each.agent, each.input_tokens, each.output_tokens) for each in server.calls]
    assert made == [tuple(each) for each in sequence.CALLS]
    assert (run.input_tokens, run.output_tokens) == (11_500, 5_700)


def test_edits_are_counted_in_what_was_delivered():
    """Reworded, moved and left out lines, and the roles that have them."""
    before = reader.read((EXAMPLES / "resume.docx").read_bytes(), "resume.docx").resume
    assert recount.recount(before, before) == recount.Recount(0, 0, 0, 0)
    reworded = Edit(Op.REWRITE, "f14", "Put RabbitMQ between booking and billing.")
    moved = Edit(Op.MOVE, "f28", anchor="f23")
    after = editing.apply(before, [reworded, moved])
    counted = recount.recount(before, after)
    assert (counted.worded, counted.moved, counted.dropped, counted.roles) == (1, 1, 0, 2)
    shorter = replace(before, facts=tuple(f for f in before.facts if f.id != "f50"))
    assert recount.recount(before, shorter).dropped == 1


def test_every_post_is_another_firms():
    """So that nothing that was made for one can be used for the next."""
    assert posting(1) != posting(2)

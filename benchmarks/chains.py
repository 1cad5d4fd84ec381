"""The longest chain of model calls that wait for one another, by the sandbox model's own log.

What a call waits for: the plan for the analysis; a part's wording for that part of the plan,
which may still be streaming; a verdict for the wording of its lines; a second wording for the
verdict on its lines; the polish for everything. A call lasts as long as the pace says, so time
that the machine or the bot adds is not in the chain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.values import Agent
from benchmarks.lengths import Entry
from sandbox.model_calls import Call
from sandbox.model_pace import Pace

_SLACK = 0.05  # seconds by which a call may seem to begin before the one that it waited for


@dataclass(frozen=True, slots=True)
class Wait:
    """That `call` could begin once `after` had said enough: in the pace's time and in fact."""

    call: Call
    after: Call | None
    due: float  # seconds after the beginning of the first call, if nothing but the model took time
    begins: float  # when it could begin in fact, in the log's time


class Chain:
    """The calls of one application, and what each of them waited for."""

    def __init__(self, calls: Sequence[Call], book: Mapping[str, Entry], pace: Pace) -> None:
        self._calls = sorted(calls, key=lambda call: call.start)
        self._book = book
        self._pace = pace
        self._waits: dict[int, Wait] = {}
        for call in self._calls:
            self._waits[call.number] = self._wait(call)

    @property
    def seconds(self) -> float:
        """How long the longest chain lasts."""
        return max((self._end(wait) for wait in self._waits.values()), default=0.0)

    @property
    def steps(self) -> list[Wait]:
        """The longest chain, first call first."""
        last: Wait | None = max(self._waits.values(), key=self._end, default=None)
        chain: list[Wait] = []
        while last is not None:
            chain.insert(0, last)
            last = self._waits[last.after.number] if last.after else None
        return chain

    def _end(self, wait: Wait) -> float:
        return wait.due + self._pace.due(wait.call.output_tokens)

    def _wait(self, call: Call) -> Wait:
        found = [self._after(call, before, share) for before, share in self._before(call)]
        return max(found, key=lambda wait: wait.due, default=Wait(call, None, 0.0, call.start))

    def _after(self, call: Call, before: Call, share: int | None) -> Wait:
        """*call*, which needs the first *share* tokens of *before*, or all of it."""
        said = self._pace.due(before.output_tokens if share is None else share)
        begins = before.start + said if share is not None else before.end or before.start + said
        return Wait(call, before, self._waits[before.number].due + said, begins)

    def _before(self, call: Call) -> Iterator[tuple[Call, int | None]]:
        earlier = [other for other in self._calls if other.number in self._waits]
        whole = [c for c in earlier if c.end is not None and c.end <= call.start + _SLACK]
        match call.agent:
            case Agent.RESUME_OPTIMIZATION:
                yield from ((c, None) for c in whole if c.agent == Agent.JOB_ANALYSIS)
            case Agent.IMPLEMENTATION:
                verdicts = [c for c in whole if c.agent == Agent.VALIDATION]
                yield from ((c, None) for c in self._shared(call, verdicts))
                plans = [c for c in earlier if c.agent == Agent.RESUME_OPTIMIZATION]
                yield from ((plan, self._share(plan, call)) for plan in plans)
            case Agent.VALIDATION:
                worded = [c for c in whole if c.agent == Agent.IMPLEMENTATION]
                yield from ((c, None) for c in self._shared(call, worded))
            case Agent.POLISH:
                yield from ((c, None) for c in whole)

    def _shared(self, call: Call, others: Sequence[Call]) -> Iterator[Call]:
        return (other for other in others if self.lines(other) & self.lines(call))

    def lines(self, call: Call) -> frozenset[str]:
        """The ids of the lines that a call was about."""
        entry = self._book.get(call.digest)
        return entry.lines if entry else frozenset()

    def _share(self, plan: Call, call: Call) -> int | None:
        """The token of *plan* that completes what *call* words."""
        entry = self._book.get(plan.digest)
        groups = entry.groups if entry else ()
        ends = [end for lines, end in groups if lines & self.lines(call)]
        return max(ends, default=None)

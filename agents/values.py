"""What the five agents hand to one another."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from documents.edits import Edit, Op
from documents.resume import Kind


class Agent(StrEnum):
    """The five, in their order."""

    JOB_ANALYSIS = "job_analysis"
    RESUME_OPTIMIZATION = "resume_optimization"
    IMPLEMENTATION = "implementation"
    VALIDATION = "validation"
    POLISH = "polish"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the posting asks for: its name, and the words of the posting that say so.

    `kind` is "skill", "experience", "education", "certificate", "language", "duty" or "other".
    """

    id: str
    name: str
    quote: str
    must: bool = True
    kind: str = "skill"


@dataclass(frozen=True, slots=True)
class Analysis:
    """A posting, understood. `blockers` are hard conditions (licence, visa, language, years)."""

    title: str = ""
    company: str = ""
    location: str = ""
    language: str = ""
    requirements: tuple[Requirement, ...] = ()
    blockers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of what the posting asks for: the likeliest inventions."""
        return tuple(need.name for need in self.requirements)


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """An edit that is still without words: which fact, what for, and what proves it."""

    op: Op
    fact: str
    requirement: str = ""
    cites: tuple[str, ...] = ()
    anchor: str = ""
    kind: Kind | None = None
    text: str = ""  # only for the ADD of a skill: the person's own word for it
    note: str = ""  # what the wording should bring out


@dataclass(frozen=True, slots=True)
class Part:
    """The planned edits of one entry or section: what one call of implementation words."""

    key: str  # an entry id, or a section id
    edits: tuple[PlannedEdit, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that may not reach the document, and why."""

    edit: Edit
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation lets through, and what it refuses."""

    accepted: tuple[Edit, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What an agent's model calls came to. `cost` is in USD, None where no one reports it."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    by_rules: bool = False  # no model had a part in the result
    trouble: str = ""  # why rules took over, for the log: never a person's text
    model: str = field(default="", compare=False)  # who answered last; "" for nobody

    def __add__(self, other: "Spent") -> "Spent":
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Spent(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            sum(costs) if costs else None,
            self.by_rules or other.by_rules,
            self.trouble or other.trouble,
            other.model or self.model,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """How the résumé answers the posting: ids of requirements shown, unused or missing.

    "Unused" is evidence that stands in the résumé where a reader would not look for it.
    """

    shown: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """An agent has begun."""

    agent: Agent


@dataclass(frozen=True, slots=True)
class Found:
    """Something worth showing turned up: a requirement's name, a line being written."""

    agent: Agent
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """An agent is done; `text` sums up what it did, in the two `figures` where there are any.

    They are must-haves and the rest (job_analysis), edits and parts (resume_optimization), accepted
    and refused edits (validation), polished lines and all edits (polish).
    """

    agent: Agent
    text: str
    spent: Spent = field(default_factory=Spent)
    figures: tuple[int, ...] = ()


Event = Started | Found | Finished
Emit = Callable[[Event], None]  # returns at once and never raises: showing must not slow work


def ignore(_event: Event) -> None:
    """An `Emit` for runs that nobody watches."""

"""What goes wrong in the sandbox model, when, and how: a script of rules."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

REFUSALS = frozenset(
    {"400", "401", "402", "402_busy", "403", "404", "429", "429_day", "500", "502", "503", "529"}
)
STREAMED = frozenset(
    {
        "none",  # nothing: shields its calls from the rules after it
        "reset",  # the connection is dropped before any answer
        "hang",  # no first token, ever; OpenRouter keeps its comments coming
        "stall",  # silence after `after` tokens
        "cut",  # the connection is dropped after `after` tokens
        "silent_end",  # the stream ends after `after` tokens, without a finish reason
        "error_event",  # an error inside the stream after `after` tokens; `form` chooses its shape
        "length",  # the answer is cut after `after` tokens, with the finish reason that says so
        "invalid_json",  # the answer's last quarter is missing, and nothing says so
        "off_schema",  # JSON, but of another shape
        "refusal",  # content filter
        "empty",  # no text at all
        "slow",  # at the rule's own first_token and pace
        "blocked_prompt",  # Gemini: no candidates; elsewhere the same as refusal
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault: its kind, the calls that it meets, and its details.

    `calls` are numbers, from 1, among the calls that have this `agent` and `wire` ("openrouter",
    "plain", "gemini"; empty is any); none given is every call. `probability` is drawn from `seed`
    and the call's number, so that a run can be repeated. At most `times` calls are met. `after` is
    in tokens, `retry_after` and `first_token` in seconds, `pace` in tokens a second.
    """

    kind: str
    calls: tuple[int, ...] = ()
    agent: str = ""
    wire: str = ""
    probability: float = 1.0
    seed: int = 0
    times: int | None = None
    after: int = 3
    form: int = 0
    retry_after: float | None = None
    first_token: float = 5.0
    pace: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in REFUSALS | STREAMED:
            raise ValueError(
                f"no such fault: {self.kind}; there are {', '.join(sorted(REFUSALS | STREAMED))}"
            )


def load(values: Mapping[str, Any]) -> Rule:
    """Return a rule from plain JSON values. Raises ValueError for what no rule has."""
    unknown = values.keys() - {known.name for known in fields(Rule)}
    if unknown or "kind" not in values:
        raise ValueError(f"a rule has a kind, and no {sorted(unknown)}")
    return Rule(**{**values, "calls": tuple(values.get("calls", ()))})


@dataclass(slots=True)
class Script:
    """The rules in force; the first that meets a call is the one that counts."""

    rules: list[Rule] = field(default_factory=list)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _met: Counter[int] = field(default_factory=Counter)

    def add(self, rule: Rule) -> None:
        """Put a rule after the others."""
        self.rules.append(rule)

    def clear(self) -> None:
        """Forget all rules and begin to count calls anew."""
        self.rules.clear()
        self._seen.clear()
        self._met.clear()

    def dump(self) -> list[dict[str, Any]]:
        """Return the rules as plain JSON values."""
        return [asdict(rule) for rule in self.rules]

    def pick(self, agent: str, wire: str) -> Rule | None:
        """Count a call, and return the rule that it meets."""
        for key in {(a, w) for a in (agent, "") for w in (wire, "")}:
            self._seen[key] += 1
        for place, rule in enumerate(self.rules):
            if rule.agent in (agent, "") and rule.wire in (wire, "") and self._meets(place, rule):
                self._met[place] += 1
                return rule
        return None

    def _meets(self, place: int, rule: Rule) -> bool:
        number = self._seen[rule.agent, rule.wire]
        if rule.calls and number not in rule.calls:
            return False
        if rule.times is not None and self._met[place] >= rule.times:
            return False
        return random.Random(f"{rule.seed}/{place}/{number}").random() < rule.probability

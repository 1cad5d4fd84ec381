"""What this process has counted since it began; `metrics` passes it on, if anybody asks.

Each name has labels of a small set of words: classes, stages, codes, never a person's words.
"""

import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from agents.values import Spent

counts: Counter[tuple[str, str]] = Counter()  # (name, label) → how often
sums: defaultdict[tuple[str, str], float] = defaultdict(float)  # seconds or USD, added up


def count(name: str, label: str = "") -> None:
    """One more."""
    counts[name, label] += 1


@contextlib.contextmanager
def timing(name: str, label: str = "") -> Iterator[None]:
    """Count what is done inside, and how long it takes, also when it fails."""
    began = time.monotonic()
    try:
        yield
    finally:
        count(name, label)
        sums[name, label] += time.monotonic() - began


def spend(agent: str, spent: Spent) -> None:
    """What the model calls of one agent came to."""
    counts["model_calls", agent] += spent.calls
    counts["input_tokens", agent] += spent.input_tokens
    counts["output_tokens", agent] += spent.output_tokens
    counts["by_rules", agent] += spent.by_rules
    sums["cost", agent] += spent.cost or 0.0

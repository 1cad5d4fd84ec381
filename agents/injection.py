"""Text that talks to the machine instead of the reader: named, and kept from every prompt."""

import re
from functools import cache

from agents import tables

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_BLOCK = re.compile(r"<!--.{0,2000}?-->|```.{0,2000}?```", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")


_MOST = 20_000
_judged: dict[int, bool] = {}  # each line of a résumé is asked about for every prompt


@cache
def _machine() -> re.Pattern[str]:
    return re.compile(rf"\b{tables.pattern('injection', 'machine').pattern}s?\b", re.IGNORECASE)


@cache
def _talk() -> re.Pattern[str]:
    rows = tables.rows("injection")
    machine = next(pattern for name, pattern in rows if name == "machine")
    said = "|".join(pattern for name, pattern in rows if name == "talk")
    return re.compile(said.replace("MACHINE", machine), re.IGNORECASE)


def suspicious(text: str) -> bool:
    """Whether *text* looks like an instruction to a machine."""
    known = hash(text)  # so that nobody's words are kept
    if known not in _judged:
        if len(_judged) >= _MOST:
            _judged.clear()
        _judged[known] = bool(_talk().search(" ".join(_INVISIBLE.sub("", text).split())))
    return _judged[known]


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """*text* without invisible characters and without what talks to machines; and what that was.

    Goes by sentence, so that the rest of a line stays. A false alarm costs a sentence of a
    posting; a miss costs nothing but that sentence's effect on the model, for the guard follows.
    """
    found: list[str] = []
    visible = _INVISIBLE.sub("", text)
    kept = _BLOCK.sub(lambda m: _judge(m[0], found), visible)
    lines = []
    for line in kept.splitlines():
        sentences = _SENTENCE.split(line)
        good = [s for s in sentences if not suspicious(s)]
        found += [s.strip() for s in sentences if suspicious(s)]
        if good or not sentences:
            lines.append(line if len(good) == len(sentences) else " ".join(good))
    return "\n".join(lines), tuple(found)


def _judge(block: str, found: list[str]) -> str:
    if not suspicious(block) and not (block.startswith("<!--") and _machine().search(block)):
        return block
    found.append(block.strip())
    return ""

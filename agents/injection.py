"""Text that talks to the machine instead of the reader: named, and kept from every prompt."""

import re
from collections.abc import Iterator
from functools import cache

from agents import disguise, tables

_BLOCK = re.compile(r"<!--.{0,2000}?-->|```.{0,2000}?```", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")


_TAIL = 80  # characters behind an instruction that may belong to it
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


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(tables.pattern("injection", "tail").pattern, re.IGNORECASE)


def suspicious(text: str) -> bool:
    """Whether *text* looks like an instruction to a machine, as it stands or without disguise."""
    known = hash(text)  # so that nobody's words are kept
    if known not in _judged:
        if len(_judged) >= _MOST:
            _judged.clear()
        _judged[known] = any(
            _talk().search(" ".join(view.split())) for view in disguise.views(text)
        )
    return _judged[known]


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """*text* without invisible characters and without what talks to machines; and what that was.

    Goes by sentence, so that the rest of a line stays, but for the little that may still belong
    to the instruction. A false alarm costs a sentence of a posting; a miss costs nothing but that
    sentence's effect on the model, for the guard follows.
    """
    found: list[str] = []
    kept = _BLOCK.sub(lambda m: _judge(m[0], found), text)
    lines = []
    for line in kept.splitlines():
        sentences = _SENTENCE.split(line)
        good = list(_good(sentences, found))
        if good:
            rest = line if len(good) == len(sentences) else " ".join(good)
            lines.append(disguise.INVISIBLE.sub("", rest))
    return "\n".join(lines), tuple(found)


def _good(sentences: list[str], found: list[str]) -> Iterator[str]:
    """The sentences of a line without the suspicious ones and what follows these closely."""
    room = 0
    for sentence in sentences:
        bad = suspicious(sentence)
        room = _TAIL if bad else room - len(sentence)
        if bad or (room > 0 and _tail().match(sentence)):
            found.append(disguise.INVISIBLE.sub("", sentence).strip())
        else:
            yield sentence


def _judge(block: str, found: list[str]) -> str:
    if not suspicious(block) and not (block.startswith("<!--") and _machine().search(block)):
        return block
    found.append(block.strip())
    return ""

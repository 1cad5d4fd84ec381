"""Heads of entries cut at their separators, with places at the end told from names."""

import re
from collections.abc import Iterator, Sequence

from documents import places, words
from documents.lines import Line, Piece
from documents.resume import Kind

_STRONG = re.compile(
    r"\s*\t+\s*|\s+[|│•·⋅∙◆■]+\s*|\s*[|│]\s*|\s+[–—―-]\s+|\s{2,}|\s*;\s+|\u3000+|\s+@\s+"
    r"|\s+(?:at|bei|chez)\s+(?=[A-ZÀ-Þ\"«])|(?<=[\u3040-\u9fff）)])\s*[／/]\s*"
)
_COMMA = re.compile(r",\s+|،\s*|、|，")
_LEGAL = re.compile(
    r"^(?:inc|llc|ltd|limited|co|corp|gmbh|ag|s\.?a|s\.?l|s\.?l\.?u|plc|llp|s\.?p\.?a|s\.?r\.?l|"
    r"sas|lda|ltda|oy|ab|as|bv|b\.v|n\.v|jr|sr|ph\.?d)\.?$",
    re.IGNORECASE,
)
_EDGE = " \t,،、;:|│•·–—―-/\u3000"
_PAIRS = (("(", ")"), ("«", "»"), ("„", "“"))


def split(line: Line) -> Iterator[Line]:
    """The parts of *line* between strong separators: bars, dashes, tabs, wide spaces."""
    return _split(line, _STRONG)


def commas(chunk: Line) -> list[Line]:
    """The parts of *chunk* between commas; "Acme, Inc." stays one."""
    found: list[Line] = []
    for part in _split(chunk, _COMMA):
        if found and _LEGAL.match(part.text):
            found.append(span(chunk, [found.pop(), part]))
        else:
            found.append(part)
    return found


def span(chunk: Line, parts: Sequence[Line]) -> Line:
    """What of *chunk* goes from the first of *parts* to the last."""
    base = chunk.place.start
    return chunk.cut(parts[0].place.start - base, parts[-1].place.end - base)


def trim(line: Line) -> Line:
    """*line* without separators at its ends, and without a bracket whose partner went."""
    text = line.text.strip(_EDGE)
    while text and text[-1] in "([":
        text = text[:-1].rstrip(_EDGE)
    while text and text[0] in ")]":
        text = text[1:].lstrip(_EDGE)
    start = line.text.find(text)
    return line.cut(start, start + len(text))


def place_at_end(parts: Sequence[Line]) -> int:
    """How many of the last *parts* are a place; at least one part is left for a name."""
    for count in (3, 2, 1):
        if count < len(parts):
            text = ", ".join(part.text for part in parts[-count:])
            if places.is_place(text) and not words.has("school", text):
                return count
    return 0


def with_place(chunk: Line, kind: Kind) -> Iterator[Piece]:
    """An employer or a school, and the place behind its last comma."""
    parts = commas(chunk)
    count = place_at_end(parts)
    if not count and kind is Kind.EMPLOYER:
        count = int(len(parts) == 2 and places.is_city(parts[1].text))
    yield Piece(kind, span(chunk, parts[: len(parts) - count]))
    if count:
        yield Piece(Kind.LOCATION, span(chunk, parts[-count:]))


def is_edge(text: str) -> bool:
    """Whether *text* has nothing but separators."""
    return not text.strip(_EDGE)


def _split(line: Line, separator: re.Pattern[str]) -> Iterator[Line]:
    at = 0
    for mark in [*separator.finditer(line.text), None]:
        end = mark.start() if mark else len(line.text)
        if mark and _is_inside(line.text[:end]):
            continue
        part = trim(line.cut(at, end))
        if any(map(str.isalnum, part.text)):
            yield part
        at = mark.end() if mark else end


def _is_inside(before: str) -> bool:
    return any(before.count(left) > before.count(right) for left, right in _PAIRS)

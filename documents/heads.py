"""The head of an entry taken apart: dates out first, then title, employer, degree, school."""

import re
from collections.abc import Iterable, Iterator

from documents import chunks, dates, labels, places, roles, studies
from documents.lines import Line, Piece
from documents.resume import Kind, Topic
from documents.roles import TITLE_FIRST, Order

_NAMED = (Topic.PROJECTS, Topic.AWARDS, Topic.PUBLICATIONS)


def dated(line: Line) -> list[dates.Found]:
    """The dates in the head line *line*: periods, and single dates at an end or in brackets."""
    every = dates.find(line.text)
    starts = {found.start for found in every}
    return [
        found
        for found in every
        if found.period or _is_apart(line.text, found) or _next(line.text, found.end) in starts
    ]


def parse(lines: list[Line], topic: Topic, order: Order = TITLE_FIRST) -> Iterator[Piece]:
    """The pieces of an entry's head."""
    rows: list[list[Line]] = []
    told: Kind | None = None  # what a label on the line above says
    for line in lines:
        label = labels.split(line)
        if label is not None and told is None and (label[1].text or line is not lines[-1]):
            told, line = label
            if not line.text:
                continue
        if told is not None:
            yield from _told(told, line)
            told = None
            continue
        if labels.is_header([part.text for part in chunks.split(line)]):
            yield Piece(Kind.OTHER, line)
            continue
        spans, left = _without_dates(line)
        yield from (Piece(Kind.DATES, span) for span in spans)
        if spans and left and _is_sentence(left[-1], spans[-1]):
            yield Piece(Kind.BULLET, left.pop())
        rows.append(left)
    if topic is Topic.EDUCATION:
        yield from studies.parse(rows)
    elif topic in _NAMED:
        yield from _named(rows)
    else:
        yield from roles.parse(rows, order)


def _told(kind: Kind, line: Line) -> Iterator[Piece]:
    """The value of a label; an employer or a school may have its place behind it."""
    if kind in (Kind.EMPLOYER, Kind.SCHOOL):
        yield from chunks.with_place(line, kind)
    else:
        yield Piece(kind, line)


def order(heads: Iterable[list[Line]]) -> Order:
    """Whether most heads begin with the employer or with the title."""
    texts = []
    for lines in heads:
        rows = [_without_dates(line)[1] for line in lines]
        parts = [part for row in rows for left in row for part in chunks.split(left)]
        if len(parts) == 1:
            parts = chunks.commas(parts[0])
        texts.append([part.text for part in parts])
    return roles.order_of(texts)


def _is_apart(text: str, found: dates.Found) -> bool:
    before, after = text[: found.start].rstrip(), text[found.end :].lstrip()
    bracketed = before.endswith(("(", "[")) and after.startswith((")", "]"))
    starts = chunks.is_edge(before) or before.endswith("\t")
    return bracketed or starts or chunks.is_edge(after.strip(".)")) or after[:1] in ("|", "(")


def _next(text: str, end: int) -> int:
    """Where the next word begins behind a comma."""
    return len(text) - len(text[end:].lstrip(" ,;"))


def _without_dates(line: Line) -> tuple[list[Line], list[Line]]:
    """The dates of a line (with a length of time behind them), and what is left of it."""
    spans: list[Line] = []
    left: list[Line] = []
    at = 0
    for found in dated(line):
        end = _with_duration(line.text, found.end)
        spans.append(line.cut(found.start, end))
        left.append(chunks.trim(line.cut(at, found.start)))
        at = end
    if not spans and (dates.is_duration(line.text) or dates.is_now(line.text)):
        return [line], []
    left.append(chunks.trim(line.after(at)))
    return spans, [part for part in left if any(map(str.isalnum, part.text))]


def _with_duration(text: str, end: int) -> int:
    tail = re.match(r"[\s,·•|(]*(.*\w[.)]?)\s*$", text[end:])
    return end + tail.end(1) if tail and dates.is_duration(tail[1].strip(" )")) else end


def _is_sentence(part: Line, after: Line) -> bool:
    """Whether *part*, behind the dates, says what was done."""
    behind = part.place.start >= after.place.end
    return behind and part.text.count(" ") >= 2 and part.text.endswith((".", "!", ";", "。"))


def _named(rows: list[list[Line]]) -> Iterator[Piece]:
    """A project or an award: its first line is the title, a place stands for itself."""
    titled = False
    for part in (part for row in rows for part in row):
        if places.is_place(part.text):
            yield Piece(Kind.LOCATION, part)
        else:
            yield Piece(Kind.OTHER if titled else Kind.TITLE, part)
            titled = True

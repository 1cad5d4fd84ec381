"""The head of a role: which words are the title, which the employer, which a place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents import chunks, places, words
from documents.lines import Line, Piece
from documents.resume import Kind

_LINK = re.compile(r"[\s,|(]*\b(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?\)?$")


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first where the words do not tell: in this résumé, the employer or the title."""

    employer_first: bool = False


TITLE_FIRST = Order()


def parse(rows: list[list[Line]], order: Order = TITLE_FIRST) -> Iterator[Piece]:
    """Title, employer and place of a role; *rows* are its lines without their dates."""
    cut = [
        [p for left in row for part in chunks.split(left) for p in _unlinked(part)] for row in rows
    ]
    flat = [chunk for row in cut for chunk in row]
    found = [chunk for chunk in flat if places.is_place(chunk.text)]
    named = [chunk for chunk in flat if chunk not in found]
    alone = [row[0] for row in cut[1:] if len(row) == 1 and row[0] in named]
    if alone and places.is_city(alone[-1].text) and _is_whole(named[:-1], order):
        found.append(alone[-1])  # a city on a line of its own, below title and employer
        named.remove(alone[-1])
    hiding = _employer_with_place(_below_names(found, rows), named, order)
    if hiding is not None:
        found.remove(hiding)
        named.append(hiding)
    yield from (Piece(Kind.LOCATION, place) for place in found)
    if len(named) == 1:
        yield from _one_chunk(named[0], order)
    elif named:
        title = _title_of(named, order)
        yield Piece(Kind.TITLE, title)
        yield from _employer([chunk for chunk in named if chunk is not title], cut, rows)


def _unlinked(part: Line) -> Iterator[Line]:
    """*part* without a web address at its end: "Leeds, example.com"."""
    mark = _LINK.search(part.text)
    rest = chunks.trim(part.cut(0, mark.start())) if mark else part
    if rest.text:
        yield rest


def order_of(heads: list[list[str]]) -> Order:
    """The order that most heads follow, of those whose words tell; *heads* are their texts."""
    votes = 0
    for parts in heads:
        scores = [_titleness(part) for part in parts[:2]]
        if len(scores) == 2 and scores[0] != scores[1]:
            votes += 1 if scores[1] > scores[0] else -1
    return Order(votes > 0)


def _titleness(text: str) -> int:
    return words.count("occupation", text) * 2 - words.count("organisation", text)


def _is_whole(named: list[Line], order: Order) -> bool:
    """Whether *named* already say both title and employer."""
    if len(named) != 1:
        return len(named) > 1
    return {piece.kind for piece in _one_chunk(named[0], order)} >= {Kind.TITLE, Kind.EMPLOYER}


def _below_names(found: list[Line], rows: list[list[Line]]) -> list[Line]:
    """The places that do not stand right below a line of dates, where only places stand."""
    apart = []
    for place in found:
        at = next((n for n, row in enumerate(rows) if _holder([row], [place]) is not None), 0)
        if not at or rows[at - 1]:
            apart.append(place)
    return apart


def _employer_with_place(found: list[Line], named: list[Line], order: Order) -> Line | None:
    """Of the places *found*, one that begins with an employer: "Fern Ltd, Leeds, England"."""
    if len(named) != 1 or _is_whole(named, order):
        return None
    return next((place for place in found if len(chunks.commas(place)) > 2), None)


def _title_of(named: list[Line], order: Order) -> Line:
    scores = [_titleness(chunk.text) for chunk in named]
    best = max(scores)
    if best > 0 and scores.count(best) == 1:
        return named[scores.index(best)]
    tied = [chunk for chunk, score in zip(named, scores, strict=True) if score == best]
    if best <= 0:
        tied = named[:2]
    return tied[1] if order.employer_first and len(tied) > 1 else tied[0]


def _employer(others: list[Line], cut: list[list[Line]], rows: list[list[Line]]) -> Iterator[Piece]:
    """The employer: the first chunk that is not the title, with the rest of its own line."""
    first = others[0]
    row = next(row for row in cut if first in row)
    source = _holder(rows, row) if len(row) > 1 and all(c in others for c in row) else None
    if source is not None:
        first = chunks.span(source, row)
        others = [chunk for chunk in others if chunk not in row]
    else:
        others = others[1:]
    yield from chunks.with_place(first, Kind.EMPLOYER)
    for chunk in others:
        yield Piece(Kind.OTHER, chunk)


def _holder(rows: list[list[Line]], row: list[Line]) -> Line | None:
    """The stretch of a line that all chunks of *row* stand in."""
    for left in (left for stretches in rows for left in stretches):
        same = left.place.part == row[0].place.part
        same = same and left.place.paragraph == row[0].place.paragraph
        if same and left.place.start <= row[0].place.start and row[-1].place.end <= left.place.end:
            return left
    return None


def _one_chunk(chunk: Line, order: Order) -> Iterator[Piece]:
    """Title and employer between commas: "Coordinator, Nordic Transport AB, Gothenburg"."""
    parts = chunks.commas(chunk)
    count = chunks.place_at_end(parts)
    if count:
        yield Piece(Kind.LOCATION, chunks.span(chunk, parts[-count:]))
        parts = parts[: len(parts) - count]
    scores = [_titleness(part.text) for part in parts]
    best = max(scores)
    if best <= 0 and (at := _first_organisation(parts)):
        yield Piece(Kind.TITLE, chunks.span(chunk, parts[:at]))
        yield from chunks.with_place(chunks.span(chunk, parts[at:]), Kind.EMPLOYER)
        return
    if len(parts) < 2 or best <= 0:
        known = best <= 0 and words.has("organisation", chunk.text)
        yield Piece(Kind.EMPLOYER if known else Kind.TITLE, chunks.span(chunk, parts))
        return
    title_first = scores[0] == best and not (order.employer_first and scores[-1] == best)
    at = _title_end(scores, parts) if title_first else scores.index(best) or 1
    title, employer = (parts[:at], parts[at:]) if title_first else (parts[at:], parts[:at])
    yield Piece(Kind.TITLE, chunks.span(chunk, title))
    yield from chunks.with_place(chunks.span(chunk, employer), Kind.EMPLOYER)


def _first_organisation(parts: list[Line]) -> int:
    """Which part behind the first is an organisation; 0 if the first is one, or none."""
    return next((n for n, p in enumerate(parts) if words.has("organisation", p.text)), 0)


def _title_end(scores: list[int], parts: list[Line]) -> int:
    """How many parts the title has, when it stands first; the employer is what is left."""
    for at in range(len(parts) - 1, 0, -1):
        if words.has("organisation", parts[at].text):
            return at
    positive = [at for at, score in enumerate(scores) if score > 0]
    return min(max(positive) + 1, len(parts) - 1)

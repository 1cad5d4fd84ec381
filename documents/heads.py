"""The head of an entry taken apart: title, employer or school, degree, dates, place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from documents import contact, dates, words
from documents.lines import Line, Piece
from documents.resume import Kind, Topic

_STRONG = re.compile(
    r"\s*\t+\s*|\s+[|│•·⋅∙◆■]+\s*|\s*[|│]\s*|\s+[–—―-]\s+|\s{3,}|\s+@\s+|\s+(?:at|bei|chez)\s+(?=[A-ZÀ-Þ\"«])"
    r"|\s*;\s+|(?<=[\u3040-\u9fff）)])\s*[／/]\s*|\u3000+"
)
_COMMA = re.compile(r",\s+|、|，")
_LEGAL = re.compile(
    r"^(?:inc|llc|ltd|limited|co|corp|gmbh|ag|s\.?a|s\.?l|s\.?l\.?u|plc|llp|s\.?p\.?a|s\.?r\.?l|sas|lda|"
    r"ltda|oy|ab|as|bv|b\.v|n\.v|jr|sr|ph\.?d)\.?$",
    re.IGNORECASE,
)
_EDGE = " \t,;:|│•·–—―-/\u3000"
_CITY = re.compile(r"^[^\W\d_][\w.'’-]*(?:[ -][^\W\d_][\w.'’-]*){0,2}$")


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first where the words do not tell: in this résumé, the employer or the title."""

    employer_first: bool = False


def dated(line: Line) -> list[dates.Found]:
    """The dates in the head line *line*: periods, and single dates at an end or in brackets."""
    every = dates.find(line.text)
    ends = {found.start for found in every}
    return [
        found
        for found in every
        if found.period
        or _is_apart(line.text, found)
        or found.end + len(re.match(r"[\s,;]*", line.text[found.end :])[0]) in ends  # type: ignore[index]
    ]


def parse(lines: list[Line], topic: Topic, order: Order = Order()) -> Iterator[Piece]:
    """The pieces of an entry's head, each line's dates first taken out."""
    rest: list[list[Line]] = []
    for line in lines:
        spans, left = _without_dates(line)
        yield from (Piece(Kind.DATES, span) for span in spans)
        if spans and left and _is_sentence(left[-1], spans[-1]):
            yield Piece(Kind.BULLET, left.pop())
        rest.append(left)
    chunks = [[part for piece in left for part in _split(piece, _STRONG)] for left in rest]
    if topic is Topic.EDUCATION:
        yield from _study(chunks)
    elif topic in (Topic.PROJECTS, Topic.AWARDS, Topic.PUBLICATIONS):
        yield from _named(rest)
    else:
        yield from _role(chunks, rest, order)


def order(heads: Iterable[list[Line]]) -> Order:
    """The order that most heads follow, of those whose words tell."""
    votes = 0
    for lines in heads:
        texts = [part.text for line in lines for left in [_without_dates(line)[1]] for part in left]
        parts = [piece for text in texts for piece in re.split(_STRONG, text) if piece]
        if len(parts) == 1:
            parts = [piece for piece in _COMMA.split(parts[0]) if piece]
        scores = [_titleness(part) for part in parts[:2]]
        if len(scores) == 2 and scores[0] != scores[1]:
            votes += 1 if scores[1] > scores[0] else -1
    return Order(votes > 0)


def _is_apart(text: str, found: dates.Found) -> bool:
    before, after = text[: found.start].rstrip(), text[found.end :].lstrip()
    bracketed = before.endswith(("(", "[")) and after.startswith((")", "]"))
    starts = not before.strip(_EDGE) or before.endswith("\t")
    return bracketed or starts or not after.strip(_EDGE + ".)") or after.startswith("|")


def _without_dates(line: Line) -> tuple[list[Line], list[Line]]:
    """The dates of a line (with a length of time behind them), and what is left of it."""
    spans, left, at = [], [], 0
    for found in dated(line):
        end = _with_duration(line.text, found.end)
        spans.append(line.cut(found.start, end))
        left.append(_trim(line.cut(at, found.start)))
        at = end
    if not spans and dates.is_duration(line.text):
        return [line], []
    left.append(_trim(line.after(at)))
    return spans, [part for part in left if any(map(str.isalnum, part.text))]


def _is_sentence(part: Line, after: Line) -> bool:
    """Whether *part*, behind the dates, says what was done."""
    behind = part.place.start >= after.place.end
    return behind and part.text.count(" ") >= 2 and part.text.endswith((".", "!", ";", "。"))


def _with_duration(text: str, end: int) -> int:
    tail = re.match(r"[\s,·•|(]*(.*\w)[)\s.]*$", text[end:])
    return end + tail.end(1) if tail and dates.is_duration(tail[1]) else end


def _trim(line: Line) -> Line:
    """*line* without separators at its ends, and without a bracket whose partner went."""
    text = line.text.strip(_EDGE)
    while (text and text[-1] in "([") or (text.count("(") > text.count(")") and text.endswith("(")):
        text = text[:-1].rstrip(_EDGE)
    while text and text[0] in ")]":
        text = text[1:].lstrip(_EDGE)
    start = line.text.find(text)
    return line.cut(start, start + len(text))


def _split(line: Line, separator: re.Pattern[str]) -> Iterator[Line]:
    at = 0
    for mark in [*separator.finditer(line.text), None]:
        end = mark.start() if mark else len(line.text)
        if mark and _is_inside(line.text[:end]):
            continue
        part = _trim(line.cut(at, end))
        if any(map(str.isalnum, part.text)):
            yield part
        at = mark.end() if mark else end


def _is_inside(before: str) -> bool:
    pairs = (("(", ")"), ("«", "»"), ("„", "“"))
    return any(before.count(left) > before.count(right) for left, right in pairs)


def _titleness(text: str) -> int:
    return words.count("occupation", text) * 2 - words.count("organisation", text)


def _role(chunks: list[list[Line]], rest: list[list[Line]], order: Order) -> Iterator[Piece]:
    """Title, employer and place of a role, from the chunks of each of its lines."""
    flat = [chunk for line in chunks for chunk in line]
    places = [chunk for chunk in flat if contact.is_place(chunk.text)]
    named = [chunk for chunk in flat if chunk not in places]
    alone = [line[0] for line in chunks[1:] if len(line) == 1 and line[0] in named]
    if alone and is_city(alone[-1].text) and _is_whole(named[:-1], order):
        places.append(alone[-1])  # a city on a line of its own, below title and employer
    named = [chunk for chunk in flat if chunk not in places]
    yield from (Piece(Kind.LOCATION, place) for place in places)
    if len(named) == 1:
        yield from _one_chunk(named[0], order)
        return
    if not named:
        return
    title = _title_of(named, order)
    yield Piece(Kind.TITLE, title)
    others = [chunk for chunk in named if chunk is not title]
    yield from _employer(others, chunks, rest)


def _is_whole(named: list[Line], order: Order) -> bool:
    """Whether *named* already say both title and employer."""
    if len(named) != 1:
        return len(named) > 1
    return {piece.kind for piece in _one_chunk(named[0], order)} >= {Kind.TITLE, Kind.EMPLOYER}


def _title_of(named: list[Line], order: Order) -> Line:
    scores = [_titleness(chunk.text) for chunk in named]
    best = max(scores)
    if best > 0 and scores.count(best) == 1:
        return named[scores.index(best)]
    tied = [chunk for chunk, score in zip(named, scores, strict=True) if score == best]
    if best <= 0:
        tied = named[:2]
    return tied[1] if order.employer_first and len(tied) > 1 else tied[0]


def _employer(
    others: list[Line], chunks: list[list[Line]], rest: list[list[Line]]
) -> Iterator[Piece]:
    """The employer: the first chunk that is not the title, with the rest of its own line."""
    first = others[0]
    line = next(line for line in chunks if first in line)
    whole = all(chunk in others for chunk in line) and len(line) > 1
    if whole:
        start, end = line[0].place.start, line[-1].place.end
        source = next((left for piece in rest for left in piece if _holds(left, start, end)), None)
        if source is not None:
            first = source.cut(start - source.place.start, end - source.place.start)
            others = [chunk for chunk in others if chunk not in line]
    else:
        others = others[1:]
    yield from _with_place(first, Kind.EMPLOYER)
    for chunk in others:
        yield Piece(Kind.OTHER, chunk)


def _holds(line: Line, start: int, end: int) -> bool:
    return line.place.start <= start and end <= line.place.end


def _one_chunk(chunk: Line, order: Order) -> Iterator[Piece]:
    """Title and employer between commas: "Coordinator, Nordic Transport AB, Gothenburg"."""
    parts = _commas(chunk)
    place = _place_at_end(parts)
    if place:
        at = len(parts) - place
        yield Piece(Kind.LOCATION, _span(chunk, parts[at:]))
        parts = parts[:at]
    scores = [_titleness(part.text) for part in parts]
    if len(parts) < 2 or max(scores) <= 0:
        kind = (
            Kind.EMPLOYER
            if words.has("organisation", chunk.text) and max(scores) <= 0
            else Kind.TITLE
        )
        yield Piece(kind, _span(chunk, parts))
    elif scores[0] == max(scores) and not (order.employer_first and scores[-1] == scores[0]):
        split = _title_end(scores, parts)
        yield Piece(Kind.TITLE, _span(chunk, parts[:split]))
        yield Piece(Kind.EMPLOYER, _span(chunk, parts[split:]))
    else:
        split = scores.index(max(scores))
        yield Piece(Kind.EMPLOYER, _span(chunk, parts[: split or 1]))
        yield Piece(Kind.TITLE, _span(chunk, parts[split or 1 :]))


def _title_end(scores: list[int], parts: list[Line]) -> int:
    """How many parts the title has, when it stands first; the employer is what is left."""
    for at in range(len(parts) - 1, 0, -1):
        if words.has("organisation", parts[at].text):
            return at
    positive = [at for at, score in enumerate(scores) if score > 0]
    return min(max(positive) + 1, len(parts) - 1)


def _commas(chunk: Line) -> list[Line]:
    """The parts between commas; "Acme, Inc." stays one."""
    found: list[Line] = []
    for part in _split(chunk, _COMMA):
        if found and _LEGAL.match(part.text):
            found.append(_span(chunk, [found.pop(), part]))
        else:
            found.append(part)
    return found


def _span(chunk: Line, parts: list[Line]) -> Line:
    base = chunk.place.start
    return chunk.cut(parts[0].place.start - base, parts[-1].place.end - base)


def _place_at_end(parts: list[Line]) -> int:
    """How many of the last parts are a place; at least one part is left for a name."""
    for count in (3, 2, 1):
        if count < len(parts):
            text = ", ".join(part.text for part in parts[-count:])
            if contact.is_place(text) and not words.has("school", text):
                return count
    return 0


def _with_place(chunk: Line, kind: Kind) -> Iterator[Piece]:
    """An employer or a school, and the place behind its last comma."""
    parts = _commas(chunk)
    count = _place_at_end(parts)
    if not count and kind is Kind.EMPLOYER:
        count = int(len(parts) == 2 and is_city(parts[1].text))
    yield Piece(kind, _span(chunk, parts[: len(parts) - count]))
    if count:
        yield Piece(Kind.LOCATION, _span(chunk, parts[-count:]))


def is_city(text: str) -> bool:
    """Whether *text* may be a city: a few capitalised words that mean nothing else."""
    if contact.is_place(text):
        return True
    kinds = ("occupation", "organisation", "degree", "school")
    if any(words.has(kind, text) for kind in kinds):
        return False
    return bool(_CITY.match(text)) and all(
        word[0].isupper() for word in re.split(r"[ -]", text) if word
    )


def _study(chunks: list[list[Line]]) -> Iterator[Piece]:
    """Degree, school and place of a course of study."""
    named: list[Line] = []
    for chunk in (chunk for line in chunks for chunk in line):
        if contact.is_place(chunk.text) and not words.has("school", chunk.text):
            yield Piece(Kind.LOCATION, chunk)
        else:
            named.append(chunk)
    split = [part for chunk in named for part in _degree_and_school(chunk)]
    if len(split) == 2 and _is_bare(split[0].text):
        split = [split[0], *_school_and_subject(split[1])]
    scores = [words.count("school", p.text) * 2 - words.count("degree", p.text) for p in split]
    school = scores.index(max(scores)) if split and max(scores) > 0 else -1
    degree = _first_degree(split, school)
    for at, part in enumerate(split):
        if at == school:
            yield from _with_place(part, Kind.SCHOOL)
        elif at == degree:
            yield Piece(Kind.DEGREE, part)
        elif school < 0 and degree >= 0 and at == (1 if degree == 0 else 0):
            yield from _with_place(part, Kind.SCHOOL)
        else:
            yield Piece(Kind.OTHER, part)


def _first_degree(parts: list[Line], school: int) -> int:
    able = [at for at in range(len(parts)) if at != school]
    scored = [at for at in able if words.has("degree", parts[at].text)]
    return (scored or able or [-1])[0]


def _degree_and_school(chunk: Line) -> Iterator[Line]:
    """ "B.Sc. Physics, University of Example" as two parts; a chunk of one kind stays whole."""
    parts = _commas(chunk)
    if len(parts) < 2:
        yield chunk
        return
    is_school = [words.has("school", part.text) for part in parts]
    if not any(is_school) or not any(words.has("degree", part.text) for part in parts):
        yield chunk
        return
    first = is_school.index(True)
    if first > 0:
        yield _span(chunk, parts[:first])
        yield _span(chunk, parts[first:])
        return
    last = next((at for at, part in enumerate(parts) if at and words.has("degree", part.text)), 0)
    yield _span(chunk, parts[: last or len(parts)])
    if last:
        yield _span(chunk, parts[last:])


def _is_bare(text: str) -> bool:
    """Whether *text* is a degree without its subject, such as "PhD"."""
    return " " not in text and words.has("degree", text)


def _school_and_subject(chunk: Line) -> Iterator[Line]:
    parts = _commas(chunk)
    if len(parts) < 2 or not words.has("school", parts[0].text) or _place_at_end(parts):
        yield chunk
        return
    yield parts[0]
    yield _span(chunk, parts[1:])


def _named(rest: list[list[Line]]) -> Iterator[Piece]:
    """A project or an award: its first line is the title, a place stands for itself."""
    titled = False
    for part in (part for left in rest for part in left):
        if contact.is_place(part.text):
            yield Piece(Kind.LOCATION, part)
        elif not titled:
            yield Piece(Kind.TITLE, replace(part))
            titled = True
        else:
            yield Piece(Kind.OTHER, part)

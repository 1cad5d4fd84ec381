"""The head of a course of study: degree, school and place."""

from collections.abc import Iterator

from documents import chunks, places, words
from documents.lines import Line, Piece
from documents.resume import Kind


def parse(rows: list[list[Line]]) -> Iterator[Piece]:
    """Degree, school and place of a course of study; *rows* are its lines without their dates."""
    named: list[Line] = []
    for chunk in (chunk for row in rows for left in row for chunk in chunks.split(left)):
        if places.is_place(chunk.text):
            yield Piece(Kind.LOCATION, chunk)
        else:
            named.append(chunk)
    parts = [part for chunk in named for part in _degree_and_school(chunk)]
    if len(parts) == 2 and _is_bare(parts[0].text):
        parts = [parts[0], *_school_and_subject(parts[1])]
    school = _school(parts)
    degree = _degree(parts, school)
    for at, part in enumerate(parts):
        if at == school:
            yield from chunks.with_place(part, Kind.SCHOOL)
        else:
            yield Piece(Kind.DEGREE if at == degree else Kind.OTHER, part)


def _school(parts: list[Line]) -> int:
    """Which part is the school; where no words tell, the first one that is no degree."""
    scores = [words.count("school", p.text) * 2 - words.count("degree", p.text) for p in parts]
    if scores and max(scores) > 0:
        return scores.index(max(scores))
    others = [at for at, part in enumerate(parts) if not words.has("degree", part.text)]
    return others[0] if others and len(others) < len(parts) else -1


def _degree(parts: list[Line], school: int) -> int:
    able = [at for at in range(len(parts)) if at != school]
    scored = [at for at in able if words.has("degree", parts[at].text)]
    return (scored or able or [-1])[0]


def _degree_and_school(chunk: Line) -> Iterator[Line]:
    """A chunk with degree and school between commas as two parts; any other stays whole."""
    parts = chunks.commas(chunk)
    schools = [at for at, part in enumerate(parts) if words.has("school", part.text)]
    degrees = [at for at, part in enumerate(parts) if words.has("degree", part.text)]
    if len(parts) < 2 or not schools or (not degrees and schools[0] == 0):
        yield chunk
    elif schools[0] > 0:
        yield chunks.span(chunk, parts[: schools[0]])
        yield chunks.span(chunk, parts[schools[0] :])
    else:
        last = next((at for at in degrees if at), 0)
        yield chunks.span(chunk, parts[: last or len(parts)])
        if last:
            yield chunks.span(chunk, parts[last:])


def _is_bare(text: str) -> bool:
    """Whether *text* is a degree without its subject, such as "PhD"."""
    return " " not in text and words.has("degree", text)


def _school_and_subject(chunk: Line) -> Iterator[Line]:
    parts = chunks.commas(chunk)
    if len(parts) < 2 or not words.has("school", parts[0].text) or chunks.place_at_end(parts):
        yield chunk
        return
    yield parts[0]
    yield chunks.span(chunk, parts[1:])

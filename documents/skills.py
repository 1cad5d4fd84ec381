"""Lists taken apart into single facts: skills, languages, certificates, interests."""

import re
from collections.abc import Iterator

from documents import dates, words
from documents.lines import Line, Piece
from documents.resume import Kind

_LABEL = re.compile(r"^([^:：,;]{2,45}?)(?:\s*[:]\s+|\s*：\s*)(?=\S)")
_DASHED = re.compile(r"^([^,;:]{2,30}?)\s+[–—-]\s+(?=[^,;]+[,;])")
_COLUMN = re.compile(r"^([^\t,;]{2,30})\t+(?=[^\t]*[,;])")
_BREAK = re.compile(r"\s*(?:[,;|•·│¦▪■●○◆،、；，]|\t|\s{2,}|\s/\s)\s*")
_RATING = re.compile(r"[\s●○★☆■□▪▫◆◇⬤◯✩✭⭐\ue000-\uf8ff/|]+$|\s+\d{1,2}\s?/\s?\d{1,2}$")
_OPEN, _CLOSE = "([{«“（「", ")]}»”）」"
_SENTENCE = 7  # words


def skills(block: list[Line]) -> Iterator[Piece]:
    """One piece for each skill; the label of a list becomes the group of its skills."""
    group = ""
    for at, line in enumerate(block):
        below = block[at + 1] if at + 1 < len(block) else None
        if _is_label(line, below):
            group = line.text.rstrip(" :：")
            continue
        mark = _LABEL.match(line.text) or _COLUMN.match(line.text) or _DASHED.match(line.text)
        if mark and len(mark[1]) > 2 and not _is_prose(line.text[mark.end() :]):
            yield from _each(line.after(mark.end()), mark[1].strip())
        elif _is_prose(line.text):
            yield Piece(Kind.BULLET, line)
        else:
            yield from _each(line, group)


def languages(block: list[Line]) -> Iterator[Piece]:
    """One piece for each language with its level."""
    any_named = any(words.has("tongue", line.text) for line in block)
    for line in block:
        if words.count("tongue", line.text) < 2:
            told = any(words.has(kind, line.text) for kind in ("tongue", "level"))
            yield Piece(Kind.LANGUAGE if told or not any_named else Kind.OTHER, _unrate(line))
            continue
        parts = list(_split(line))
        named = [words.has("tongue", part.text) for part in parts]
        for part, has_name in zip(parts, named, strict=True):
            yield Piece(Kind.LANGUAGE if has_name or sum(named) < 2 else Kind.OTHER, part)


def certificates(block: list[Line], *, inline: bool) -> Iterator[Piece]:
    """One piece a line; a list typed on one line (*inline*: after its title) is taken apart."""
    for line in block:
        for part in _dated(line) if inline else [line]:
            yield Piece(Kind.CERTIFICATE, part)


def _is_label(line: Line, below: Line | None) -> bool:
    """Whether a line names the list below it."""
    if below is None or line.bullet or _BREAK.search(line.text.rstrip(":：")):
        return False
    if line.text.endswith((":", "：")) or (below.bullet and line.text.count(" ") < 5):
        return True
    # A bold or larger line over a list that is neither.
    stands_out = (line.bold and not below.bold) or line.level > 0 or line.size > below.size * 1.08
    return stands_out and line.text.count(" ") < 5


def _is_prose(text: str) -> bool:
    longest = max((part.count(" ") + 1 for part in _BREAK.split(text)), default=0)
    return longest >= _SENTENCE or (text.endswith(".") and text.count(" ") >= _SENTENCE)


def _each(line: Line, group: str) -> Iterator[Piece]:
    for part in _split(line):
        yield Piece(Kind.SKILL, part, group=group)


def _split(line: Line) -> Iterator[Line]:
    """The items of a list on one line; separators within brackets do not count."""
    at = last = depth = 0
    for mark in _BREAK.finditer(line.text):
        between = line.text[last : mark.start()]
        last = mark.start()
        depth += sum(map(between.count, _OPEN)) - sum(map(between.count, _CLOSE))
        number = mark[0] == "," and between[-1:].isdigit() and line.text[mark.end() :][:1].isdigit()
        if depth > 0 or number:
            continue  # within brackets, or in 1,000
        yield from _item(line.cut(at, mark.start()))
        at = mark.end()
    yield from _item(line.after(at))


def _item(part: Line) -> Iterator[Line]:
    bare = _unrate(part)
    if bare.text.endswith(".") and bare.text.count(".") == 1 and len(bare.text) > 4:
        bare = bare.cut(0, len(bare.text) - 1)
    if any(map(str.isalnum, bare.text)):
        yield bare


def _unrate(line: Line) -> Line:
    """*line* without the dots or stars that rate a skill."""
    mark = _RATING.search(line.text)
    return line.cut(0, mark.start()) if mark and mark.start() else line


def _dated(line: Line) -> Iterator[Line]:
    """The items of *line*; one that is only a date belongs to the item before it."""
    held: Line | None = None
    for part in _split(line):
        if held is not None and dates.parse(part.text):
            base = line.place.start
            held = line.cut(held.place.start - base, part.place.end - base)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held

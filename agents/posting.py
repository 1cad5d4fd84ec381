"""A job post as lines that know their part: asked for, welcome, duties, or beside the point."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from agents import titles
from agents.titles import Section


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the posting without its bullet; `text` stands in the posting word for word."""

    text: str
    section: Section
    bullet: bool = False


_BULLET = re.compile(
    r"^\s*(?:[-*+•·●▪◦‣–—✅✔☑➤►»>○■□※・✓]\ufe0f?\s*|\d{1,2}(?:[.)]\s+|、)|[a-z]\)\s+)"
)
_MARKUP = re.compile(r"^[\s#*_>=~|]+|[\s*_#=~|]+$")
_PARTS = re.compile(r".{1,1000}(?=\s|$)|.{1,1000}")  # of a line that has no end
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_EDGE = re.compile(r"^[^\w(«\"“¿¡]+|[\s:：]+$")


def lines(text: str) -> tuple[Line, ...]:
    """The lines of *text*, each with its part of the posting; titles themselves are left out.

    A sentence that was broken over several lines is one line here, joined by blanks.
    """
    raw = (p for x in _FRONT_MATTER.sub("", text).splitlines() for p in _PARTS.findall(x) or [""])
    return tuple(_lines(_unwrap(list(raw))))


def _unwrap(raw: list[str]) -> list[str]:
    """*raw* with the lines that only go on in a sentence put behind the one that they continue."""
    joined: list[str] = []
    for line in raw:
        before = joined[-1].rstrip() if joined else ""
        goes_on = (line[:1].islower() or line[:1] == "(") and not before.endswith(".")
        if (goes_on and len(before) > 60) or (len(line) > 60 and _open_end(before)):
            joined[-1] = f"{before} {line}"
        else:
            joined.append(line)
    return joined


def _open_end(line: str) -> bool:
    return len(line) > 60 and bool(re.search(r"[^\W\d_]{2}$|,$", line)) and not _BULLET.match(line)


def _lines(raw: list[str]) -> Iterator[Line]:
    section, listed, gap = Section.OPEN, False, False
    for current, following in pairwise([*raw, ""]):
        if not current.strip():
            gap = True
            continue
        told = title(current, following)
        bare = _BULLET.sub("", current)
        bullet = bare != current
        if told:
            section, rest = told
            if rest:
                yield Line(rest, section)
        else:
            if listed and gap and not bullet:
                section = Section.OPEN  # a paragraph below a list does not belong to its title
            yield Line(_MARKUP.sub("", bare).strip() or bare.strip(), section, bullet)
        listed, gap = bool(told and told[1]) or (bullet and not told), False


def title(line: str, following: str = "") -> tuple[Section, str] | None:
    """Whether *line* is a title: its section, and what stands behind its colon; else None."""
    marked = bool(re.match(r"\s*(?:#{1,6}\s|\*\*|__)", line))
    bulleted = bool(_BULLET.match(line)) and not marked
    bare = _EDGE.sub("", _MARKUP.sub("", line))
    head, colon, rest = _colon(bare)
    if colon and len(head) <= 45:
        section = titles.tell(_EDGE.sub("", head), begin=bulleted)
        if section:
            return section, rest
    if bulleted or len(bare) > 75 or bare.endswith((".", ",", ";", "。")):
        return None
    ends = line.strip().rstrip("*_ ").endswith((":", "："))
    section = titles.tell(bare, begin=not (marked or ends) and len(bare) > 30)
    if section and (marked or ends or len(bare.split()) <= 6):
        return section, ""
    if marked or (ends and _BULLET.match(following)):
        return Section.OPEN, ""
    return None


def _colon(bare: str) -> tuple[str, str, str]:
    head, colon, rest = re.sub("：", ":", bare).partition(":")
    rest = _MARKUP.sub("", rest).strip()
    return _MARKUP.sub("", head).strip(), colon if rest else "", rest

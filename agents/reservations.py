"""Whether a line says that its person did or used what it names, or only speaks of it."""

import re
from collections.abc import Iterator
from functools import cache

from agents import tables, terms
from documents import memo

_THING = "¤"  # what is spoken of, in the patterns
_STOPS = re.compile(r"[.!?]+(?:\s|$)|[;؛。；！？\n•|]+")
_COMMAS = re.compile(r"[,،，、]")
_ITEMS = re.compile(
    r"[,،，、/&]|\b(?:and|or|nor|und|oder|noch|et|ou|ni|y|o|u|e|nem|né|i|lub|ani|oraz|и|или|ни|та|або|ні)\b"
    r"|(?<!\w)(?:أو|ולא|או|ולא)(?!\w)|[和或与と及]"
)
_ANDS = re.compile(r"\b(?:and|und|et|y|e|i|oraz|и|та|й)\b|(?<!\w)ו(?=\w)", re.IGNORECASE)
_MOST = 6  # places of one name in a line
_LONG = 2000  # characters of a line in which only the first is looked at
_FAR = 300  # characters before and behind a thing that may speak of it
_APPOSED = 1  # words before a thing in a list: "never used Docker, plain Kubernetes"
_PLAIN = 2  # words that a thing may be called by: "no self-hosted Kubernetes"
_RUN = 4  # characters of Chinese or Japanese between a word and what it governs


def places(
    text: str, name: str, language: str = "", *, strict: bool = False
) -> Iterator[tuple[int, int, bool]]:
    """Where *text* says what *name* names, each with whether it `holds` back; as `terms.find`.

    What is said over and over is looked at a few times.
    """
    rest = text
    for _ in range(_MOST if len(text) < _LONG else 1):
        span = terms.find(name, rest, strict=strict)
        if not span:
            return
        yield *span, holds(text, *span, language)
        rest = " " * span[1] + rest[span[1] :]


@memo.kept(8192)
def holds(text: str, start: int, end: int, language: str = "") -> bool:
    """Whether *text* takes back, only wishes for or leaves to others what stands at *start*.

    Denied ("never used"), avoided ("away from"), wanted, planned, looked at and not used, or the
    business of other people; in any language that we read, *language* is that of the résumé.
    """
    words = text[start:end].partition("-")
    before = text[max(0, start - _FAR) : start]
    after = words[1] + words[2] + text[end : end + _FAR]
    head = _STOPS.split(_of("idle", language).sub(" ", before))[-1]
    tail = _STOPS.split(_of("idle", language).sub(" ", after), maxsplit=1)[0]
    head = _of("apart", language).split(head)[-1]
    tail = _of("apart", language).split(tail, maxsplit=1)[0]
    tool = _is_tool(words[0])
    return (
        bool(_of("none", language).match(tail))
        or _denied(head, _clause(tail), language)
        or _governed("without", head, language)
        or (tool and _governed("tried", head, language))
        or _said(_kinds(tool), _open_clause(head) + _THING + _clause(tail), language)
    )


def _kinds(tool: bool) -> tuple[str, ...]:
    return ("others", "tried") if tool else ("others",)


def _said(kinds: tuple[str, ...], clause: str, language: str) -> bool:
    """Whether one of the patterns that name the thing itself fits the *clause*."""
    found = (m for kind in kinds for m in _of(kind, language).finditer(clause))
    return any(_THING in match.group() for match in found)


def _denied(head: str, tail: str, language: str) -> bool:
    """Whether the statement is denied or wished for, by a word before the thing or behind it."""
    patterns = (_of("never", language), _of("wish", language))
    return any(
        any(_reaches(head[match.end() :]) for match in pattern.finditer(head))
        or bool(pattern.search(tail))
        for pattern in patterns
    )


def _governed(kind: str, head: str, language: str) -> bool:
    """Whether a word of this kind stands before the thing and speaks of it."""
    return any(_governs(head[m.end() :]) for m in _of(kind, language).finditer(head))


def _reaches(between: str) -> bool:
    """Whether what denies a statement still does behind *between*, the words up to the thing."""
    behind_comma = _COMMAS.split(between)
    if behind_comma[1:] and len(terms.content(behind_comma[-1])) > _APPOSED:
        return False
    behind_and = _ANDS.split(between)
    return not (behind_and[1:] and terms.content(behind_and[-1]))


def _governs(between: str) -> bool:
    """Whether *between* leads from a word to what it governs: "without (any experience with)"."""
    *items, last = _ITEMS.split(between)
    if any(len(terms.content(item)) > _PLAIN for item in items):
        return False
    bare = last.strip()
    if bare and terms.is_han(bare[0]):
        return len(bare) <= _RUN
    own = terms.content(last)
    grammar = len(terms.tokens(last[own[0].start :])) > len(own) if own else False
    return len(own) <= _PLAIN and not grammar


def _clause(tail: str) -> str:
    """*tail* up to where another statement begins."""
    first = _COMMAS.split(tail, maxsplit=1)[0]
    for match in _ANDS.finditer(first):
        rest = first[match.end() :].split()
        if not rest[:1] or not (rest[0][:1].isupper() or terms.is_han(rest[0][0])):
            return first[: match.start()]
    return first


def _open_clause(head: str) -> str:
    """*head* from where its last statement begins; of a list the whole."""
    pieces = _COMMAS.split(head)
    return head if len(pieces[-1].split()) <= _APPOSED else pieces[-1]


def _is_tool(words: str) -> bool:
    """Whether *words* are the name of something that may be looked at without being used."""
    named = terms.known(words) and not words.islower()
    exact = (t.exact and t.key not in terms.weak() for t in terms.tokens(words))
    return bool(named) or any(exact)


@cache
def _of(kind: str, language: str) -> re.Pattern[str]:
    """The patterns of one kind that count in a résumé of *language*."""
    return re.compile("|".join(_patterns(kind, language)), re.IGNORECASE)


def _patterns(kind: str, language: str) -> Iterator[str]:
    for name, where, pattern in tables.rows("reservations"):
        only, but = where.removeprefix("*"), where.removeprefix("!")
        if name == kind and (not only or language == only or (but != where and language != but)):
            yield pattern

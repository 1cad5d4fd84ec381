"""Finding what a posting names in what a résumé says: inflected, aliased, in any script."""

import re
from functools import cache

from agents import fillers
from agents.wordforms import Token, fold, is_han, known, same, stem, tokens, weak
from documents import memo

__all__ = [
    "Token",
    "alternatives",
    "content",
    "find",
    "fold",
    "is_han",
    "known",
    "literal",
    "same",
    "stem",
    "subject",
    "tokens",
    "touches",
    "weak",
]

_ALTERNATIVE = re.compile(
    r"\s*(?:\b(?:or|oder|ou|o|u|lub|albo|bzw\.?|или|либо|або|чи)\b(?!\s*$)|(?<=\s)(?:أو|או)(?=\s)"
    r"|または|或者|或|もしくは)\s*",
    re.IGNORECASE,
)
_SIMILAR = re.compile(
    r"\b(?:similar|equivalent|comparable|other|another|ähnlich\w*|vergleichbar\w*|similaire\w*|"
    r"équivalent\w*|equivalente\w*|simil[ei]\w*|similares|podobn\w*|аналог\w*|подобн\w*|etc)\b\.?",
    re.IGNORECASE,
)


_LONG = 4  # words from which a name may be said with some of them missing, but none that is a name
_MOST = 0.75  # of its words have to be there
_SPREAD = 10  # characters that a phrase may be longer than the name that it says


@memo.kept(4096)
def content(text: str) -> tuple[Token, ...]:
    """The tokens of *text* that say what, not how much or how."""
    empty = _empty()
    said = _han_empty().sub(lambda match: " " * len(match[0]), text)
    return tuple(t for t in tokens(said) if t.key not in empty or _joined(text, t))


@cache
def _han_empty() -> re.Pattern[str]:
    """Words without meaning of their own, for the scripts that put no gaps between words."""
    words = fillers.generic_words("ja") | fillers.generic_words("zh")
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _joined(text: str, token: Token) -> bool:
    """Whether *token* is part of a word with a hyphen: the "on" of "on-call" says something."""
    return text[token.end : token.end + 1] == "-" and text[token.end + 1 : token.end + 2].isalpha()


@cache
def _empty() -> frozenset[str]:
    words = fillers.function_words() | fillers.generic_words()
    return frozenset({stem(word) for word in words} | {fold(word) for word in words})


@memo.kept(2048)
def alternatives(name: str) -> tuple[str, ...]:
    """What *name* accepts: "Go or Python" is either, "CDK (Cloud Kit)" is either of its names."""
    bare = re.sub(r"[(（]([^)）]*)[)）]", r" ", name)
    inside = re.findall(r"[(（]([^)）]*)[)）]", name)
    pieces = [p for part in (bare, *inside) for p in _ALTERNATIVE.split(part)]
    pieces = [pieces[0], *(p for piece in pieces[1:] for p in re.split(r"[,;、]", piece))]
    cut = [_SIMILAR.sub("", piece).strip(" ,;/") for piece in pieces]
    return tuple(dict.fromkeys(piece for piece in cut if content(piece))) or (name,)


def touches(name: str, text: str) -> bool:
    """Whether *text* has at least one of the words of *name*."""
    there = tokens(text)
    return any(same(want, token) for want in content(name) for token in there)


@memo.kept(8192)
def find(name: str, text: str, *, strict: bool = False) -> tuple[int, int] | None:
    """Where *text* says what *name* names: the span from its first to its last word, or None.

    Words of doing ("management", "preparation") may be missing, unless *strict*.
    """
    spans = (_find(one, text, strict) for one in alternatives(name))
    best = min((span for span in spans if span), key=lambda s: s[1] - s[0], default=None)
    return _whole_words(text, *best) if best else None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of a word that is joined to it by a hyphen."""
    before = re.search(r"(?:[^\W_]+-)+$", text[:start])
    after = re.match(r"(?:-[^\W_]+)+", text[end:])
    return before.start() if before else start, end + (after.end() if after else 0)


def _find(name: str, text: str, strict: bool) -> tuple[int, int] | None:
    every = content(name)
    wanted = tuple(t for t in every if strict or t.key not in weak()) or every
    if not wanted:
        return None
    there = tokens(text)
    hits = []
    for want in wanted:
        hits.append([token for token in there if same(want, token)])
        if not hits[-1] and (want.exact or len(wanted) < _LONG):
            return None
    if sum(map(bool, hits)) < _MOST * len(wanted):
        return None
    whole = [[t for t in there if same(want, t)] for want in every]
    span = _closest([spots for spots in whole if spots])
    if span[1] - span[0] > len(name) + _SPREAD:
        span = _closest([spots for spots in hits if spots])
    return literal(name, text) or span


def _closest(found: list[list[Token]]) -> tuple[int, int]:
    best = (0, 1 << 30)
    for first in found[0]:
        near = [min(spots, key=lambda t: abs(t.start - first.start)) for spots in found]
        span = (min(t.start for t in near), max(t.end for t in near))
        if span[1] - span[0] < best[1] - best[0]:
            best = span
    return best


def subject(name: str) -> str:
    """What a condition on years is about: "backend" in "5+ years of backend experience", or ""."""
    words = [name[t.start : t.end] for t in content(name) if not _NUMBER.match(t.key)]
    return " ".join(words)


_NUMBER = re.compile(r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten)$")


def literal(words: str, text: str) -> tuple[int, int] | None:
    """Where *words* stand in *text* letter by letter, whatever their case, as whole words."""
    wanted = words.strip()
    if not wanted:
        return None
    edges = (r"(?<!\w)", r"(?!\w)") if not any(map(is_han, wanted)) else ("", "")
    whole = edges[0] + re.escape(wanted) + edges[1]
    match = re.search(whole, text) or re.search(whole, text, re.IGNORECASE)
    return match.span() if match else None

"""What a short text is likely to be (title, employer, place), told by words of many languages."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from documents import memo

_TOKEN = re.compile(r"[\w.'’\"״/-]*\w[.]?", re.UNICODE)
_LONGEST = 40  # letters that are looked at
_COMPOUND = 5  # letters: longer German words are told within compounds
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class _Words:
    """One kind of words: whole ones, beginnings ("engineer*"), ones of scripts without spaces."""

    def __init__(self) -> None:
        self.whole: set[str] = set()
        self.starts: set[str] = set()
        self.inside: set[str] = set()
        self.within: set[str] = set()

    def add(self, word: str, language: str) -> None:
        if language == "de" and len(word) > _COMPOUND:
            self.within.add(word.rstrip("*"))  # "Konstruktionsingenieur"
        if word.endswith("*"):
            self.starts.add(word[:-1])
        elif _CJK.search(word):
            self.inside.add(word)
        else:
            self.whole.add(word)

    def has(self, token: str) -> bool:
        if token in self.whole or token.rstrip(".") in self.whole:
            return True
        if any(token[:n] in self.starts for n in range(2, min(len(token), _LONGEST) + 1)):
            return True
        return 2 * _COMPOUND < len(token) <= _LONGEST and any(word in token for word in self.within)


def count(kind: str, text: str) -> int:
    """How many words of *text* are of *kind*: "occupation", "organisation", "school", "degree",
    "tongue" (a human language), "level" (of one) or "country".
    """
    inside = _load()[kind].inside
    found = sum(_is(kind, token) for token in tokens(text))
    return found + (sum(word in text for word in inside) if _CJK.search(text) else 0)


def has(kind: str, text: str) -> bool:
    """Whether *text* has a word of *kind*."""
    return count(kind, text) > 0


@lru_cache(maxsize=20_000)
def _is(kind: str, token: str) -> bool:
    return _load()[kind].has(token)


@memo.kept(2_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of *text* in lower case; "B.Sc." and "co-founder" are one each."""
    found: Iterable[str] = _TOKEN.findall(text.casefold().replace("’", "'"))
    pieces = []
    for token in found:
        pieces.append(token)
        if re.search(r"[-/]", token):
            pieces += re.split(r"[-/]", token)
    return tuple(piece for piece in pieces if piece)


@cache
def _load() -> dict[str, _Words]:
    kinds: dict[str, _Words] = {}
    for row in Path(__file__).with_name("words.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            kind, language, words = row.split("\t")
            for word in words.split(","):
                kinds.setdefault(kind, _Words()).add(word.strip().casefold(), language)
    return kinds

"""A line of text, read: its tokens with their classes, its numbers, and what it can support."""

import itertools
import re
from collections.abc import Iterator
from functools import cached_property

from agents import ablaut, contexts, han, tokens
from agents.lexicon import NONE, Lexicon, Phrase
from agents.quantities import Quantity
from agents.tokens import Token
from documents import dates
from documents.dates import Found

_TIMES = frozenset(["s", "min", "h", "day", "week", "month", "quarter", "year"])
_ANDS = frozenset(["und", "sowie", "oder", "bzw"])
_CLAUSE = frozenset(".;,:!?")
_APART = 12  # tokens between a German verb and its prefix
_YEARS = re.compile(r"(?:19|20)\d\d|['’´]\d\d")  # what a date cannot do without


class Passage:
    """A text in the light of a lexicon. Everything is worked out once, when first asked for."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon

    @cached_property
    def normal(self) -> str:
        """The text in one spelling; Chinese numerals as digits."""
        plain = tokens.normal(self.text)
        return han.plain(plain) if self.lexicon.language in ("zh", "ja") else plain

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens, with their classes."""
        found: list[Token] = []
        for token in tokens.split(self.normal):
            found += self._pieces(token) if token.kind == "han" else (token,)
        for token in found:
            token.classes = self._classes(token)
        if self.lexicon.language == "de":
            for prefix, verb in _apart(found):
                if any(name.startswith("rank.") for name in verb.classes):
                    verb.classes = self.lexicon.classes(prefix.key + verb.key)  # "führte … ein"
        self._mark_phrases(found)
        _mark_rates(found)
        return found

    def _pieces(self, token: Token) -> list[Token]:
        pieces: list[Token] = []
        start = token.start
        for piece in han.cut(token.text, self.lexicon):
            joined = token.joined or bool(pieces)
            pieces.append(Token(piece, "han", piece, start, joined, token.first and not pieces))
            start += len(piece)
        return pieces

    def _classes(self, token: Token) -> frozenset[str]:
        return NONE if token.kind == "number" else self.lexicon.classes(token.key)

    def _mark_phrases(self, found: list[Token]) -> None:
        if not self.lexicon.has_phrases:
            return
        words = [token for token in found if token.text not in "-'’"]
        at = 0
        while at < len(words):
            known = self.lexicon.phrases(words[at].key)
            length, names = self._phrase(words, at, known) if known else (0, NONE)
            for token in words[at : at + length]:
                token.classes = names
                token.part = token is not words[at]
            at += max(length, 1)

    def _phrase(
        self, words: list[Token], at: int, known: tuple[Phrase, ...]
    ) -> tuple[int, frozenset[str]]:
        """How many words the longest phrase at *at* has, and its classes."""
        fits, length, names = self.lexicon.fits, 0, NONE
        for parts, name in known:
            if len(parts) < length:
                break
            here = words[at : at + len(parts)]
            if len(here) == len(parts) and all(map(fits, (t.key for t in here), parts)):
                names, length = names | {name}, len(parts)
        return length, names

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers that it states, with what belongs to them."""
        return contexts.read(self.tokens, self.lexicon)

    @cached_property
    def dates(self) -> tuple[Found, ...]:
        """The dates and periods that it names, by their place in `normal`."""
        return dates.find(self.normal) if _YEARS.search(self.normal) else ()

    @cached_property
    def months(self) -> dict[int, str]:
        """The indexes of the tokens that are part of a month of a year, with that month."""
        spans = [(d.start, d.end, m) for d in self.dates for m in (d.since, d.until) if "-" in m]
        return {
            at: month
            for at, token in enumerate(self.tokens)
            for start, end, month in spans
            if start <= token.start < end
        }

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms of its words: a word that shares one is the same word."""
        found: set[str] = set()
        for token in self.tokens:
            if token.kind == "word":
                found |= self.lexicon.stemmer.forms(token.key)
        if self.lexicon.language == "de":
            whole = (prefix.key + verb.key for prefix, verb in _apart(self.tokens))
            found.update(form for word in whole for form in self.lexicon.stemmer.forms(word))
        return frozenset(found)

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        return frozenset(name for token in self.tokens for name in token.classes)

    @cached_property
    def han(self) -> str:
        """Its Chinese or Japanese characters, runs apart by spaces."""
        runs = (
            (" " * (not token.joined)) + token.text for token in self.tokens if token.kind == "han"
        )
        return "".join(runs)

    @cached_property
    def forms_and_han(self) -> frozenset[str]:
        """The forms of its words, its numbers, and the pairs of its Chinese characters."""
        numbers = {token.text for token in self.tokens if token.kind == "number"}
        return self.forms | numbers | {self.han[i : i + 2] for i in range(len(self.han) - 1)}

    @cached_property
    def contents(self) -> list[frozenset[str]]:
        """Its words that carry meaning and its numbers, each as its forms."""
        words = [contexts.content(token, self.lexicon) for token in self.tokens]
        numbers = [frozenset({t.text}) for t in self.tokens if t.kind == "number"]
        return [word for word in (*words, *numbers) if word]


def _apart(found: list[Token]) -> Iterator[tuple[Token, Token]]:
    """German prefixes with each word that may be their verb: "Trug … ein" is eintrug."""
    for at, token in enumerate(found):
        last = at + 1 == len(found) or found[at + 1].kind == "mark" or found[at + 1].key in _ANDS
        if token.key in ablaut.SEPARABLE and last:
            for before in reversed(found[max(0, at - _APART) : at]):
                if before.text in _CLAUSE:
                    break
                yield token, before


def _mark_rates(found: list[Token]) -> None:
    """Make a period of the unit behind a stroke: 12/day."""
    for stroke, token in itertools.pairwise(found):
        unit = tokens.named(token, "unit.") if stroke.text == "/" else ""
        if unit in _TIMES:
            token.classes |= {f"period.{unit}"}

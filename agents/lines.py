"""A line that an edit would write, beside the lines that are to prove it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from agents.lexicon import Lexicon
from agents.passages import Passage
from agents.shorthand import NO_PAIRS, Pairs
from agents.violations import Violation
from documents.resume import Kind


@dataclass(frozen=True)
class Line:
    """New wording with its proof. `own` is the line that it replaces, itself one of `sources`.

    `elsewhere` are other new lines that cite the same fact: what this one drops may stand there.
    `pairs` are the abbreviations of the résumé.
    `years` are the full years of work that the dates of the cited roles add up to; `ongoing` says
    that one of those roles still goes on. `entitling`
    are the sources that a title may be taken from, if not all: whoever assisted a head chef is
    none.
    """

    where: str
    kind: Kind
    new: Passage
    own: Passage | None
    sources: Sequence[Passage]
    lexicon: Lexicon
    elsewhere: Sequence[Passage] = ()
    asked: Sequence[Passage] = ()
    pairs: Pairs = NO_PAIRS
    years: float = 0.0
    ongoing: bool = False
    entitling: Sequence[Passage] = ()
    exact: bool = False  # only words of the sources: skills, headlines

    @cached_property
    def words(self) -> list[Passage]:
        """The sources, and what they say in an abbreviation or out of one."""
        return [*self.sources, *self.pairs.added(self.sources)]

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms of all words of the sources."""
        return frozenset().union(*(source.forms for source in self.words))

    @cached_property
    def titles(self) -> frozenset[str]:
        """The forms of the titles, degrees and awards in the sources that may lend them."""
        words = (token for source in self.entitling or self.words for token in source.tokens)
        lexicon = self.lexicon
        strict = (w for w in words if "strict" in w.classes | lexicon.classes(w.key))
        forms = (lexicon.stemmer.forms(word.key) for word in strict)
        return frozenset[str]().union(*forms)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of all words of the sources."""
        return frozenset().union(*(source.classes for source in self.sources))

    @cached_property
    def keys(self) -> frozenset[str]:
        """All words of the sources as they are written, without case."""
        return frozenset(token.key for source in self.words for token in source.tokens)

    @cached_property
    def han(self) -> str:
        """All Chinese and Japanese characters of the sources."""
        return " ".join(source.han for source in self.words)

    def fault(self, kind: str, text: str, source: Passage | None = None) -> Violation:
        """A violation of this line; it contradicts *source*, or else the nearest of its sources."""
        nearest = source or self.own or nearest_to(self.new, self.sources)
        return Violation(kind, self.where, text, nearest.text if nearest else "")


def nearest_to(new: Passage, sources: Iterable[Passage]) -> Passage | None:
    """The source that has most words in common with *new*."""
    return max(sources, key=lambda source: len(new.forms & source.forms), default=None)

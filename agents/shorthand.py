"""Abbreviations that a résumé has side by side with the words that they stand for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agents import han, tokens
from agents.lexicon import Lexicon
from agents.passages import Passage

_SHORT = re.compile(r"(?<![^\W_])[^\W\d_]{2,6}(?![^\W_])")
_WORD = re.compile(rf"[^\W\d_{tokens.HAN}]+")
_HAN_RUN = re.compile(rf"[{tokens.HAN}]+$")
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")


@dataclass(frozen=True, slots=True)
class Pair:
    """An abbreviation and its words, each as a passage of its own."""

    short: Passage
    long: Passage


@dataclass(frozen=True, slots=True)
class Pairs:
    """The abbreviations of one résumé."""

    pairs: tuple[Pair, ...] = ()

    def added(self, sources: Sequence[Passage]) -> list[Passage]:
        """What *sources* say in other words: the long form for the short one, and back."""
        found: list[Passage] = []
        for pair in self.pairs:
            if any(_has(source, pair.short) for source in sources):
                found.append(pair.long)
            if any(_has(source, pair.long) for source in sources):
                found.append(pair.short)
        return found


NO_PAIRS = Pairs()


def _has(source: Passage, part: Passage) -> bool:
    forms = source.lexicon.stemmer.forms
    words = [token for token in part.tokens if token.kind == "word"]
    return part.han.strip() in source.han and all(forms(word.key) & source.forms for word in words)


def find(texts: Iterable[str], lexicon: Lexicon) -> Pairs:
    """The abbreviations of which *texts* have both forms, together or apart."""
    lines = [tokens.normal(text) for text in texts]
    shorts = {word for line in lines for word in _SHORT.findall(line) if word.isupper()}
    if not shorts:
        return NO_PAIRS
    found: dict[tuple[str, str], None] = {}
    for line in lines:
        found |= dict.fromkeys(_spelt(line, shorts, lexicon))
        if "(" in line:
            found |= dict.fromkeys(_bracketed(line, shorts, lexicon))
    return Pairs(tuple(Pair(Passage(a, lexicon), Passage(b, lexicon)) for a, b in found))


def _spelt(line: str, shorts: set[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Runs of words whose first letters make an abbreviation that stands anywhere."""
    words = list(_WORD.finditer(line))
    telling = [w for w in words if "free" not in lexicon.classes(tokens.key(w.group()))]
    for chosen in (words, telling):
        initials = "".join(word.group()[0] for word in chosen).upper()
        for short in shorts:
            at = initials.find(short)
            if at >= 0 and not any(w.group() in shorts for w in chosen[at : at + len(short)]):
                yield short, line[chosen[at].start() : chosen[at + len(short) - 1].end()]


def _bracketed(line: str, shorts: set[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """An abbreviation in brackets behind its words, or words in brackets behind it."""
    for match in _BRACKETS.finditer(line):
        inside = match[1].strip()
        if inside in shorts:
            if before := _before(line[: match.start()].rstrip(), len(inside), lexicon):
                yield inside, before
        else:
            last = _WORD.findall(line[: match.start()])
            if last and last[-1] in shorts:
                yield last[-1], inside


def _before(text: str, letters: int, lexicon: Lexicon) -> str:
    """The words at the end of *text*: a run of Chinese, or one word for each letter."""
    if run := _HAN_RUN.search(text):
        pieces = han.cut(run.group(), lexicon)
        while pieces and lexicon.classes(pieces[0]) & {"free", "verb", "did"}:
            del pieces[0]
        return "".join(pieces)
    words = list(_WORD.finditer(text))[-letters:]
    return text[words[0].start() : words[-1].end()] if words else ""

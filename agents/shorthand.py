"""Abbreviations that a résumé has side by side with the words that they stand for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agents.passages import Passage
from agents.tokens import Token

_LONGEST = 6  # letters of an abbreviation


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
    return part.han in source.han and all(forms(word.key) & source.forms for word in words)


def find(passages: Iterable[Passage]) -> Pairs:
    """The abbreviations of which *passages* have both forms, together or apart."""
    texts = list(passages)
    shorts = {t.text: t for text in texts for t in text.tokens if _is_short(t)}
    found: dict[tuple[str, str], Pair] = {}
    for text in texts:
        for short, long in (*_spelt(text, shorts), *_bracketed(text)):
            lexicon = text.lexicon
            found[short, long] = Pair(Passage(short, lexicon), Passage(long, lexicon))
    return Pairs(tuple(found.values()))


def _is_short(token: Token) -> bool:
    return token.kind == "word" and token.text.isupper() and 2 <= len(token.text) <= _LONGEST


def _spelt(text: Passage, shorts: dict[str, Token]) -> Iterator[tuple[str, str]]:
    """Runs of words whose first letters make an abbreviation that stands anywhere."""
    words = [token for token in text.tokens if token.kind == "word"]
    for chosen in (words, [word for word in words if "free" not in word.classes]):
        initials = "".join(word.key[0] for word in chosen)
        for short, token in shorts.items():
            at = initials.find(token.key) if token.key.isalpha() else -1
            if at >= 0:
                run = chosen[at : at + len(token.key)]
                if not any(map(_is_short, run)):
                    yield short, text.normal[run[0].start : run[-1].end]


def _bracketed(text: Passage) -> Iterator[tuple[str, str]]:
    """An abbreviation in brackets behind its words, or words in brackets behind it."""
    tokens = text.tokens
    for at, token in enumerate(tokens):
        if token.text != "(" or at == 0:
            continue
        end = next((i for i in range(at, len(tokens)) if tokens[i].text == ")"), len(tokens))
        inside = tokens[at + 1 : end]
        if len(inside) == 1 and _is_short(inside[0]):
            if before := _before(tokens, at, len(inside[0].text)):
                yield inside[0].text, text.normal[before[0].start : before[-1].end]
        elif inside and _is_short(tokens[at - 1]):
            yield tokens[at - 1].text, text.normal[inside[0].start : inside[-1].end]


def _before(tokens: list[Token], at: int, letters: int) -> list[Token]:
    """The words before a bracket: a run of Chinese, or one word for each letter."""
    start = at
    if tokens[at - 1].kind == "han":
        while start > 0 and tokens[start - 1].kind == "han":
            start -= 1
        return tokens[start:at]
    while start > 0 and tokens[start - 1].kind == "word" and at - start < letters:
        start -= 1
    return tokens[start:at]

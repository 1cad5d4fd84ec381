"""Whether the words of a line are those of its sources: names, tools, places, plain nouns."""

from collections.abc import Iterator

from agents import actions, characters, compounds, tokens, verbs
from agents.lexicon import FREE, TIED
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token
from agents.violations import Violation
from documents.resume import Kind

_VERBAL = frozenset({"verb", "did"})
_ELSEWHERE = (
    "rank.",
    "grade.",
    "claim.",
    "level.",
    "limit.",
    "period.",
    "bound.",
    "after.",
    "feat.",
)
_NUMERIC = ("dir.", "num.", "role.")


def check(line: Line) -> Iterator[Violation]:
    """Words that no source has and that are not free, and names that were lost."""
    counted = {at for q in line.new.quantities for at in range(q.start, q.end)}
    counted |= line.new.months.keys()
    titled = _titled(line.new)
    for at, token in enumerate(line.new.tokens):
        if at in counted or actions.acts(line, at):
            continue
        if _stands(line, token, titled) and not _nominal(line, at):
            continue
        yield line.fault(_kind(line, token), token.text)
    yield from _check_asked(line)
    if line.own is not None and not line.exact:
        yield from _check_loss(line, line.own)


def _kind(line: Line, token: Token) -> str:
    if line.kind is Kind.SKILL:
        return "skill"
    capital = tokens.capital(token) and line.lexicon.language != "de"
    return "name" if capital or tokens.odd(token) else "term"


def _stands(line: Line, token: Token, titled: bool) -> bool:
    """Whether the token may stand in the line."""
    if token.kind == "mark" or (_said(line, token) and _entitled(line, token)):
        return True
    if token.kind == "han" and not token.classes and characters.recut(line, token):
        return True
    if token.kind == "number" or "strict" in token.classes:
        return False
    if _named(line, token, titled):
        return False
    if token.classes & FREE and (not line.exact or "free" in token.classes):
        return True
    return not line.exact and (
        _measured(token) or _akin(line, token) or compounds.made(line, token.key)
    )


def _said(line: Line, token: Token) -> bool:
    """Whether a source has the word, in whatever form."""
    if token.kind == "han":
        return characters.covered(token.text, line.han)
    if tokens.odd(token) and token.text[-1] in "+#":
        return token.key in line.keys
    return bool(line.lexicon.stemmer.forms(token.key) & line.forms)


def _entitled(line: Line, token: Token) -> bool:
    """Whether a title or degree stands in a source as such: who managed is no manager yet."""
    return "strict" not in token.classes or bool(
        line.lexicon.stemmer.forms(token.key) & line.titles
    )


def _named(line: Line, token: Token, titled: bool) -> bool:
    """Whether the token is written as a name where the language keeps capitals for names."""
    if token.kind == "han" or line.lexicon.language == "de":
        return tokens.odd(token) and token.kind == "word"
    if tokens.odd(token):
        return not token.text.isupper() or not titled
    return tokens.capital(token) and not token.first and not titled


def _titled(passage: Passage) -> bool:
    """Whether the line Writes Its Words With Capitals, so that they say nothing."""
    words = [t for t in passage.tokens if t.kind == "word" and len(t.text) > 3]
    return len(words) > 2 and sum(map(tokens.capital, words)) > 0.7 * len(words)


def _nominal(line: Line, at: int) -> bool:
    """Whether the word is free only as a verb, but stands where it can only be a noun."""
    token = line.new.tokens[at]
    names = {name for name in token.classes if not name.startswith(("syn.", *TIED))}
    if token.first or at == 0 or not names or not names <= _VERBAL or _akin(line, token):
        return False
    before = line.new.tokens[at - 1]
    if before.kind == "mark" or "joint" in before.classes or _said(line, token):
        return False
    if verbs.sources(token.key, line.lexicon.language):
        return False  # the noun of an action says no more than its verb
    return verbs.nominal(token.key, before.key, line.lexicon.language)


def _measured(token: Token) -> bool:
    """Whether another check answers for the word: reach, level, period, direction."""
    whole = "compound" not in token.classes
    return whole and any(name.startswith((*_ELSEWHERE, *_NUMERIC)) for name in token.classes)


def _akin(line: Line, token: Token) -> bool:
    """Whether a source has a word of the same meaning."""
    return any(name in line.classes for name in token.classes if name.startswith("syn."))


def _check_asked(line: Line) -> Iterator[Violation]:
    """What the posting asks for may stand in the line only where a source has it."""
    for asked in line.asked:
        words = [token for token in asked.tokens if _tells(token)]
        asks = bool(words) and all(_occurs(token, line.new) for token in words)
        if asks and not all(_said(line, token) for token in words):
            yield line.fault("skill", asked.text)


def _tells(token: Token) -> bool:
    free = token.classes & FREE or any(name.startswith("rank.") for name in token.classes)
    return token.kind in ("word", "han") and not free


def _occurs(token: Token, passage: Passage) -> bool:
    if token.kind == "han":
        return token.text in passage.han
    return bool(passage.lexicon.stemmer.forms(token.key) & passage.forms)


def _check_loss(line: Line, own: Passage) -> Iterator[Violation]:
    """Names of the line that its new wording leaves out."""
    if _titled(own):
        return
    texts = [line.new, *line.elsewhere]
    texts += line.pairs.added(texts)
    said = frozenset[str]().union(*(text.forms for text in texts))
    counted = {at for q in own.quantities for at in range(q.start, q.end)} | own.months.keys()
    for at, token in enumerate(own.tokens):
        named = token.kind == "word" and at not in counted and _is_name(line, token)
        if named and not line.lexicon.stemmer.forms(token.key) & said:
            yield line.fault("lost-name", token.text, own)


def _is_name(line: Line, token: Token) -> bool:
    if tokens.odd(token):
        return True
    german = line.lexicon.language == "de"
    return tokens.capital(token) and not token.first and not german and not token.classes & FREE

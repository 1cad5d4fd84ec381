"""Whether the words of a line are those of its sources: names, tools, places, plain nouns."""

from collections.abc import Iterator

from agents import ablaut, tokens, verbs
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token
from agents.violations import Violation
from documents.resume import Kind

_FREE = frozenset({"free", "verb", "did", "noun", "years", "each", "article", "ordinal", "joint"})
_VERBAL = frozenset({"verb", "did"})
_ELSEWHERE = ("rank.", "grade.", "claim.", "level.", "limit.", "period.", "bound.", "after.")
_NUMERIC = ("dir.", "num.", "role.")
_ROOT = 3  # letters that two forms of a word share at its beginning
_PART = 4  # letters that a part of a German compound has at least


def check(line: Line) -> Iterator[Violation]:
    """Words that no source has and that are not free, and names that were lost."""
    counted = {at for q in line.new.quantities for at in range(q.start, q.end)}
    counted |= line.new.months.keys()
    titled = _titled(line.new)
    for at, token in enumerate(line.new.tokens):
        if at in counted or _acts(line, at):
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
    if token.kind == "han" and not token.classes and _recut(line, token):
        return True
    if token.kind == "number" or "strict" in token.classes:
        return False
    if _named(line, token, titled):
        return False
    if token.classes & _FREE and (not line.exact or "free" in token.classes):
        return True
    return not line.exact and (_measured(token) or _akin(line, token) or _compound(line, token))


def _said(line: Line, token: Token) -> bool:
    """Whether a source has the word, in whatever form."""
    if token.kind == "han":
        return _covered(token.text, line.han)
    if tokens.odd(token) and token.text[-1] in "+#":
        return token.key in line.keys
    return bool(line.lexicon.stemmer.forms(token.key) & line.forms)


def _entitled(line: Line, token: Token) -> bool:
    """Whether a title or degree stands in a source as such: who managed is no manager yet."""
    return "strict" not in token.classes or bool(
        line.lexicon.stemmer.forms(token.key) & line.titles
    )


def _covered(piece: str, source: str) -> bool:
    """Whether *piece* is made of pieces of *source*, none of a single character but itself."""
    if len(piece) == 1:
        return piece in source
    reach = [True] + [False] * len(piece)
    for end in range(2, len(piece) + 1):
        reach[end] = any(reach[start] and piece[start:end] in source for start in range(end - 1))
    return reach[-1]


def _recut(line: Line, token: Token) -> bool:
    """Whether *token*, its run cut otherwise, is made of words of the sources and free ones."""
    run, start = _run(line.new, token)
    costs, steps = [0], [0]
    for end in range(1, len(run) + 1):
        ways = [(costs[at], at) for at in range(end) if _fits(line, run[at:end])]
        cost, step = min([*ways, (costs[end - 1] + 1, end - 1)])
        costs.append(cost)
        steps.append(step)
    first, last = token.start - start, token.end - start
    end = len(run)
    while end:
        unknown = costs[end] > costs[steps[end]]
        if unknown and first < end <= last:
            return False
        end = steps[end]
    return True


def _fits(line: Line, piece: str) -> bool:
    known = piece in line.lexicon.words
    return (len(piece) > 1 and piece in line.han) or (
        known and bool(line.lexicon.classes(piece) & _FREE)
    )


def _run(passage: Passage, token: Token) -> tuple[str, int]:
    """The characters without a break that *token* is part of, and where they start."""
    text, start = "", 0
    for each in passage.tokens:
        if each.kind != "han":
            continue
        if not each.joined or start + len(text) != each.start:
            if text and start + len(text) > token.start:
                break
            text, start = "", each.start
        text += each.text
    return text, start


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
    names = {name for name in token.classes if not name.startswith("syn.")}
    if token.first or at == 0 or not names or not names <= _VERBAL or _akin(line, token):
        return False
    before = line.new.tokens[at - 1]
    if before.kind == "mark" or "joint" in before.classes or _said(line, token):
        return False
    if verbs.sources(token.key, line.lexicon.language):
        return False  # the noun of an action says no more than its verb
    return verbs.nominal(token.key, before.key, line.lexicon.language)


def _acts(line: Line, at: int) -> bool:
    """Whether the word is an action that no list knows, told by its form and place."""
    token = line.new.tokens[at]
    if line.exact or token.classes or token.kind != "word" or tokens.odd(token):
        return False
    language = line.lexicon.language
    if token.first or at == 0:
        return (
            verbs.opens(token.text, language)
            or _names_action(line, token)
            or _begins_alike(line, token)
        )
    before = line.new.tokens[at - 1]
    if "joint" in before.classes and not tokens.capital(token):
        return verbs.opens(token.text, language)
    return before.kind != "mark" and _leads(before) and verbs.follows(token.text, language)


def _is_compound(line: Line, word: str) -> bool:
    """Whether a German word ends with another one, and what stands before is no prefix."""
    ends = range(_ROOT, len(word) - _PART)
    return any(
        word[:at] not in ablaut.PREFIXES
        and (_known(line, word[at:]) or bool(line.lexicon.classes(word[at:])))
        for at in ends
    )


def _begins_alike(line: Line, token: Token) -> bool:
    """Whether a source opens with another form of the word: podé, poda; pintei, pintura."""
    openings = (source.tokens[0].key for source in line.sources if source.tokens)
    return any(_alike(token.key, opening) for opening in openings)


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike and only their last letters differ."""
    shorter = min(len(one), len(other))
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((at for at, (a, b) in pairs if a != b), shorter)
    return shared >= max(_ROOT, shorter - 2)


def _adds(line: Line) -> bool:
    """Whether the action at the beginning stands beside the line's own, not in its place."""
    if line.own is None or not line.own.tokens:
        return True
    opening = line.own.tokens[0]
    return bool(line.lexicon.stemmer.forms(opening.key) & line.new.forms)


def _names_action(line: Line, token: Token) -> bool:
    """Whether the word is the noun of a plain action, though no list knows it."""
    known = verbs.sources(token.key, line.lexicon.language)
    if line.lexicon.language == "de" and _is_compound(line, token.key):
        return False  # Rechtsberatung is not Beratung
    plain = not any(line.lexicon.classes(verb) - _FREE for verb in known)
    return bool(known) and plain and not _adds(line)


def _leads(token: Token) -> bool:
    """Whether a participle may follow: a word of meaning, a number or an auxiliary."""
    return "free" not in token.classes or "helper" in token.classes


def _measured(token: Token) -> bool:
    """Whether another check answers for the word: reach, level, period, direction."""
    whole = "compound" not in token.classes
    return whole and any(name.startswith((*_ELSEWHERE, *_NUMERIC)) for name in token.classes)


def _akin(line: Line, token: Token) -> bool:
    """Whether a source has a word of the same meaning."""
    return any(name in line.classes for name in token.classes if name.startswith("syn."))


def _compound(line: Line, token: Token) -> bool:
    """Whether a compound is made of words of the sources; in German also a part of theirs."""
    word = token.key
    if line.lexicon.language == "en":
        cuts = range(_ROOT, len(word) - _ROOT + 1)
        return any(_known(line, word[:at]) and _known(line, word[at:]) for at in cuts)
    if line.lexicon.language != "de" or len(word) < _PART:
        return False
    stems = {form.removesuffix("-") for form in line.lexicon.stemmer.forms(word)}
    if any(stem in key for stem in stems if len(stem) > _PART for key in line.keys):
        return True
    return any(
        _part(line, word[:at]) and _part(line, word[at:])
        for at in range(_PART, len(word) - _ROOT + 1)
    )


def _known(line: Line, word: str) -> bool:
    return bool(line.lexicon.stemmer.forms(word) & line.forms)


def _part(line: Line, part: str) -> bool:
    if len(part) < _PART:
        return _known(line, part)
    for link in ("", "s", "n", "en", "es", "e"):
        bare = part.removesuffix(link) if link else part
        if len(bare) < _PART:
            continue
        classes = line.lexicon.classes(bare)
        if "strict" in classes:
            return _known(line, bare)
        if _known(line, bare) or classes & {"noun"}:
            return True
        if any(name in line.classes for name in classes if name.startswith("syn.")):
            return True
        if len(bare) > _PART and any(key.startswith(bare) for key in line.keys):
            return True
    return False


def _check_asked(line: Line) -> Iterator[Violation]:
    """What the posting asks for may stand in the line only where a source has it."""
    for asked in line.asked:
        words = [token for token in asked.tokens if _tells(token)]
        asks = bool(words) and all(_occurs(token, line.new) for token in words)
        if asks and not all(_said(line, token) for token in words):
            yield line.fault("skill", asked.text)


def _tells(token: Token) -> bool:
    free = token.classes & _FREE or any(name.startswith("rank.") for name in token.classes)
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
    return tokens.capital(token) and not token.first and not german and not token.classes & _FREE

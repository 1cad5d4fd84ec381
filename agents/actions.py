"""Whether a word that no list knows is a plain action, told by its form and place."""

from agents import compounds, tokens, verbs
from agents.lexicon import FREE, TIED
from agents.lines import Line
from agents.tokens import Token

_ROOT = 3  # letters that two forms of a word share at its beginning


def acts(line: Line, at: int) -> bool:
    """Whether the word is an action that no list knows, told by its form and place."""
    token = line.new.tokens[at]
    listed = any(not name.startswith(TIED) for name in token.classes)
    if line.exact or listed or token.kind != "word" or tokens.odd(token):
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
    if line.lexicon.language == "de" and compounds.ends_with_another(line, token.key):
        return False  # Rechtsberatung is not Beratung
    plain = not any(line.lexicon.classes(verb) - FREE for verb in known)
    return bool(known) and plain and not _adds(line)


def _leads(token: Token) -> bool:
    """Whether a participle may follow: a word of meaning, a number or an auxiliary."""
    return "free" not in token.classes or "helper" in token.classes

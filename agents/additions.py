"""Deeds added to those of the sources: "built" is not yet "built and operated"."""

import re
from collections.abc import Iterator

from agents import tokens, verbs
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token
from agents.violations import Violation

_ACTIVE = frozenset({"verb", "did", "deed", "change", "joins", "acting"})
_ACTING = ("rank.", "dir.", "feat.")
_LOOKS = {  # verbs that no list has, and what may be taken for one beside an "and"
    "en": r"[A-Z]?[a-z]{2,}(?:ed|ate|ise|ize|ify)",
    "de": r"[a-zäöüß]{3,}(?:t|te|ten|en)",
}
_ROOT = 4  # letters that two forms of a word share at its beginning
_WRITTEN_ON = {"ar": "و", "he": "ו"}  # "and", written together with its word


def check(line: Line) -> Iterator[Violation]:
    """Verbs joined to others by "and" that take the place of no verb of the sources."""
    joined = (token for token in _joined(line.new) if "light" not in token.classes)
    added = [token for token in joined if not _said(line, token)]
    spare = [token for source in line.sources for token in _spare(source, line.new)]
    for token in added:
        match = next((own for own in spare if _akin(own, token)), None)
        match = match or next((own for own in spare if _may_act(own, line.new)), None)
        if match is None:
            yield line.fault("scope", token.text)
        else:
            spare.remove(match)


def _joined(new: Passage) -> Iterator[Token]:
    """The verbs beside an "and": both of "planned and built", the last of "built x and ran it"."""
    written_on = _WRITTEN_ON.get(new.lexicon.language, "")
    words = new.tokens
    for at, token in enumerate(words):
        if at and written_on and token.key.startswith(written_on) and _acts(token, new):
            yield token
        if "adds" not in token.classes or token.part or not 0 < at < len(words) - 1:
            continue
        before, behind = words[at - 1], words[at + 1]
        if _acts(behind, new) and (_acts(before, new) or _opens(new)):
            yield from _row(new, at - 1)
            yield behind


def _row(new: Passage, at: int) -> Iterator[Token]:
    """The verbs directly before an "and", with commas between them."""
    while at >= 0 and _acts(new.tokens[at], new):
        yield new.tokens[at]
        if at < 2 or new.tokens[at - 1].text not in ",、،":
            return
        at -= 2


def _opens(new: Passage) -> bool:
    """Whether the line is a statement that begins with its verb, not a list of things."""
    return bool(new.tokens) and _acts(new.tokens[0], new)


def _acts(token: Token, passage: Passage) -> bool:
    """Whether the word is a verb, or in German the noun of an action."""
    names, language = token.classes, passage.lexicon.language
    if token.kind not in ("word", "han") or token.part or "free" in names:
        return False
    if tokens.capital(token) and not token.first and language != "de":
        return False
    if names & _ACTIVE or any(name.startswith(_ACTING) for name in names):
        return not _thing(token, language)
    looks = re.fullmatch(_LOOKS.get(language, ""), token.text)
    follows = verbs.follows(token.text.lower(), language)
    return bool(looks) or follows or verbs.opens(token.text, language)


def _may_act(token: Token, passage: Passage) -> bool:
    """Whether a word of a source may be a verb: where most names of actions are in no list, any."""
    return passage.lexicon.language in _WRITTEN_ON or _acts(token, passage)


def _thing(token: Token, language: str) -> bool:
    """Whether an English word that may be a verb is the plural of a noun: tests, reports."""
    return language == "en" and token.key.endswith("s") and not token.key.endswith("ss")


def _spare(source: Passage, new: Passage) -> Iterator[Token]:
    """The words of a source that the new line does not repeat."""
    for token in source.tokens:
        if token.kind == "han":
            said = token.text in new.han
        else:
            said = bool(source.lexicon.stemmer.forms(token.key) & new.forms)
        if token.kind in ("word", "han") and not said:
            yield token


def _said(line: Line, token: Token) -> bool:
    if token.kind == "han":
        return token.text in line.han
    return bool(line.lexicon.stemmer.forms(token.key) & line.forms)


def _akin(own: Token, token: Token) -> bool:
    """Whether two words mean or begin the same: service, servi."""
    alike = own.key[:_ROOT] == token.key[:_ROOT] and len(own.key) > _ROOT
    return alike or any(name.startswith("syn.") for name in own.classes & token.classes)

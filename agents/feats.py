"""Verbs that claim more than the plain ones they stand in for: owned, guided, resolved, held."""

from collections.abc import Iterator

from agents.compounds import tails
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token
from agents.violations import Violation

_FEAT, _PROOF = "feat.", "proof."
_RANKS = frozenset({"rank.coordinate", "rank.responsible", "rank.manage", "rank.lead"})
_PRESENCE = frozenset({"attends", "joins", "rank.assist", "limit.trainee"})


def check(line: Line) -> Iterator[Violation]:
    """Feats that no source tells of, and attendance that became something else."""
    for token in line.new.tokens:
        for name in sorted(token.classes):
            if name.startswith(_FEAT) and not token.part and not _proven(line, token, name):
                yield line.fault("leadership" if name == "feat.own" else "scope", token.text)
    if line.own and attends(line.own) and not line.new.classes & _PRESENCE:
        yield line.fault("limit", _first(line.own), line.own)


def _proven(line: Line, token: Token, name: str) -> bool:
    """Whether a source has the word, one of its class, or one that amounts to it."""
    known = {name, name.replace(_FEAT, _PROOF)}
    if name == "feat.own":
        known |= _RANKS
    if known & line.classes or (token.kind == "han" and token.text in line.han):
        return True
    return bool(line.lexicon.stemmer.forms(token.key) & line.forms)


def attends(own: Passage) -> bool:
    """Whether the line says that the person was there, while others gave the course."""
    events = ("event" in token.classes | tails(own.lexicon, token.key) for token in own.tokens)
    return "attends" in own.classes and any(events)


def _first(own: Passage) -> str:
    return next(token.text for token in own.tokens if "attends" in token.classes)

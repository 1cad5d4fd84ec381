"""Section titles in fifteen languages: what a section is about, told by its title."""

import re
import unicodedata
from pathlib import Path

from documents.resume import Topic

_JOINTS = re.compile(r"\s*(?:[&/+|,·・]|\b(?:and|und|et|y|e|i|та|и|і)\b|(?:^|\s)و|、|与|和|及)\s*")
_EDGES = re.compile(r"^[\W\d_]+|[\W_]+$")
_SPACED = re.compile(r"^(?:\w ){2,}\w$")
_LONGEST = 60
_LENGTH = re.compile(r"\s*[-–—:(]\s*\d{1,2}\s+\D.*$")  # "Experience — 8 years 3 months"
_FIRST = 3  # titles of a topic in a language: the most usual ones stand first
_PREFIXES = (
    "my ", "selected ", "relevant ", "professional ", "additional ", "other ", "key ", "core ",
    "recent ", "personal ", "main ", "further ", "related ", "notable ", "general ", "technical ",
    "weitere ", "sonstige ", "relevante ", "autres ", "otros ", "otras ", "outros ", "outras ",
    "altri ", "altre ", "inne ", "інші ", "другие ", "дополнительные ", "основные ", "мои ", "мої ",
)  # fmt: skip


def tell(title: str) -> Topic | None:
    """What a section with this title is about; None where the words are not a known title.

    Case, punctuation, emoji, numbering and letter-spacing do not matter. Of two topics in one
    title ("Education & Certificates") the first counts.
    """
    if len(title) > _LONGEST:
        return None
    words = normalise(_LENGTH.sub("", title))
    found = _KNOWN.get(words)
    if found or not words:
        return found
    for prefix in _PREFIXES:
        if words.startswith(prefix) and words[len(prefix) :] in _KNOWN:
            return _KNOWN[words[len(prefix) :]]
    pieces = [piece for piece in _JOINTS.split(words) if piece]
    topics = [_KNOWN.get(piece) for piece in pieces]
    return topics[0] if len(topics) > 1 and all(topics) else None


def is_usual(title: str) -> bool:
    """Whether *title* is one of the most usual of its topic, so that its words alone tell."""
    return normalise(title) in _USUAL


def normalise(title: str) -> str:
    """*title* in lower case with single spaces, without marks at its ends or between letters."""
    words = " ".join(unicodedata.normalize("NFKC", title).replace("’", "'").casefold().split())
    words = _EDGES.sub("", words)
    if _SPACED.match(words):
        words = words.replace(" ", "")
    return re.sub(r"\s+", " ", words)


def _known() -> tuple[dict[str, Topic], set[str]]:
    found: dict[str, Topic] = {}
    usual: set[str] = set()
    for row in Path(__file__).with_name("titles.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            topic, _language, titles = row.split("\t")
            rows = [normalise(title) for title in titles.split(",")]
            usual.update(rows[:_FIRST])
            for title in rows:
                found.setdefault(title, Topic(topic))
    return found, usual


_KNOWN, _USUAL = _known()

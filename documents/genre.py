"""Whether a text is a résumé, a job posting, or neither, told by its words and its build."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from documents import dates, headings
from documents.resume import Topic


class Genre(StrEnum):
    """What somebody sent."""

    RESUME = "resume"
    POSTING = "posting"
    NEITHER = "neither"


_LEAST = 2.0
_ENOUGH = 20_000  # characters: more do not tell more
_LONG_WORD = re.compile(r"\S{200,}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_PAY = re.compile(
    r"[$€£₽₴¥₪]\s?\d|\d[\d\s.,]{0,12}(?:[$€£₽₴¥₪]|k\b|usd|eur|gbp|sek|pln|zł|руб|грн|brl|万|萬|円|元)"
    r"|r\$\s?\d",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"#\w*(?:ваканси|vacanc|job|hiring|робота|работа|vaga|empleo|stelle|praca|招聘|وظائف)\w*", re.I
)
_OF_RESUME = {Topic.EXPERIENCE, Topic.EDUCATION, Topic.SUMMARY, Topic.LANGUAGES, Topic.SKILLS}


def tell(text: str) -> Genre:
    """What *text* is. Works on short chat messages with emoji as well as on whole files."""
    text = _LONG_WORD.sub(" ", text[:_ENOUGH])
    posting, resume = _posting(text), _resume(text)
    if max(posting, resume) < _LEAST:
        return Genre.NEITHER
    return Genre.RESUME if resume >= posting else Genre.POSTING


def _posting(text: str) -> float:
    folded = text.casefold().replace("’", "'")
    strong, weak = (_count(folded, f"posting{n}") for n in (2, 1))
    score = 2.0 * min(strong, 4) + 0.7 * min(weak, 5)
    score += 1.0 * bool(_PAY.search(text)) + 2.0 * bool(_TAG.search(text))
    return score


def _resume(text: str) -> float:
    folded = text.casefold().replace("’", "'")
    head = text[:600]
    topics = {headings.tell(_label(row)) for row in text.splitlines()} & _OF_RESUME
    periods = sum(found.period for found in dates.find(text))
    strong, weak = (_count(folded, f"resume{n}") for n in (2, 1))
    score = 2.0 * min(strong, 3) + 0.7 * min(weak, 4)
    score += 1.3 * len(topics) + 0.9 * min(periods, 5)
    score += 1.2 * bool(_EMAIL.search(head)) + 0.8 * bool(_PHONE.search(head))
    return score


def _label(row: str) -> str:
    """What may be a title in *row*: all of it, or what stands before a colon."""
    bare = row.strip().lstrip("#*• ").rstrip("* ")
    return bare.split(":", 1)[0] if ":" in bare[:40] else bare


def _count(folded: str, kind: str) -> int:
    """How many different phrases of *kind* the text has."""
    return len({match.group() for match in _phrases()[kind].finditer(folded)})


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for row in Path(__file__).with_name("genres.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            kind, _language, phrases = row.split("\t")
            kinds.setdefault(kind, []).extend(re.escape(p.strip()) for p in phrases.split(","))
    return {
        kind: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(phrases, key=len, reverse=True))})")
        for kind, phrases in kinds.items()
    }

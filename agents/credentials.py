"""Conditions that are met by degree, not by mention: languages, degrees, years of work."""

import re
from datetime import UTC, datetime
from functools import cache

from agents import tables, terms
from documents import dates
from documents.resume import Fact, Kind, Resume, Topic

_YEARS = re.compile(
    r"(\d{1,2})\s*(?:\+|-|–|or more|plus)?\s*(?:\d{1,2}\s*)?"
    r"(?:years?|yrs?|jahre?n?|ans?\b|années?|años?|anos?\b|anni|anno|lat\b|lata|roku|рок[иів]+|год[аы]?"
    r"|лет|г\.|سنوات|سنة|שנים|שנות|年)",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)


@cache
def _names() -> dict[str, str]:
    """Folded names of languages → ISO codes, longest first."""
    rows = (row for row in tables.rows("credentials") if row[0] == "language")
    named = [(code, names.split("|")) for _, code, names in rows]
    pairs = [(terms.fold(name.strip()), code) for code, names in named for name in names]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


_WORDS = re.compile(r"[^\W\d_]+")


def languages(text: str) -> tuple[str, ...]:
    """The ISO codes of the languages that *text* names, in order."""
    bare = re.sub(r"(?:sprach)?kenntnisse\b", "", text, flags=re.IGNORECASE)
    folded = [terms.fold(word) for word in _WORDS.findall(bare)]
    names = _names()
    found = [names[word] for word in folded if word in names]
    if any(map(terms.is_han, text)):  # no gaps between words: look for the names in them
        found += [code for name, code in names.items() if terms.is_han(name) and name in text]
    return tuple(dict.fromkeys(found))


def level(text: str) -> int:
    """How well a language is asked for or known: 1 (A1) to 6 (C2), 7 native; 0 if unsaid."""
    return next((s for s in range(7, 0, -1) if _step("level", s, text)), 0)


def degree(text: str) -> int:
    """The highest degree that *text* names: 2 vocational, 3 bachelor, 4 master, 5 doctor, or 0."""
    return next((s for s in range(5, 1, -1) if _step("degree", s, text)), 0)


def _step(table: str, step: int, text: str) -> bool:
    return bool(tables.pattern("credentials", table, str(step)).search(text))


def years(text: str) -> int:
    """The years of work that *text* asks for, or 0."""
    plain = text.translate(_DIGITS)
    numerals = _numerals()
    plain = numerals[0].sub(lambda match: numerals[1][match[0].casefold()], plain)
    match = _YEARS.search(plain)
    return int(match[1]) if match else 0


@cache
def _numerals() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = [row for row in tables.rows("credentials") if row[0] == "numeral"]
    words = {word: number for _, number, word in rows}
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?=\W)", re.IGNORECASE), words


def speaks(resume: Resume, asked: str) -> tuple[Fact, ...]:
    """The facts that show each language of *asked* at its level; empty if one is missing."""
    proofs = []
    for code in languages(asked):
        fact = next((f for f in _language_facts(resume) if _shows(f, code, asked)), None)
        if fact is None:
            return ()
        proofs.append(fact)
    return tuple(proofs)


def _language_facts(resume: Resume) -> list[Fact]:
    return [
        fact
        for fact in resume.facts
        if fact.kind is Kind.LANGUAGE or resume.topic(fact) is Topic.LANGUAGES
    ]


def _shows(fact: Fact, code: str, asked: str) -> bool:
    for piece in re.split(r"[,;|/·•]| and | und | et | y | e | и ", fact.text):
        if code in languages(piece):
            # A language without a level is taken for one that its owner can work in.
            return (level(piece) or level(fact.text) or 4) >= level(asked)
    return False


def studied(resume: Resume, asked: str) -> Fact | None:
    """The degree that is at least as high as the one that *asked* names, in its field."""
    least = degree(asked)
    for fact in resume.of(Kind.DEGREE):
        if degree(fact.text) >= least > 0 and _same_field(resume, fact, asked):
            return fact
    return None


def _same_field(resume: Resume, fact: Fact, asked: str) -> bool:
    field = [t for t in terms.content(asked) if not degree(asked[t.start : t.end])]
    if not field or tables.pattern("credentials", "open").search(asked):
        return True
    around = " ".join(f.text for f in resume.of(entry=fact.entry)) if fact.entry else fact.text
    return any(terms.same(want, t) for want in field for t in terms.tokens(around))


def worked(resume: Resume, topic: str, today: datetime | None = None) -> float:
    """Years of the roles that have to do with *topic* (of all roles if it is empty), summed once.

    Months are not looked at: a role from 2019 to 2021 counts two years, within one year half.
    """
    now = (today or datetime.now(UTC)).year
    spans = [
        _span(resume, entry, now)
        for entry in resume.entries(Topic.EXPERIENCE)
        if not topic or concerns(resume, entry, topic)
    ]
    covered: set[int] = set()
    halves = 0.0
    for first, last in filter(None, spans):
        covered |= set(range(first, last))
        halves += 0.5 if first == last and first not in covered else 0
    return len(covered) + halves


def concerns(resume: Resume, entry: str, topic: str) -> bool:
    """Whether the facts of *entry* name at least half of what *topic* names."""
    facts = resume.of(Kind.TITLE, Kind.BULLET, Kind.EMPLOYER, Kind.OTHER, entry=entry)
    there = [token for fact in facts for token in terms.tokens(fact.text)]
    wanted = terms.content(topic)
    found = sum(any(terms.same(want, token) for token in there) for want in wanted)
    return found * 2 >= len(wanted)


def _span(resume: Resume, entry: str, now: int) -> tuple[int, int] | None:
    text = " ".join(fact.text for fact in resume.of(Kind.DATES, entry=entry))
    for found in dates.find(text):
        if found.since[:4].isdigit():
            last = str(now) if found.open else found.until or found.since
            return int(found.since[:4]), int(last[:4]) if last[:4].isdigit() else now
    return None

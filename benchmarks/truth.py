"""What résumés really say, written down by hand, and how much of it a reading has."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.reading import Reading
from documents.resume import Fact, Kind, Resume

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
_LISTS = {
    "contact": (Kind.CONTACT, Kind.LOCATION),
    "summary": (Kind.SUMMARY,),
    "skills": (Kind.SKILL,),
    "languages": (Kind.LANGUAGE,),
    "certificates": (Kind.CERTIFICATE,),
}
_SINGLE = {
    "name": (Kind.NAME,),
    "headline": (Kind.HEADLINE,),
    "location": (Kind.LOCATION, Kind.CONTACT),
}
_OF_ENTRY = {
    "title": Kind.TITLE,
    "employer": Kind.EMPLOYER,
    "degree": Kind.DEGREE,
    "school": Kind.SCHOOL,
    "dates": Kind.DATES,
    "location": Kind.LOCATION,
}


@dataclass(slots=True)
class Score:
    """Fields and bullets found, of how many; what was missed; characters that must not be read."""

    fields: int = 0
    found: int = 0
    bullets: int = 0
    ordered: int = 0
    hidden: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str) -> None:
        """Counts one field."""
        self.fields += 1
        self.found += right
        if not right:
            self.missed.append(what)


def load(path: Path) -> dict[str, Any]:
    """The truth in *path*: ours, that of the OfflineCV project, or a RenderCV source."""
    if path.suffix == ".yaml":
        return _from_rendercv(path)
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return _from_offlinecv(truth) if "schemaVersion" in truth else truth


def score(truth: dict[str, Any], reading: Reading) -> Score:
    """How much of *truth* is in *reading*, each field in facts of the right kind.

    The fields of a role or a degree must stand in one entry. A bullet counts as ordered when it
    is one fact, word for word, behind those before it.
    """
    result = Score()
    resume = reading.resume
    for key, kinds in _SINGLE.items():
        if key in truth:
            result.add(_has(resume.of(*kinds), truth[key]), f"{key}: {truth[key]}")
    for key, kinds in _LISTS.items():
        for value in truth.get(key, ()):
            result.add(_has(resume.of(*kinds), value), f"{key}: {value}")
    for entry in [*truth.get("roles", ()), *truth.get("education", ())]:
        _score_entry(result, resume, entry)
    said = [reading.text, *(fact.text for fact in resume.facts)]
    for secret in truth.get("hidden", ()):
        result.hidden += len(secret) * any(same(secret) in same(text) for text in said)
    return result


def same(text: str) -> str:
    """*text* so that only its words and signs matter: spaces, dashes and quotes are made alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\u2010-\u2015\u2212\xad]", "-", text)
    text = re.sub(r"[‘’´`]", "'", re.sub(r"[“”„«»]", '"', text))
    return " ".join(text.split())


def _score_entry(result: Score, resume: Resume, entry: dict[str, Any]) -> None:
    ids = [id for id in resume.entries() if _fits(resume.of(entry=id), entry)]
    best = max(ids, key=lambda id: _count(resume.of(entry=id), entry), default=None)
    facts = resume.of(entry=best) if best else ()
    for key, kind in _OF_ENTRY.items():
        if key in entry:
            mine = [fact for fact in facts if fact.kind is kind]
            result.add(_has(mine, entry[key]), f"{key}: {entry[key]}")
    texts = [same(fact.text) for fact in facts if fact.kind is Kind.BULLET]
    last = -1
    for bullet in entry.get("bullets", ()):
        result.bullets += 1
        at = texts.index(same(bullet)) if same(bullet) in texts else -1
        result.ordered += at > last
        if at <= last:
            result.missed.append(f"bullet: {bullet}")
        last = max(last, at)


def _fits(facts: tuple[Fact, ...], entry: dict[str, Any]) -> bool:
    return _count(facts, entry) > 0


def _count(facts: tuple[Fact, ...], entry: dict[str, Any]) -> int:
    """How many fields and bullets of *entry* the facts of one entry have."""
    fields = sum(
        _has([fact for fact in facts if fact.kind is kind], entry[key])
        for key, kind in _OF_ENTRY.items()
        if key in entry
    )
    texts = {same(fact.text) for fact in facts}
    return fields + sum(same(bullet) in texts for bullet in entry.get("bullets", ()))


def _has(facts: "tuple[Fact, ...] | list[Fact]", value: str) -> bool:
    """Whether some fact is *value*; one that ends with "…" need only begin so."""
    wanted = same(value)
    if wanted.endswith("..."):
        return any(same(fact.text).startswith(wanted[:-3]) for fact in facts)
    return any(same(fact.text) == wanted for fact in facts)


def _from_offlinecv(truth: dict[str, Any]) -> dict[str, Any]:
    contact = truth["contact"]
    known = {"title": "title", "company": "employer", "dates": "dates"}
    return {
        "language": "en",
        "name": contact["full_name"],
        "contact": [contact["email"], contact["phone"]],
        "location": contact["location"],
        "roles": [{known[key]: value for key, value in r.items()} for r in truth["experience"]],
        "education": [
            {"degree": e["degree"], "school": e["institution"]} for e in truth["education"]
        ],
        "skills": truth["skills"],
    }


def _from_rendercv(path: Path) -> dict[str, Any]:
    import yaml

    cv = yaml.safe_load(path.read_text(encoding="utf-8"))["cv"]
    sections = cv["sections"]
    return {
        "language": "en",
        "name": cv["name"],
        "contact": [cv["email"]],
        "location": cv["location"],
        "roles": [_rendercv_role(role) for role in sections["experience"]],
        "education": [
            {
                "degree": f"{study['degree']}…",
                "school": study["institution"],
                "dates": _rendercv_dates(study),
                "location": study["location"],
                "bullets": study["highlights"],
            }
            for study in sections["education"]
        ],
        "skills": [skill for group in sections["skills"] for skill in group["details"].split(", ")],
    }


def _rendercv_role(role: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": role["position"],
        "employer": role["company"],
        "dates": _rendercv_dates(role),
        "location": role["location"],
        "bullets": list(_rendercv_bullets(role["highlights"])),
    }


def _rendercv_bullets(highlights: list[str]) -> Iterator[str]:
    """The highlights; nested ones come as " - " within their parent."""
    for highlight in highlights:
        yield from highlight.split(" - ")


def _rendercv_dates(entry: dict[str, Any]) -> str:
    ends = [_rendercv_month(str(entry[key])) for key in ("start_date", "end_date")]
    return " – ".join(ends)


def _rendercv_month(date: str) -> str:
    if date == "present":
        return date
    year, month = date.split("-")[:2]
    return f"{_MONTHS[int(month) - 1]} {year}"

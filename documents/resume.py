"""A résumé as facts: what the person's file says, where it says it, and nothing else."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pydantic


class Kind(StrEnum):
    """What a fact states."""

    NAME = "name"
    CONTACT = "contact"  # e-mail, phone, link, street address: never sent to a model
    HEADLINE = "headline"  # the professional title under the name
    SUMMARY = "summary"
    TITLE = "title"  # of a role, project, award…
    EMPLOYER = "employer"  # or the organisation of a project or a voluntary role
    DATES = "dates"
    LOCATION = "location"
    BULLET = "bullet"  # one statement under an entry, typed as a bullet or a plain paragraph
    SKILL = "skill"  # one skill of a list, its span only
    DEGREE = "degree"
    SCHOOL = "school"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"  # with its level, as written
    OTHER = "other"  # a line that fits nowhere: kept, never lost


class Topic(StrEnum):
    """What a section is about, whatever its title and language."""

    CONTACT = "contact"  # the block above the first title; its title is empty
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    CERTIFICATES = "certificates"
    LANGUAGES = "languages"
    PROJECTS = "projects"
    VOLUNTEERING = "volunteering"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    INTERESTS = "interests"
    REFERENCES = "references"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the file: a part, a paragraph of it, a span of its characters.

    In a DOCX `part` is the package part ("word/document.xml") and `paragraph` the ordinal of the
    `w:p` among all of that part in document order, the ones in an mc:Fallback included. In a PDF
    `part` is "page 1" and `paragraph` the line; in plain text `part` is "text". `start` and `end`
    count characters of the paragraph's visible text (a tab or a line break is one).
    """

    part: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the résumé states, in the person's own words.

    `section` is the id of the section it stands in; `entry` is shared by the title, employer,
    dates and bullets of one role (or by the facts of one degree or project) and empty elsewhere;
    `group` is the label of the list that a skill stands in ("Databases"), or empty. Evidence that
    the person adds in chat is a fact without a place.
    """

    id: str
    kind: Kind
    text: str
    section: str
    entry: str = ""
    group: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the résumé; the place is that of its title line."""

    id: str
    topic: Topic
    title: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Sections and facts, each in reading order; `language` is an ISO 639-1 code or ""."""

    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    language: str = ""

    def fact(self, id: str) -> Fact | None:
        """The fact with *id*, if the résumé has it."""
        return next((fact for fact in self.facts if fact.id == id), None)

    def section(self, id: str) -> Section | None:
        """The section with *id*, if the résumé has it."""
        return next((section for section in self.sections if section.id == id), None)

    def topic(self, fact: Fact) -> Topic:
        """What the section of *fact* is about."""
        section = self.section(fact.section)
        return section.topic if section else Topic.OTHER

    def entries(self, topic: Topic | None = None) -> tuple[str, ...]:
        """The ids of the entries (roles, degrees, projects) in order, of one topic or of all."""
        chosen = (f.entry for f in self.facts if f.entry and topic in (None, self.topic(f)))
        return tuple(dict.fromkeys(chosen))

    def of(self, *kinds: Kind, entry: str | None = None) -> tuple[Fact, ...]:
        """The facts of these kinds (all kinds if none is named), of one entry if it is given."""
        return tuple(
            fact
            for fact in self.facts
            if (not kinds or fact.kind in kinds) and entry in (None, fact.entry)
        )

    @property
    def name(self) -> str:
        """The person's name as the résumé has it, or ""."""
        return next((fact.text for fact in self.of(Kind.NAME)), "")


def dump(resume: Resume) -> str:
    """*resume* as JSON, to be read back by `load`."""
    return json.dumps(dataclasses.asdict(resume), ensure_ascii=False)


def load(text: str | bytes) -> Resume:
    """The résumé that `dump` wrote. Raises pydantic.ValidationError."""
    return _resumes().validate_json(text)


@cache
def _resumes() -> "pydantic.TypeAdapter[Resume]":
    # Half of what a child that reads one file costs would be this import, and it only dumps.
    import pydantic

    return pydantic.TypeAdapter(Resume)


def texts(facts: Iterable[Fact]) -> list[str]:
    """The words of *facts*, in their order."""
    return [fact.text for fact in facts]

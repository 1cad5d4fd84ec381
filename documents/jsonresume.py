"""JSON Resume: a résumé's facts in its fields and back; "x-facts" keeps all that has no field."""

import json
from dataclasses import replace
from typing import Any

import pydantic

from documents import dates, genre, jsonfields, language
from documents import resume as resumes
from documents.errors import Damaged, Empty
from documents.reading import Reading
from documents.resume import Kind, Resume, Topic

EXTENSION = "x-facts"

Node = dict[str, Any]


def dump(resume: Resume) -> Node:
    """*resume* as a JSON Resume; "x-facts" has all its facts with ids and places."""
    work = {Topic.EXPERIENCE: "name", Topic.VOLUNTEERING: "organization", Topic.PROJECTS: "entity"}
    roles = {
        topic: [_role(resume, entry, key) for entry in resume.entries(topic)]
        for topic, key in work.items()
    }
    found: Node = {
        "basics": _basics(resume),
        "work": roles[Topic.EXPERIENCE],
        "volunteer": roles[Topic.VOLUNTEERING],
        "education": [_study(resume, entry) for entry in resume.entries(Topic.EDUCATION)],
        "projects": [_project(role) for role in roles[Topic.PROJECTS]],
        "skills": _skills(resume),
        "languages": [{"language": fact.text} for fact in resume.of(Kind.LANGUAGE)],
        "certificates": [{"name": fact.text} for fact in resume.of(Kind.CERTIFICATE)],
        "awards": [{"title": _first(resume, Kind.TITLE, e)} for e in resume.entries(Topic.AWARDS)],
        "publications": [{"name": text} for text in _texts(resume, Topic.PUBLICATIONS)],
        "interests": [{"name": text} for text in _texts(resume, Topic.INTERESTS)],
        "references": [{"reference": text} for text in _texts(resume, Topic.REFERENCES)],
    }
    kept = {key: value for key, value in found.items() if value}
    return kept | {EXTENSION: json.loads(resumes.dump(resume))}


def load(tree: Node) -> Resume:
    """The résumé that *tree* is: exactly the one that `dump` had, or one made of its fields.

    Raises pydantic.ValidationError if "x-facts" is not what `dump` writes.
    """
    if EXTENSION in tree:
        return resumes.load(json.dumps(tree[EXTENSION]))
    found = jsonfields.load(tree)
    return replace(found, language=language.tell(_text(found)))


def read(data: bytes) -> Reading:
    """The reading of a JSON Resume file. Raises Damaged, or Empty without any text."""
    try:
        tree = json.loads(data)
        found = load(jsonfields.node_of(tree))
    except (ValueError, RecursionError, pydantic.ValidationError) as error:
        raise Damaged(f"JSON: {error}") from error
    text = _text(found)
    if not any(map(str.isalnum, text)):
        raise Empty("no words in it")
    return Reading("json", text, found, (), genre.Genre.RESUME)


def _basics(resume: Resume) -> Node:
    contacts = [fact.text for fact in resume.of(Kind.CONTACT)]
    place = next((f.text for f in resume.of(Kind.LOCATION) if not f.entry), "")
    found: Node = {
        "name": resume.name,
        "label": next((fact.text for fact in resume.of(Kind.HEADLINE)), ""),
        "email": next((text for text in contacts if "@" in text), ""),
        "phone": next((t for t in contacts if "@" not in t and sum(map(str.isdigit, t)) > 6), ""),
        "summary": "\n".join(fact.text for fact in resume.of(Kind.SUMMARY)),
        "location": {"city": place} if place else {},
    }
    links = [text for text in contacts if text not in (found["email"], found["phone"])]
    found["profiles"] = [{"url": text} for text in links]
    return {key: value for key, value in found.items() if value}


def _role(resume: Resume, entry: str, employer: str) -> Node:
    found: Node = {
        "position": _first(resume, Kind.TITLE, entry),
        employer: _first(resume, Kind.EMPLOYER, entry),
        "location": _first(resume, Kind.LOCATION, entry),
        **_ends(resume, entry),
        "highlights": [fact.text for fact in resume.of(Kind.BULLET, entry=entry)],
    }
    return {key: value for key, value in found.items() if value}


def _study(resume: Resume, entry: str) -> Node:
    found: Node = {
        "studyType": _first(resume, Kind.DEGREE, entry),
        "institution": _first(resume, Kind.SCHOOL, entry),
        **_ends(resume, entry),
        "courses": [fact.text for fact in resume.of(Kind.BULLET, entry=entry)],
    }
    return {key: value for key, value in found.items() if value}


def _project(role: Node) -> Node:
    return {"name" if key == "position" else key: value for key, value in role.items()}


def _ends(resume: Resume, entry: str) -> Node:
    """The first period of an entry as JSON Resume's dates; the text itself stays in "x-facts"."""
    said = dates.find(_first(resume, Kind.DATES, entry))
    if not said or "X" in said[0].since + said[0].until:
        return {}
    return {"startDate": said[0].since, "endDate": said[0].until}


def _skills(resume: Resume) -> list[Node]:
    groups: dict[str, list[str]] = {}
    for fact in resume.of(Kind.SKILL):
        groups.setdefault(fact.group, []).append(fact.text)
    alone = [{"name": text} for text in groups.pop("", [])]
    return alone + [{"name": name, "keywords": texts} for name, texts in groups.items()]


def _texts(resume: Resume, topic: Topic) -> list[str]:
    return [fact.text for fact in resume.facts if resume.topic(fact) is topic]


def _first(resume: Resume, kind: Kind, entry: str) -> str:
    return next((fact.text for fact in resume.of(kind, entry=entry)), "")


def _text(resume: Resume) -> str:
    """*resume* as plain text: titles, and a line for each fact."""
    rows: list[str] = []
    for section in resume.sections:
        rows += ["", section.title]
        for fact in resume.facts:
            if fact.section == section.id:
                rows.append(("- " if fact.kind is Kind.BULLET else "") + fact.text)
    return "\n".join(rows).strip()

"""One invented career, told in nine languages of every script family, as facts without a file."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.resume import Fact, Kind, Resume, Section, Topic

_SOURCE = Path(__file__).with_suffix(".json")
_TOPICS = (Topic.SUMMARY, Topic.EXPERIENCE, Topic.EDUCATION, Topic.SKILLS, Topic.LANGUAGES)
Told = tuple[Kind, str, Topic, str]  # a kind, its words, and the section and entry it stands in


def load() -> dict[str, Resume]:
    """The résumés, by the codes of their languages."""
    told = json.loads(_SOURCE.read_text(encoding="utf-8"))
    return {language: _resume(language, one) for language, one in told.items()}


def _resume(language: str, told: dict[str, Any]) -> Resume:
    titles = zip(_TOPICS, told["titles"], strict=True)
    sections = [Section(topic, topic, title) for topic, title in titles]
    facts = (
        Fact(f"f{number}", kind, text, topic, entry)
        for number, (kind, text, topic, entry) in enumerate(_facts(told))
    )
    return Resume((Section(Topic.CONTACT, Topic.CONTACT, ""), *sections), tuple(facts), language)


def _facts(told: dict[str, Any]) -> Iterator[Told]:
    top = [(Kind.NAME, told["name"]), (Kind.HEADLINE, told["headline"])]
    top += [(Kind.CONTACT, text) for text in told["contact"]]
    for kind, text in [*top, (Kind.LOCATION, told["place"])]:
        yield kind, text, Topic.CONTACT, ""
    yield Kind.SUMMARY, told["summary"], Topic.SUMMARY, ""
    for number, (title, employer, dates, bullets) in enumerate(told["roles"]):
        head = zip((Kind.TITLE, Kind.EMPLOYER, Kind.DATES), (title, employer, dates), strict=True)
        for kind, text in itertools.chain(head, ((Kind.BULLET, text) for text in bullets)):
            yield kind, text, Topic.EXPERIENCE, f"role{number}"
    for kind, text in zip((Kind.DEGREE, Kind.SCHOOL, Kind.DATES), told["study"], strict=True):
        yield kind, text, Topic.EDUCATION, "study"
    for kind, topic in ((Kind.SKILL, Topic.SKILLS), (Kind.LANGUAGE, Topic.LANGUAGES)):
        for text in told[topic]:
            yield kind, text, topic, ""

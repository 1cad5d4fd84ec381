"""What a model sees of a résumé: short JSON, grouped by entry and section, without contact data."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents import privacy
from agents.values import Requirement
from documents.resume import Fact, Kind, Resume, Topic

HEAD = (Kind.TITLE, Kind.EMPLOYER, Kind.DATES, Kind.LOCATION, Kind.DEGREE, Kind.SCHOOL)
_UNSENT = (Kind.LOCATION, Kind.DATES)  # outside an entry these say nothing that an edit could use


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one entry, or those of a section that belong to no entry."""

    key: str
    topic: Topic
    facts: tuple[Fact, ...]

    @property
    def head(self) -> str:
        """The title, employer and dates of the entry on one line."""
        return " | ".join(fact.text for fact in self.facts if fact.kind in HEAD)

    def of(self, *kinds: Kind) -> tuple[Fact, ...]:
        """The facts of these kinds, in order."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)


def groups(resume: Resume) -> tuple[Group, ...]:
    """The facts of *resume* that may go to a model, by entry and section, in reading order."""
    members: dict[str, list[Fact]] = {}
    for fact in privacy.sendable(resume):
        if fact.entry or fact.kind not in _UNSENT:
            members.setdefault(fact.entry or fact.section, []).append(fact)
    return tuple(Group(key, resume.topic(facts[0]), tuple(facts)) for key, facts in members.items())


def head(resume: Resume, key: str) -> str:
    """What names the entry or section *key*: title and employer, or the section's title."""
    section = resume.section(key)
    if section:
        return section.title or str(section.topic)
    facts = resume.of(Kind.TITLE, Kind.DEGREE, Kind.EMPLOYER, entry=key)
    return " | ".join(fact.text for fact in facts)


def resume(resume: Resume, evidence: Sequence[Fact] = ()) -> str:
    """The résumé as JSON lines, one a group: its key, topic, head, and facts by id.

    `b` holds bullets, `s` skills by list, `x` everything else that may be cited.
    """
    lines = [_line(group) for group in groups(resume)]
    if evidence:
        lines.append({"k": "told", "t": "told", "x": told(resume, evidence)})
    return "\n".join(map(dump, lines))


def told(resume: Resume, evidence: Iterable[Fact]) -> dict[str, str]:
    """What the person of *resume* added in chat, by id, as a model may see it."""
    veil = privacy.veil_of(resume)
    return {fact.id: veil.over(fact.text) for fact in evidence}


def _line(group: Group) -> dict[str, Any]:
    line: dict[str, Any] = {"k": group.key, "t": str(group.topic)}
    entry = bool(group.facts[0].entry)
    if entry and group.head:
        line["head"] = group.head
    rest = [f for f in group.facts if f.kind not in (Kind.BULLET, Kind.SKILL)]
    rest = [f for f in rest if not (entry and f.kind in HEAD)]
    line["b"] = {fact.id: fact.text for fact in group.of(Kind.BULLET)}
    line["s"] = skills(group)
    line["x"] = {fact.id: fact.text for fact in rest}
    return {key: value for key, value in line.items() if value}


def skills(group: Group) -> dict[str, dict[str, str]]:
    """The skills of *group* by the label of their list."""
    lists: dict[str, dict[str, str]] = {}
    for fact in group.of(Kind.SKILL):
        lists.setdefault(fact.group, {})[fact.id] = fact.text
    return lists


def asks(requirements: Iterable[Requirement]) -> str:
    """What the posting asks for, as JSON: names by id, musts apart from the rest."""
    every = list(requirements)
    must = {each.id: each.name for each in every if each.must}
    return dump({"must": must, "nice": {each.id: each.name for each in every if not each.must}})


def dump(value: Mapping[str, Any]) -> str:
    """*value* as JSON without blanks, in its own script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def one_line(text: str) -> str:
    """*text* as a line of a document: no control characters, no double blanks."""
    printable = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(printable.split())

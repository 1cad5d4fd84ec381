"""Edits: what is to change in a résumé, by fact id, and the facts that prove each change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import pydantic

from documents.resume import Fact, Kind, Resume, Topic


class Op(StrEnum):
    """What an edit does to its fact."""

    REWRITE = "rewrite"  # the fact gets *text*; with an anchor it moves there too
    MOVE = "move"  # the fact, unchanged, stands directly before *anchor*
    DROP = "drop"  # the fact goes; legal for bullets, skills, summary lines and interests only
    ADD = "add"  # a new line of *kind* stands directly before *anchor*; *fact* is its new id


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. There is at most one for each fact.

    `cites` are the ids of the facts that prove `text`; `requirement` is the id of the posting's
    requirement that it serves. `anchor` is a fact id: of the same kind and the same entry or
    section for MOVE and REWRITE, and for ADD too, except that an ADD of Kind.SUMMARY with an
    empty anchor stands before the title of the first section below the contact block.
    """

    op: Op
    fact: str
    text: str = ""
    anchor: str = ""
    kind: Kind | None = None
    cites: tuple[str, ...] = ()
    requirement: str = ""
    why: str = ""


_edits: pydantic.TypeAdapter[tuple[Edit, ...]] = pydantic.TypeAdapter(tuple[Edit, ...])


def dump(edits: Iterable[Edit]) -> str:
    """*edits* as JSON, to be read back by `load`."""
    return _edits.dump_json(tuple(edits)).decode()


def load(text: str | bytes) -> tuple[Edit, ...]:
    """The edits that `dump` wrote. Raises pydantic.ValidationError."""
    return _edits.validate_json(text)


def apply(resume: Resume, edits: Iterable[Edit]) -> Resume:
    """The résumé after *edits*: same ids, new order and wording; places are the old ones.

    Raises KeyError if an edit names a fact or an anchor that the résumé does not have.
    """
    facts = list(resume.facts)
    for edit in edits:
        facts = _apply(resume, facts, edit)
    return replace(resume, facts=tuple(facts))


def _apply(resume: Resume, facts: list[Fact], edit: Edit) -> list[Fact]:
    if edit.op is Op.ADD:
        return _insert(facts, _added(resume, facts, edit), edit.anchor)
    fact = facts[_index(facts, edit.fact)]
    rest = [other for other in facts if other is not fact]
    if edit.op is Op.DROP:
        return rest
    changed = replace(fact, text=edit.text) if edit.op is Op.REWRITE else fact
    if edit.anchor and edit.anchor != edit.fact:
        return _insert(rest, changed, edit.anchor)
    return [changed if other is fact else other for other in facts]


def _added(resume: Resume, facts: list[Fact], edit: Edit) -> Fact:
    kind = edit.kind or Kind.OTHER
    if edit.anchor:
        beside = facts[_index(facts, edit.anchor)]
        return Fact(edit.fact, kind, edit.text, beside.section, beside.entry, beside.group)
    home = next((s.id for s in resume.sections if s.topic is Topic.SUMMARY), "")
    return Fact(edit.fact, kind, edit.text, home)


def _insert(facts: list[Fact], fact: Fact, anchor: str) -> list[Fact]:
    at = _index(facts, anchor) if anchor else _below_contact(facts)
    return [*facts[:at], fact, *facts[at:]]


def _below_contact(facts: list[Fact]) -> int:
    block = (Kind.NAME, Kind.CONTACT, Kind.HEADLINE, Kind.LOCATION)
    return next((i for i, fact in enumerate(facts) if fact.kind not in block), len(facts))


def _index(facts: list[Fact], id: str) -> int:
    for index, fact in enumerate(facts):
        if fact.id == id:
            return index
    raise KeyError(id)

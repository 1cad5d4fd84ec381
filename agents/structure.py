"""What an edit may do at all: to which fact, at which place, on whose evidence."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.violations import Violation
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Topic

# Who the person is and what they hold: no edit rewords, drops or moves it.
LOCKED = frozenset(
    {
        Kind.NAME,
        Kind.CONTACT,
        Kind.TITLE,
        Kind.EMPLOYER,
        Kind.DATES,
        Kind.LOCATION,
        Kind.DEGREE,
        Kind.SCHOOL,
        Kind.CERTIFICATE,
        Kind.LANGUAGE,
    }
)
_ADDED = frozenset({Kind.BULLET, Kind.SKILL, Kind.SUMMARY})
_DROPPED = frozenset({Kind.BULLET, Kind.SKILL, Kind.SUMMARY})
_KEPT_TOPICS = frozenset({Topic.CERTIFICATES, Topic.LANGUAGES, Topic.CONTACT})
_PINNED = LOCKED - {Kind.LANGUAGE, Kind.CERTIFICATE} | {Kind.HEADLINE}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Case:
    """An edit with what it names, looked up: its own fact and the facts that it cites."""

    edit: Edit
    own: Fact | None
    cited: tuple[Fact, ...]
    anchor: Fact | None

    @property
    def kind(self) -> Kind:
        """What the line is, or will be."""
        return self.own.kind if self.own else self.edit.kind or Kind.OTHER

    @property
    def sources(self) -> tuple[Fact, ...]:
        """The facts that the wording may draw on: its own, then the cited ones, each once."""
        own = (self.own,) if self.own else ()
        return tuple({fact.id: fact for fact in (*own, *self.cited)}.values())


def open_case(edit: Edit, facts: dict[str, Fact], evidence: dict[str, Fact]) -> Case:
    """Look up what *edit* names; what is unknown is missing from the case."""
    known = facts | evidence
    cited = tuple(known[id] for id in dict.fromkeys(edit.cites) if id in known)
    own = facts.get(edit.fact) if edit.op is not Op.ADD else None
    return Case(edit, own, cited, facts.get(edit.anchor))


def clashes(edits: Sequence[Edit]) -> Iterator[Violation]:
    """Facts that more than one edit lays hands on."""
    counts = Counter(edit.fact for edit in edits)
    dropped = {edit.fact for edit in edits if edit.op is Op.DROP}
    for fact, count in counts.items():
        if count > 1:
            yield Violation("duplicate", fact, f"{count} edits of one line")
    for edit in edits:
        if edit.op is not Op.DROP and edit.anchor in dropped:
            yield Violation("anchor", edit.fact, edit.anchor)


def check(case: Case, resume: Resume, evidence: dict[str, Fact]) -> Iterator[Violation]:
    """Everything against the edit that can be said without reading its words."""
    edit = case.edit
    if edit.op is Op.ADD:
        yield from _check_new(case, resume)
    elif case.own is None:
        yield Violation("unknown-fact", edit.fact, edit.fact)
        return
    if edit.op is Op.DROP:
        yield from _check_drop(case, resume)
    elif edit.op is Op.MOVE:
        yield from _check_move(case)
    else:
        yield from _check_text(case)
        yield from _check_cites(case, evidence)
    yield from _check_anchor(case)


def _check_new(case: Case, resume: Resume) -> Iterator[Violation]:
    edit = case.edit
    if not edit.fact or resume.fact(edit.fact):
        yield Violation("duplicate", edit.fact, "a new line needs an id of its own")
    if edit.kind not in _ADDED:
        yield Violation("locked", edit.fact, edit.text)
    if not edit.anchor and edit.kind is not Kind.SUMMARY:
        yield Violation("anchor", edit.fact, edit.text)


def _check_drop(case: Case, resume: Resume) -> Iterator[Violation]:
    fact = case.own
    assert fact is not None
    topic = resume.topic(fact)
    interest = topic is Topic.INTERESTS and fact.kind is Kind.OTHER
    if not (fact.kind in _DROPPED or interest) or topic in _KEPT_TOPICS:
        yield Violation("drop", fact.id, fact.text, fact.text)


def _check_move(case: Case) -> Iterator[Violation]:
    fact, edit = case.own, case.edit
    assert fact is not None
    if edit.text and edit.text != fact.text:
        yield Violation("move", fact.id, edit.text, fact.text)
    if case.kind in _PINNED or (case.kind in LOCKED and fact.entry):
        yield Violation("move", fact.id, fact.text, fact.text)
    if not edit.anchor:
        yield Violation("anchor", fact.id, fact.text)


def _check_text(case: Case) -> Iterator[Violation]:
    edit, own = case.edit, case.own
    if not edit.text.strip():
        yield Violation("empty", edit.fact, "", own.text if own else "")
    if _UNWRITABLE.search(edit.text):
        yield Violation("format", edit.fact, edit.text)
    if own and own.kind in LOCKED and _plain(edit.text) != _plain(own.text):
        yield Violation("locked", own.id, edit.text, own.text)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum() or char in "+#")


def _check_cites(case: Case, evidence: dict[str, Fact]) -> Iterator[Violation]:
    edit = case.edit
    known = {fact.id for fact in case.cited}
    for id in edit.cites:
        if id not in known:
            yield Violation("unknown-cite", edit.fact, id)
    if edit.op is Op.ADD and case.kind is not Kind.SKILL and not edit.cites:
        yield Violation("uncited", edit.fact, edit.text)
    if case.kind in (Kind.SUMMARY, Kind.HEADLINE):
        return
    for fact in case.cited:
        if not _at_home(case, fact, fact.id in evidence and fact.id != edit.fact):
            yield Violation("foreign-cite", edit.fact, edit.text, fact.text)


def _at_home(case: Case, fact: Fact, proven: bool) -> bool:
    """Whether *fact* may prove this line: evidence anywhere, else only what stands with it."""
    home = case.own or case.anchor
    if home is None or case.kind is Kind.SKILL:
        return True
    if proven and not fact.entry:
        return True
    if home.entry or fact.entry:
        return fact.entry == home.entry
    return proven or fact.section == home.section


def _check_anchor(case: Case) -> Iterator[Violation]:
    edit, anchor = case.edit, case.anchor
    if not edit.anchor or edit.op is Op.DROP:
        return
    if anchor is None:
        yield Violation("anchor", edit.fact, edit.anchor)
    elif anchor.kind is not case.kind or (case.own and not _beside(case.own, anchor)):
        yield Violation("anchor", edit.fact, edit.text, anchor.text)


def _beside(fact: Fact, anchor: Fact) -> bool:
    """Whether a move before *anchor* leaves what *fact* says as it is.

    A skill may not change its list: under "Expert" it would say more than under "Basics".
    """
    return (fact.section, fact.entry, fact.group) == (anchor.section, anchor.entry, anchor.group)

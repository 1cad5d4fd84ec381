"""A plan for one part of a résumé, taken from whatever was proposed, and legal in any case."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from agents import evidence, ordering, terms
from agents.values import PlannedEdit, Requirement
from agents.view import Group
from documents.edits import Op
from documents.resume import Fact, Kind, Resume

NEW_SUMMARY = "new-summary"  # key and fact id of a summary that the résumé does not have yet
_PROSE = (Kind.BULLET, Kind.SUMMARY, Kind.HEADLINE)
_MOST_ADDED = 5  # skills surfaced in one résumé
_LONGEST_SKILL = 40  # characters


class Rewrite(BaseModel):
    """A line to word anew."""

    f: str
    r: str
    c: list[str]


class Surface(BaseModel):
    """A skill that a bullet proves and that no list names."""

    f: str
    t: str
    b: str


class Plan(BaseModel):
    """The plan for one group."""

    k: str
    w: list[Rewrite] = Field(max_length=40)
    m: list[str]
    d: list[str]
    a: list[Surface]


@dataclass
class Draft:
    """The legal plan for one group, taken from whatever was proposed.

    A line is reworded only if it is a bullet, summary or headline; it cites only facts that may
    prove it (a bullet: of its own entry); bullets move within their entry, skills within their
    list; what is left out is at most a quarter, and never a role, degree or date; a skill that is
    added stands word for word in a bullet and is asked for; no fact is edited twice.
    """

    resume: Resume
    group: Group
    citable: dict[str, Fact]
    needs: dict[str, Requirement]
    worded: dict[str, Rewrite] = field(default_factory=dict)
    front: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    added: list[PlannedEdit] = field(default_factory=list)

    def take(self, plan: Plan) -> None:
        """Keep of *plan* what is legal beside what was kept before."""
        own = {fact.id: fact for fact in self.group.facts}
        for line in plan.w:
            if line.f in own and own[line.f].kind in _PROSE:
                self.worded.setdefault(line.f, line)
        movable = {id for id, fact in own.items() if fact.kind in (Kind.BULLET, Kind.SKILL)}
        self.front += [id for id in plan.m if id in movable]
        self.dropped += [id for id in plan.d if id in movable]
        for surface in plan.a:
            self._add(surface)

    def _add(self, surface: Surface) -> None:
        bullet, before = self.citable.get(surface.f), self.resume.fact(surface.b)
        if not bullet or bullet.kind is not Kind.BULLET or len(self.added) >= _MOST_ADDED:
            return
        if not before or before.kind is not Kind.SKILL or before not in self.group.facts:
            return
        words = _within(surface.t, bullet, self.resume.language)
        need = next((n for n in self.needs.values() if words and terms.find(n.name, words)), None)
        if need and not self._listed(words):
            id = f"{self.group.key}+{len(self.added) + 1}"
            if not self.resume.fact(id):
                self.added.append(
                    PlannedEdit(
                        Op.ADD, id, need.id, (bullet.id,), before.id, Kind.SKILL, words, need.name
                    )
                )

    def _listed(self, words: str) -> bool:
        listed = [fact.text for fact in self.resume.of(Kind.SKILL)]
        listed += [edit.text for edit in self.added]
        return any(terms.find(words, text) for text in listed)

    def edits(self) -> tuple[PlannedEdit, ...]:
        """One planned edit a fact: rewordings in their place or their new one, moves, drops."""
        gone = self._gone()
        edits: list[PlannedEdit] = []
        for facts in self._lists():
            stay = [fact.id for fact in facts if fact.id not in gone]
            moves = ordering.anchors(stay, [id for id in self.front if id not in gone])
            for fact in sorted(facts, key=lambda f: _rank(f, moves)):
                edits += self._edit(fact, moves.get(fact.id, ""), fact.id in gone)
        return (*edits, *(add for add in self.added if add.anchor not in gone))

    def _lists(self) -> list[list[Fact]]:
        """The facts that may change places with one another, list by list."""
        lists: dict[tuple[str, str, str, str], list[Fact]] = {}
        for fact in self.group.facts:
            key = (str(fact.kind), fact.section, fact.entry, fact.group)
            lists.setdefault(key, []).append(fact)
        return list(lists.values())

    def _gone(self) -> set[str]:
        gone: set[str] = set()
        for facts in self._lists():
            ids = [fact.id for fact in facts]
            spare = [id for id in self.dropped if id in ids and self._spare(id)]
            gone |= set(list(dict.fromkeys(spare))[: len(facts) // 4])
        return gone

    def _spare(self, id: str) -> bool:
        cited = any(id in line.c for line in self.worded.values())
        return id not in self.worded and id not in self.front and not cited

    def _edit(self, fact: Fact, anchor: str, gone: bool) -> Iterator[PlannedEdit]:
        line = self.worded.get(fact.id)
        need = self.needs.get(line.r) if line else None
        if line and fact.id == NEW_SUMMARY:
            cites = self._cites(line, fact)
            if cites:
                yield PlannedEdit(Op.ADD, fact.id, line.r if need else "", cites, "", Kind.SUMMARY)
        elif line:
            yield PlannedEdit(
                Op.REWRITE,
                fact.id,
                need.id if need else "",
                self._cites(line, fact),
                anchor,
                fact.kind,
                note=need.name if need else "",
            )
        elif gone:
            yield PlannedEdit(Op.DROP, fact.id, kind=fact.kind)
        elif anchor:
            asked = next((n for n in self.needs.values() if terms.find(n.name, fact.text)), None)
            yield PlannedEdit(
                Op.MOVE,
                fact.id,
                asked.id if asked else "",
                (fact.id,),
                anchor,
                fact.kind,
                note=asked.name if asked else "",
            )

    def _cites(self, line: Rewrite, fact: Fact) -> tuple[str, ...]:
        own = (fact.id,) if fact.id != NEW_SUMMARY else ()
        other = (self.citable[id] for id in line.c if id in self.citable)
        return tuple(dict.fromkeys((*own, *(o.id for o in other if _may_prove(o, fact)))))


def _rank(fact: Fact, moves: dict[str, str]) -> int:
    """Moves go in their own order, before everything else of the list."""
    return list(moves).index(fact.id) if fact.id in moves else len(moves)


def _may_prove(cited: Fact, fact: Fact) -> bool:
    if fact.kind is not Kind.BULLET or not (cited.entry or cited.section):
        return True
    if fact.entry or cited.entry:
        return cited.entry == fact.entry
    return cited.section == fact.section


def _within(words: str, bullet: Fact, language: str) -> str:
    """*words* as *bullet* spells them, if they stand in it whole and without a reservation."""
    span = terms.literal(words, bullet.text)
    if not span or not 1 <= len(words.strip()) <= _LONGEST_SKILL:
        return ""
    limited = any(p.limited for p in evidence.mentions([bullet], words, language))
    return "" if limited else bullet.text[span[0] : span[1]]

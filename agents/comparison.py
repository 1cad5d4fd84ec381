"""Two résumés side by side: what the later one says that the earlier one does not prove."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from agents import guard, wording
from agents.violations import Violation
from documents import dates
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Topic

NEW = "+"  # before the id of a fact of the later résumé

_KEPT_TOPICS = (Topic.EXPERIENCE, Topic.VOLUNTEERING, Topic.EDUCATION)
_IDENTITY = (Kind.TITLE, Kind.EMPLOYER, Kind.SCHOOL, Kind.DEGREE, Kind.DATES)
_ROWS = (Kind.CERTIFICATE, Kind.LANGUAGE)
_INVENTED = {Topic.EDUCATION: "degree", Topic.AWARDS: "award", Topic.EXPERIENCE: "employer"}
_NEAR = 0.2  # of its words that a line shares at least with the one that it rewords
_DRAWN = 0.5  # of a line's words that another one must share to be a source of it


def compare(
    before: Resume,
    after: Resume,
    dropped: Collection[str] | None = None,
    today: date | None = None,
) -> list[Violation]:
    """What is wrong with *after*, a tailored form of *before*.

    `dropped` are the ids of facts of *before* that were dropped on purpose; None takes every
    missing bullet, skill, summary or interest for one. `where` is the id of a fact of *before*
    that is missing, or of one of *after* with "+" in front. `today` is as in `guard.check`.
    """
    return list(dict.fromkeys(_Comparison(before, after, dropped, today).run()))


class _Comparison:
    def __init__(
        self,
        before: Resume,
        after: Resume,
        dropped: Collection[str] | None,
        today: date | None,
    ) -> None:
        self.before = before
        self.after = replace(after, facts=tuple(replace(f, id=NEW + f.id) for f in after.facts))
        self.dropped = dropped
        self.today = today
        self.reader = wording.Reader(before)
        self.edits: list[Edit] = []
        self.places: dict[str, str] = {}  # fact that an edit names → fact of the later résumé

    def run(self) -> Iterator[Violation]:
        pairs = self._pair_entries()
        yield from self._check_entries(pairs)
        yield from self._check_rows()
        yield from self._check_person()
        yield from self._check_lines(pairs)
        for violation in guard.check(self.before, self.edits, today=self.today):
            yield replace(violation, where=self.places.get(violation.where, violation.where))

    def _pair_entries(self) -> dict[str, str]:
        """Which entry of the earlier résumé each one of the later is, the surest pairs first."""
        scores = [
            (score, -at, new, old)
            for at, new in enumerate(self.after.entries())
            for old in self.before.entries()
            if (score := self._likeness(old, new))
        ]
        pairs: dict[str, str] = {}
        for _, _, new, old in sorted(scores, key=lambda row: row[:2], reverse=True):
            if new not in pairs and old not in pairs.values():
                pairs[new] = old
        return pairs

    def _likeness(self, old: str, new: str) -> float:
        olds, news = self.before.of(entry=old), self.after.of(entry=new)
        if self.before.topic(olds[0]) is not self.after.topic(news[0]):
            return 0.0
        same = {(f.kind, plain(f.text)) for f in olds} & {(f.kind, plain(f.text)) for f in news}
        heads = Counter(kind in _IDENTITY for kind, _ in same)
        return 2 * heads[True] + heads[False]

    def _check_entries(self, pairs: dict[str, str]) -> Iterator[Violation]:
        for new in self.after.entries():
            facts = self.after.of(entry=new)
            if new in pairs:
                yield from self._check_identity(self.before.of(entry=pairs[new]), facts)
            else:
                topic = self.after.topic(facts[0])
                yield Violation(_INVENTED.get(topic, "invented"), facts[0].id, facts[0].text)
        for old in self.before.entries():
            head = self.before.of(entry=old)[0]
            if old not in pairs.values() and self.before.topic(head) in _KEPT_TOPICS:
                yield Violation("lost", head.id, head.text, head.text)

    def _check_identity(self, olds: Sequence[Fact], news: Sequence[Fact]) -> Iterator[Violation]:
        for kind in (*_IDENTITY, Kind.LOCATION):
            old = next((fact for fact in olds if fact.kind is kind), None)
            new = next((fact for fact in news if fact.kind is kind), None)
            if new and not (old and _same(old, new)):
                yield Violation(kind.value, new.id, new.text, old.text if old else "")
            elif old and not new and kind is not Kind.LOCATION:
                yield Violation("lost", old.id, old.text, old.text)

    def _check_rows(self) -> Iterator[Violation]:
        """Certificates and languages: each one as it was, and none lost."""
        for kind in _ROWS:
            olds = {plain(fact.text): fact for fact in self.before.of(kind)}
            news = {plain(fact.text): fact for fact in self.after.of(kind)}
            for text, fact in news.items():
                if text not in olds:
                    near = _first_alike(fact, self.before.of(kind))
                    said = "level" if near and kind is Kind.LANGUAGE else kind.value
                    yield Violation(said, fact.id, fact.text, near.text if near else "")
            for text, fact in olds.items():
                if text not in news and not _first_alike(fact, self.after.of(kind)):
                    yield Violation("lost", fact.id, fact.text, fact.text)

    def _check_person(self) -> Iterator[Violation]:
        """Name, contact and place: what stands there is as it was."""
        known = "\n".join(plain(fact.text) for fact in self.before.facts)
        for fact in self.after.of(Kind.NAME, Kind.CONTACT, Kind.LOCATION, entry=""):
            if plain(fact.text) not in known:
                yield Violation(fact.kind.value, fact.id, fact.text, self.before.name)

    def _check_lines(self, pairs: dict[str, str]) -> Iterator[Violation]:
        """Turn the lines of the later résumé into edits of the earlier one."""
        used: set[str] = set()
        for fact in self.after.facts:
            if fact.kind in (Kind.BULLET, Kind.OTHER, Kind.SKILL, Kind.SUMMARY, Kind.HEADLINE):
                if fact.entry and fact.entry not in pairs:
                    continue
                home = self._home(fact, pairs)
                same = next((f for f in home if plain(f.text) == plain(fact.text)), None)
                if same:
                    used.add(same.id)
                else:
                    yield from self._reword(fact, home, used)
        yield from self._check_drops(used)

    def _home(self, fact: Fact, pairs: dict[str, str]) -> list[Fact]:
        """The lines of the earlier résumé that stand where *fact* stands."""
        if fact.kind in (Kind.SUMMARY, Kind.HEADLINE, Kind.SKILL):
            return list(self.before.of(fact.kind))
        if fact.entry:
            return list(self.before.of(Kind.BULLET, entry=pairs[fact.entry]))
        topic = self.after.topic(fact)
        return [f for f in self.before.of(fact.kind, entry="") if self.before.topic(f) is topic]

    def _reword(self, fact: Fact, home: list[Fact], used: set[str]) -> Iterator[Violation]:
        """Take *fact* for a rewording of the nearest line that is still free, or for a new line."""
        shares = {old.id: self._share(fact, old) for old in home}
        free = [old for old in home if old.id not in used]
        own = max(free, key=lambda old: shares[old.id], default=None)
        wide = fact.kind in (Kind.SUMMARY, Kind.HEADLINE)
        if own and fact.kind is not Kind.SKILL and (wide or shares[own.id] >= _NEAR):
            used.add(own.id)
            cites = self._all() if wide else self._drawn(own, fact, home)
            self._edit(fact, Edit(Op.REWRITE, own.id, fact.text, cites=cites))
        elif fact.kind in (Kind.BULLET, Kind.SKILL, Kind.SUMMARY):
            yield from self._add(fact, home)
        else:
            yield Violation("invented", fact.id, fact.text)

    def _add(self, fact: Fact, home: list[Fact]) -> Iterator[Violation]:
        cites = self._all() if fact.kind is Kind.SUMMARY else tuple(old.id for old in home)
        anchor = "" if fact.kind is Kind.SUMMARY else self._anchor(fact, home)
        if cites and (anchor or fact.kind is Kind.SUMMARY):
            self._edit(fact, Edit(Op.ADD, fact.id, fact.text, anchor, fact.kind, cites))
        else:
            yield Violation("invented", fact.id, fact.text)

    def _anchor(self, fact: Fact, home: list[Fact]) -> str:
        """A line to stand beside: of skills one in a list of the same name, if there is any."""
        same = [old for old in home if plain(old.group) == plain(fact.group)]
        return next((old.id for old in (*same, *home)), "")

    def _drawn(self, own: Fact, fact: Fact, home: list[Fact]) -> tuple[str, ...]:
        """The lines of the same entry that a rewording may draw on, besides its own."""
        drawn = [old.id for old in home if self._share(old, fact) >= _DRAWN and old is not own]
        return (own.id, *drawn)

    def _all(self) -> tuple[str, ...]:
        hidden = (Kind.NAME, Kind.CONTACT, Kind.LOCATION)
        return tuple(fact.id for fact in self.before.facts if fact.kind not in hidden)

    def _share(self, one: Fact, other: Fact) -> float:
        """How many of the words of *one* the *other* has, from 0 to 1."""
        mine = self.reader.read(one.text).contents
        said = self.reader.read(other.text).forms_and_han
        return sum(bool(word & said) for word in mine) / len(mine) if mine else 0.0

    def _edit(self, fact: Fact, edit: Edit) -> None:
        self.places[edit.fact] = fact.id
        self.edits.append(edit)

    def _check_drops(self, used: set[str]) -> Iterator[Violation]:
        """Lines that are gone although nobody dropped them."""
        if self.dropped is None:
            return
        for fact in self.before.of(Kind.BULLET, Kind.SKILL, Kind.SUMMARY, Kind.OTHER):
            if fact.id not in used and fact.id not in self.dropped:
                yield Violation("lost", fact.id, fact.text, fact.text)


def plain(text: str) -> str:
    """*text* without case, spaces and punctuation, as far as they say nothing."""
    return "".join(char for char in text.casefold() if char.isalnum() or char in "+#%€$£¥")


def _same(old: Fact, new: Fact) -> bool:
    if plain(old.text) == plain(new.text):
        return True
    if old.kind is Kind.DATES:
        before, after = dates.parse(old.text), dates.parse(new.text)
        return bool(before and after) and _ends(before) == _ends(after)
    return False


def _ends(found: dates.Found | None) -> tuple[str, str, bool]:
    return (found.since, found.until, found.open) if found else ("", "", False)


def _first_alike(fact: Fact, others: Sequence[Fact]) -> Fact | None:
    """The fact whose name, before the first comma, is the same."""
    name = plain(fact.text.split(",")[0].split("–")[0])
    return next((f for f in others if plain(f.text.split(",")[0].split("–")[0]) == name), None)

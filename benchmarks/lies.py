"""Résumés with their lies and their honest rewordings, from the tables guard_*.txt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic

LANGUAGES = ("en", "de", "fr", "es", "pt", "ru", "ar", "zh")
_SPAN = re.compile(r"\{([^{}]*)\}")


@dataclass
class Base:
    """One résumé of the tables: its facts, and what was written beside them."""

    language: str
    profession: str
    held: bool = False
    facts: list[Fact] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)  # fact id → text with its lies
    posted: list[str] = field(default_factory=list)  # asked for in the post, not in the résumé
    faithful: list[tuple[str, str]] = field(default_factory=list)

    @property
    def resume(self) -> Resume:
        """The résumé as the guard sees it."""
        topics = dict.fromkeys(fact.section for fact in self.facts)
        sections = tuple(Section(topic, Topic(topic), topic) for topic in topics)
        return Resume(sections, tuple(self.facts), self.language)

    def add(self, id: str, kind: Kind, text: str, topic: Topic, entry: str = "") -> None:
        """Add a fact; what stands in braces are lies about it."""
        plain = _SPAN.sub(lambda match: match[1].split("|")[0], text)
        self.facts.append(Fact(id, kind, plain, topic.value, entry))
        if plain != text:
            self.marked[id] = text

    def fact(self, id: str) -> Fact:
        """The fact with *id*."""
        return next(fact for fact in self.facts if fact.id == id)

    def bullets(self, role: int) -> list[Fact]:
        """The bullets of the first or second role."""
        return [f for f in self.facts if f.entry == f"r{role}" and f.kind is Kind.BULLET]


@dataclass(frozen=True)
class Case:
    """An edit of a résumé, and whether the guard ought to refuse it."""

    base: Base
    kind: str  # the class of the lie, or "faithful"
    edits: tuple[Edit, ...]

    @property
    def text(self) -> str:
        """What the edit writes."""
        return self.edits[0].text or self.edits[0].op.value


def load(held: bool | None = None) -> Iterator[Case]:
    """All cases: those written before the guard was frozen, those held out, or both (None)."""
    for language in LANGUAGES:
        for path in sorted(Path(__file__).parent.glob(f"guard_{language}*.txt")):
            late = "_held" in path.stem
            if held in (None, late):
                yield from read(path.read_text(encoding="utf-8"), language, late)


def lines() -> Iterator[Case]:
    """Single lines with an honest rewording or a lie, written after the guard was frozen."""
    for name, kind in (("guard_rewordings", "faithful"), ("guard_lies", "other work")):
        path = Path(__file__).with_name(f"{name}.txt")
        rows = path.read_text(encoding="utf-8").splitlines()
        for row in (row for row in rows if not row.startswith("#")):
            language, was, now = row.split(" | ")
            base = Base(language, "any", held=True)
            base.add("b", Kind.BULLET, was, Topic.EXPERIENCE, "r1")
            yield Case(base, kind, (Edit(Op.REWRITE, "b", now, cites=("b",)),))


def unseen() -> Iterator[Case]:
    """Lines with their rewordings and lies, from guard_unseen*.txt, each batch run once frozen.

    Those of guard_stronger.txt were not: a review found them.

    "+" the person's lines, several with "++" between them, "=" an honest rewording of all of them,
    "!" one that lies, with its class.
    """
    tables = Path(__file__).parent
    for path in [*sorted(tables.glob("guard_unseen*.txt")), tables / "guard_stronger.txt"]:
        base = Base("", "any", held=True)
        for row in path.read_text(encoding="utf-8").splitlines():
            sign, rest = row[:1], row[1:].strip()
            if sign == "@":
                language = rest
            elif sign == "+":
                base = Base(language, "any", held=True)
                for at, text in enumerate(rest.split(" ++ ")):
                    base.add(f"b{at}", Kind.BULLET, text, Topic.EXPERIENCE, "r1")
            elif sign in ("=", "!"):
                kind, text = ("faithful", rest) if sign == "=" else _pair(rest)
                yield _whole(base, "+".join(fact.id for fact in base.facts), text, kind)


def read(text: str, language: str, held: bool = False) -> Iterator[Case]:
    """The cases of one table."""
    kit: list[tuple[str, str]] = []
    for block in re.split(r"^@", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        lines = [line for line in body.splitlines() if line and not line.startswith("#")]
        if name == "kit":
            kit = [_pair(line) for line in lines]
        else:
            base = _base(language, name, lines, held)
            yield from _cases(base, kit)


def _pair(line: str) -> tuple[str, str]:
    name, _, rest = line.partition(":")
    return name.strip(), rest.strip()


def _base(language: str, profession: str, lines: list[str], held: bool) -> Base:
    base = Base(language, profession, held)
    role = 0
    for number, line in enumerate(lines):
        name, rest = _pair(line)
        if line.startswith("- "):
            count = len(base.bullets(role)) + 1
            base.add(f"r{role}.{count}", Kind.BULLET, line[2:], Topic.EXPERIENCE, f"r{role}")
        elif line.startswith("= "):
            ids, _, text = line[2:].partition(" | ")
            base.faithful.append((ids.strip(), text))
        elif name == "role":
            role += 1
            _add_role(base, f"r{role}", rest)
        elif name == "skills":
            for at, skill in enumerate(re.split("[,،、，]", rest)):
                base.add(f"s{at}", Kind.SKILL, skill.strip(), Topic.SKILLS)
        elif name == "degree":
            _add_degree(base, rest)
        elif name == "post":
            base.posted = [word.strip() for word in re.split("[;；؛]", rest)]
        else:
            _add_single(base, name, rest, number)
    return base


def _add_single(base: Base, name: str, text: str, number: int) -> None:
    kind, topic, id = {
        "headline": (Kind.HEADLINE, Topic.CONTACT, "headline"),
        "summary": (Kind.SUMMARY, Topic.SUMMARY, "summary"),
        "certificate": (Kind.CERTIFICATE, Topic.CERTIFICATES, f"c{number}"),
        "language": (Kind.LANGUAGE, Topic.LANGUAGES, f"l{number}"),
    }[name]
    base.add(id, kind, text, topic)


def _add_role(base: Base, id: str, text: str) -> None:
    kinds = (Kind.TITLE, Kind.EMPLOYER, Kind.LOCATION, Kind.DATES)
    for kind, part in zip(kinds, text.split(" | "), strict=True):
        base.add(f"{id}.{kind}", kind, part, Topic.EXPERIENCE, id)


def _add_degree(base: Base, text: str) -> None:
    kinds = (Kind.DEGREE, Kind.SCHOOL, Kind.DATES)
    for kind, part in zip(kinds, text.split(" | "), strict=True):
        base.add(f"d.{kind}", kind, part, Topic.EDUCATION, "d")


def _cases(base: Base, kit: list[tuple[str, str]]) -> Iterator[Case]:
    for id, marked in base.marked.items():
        for kind, text in _variants(marked):
            yield _rewrite(base, kind, id, text)
    for at, (kind, pattern) in enumerate(kit):
        yield _from_kit(base, at, kind, pattern)
    yield from _moves(base)
    yield from _additions(base)
    yield from _dates(base)
    for ids, text in base.faithful:
        yield _whole(base, ids, text)


def _variants(marked: str) -> Iterator[tuple[str, str]]:
    """Every lie of a marked text, one at a time."""
    for span in _SPAN.finditer(marked):
        for option in span[1].split("|")[1:]:
            kind, _, words = option.partition(":")
            text = marked[: span.start()] + words + marked[span.end() :]
            yield kind, _SPAN.sub(lambda match: match[1].split("|")[0], text).strip()


def _rewrite(base: Base, kind: str, id: str, text: str, cites: tuple[str, ...] = ()) -> Case:
    """A rewrite that cites what it may: a summary all of the résumé, a bullet itself."""
    wide = base.fact(id).kind in (Kind.SUMMARY, Kind.HEADLINE)
    every = tuple(fact.id for fact in base.facts if fact.kind is not Kind.LOCATION)
    return Case(
        base, kind, (Edit(Op.REWRITE, id, text, cites=cites or (every if wide else (id,))),)
    )


def _from_kit(base: Base, at: int, kind: str, pattern: str) -> Case:
    """A lie that any line can be made to tell."""
    homes = {"senior": "headline", "degree": "summary", "certificate": "summary"}
    bullets = base.bullets(1)
    id = homes.get(kind) or bullets[at % len(bullets)].id
    own = base.fact(id).text
    pattern = pattern.replace("{post}", base.posted[at % len(base.posted)])
    text = pattern.replace("%s", own if id in homes.values() else own.rstrip(".。"))
    return _rewrite(base, kind, id, text)


def _moves(base: Base) -> Iterator[Case]:
    """What another role did: copied into a line, cited, moved there whole."""
    own, other = base.bullets(1)[0], base.bullets(2)[0]
    joined = f"{own.text}; {other.text}"
    yield _rewrite(base, "copied", own.id, joined)
    yield _rewrite(base, "copied", own.id, joined, (own.id, other.id))
    yield Case(base, "moved", (Edit(Op.MOVE, other.id, anchor=own.id),))
    yield _rewrite(base, "moved", own.id, other.text, (other.id,))


def _additions(base: Base) -> Iterator[Case]:
    """What nobody has: skills, certificates, dropped degrees."""
    for at, skill in enumerate(base.posted):
        kind = "skill-post" if at else "skill-other"
        yield Case(base, kind, (Edit(Op.ADD, "n", skill, "s0", Kind.SKILL, ("s0",)),))
    certificate = next(f for f in base.facts if f.kind is Kind.CERTIFICATE)
    new = Edit(Op.ADD, "n", base.posted[-1], certificate.id, Kind.CERTIFICATE, (certificate.id,))
    yield Case(base, "certificate", (new,))
    for id in ("d.degree", certificate.id, "r2.title", "r2.dates"):
        yield Case(base, "dropped", (Edit(Op.DROP, id),))


def _dates(base: Base) -> Iterator[Case]:
    """Who they worked for and when, in other words than theirs."""
    for kind, id in (("start", "r2.dates"), ("gap", "r1.dates"), ("start", "r1.dates")):
        text = base.fact(id).text
        years = re.findall(r"\d{4}", text)
        year = years[0] if kind == "start" else years[-1]
        shifted = str(int(year) + (-2 if kind == "start" else 1))
        at = text.find(year) if kind == "start" else text.rfind(year)
        yield _rewrite(base, kind, id, text[:at] + shifted + text[at + 4 :])
    yield _rewrite(base, "employer", "r1.employer", base.fact("r2.employer").text + " AG")
    yield _rewrite(base, "school", "d.school", "Oxford University")
    yield _rewrite(base, "title", "r1.title", "Director")


def _whole(base: Base, ids: str, text: str, kind: str = "faithful") -> Case:
    """A rewording of one line, or of several that it takes the place of."""
    first, *others = ids.split("+")
    edit = _rewrite(base, kind, first, text, tuple(others) and (first, *others))
    drops = tuple(Edit(Op.DROP, id) for id in others)
    return Case(base, kind, (*edit.edits, *drops))

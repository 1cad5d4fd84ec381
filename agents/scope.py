"""How large a line makes its work: rank, seniority, reach, levels, and limits that must stay."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from agents import compounds, feats
from agents.contexts import content
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token
from agents.violations import Violation

_GIVES = {"assist": 0.0, "coordinate": 1.5, "responsible": 2.0, "manage": 3.0, "lead": 4.0}
_NEEDS = {"assist": 0.0, "coordinate": 1.0, "responsible": 1.0, "manage": 2.0, "lead": 3.0}
_KINDS = {"grade": "seniority", "claim": "scope", "level": "level", "period": "period"}
_ALIKE = {
    "limit.deputy": ("rank.assist", "limit.shared"),
    "limit.shared": ("rank.assist", "limit.deputy"),
    "limit.trainee": ("rank.assist",),
}
_NO_TOPIC = ("level.", "limit.", "unit.", "period.", "num.", "bound.", "noun", "verb", "did")
_WITH_OTHERS = frozenset({"joins", "rank.assist", "limit.shared", "limit.under", "limit.deputy"})
_OBJECT = 5  # words behind a verb that may name what is managed
_REACH = 3  # words on either side of a limit or a level that it speaks of


def check(line: Line) -> Iterator[Violation]:
    """Words that claim more than the sources do, and limits that fell away."""
    yield from _check_rank(line)
    yield from _check_part(line)
    counted = {at for q in line.new.quantities for at in range(q.start, q.end)}
    for at, token in enumerate(line.new.tokens):
        yield from _check_word(line, token, counts=at in counted)
    yield from _check_levels(line)
    yield from _check_limits(line)
    if line.own:
        yield from _check_company(line, line.own)
    yield from _check_partners(line)


def _check_rank(line: Line) -> Iterator[Violation]:
    proven = max((_rank(source) for source in line.sources), default=1.0)
    named = _joined(
        line.lexicon.stemmer.forms(t.key) for s in line.sources for t in s.tokens if _ranks(t)
    )
    for at, token in enumerate(line.new.tokens):
        for name in _ranks(token):
            need = 1.0 if name == "manage" and _of_a_thing(line.new, at, "kept") else _NEEDS[name]
            same = token.key in line.keys or line.lexicon.stemmer.forms(token.key) & named
            if need > proven and not same:
                yield line.fault("leadership", token.text)
    if line.own and "rank.assist" in line.own.classes and not _takes_part(line.new, line.own):
        yield line.fault("limit", _first(line.own, "rank.assist"), line.own)


def _check_part(line: Line) -> Iterator[Violation]:
    """Who cleaned the theatre took no part in the operations."""
    if line.classes & _WITH_OTHERS:
        return
    for token in line.new.tokens:
        akin = any(name in line.classes for name in token.classes if name.startswith("syn."))
        akin |= bool(line.lexicon.stemmer.forms(token.key) & line.forms)
        if "joins" in token.classes and not akin:
            yield line.fault("scope", token.text)


def _of_a_thing(passage: Passage, at: int, *kinds: str) -> bool:
    """Whether what is managed at *at* is a thing to deal with, not people: a budget, a diary."""
    behind = passage.tokens[at + 1 : at + 1 + _OBJECT]
    stop = next((n for n, token in enumerate(behind) if token.kind == "mark"), len(behind))
    named = [_named(token, passage) for token in behind[:stop]]
    return any(set(kinds) & names for names in named) and not any("person" in n for n in named)


def _named(token: Token, passage: Passage) -> frozenset[str]:
    """The classes of a word; of a German compound those of its last part too."""
    return token.classes | compounds.tails(passage.lexicon, token.key)


def _takes_part(new: Passage, own: Passage) -> bool:
    """Whether the new line has no larger part in the work, or in a course, than *own*."""
    return _helps(new) or (feats.attends(new) and feats.attends(own))


def _helps(passage: Passage) -> bool:
    return bool(passage.classes & {"rank.assist", "limit.under", "limit.deputy"})


def _ranks(token: Token) -> list[str]:
    return [name[5:] for name in token.classes if name.startswith("rank.")]


def _rank(passage: Passage) -> float:
    """The part in the work that *passage* claims first; 1 for a plain statement.

    What stands behind may be somebody else's: "Assisted the head of sales".
    """
    for at, token in enumerate(passage.tokens):
        for name in _ranks(token):
            light = name == "manage" and _of_a_thing(passage, at, "kept", "held")
            return 1.0 if light else _GIVES[name]
    return 1.0


def _check_word(line: Line, token: Token, *, counts: bool) -> Iterator[Violation]:
    for name in sorted(token.classes):
        if counts and name == "claim.many":
            continue  # 8 thousand
        kind = _KINDS.get(name.partition(".")[0])
        if kind and name not in line.classes and token.key not in line.keys:
            yield line.fault(kind, token.text)
        elif name.startswith("dir.") and not _turns(line, name):
            yield line.fault("direction", token.text)
    if "limit.not" in token.classes and "limit.not" not in line.classes:
        yield line.fault("negation", token.text)


def _turns(line: Line, name: str) -> bool:
    """Whether a source says that something rose (or fell), in words or by two numbers."""
    other = "dir.down" if name == "dir.up" else "dir.up"
    if name in line.classes or other in line.classes:
        return name in line.classes
    rises = [up for source in line.sources for up in _rises(source)]
    return (name == "dir.up") in rises if rises else "change" in line.classes


def _rises(source: Passage) -> Iterator[bool]:
    """For each "from … to …" whether the second number is the larger one."""
    for before, after in itertools.pairwise(source.quantities):
        if before.role == "from" and after.role == "to":
            yield max(map(_size, before.values)) < max(map(_size, after.values))


def _size(value: object) -> float:
    return 0.0 if isinstance(value, str) else float(str(value))


def _check_levels(line: Line) -> Iterator[Violation]:
    """A level must stand beside the language or tool that it stands beside in a source."""
    for at, token in enumerate(line.new.tokens):
        for name in token.classes:
            if name.startswith("level.") and name in line.classes:
                near = _joined(_near(line.new, at))
                if near & line.forms and not any(_paired(s, name, near) for s in line.sources):
                    yield line.fault("level", token.text)


def _joined(words: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*words)


def _paired(source: Passage, name: str, near: frozenset[str]) -> bool:
    places = [at for at, token in enumerate(source.tokens) if name in token.classes]
    return any(near & _joined(_near(source, at)) for at in places)


def _near(passage: Passage, at: int) -> list[frozenset[str]]:
    """The words around the one at *at*, as their forms, not beyond a comma or full stop."""
    found: list[frozenset[str]] = []
    for step in (-1, 1):
        words = 0
        index = at + step
        while 0 <= index < len(passage.tokens) and words < _REACH:
            token = passage.tokens[index]
            if token.text in ",;.，、；。،؛":
                break
            if forms := _speaks(token, passage):
                found.append(forms)
                words += 1
            index += step
    return found


def _speaks(token: Token, passage: Passage) -> frozenset[str]:
    if any(name.startswith(_NO_TOPIC) for name in token.classes):
        return frozenset()
    return content(token, passage.lexicon)


def _check_limits(line: Line) -> Iterator[Violation]:
    """Limits of the line itself must stay; those of another cited line, where it is drawn on."""
    for source in line.sources:
        for at, token in enumerate(source.tokens):
            for name in token.classes:
                if token.part or not name.startswith("limit.") or _kept(name, line.new):
                    continue
                if source is line.own or _draws_on(line, source, at):
                    yield line.fault("limit", token.text, source)


def _check_company(line: Line, own: Passage) -> Iterator[Violation]:
    """Who shared the work may not fall away: "with the school psychologist"."""
    for at, token in enumerate(own.tokens):
        if "with" in token.classes:
            for other in own.tokens[at + 1 : at + 4]:
                lost = not own.lexicon.stemmer.forms(other.key) & line.new.forms
                if "person" in other.classes and lost:
                    yield line.fault("limit", f"{token.text} … {other.text}", own)


def _check_partners(line: Line) -> Iterator[Violation]:
    """Whom the work was for did not do it: "for 3 teams" is not "with 3 teams"."""
    served = _behind("for", line.sources) - _behind("with", line.sources)
    for at, token in enumerate(line.new.tokens):
        for other in line.new.tokens[at + 1 : at + _REACH + 1] if "with" in token.classes else ():
            if "person" in other.classes and line.lexicon.stemmer.forms(other.key) & served:
                yield line.fault("scope", f"{token.text} … {other.text}")


def _behind(name: str, sources: Sequence[Passage]) -> frozenset[str]:
    """The forms of the words close behind those of a class."""
    places = [(s, at) for s in sources for at, t in enumerate(s.tokens) if name in t.classes]
    near = (content(t, s.lexicon) for s, at in places for t in s.tokens[at + 1 : at + _REACH + 1])
    return _joined(near)


def _kept(name: str, new: Passage) -> bool:
    """Whether the new line has the limit, or a word that says as much."""
    return bool(new.classes & {name, *_ALIKE.get(name, ())})


def _draws_on(line: Line, source: Passage, at: int) -> bool:
    """Whether the new line says what is limited at *at* and no other source says without limit."""
    others = [other.forms_and_han for other in line.sources if other is not source]
    said = line.new.forms_and_han
    return any(
        word & said and not any(word & other for other in others) for word in _near(source, at)
    )


def _first(passage: Passage, name: str) -> str:
    return next(token.text for token in passage.tokens if name in token.classes)

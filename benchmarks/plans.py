"""Random edit plans that an agent could have made: legal ones, for any résumé."""

from collections.abc import Callable

from hypothesis import strategies as st

from documents import wording
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume

_REWRITTEN = (Kind.BULLET, Kind.SUMMARY, Kind.SKILL, Kind.HEADLINE, Kind.CERTIFICATE, Kind.LANGUAGE)
_MOVED = (Kind.BULLET, Kind.SKILL, Kind.CERTIFICATE, Kind.LANGUAGE)
_DROPPED = (Kind.BULLET, Kind.SKILL, Kind.SUMMARY)
_WORDS = (
    "led",
    "Ports",
    "2,000",
    "the",
    "Überblick",
    "данные",
    "naïve",
    "C++",
    "team",
    "of",
    "物流",
)


@st.composite
def plans(draw: Callable[..., object], resume: Resume, most: int = 8) -> tuple[Edit, ...]:
    """Up to *most* edits of *resume*, at most one for each fact, in any order."""
    facts = [fact for fact in resume.facts if fact.kind in _REWRITTEN and fact.place]
    chosen = draw(st.lists(st.sampled_from(facts), unique=True, max_size=most)) if facts else []
    assert isinstance(chosen, list)
    gone: set[str] = set()
    edits: list[Edit] = []
    for number, fact in enumerate(chosen):
        beside = [f for f in facts if _is_beside(f, fact) and f.id not in gone]
        edit = draw(_edit(fact, beside, f"n{number}"))
        assert isinstance(edit, Edit)
        edits.append(edit)
        if edit.op is Op.DROP:
            gone.add(fact.id)
    return tuple(edits)


@st.composite
def _edit(draw: Callable[..., object], fact: Fact, beside: list[Fact], id: str) -> Edit:
    ops = [Op.REWRITE]
    ops += [Op.DROP] if fact.kind in _DROPPED else []
    ops += [Op.MOVE, Op.ADD] if fact.kind in _MOVED and beside else []
    op = draw(st.sampled_from(ops))
    anchors = [""] + [f.id for f in beside if fact.kind in _MOVED]
    anchor = str(draw(st.sampled_from(anchors)))
    if op is Op.DROP:
        return Edit(Op.DROP, fact.id)
    if op is Op.REWRITE:
        return Edit(Op.REWRITE, fact.id, str(draw(_reworded(fact))), anchor)
    if op is Op.MOVE:
        return Edit(Op.MOVE, fact.id, anchor=anchor or beside[0].id)
    text = str(draw(_reworded(fact)))
    if fact.kind is Kind.BULLET and draw(st.booleans()):
        return Edit(Op.ADD, id, text, kind=Kind.SUMMARY)
    return Edit(Op.ADD, id, text, anchor or fact.id, fact.kind)


@st.composite
def _reworded(draw: Callable[..., object], fact: Fact) -> str:
    """The words of *fact*, some of them taken away, repeated or followed by others."""
    found: list[str] = []
    for word in wording.words(fact.text)[:60]:
        turn = draw(st.integers(0, 9)) if word.isalnum() else None
        if turn != 0:
            found.append(word)
        if turn == 1:
            found += [" ", str(draw(st.sampled_from(_WORDS))), " "]
    text = " ".join("".join(found).split()).strip(" ,;:|/•·–—-")
    return text if any(map(str.isalpha, text)) else str(draw(st.sampled_from(_WORDS[:2])))


def _is_beside(other: Fact, fact: Fact) -> bool:
    same = other.kind is fact.kind and other.section == fact.section and other.entry == fact.entry
    return same and other is not fact

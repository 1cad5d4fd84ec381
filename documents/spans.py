"""Changes to the characters of a Word paragraph, in its runs: what is kept keeps its look."""

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from documents import runs
from documents.runs import PLAIN, Character, Element, Styles, W
from documents.wording import Change, Fresh, Kept

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = frozenset({f"{W}hyperlink", f"{W}ins", f"{W}smartTag", f"{W}fldSimple"})
_NOTHING = frozenset({f"{W}rPr", f"{W}lastRenderedPageBreak"})
_SIGNS = re.compile(r"([\t\n])")


class Ink(NamedTuple):
    """New text, the run whose look it takes, and the hyperlink that it stood in."""

    text: str
    run: Element
    link: Element | None


class Stroke(NamedTuple):
    """A change with all that it needs of the paragraph as it was before any change."""

    start: int
    end: int
    home: int
    inks: list[Ink]


def change(paragraph: Element, changes: Sequence[Change], styles: Styles = PLAIN) -> None:
    """Make *changes* to the visible text of *paragraph*."""
    chars = runs.characters(paragraph, styles)
    if not chars:
        fill(paragraph, "".join(p.text for c in changes for p in c.pieces if isinstance(p, Fresh)))
        return
    for stroke in reversed(strokes(chars, changes)):
        _replace(paragraph, chars, stroke, styles)


def strokes(chars: Sequence[Character], changes: Iterable[Change]) -> list[Stroke]:
    """*changes* made ready; to be carried out from the last to the first."""
    ready = []
    for one in changes:
        home = _home(chars, one)
        ready.append(Stroke(one.start, one.end, home, _inks(chars, one, home)))
    return ready


def fill(paragraph: Element, text: str, look: Element | None = None) -> None:
    """Add *text* at the end of *paragraph* in a run of its own that looks like the run *look*."""
    paragraph.append(run_like(look, text))


def run_like(look: Element | None, text: str) -> Element:
    """A run of *text* with the properties of the run *look*."""
    run = etree.Element(f"{W}r")
    properties = look.find(f"{W}rPr") if look is not None else None
    if properties is not None:
        run.append(copy.deepcopy(properties))
        for old in run[0].findall(f"{W}rPrChange"):
            run[0].remove(old)
    run.extend(contents(text))
    return run


def contents(text: str) -> list[Element]:
    """*text* as the children of a run: w:t, w:tab and w:br."""
    return [_content(piece) for piece in _SIGNS.split(text) if piece]


def put(element: Element, text: str) -> None:
    """Make *text* what a w:t holds, with the white space at its ends."""
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")


def look(run: Element) -> bytes:
    """What a run looks like, to be compared with other runs of its paragraph."""
    properties = run.find(f"{W}rPr")
    return b"" if properties is None else etree.tostring(properties, method="c14n")


def holder(char: Character) -> Element:
    """The run that *char* stands in."""
    parent = char.element.getparent()
    assert parent is not None  # a w:t always stands in a run
    return parent


def link(run: Element) -> Element | None:
    """The hyperlink around *run*, if there is one."""
    return next(run.iterancestors(f"{W}hyperlink"), None)


def commonest(chars: Iterable[Character]) -> Character | None:
    """The first of the characters whose look most of *chars* have."""
    chars = list(chars)
    looks = {run: look(run) for run in dict.fromkeys(map(holder, chars))}
    counts = Counter(looks[holder(char)] for char in chars)
    best = max(counts, key=lambda key: counts[key], default=b"")
    return next((char for char in chars if looks[holder(char)] == best), None)


def split(run: Element, element: Element, offset: int) -> Element:
    """Cut *run* before the character *offset* of its child *element*; the second half."""
    rest = shell(run)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        rest.append(copy.deepcopy(properties))
    following = list(run)[list(run).index(element) :]
    if offset:
        second = copy.deepcopy(element)
        second.tail = None
        put(second, (element.text or "")[offset:])
        put(element, (element.text or "")[:offset])
        following = [second, *following[1:]]
    rest.extend(following)
    run.addnext(rest)
    return rest


def shell(element: Element) -> Element:
    """A copy of *element* with nothing in it."""
    empty = copy.deepcopy(element)
    empty.tail = None
    for child in list(empty):
        empty.remove(child)
    return empty


def _inks(chars: Sequence[Character], one: Change, home: int) -> list[Ink]:
    """What *one* brings in; pieces that look alike are joined."""
    found: list[Ink] = []
    for piece in one.pieces:
        if isinstance(piece, Kept):
            found += [_ink(char.char, char) for char in chars[piece.start : piece.end]]
        else:
            found.append(_ink(piece.text, chars[home if piece.like is None else piece.like]))
    return _joined(found)


def _ink(text: str, like: Character) -> Ink:
    run = holder(like)
    return Ink(text, run, link(run))


def _home(chars: Sequence[Character], one: Change) -> int:
    """The character that new text at *one* should look like, if nothing else is said.

    Text that replaces other text looks like most of that; text that goes in between looks like
    its neighbour, and where its neighbours differ, like the one that more of the paragraph is like.
    """
    if one.end > one.start:
        chosen = commonest(chars[one.start : one.end])
        return chars.index(chosen, one.start) if chosen else one.start
    before, after = max(0, one.start - 1), min(one.start, len(chars) - 1)
    left, right = holder(chars[before]), holder(chars[after])
    if link(left) is not link(right):
        return before if link(left) is None else after
    if look(left) == look(right):
        return before
    usual = commonest(chars)
    return after if usual and look(holder(usual)) == look(right) else before


def _content(piece: str) -> Element:
    if piece in "\t\n":
        return etree.Element(f"{W}tab" if piece == "\t" else f"{W}br")
    element = etree.Element(f"{W}t")
    put(element, piece)
    return element


def _joined(found: Iterable[Ink]) -> list[Ink]:
    joined: list[Ink] = []
    for ink in found:
        last = joined[-1] if joined else None
        if last and last.link is ink.link and look(last.run) == look(ink.run):
            joined[-1] = last._replace(text=last.text + ink.text)
        else:
            joined.append(ink)
    return joined


def _replace(
    paragraph: Element, chars: Sequence[Character], stroke: Stroke, styles: Styles
) -> None:
    """Make one change. `chars` are right up to its end: those further right are changed already."""
    start, end, home, inks = stroke
    gone = chars[start:end]
    if len(inks) == 1 and _fits(inks[0], chars[home]):
        delete(_write(inks[0].text, chars[home], gone, after=home < start))
        return
    insert(chars, stroke, [run_like(ink.run, ink.text) for ink in inks])
    added = sum(len(ink.text) for ink in inks)
    delete(runs.characters(paragraph, styles)[start + added : end + added])


def _fits(ink: Ink, home: Character) -> bool:
    """Whether *ink* can simply be written into the element of *home*."""
    run = holder(home)
    alike = ink.link is link(run) and look(ink.run) == look(run)
    return alike and bool(home.element.text) and not _SIGNS.search(ink.text)


def _write(
    text: str, home: Character, gone: Sequence[Character], *, after: bool
) -> list[Character]:
    """Write *text* into the element of *home*; *gone* with the offsets that it has now."""
    element = home.element
    inside = [char.offset for char in gone if char.element is element]
    offset = min(inside, default=home.offset + after)
    old = element.text or ""
    put(element, old[:offset] + text + old[offset:])
    return [
        char._replace(offset=char.offset + len(text)) if char.element is element else char
        for char in gone
    ]


def insert(chars: Sequence[Character], stroke: Stroke, nodes: Sequence[Element]) -> None:
    """Place *nodes*, one for each ink of *stroke*, in or out of hyperlinks as the inks say."""
    if not nodes:
        return
    beside, before = _cut(chars, stroke)
    host = link(beside)
    outer = host if host is not None and _is_edge(chars, stroke.start, host, before) else None
    placed = list(zip(stroke.inks, nodes, strict=True))
    for ink, run in placed if before else reversed(placed):
        node = run if ink.link is None or ink.link is host else _linked(ink.link, run)
        target = outer if outer is not None and ink.link is not host else beside
        (target.addprevious if before else target.addnext)(node)


def delete(chars: Iterable[Character]) -> None:
    """Take *chars* away, and what holds nothing after that."""
    offsets: dict[Element, set[int]] = {}
    for char in chars:
        offsets.setdefault(char.element, set()).add(char.offset)
    holders = dict.fromkeys(element.getparent() for element in offsets)
    for element, gone in offsets.items():
        put(element, "".join(c for i, c in enumerate(element.text or "") if i not in gone))
        parent = element.getparent()
        if not element.text and parent is not None:
            parent.remove(element)
    for run in holders:
        _sweep(run)


def _sweep(element: Element | None) -> None:
    """Remove a run that is empty now, and the wrappers that held nothing else."""
    while element is not None and all(child.tag in _NOTHING for child in element):
        parent = element.getparent()
        if parent is None:
            return
        parent.remove(element)
        element = parent if parent.tag in _WRAPPERS else None


def _cut(chars: Sequence[Character], stroke: Stroke) -> tuple[Element, bool]:
    """The run beside which new runs go, and whether they go before it. Splits it if need be."""
    if stroke.home >= stroke.start:
        char = chars[stroke.start]
        run = holder(char)
        first = next(child for child in run if child.tag != f"{W}rPr")
        whole = char.offset == 0 and char.element is first
        return (run if whole else split(run, char.element, char.offset)), True
    char = chars[stroke.start - 1]
    run = holder(char)
    if char.offset + 1 < len(char.element.text or ""):
        split(run, char.element, char.offset + 1)
    elif (following := char.element.getnext()) is not None:
        split(run, following, 0)
    return run, False


def _is_edge(chars: Sequence[Character], at: int, host: Element, before: bool) -> bool:
    """Whether the cut at *at* is where the hyperlink *host* begins or ends."""
    beyond = at - 1 if before else at
    return not 0 <= beyond < len(chars) or link(holder(chars[beyond])) is not host


def _linked(own: Element, run: Element) -> Element:
    """*run* in a hyperlink to where *own* leads."""
    wrapper = shell(own)
    wrapper.append(run)
    return wrapper

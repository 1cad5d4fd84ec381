"""Changes to the characters of a Word paragraph, in its runs: what is kept keeps its look."""

import copy
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from documents import ink, runs
from documents.ink import Ink, Stroke
from documents.runs import PLAIN, Character, Element, Styles, W
from documents.wording import Change, Fresh

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = frozenset({f"{W}hyperlink", f"{W}ins", f"{W}smartTag", f"{W}fldSimple"})
_NOTHING = frozenset({f"{W}rPr", f"{W}lastRenderedPageBreak"})
_SIGNS = re.compile(r"([\t\n])")


def change(paragraph: Element, changes: Sequence[Change], styles: Styles = PLAIN) -> None:
    """Make *changes* to the visible text of *paragraph*."""
    chars = runs.characters(paragraph, styles)
    if not chars:
        fill(paragraph, "".join(p.text for c in changes for p in c.pieces if isinstance(p, Fresh)))
        return
    for stroke in reversed(ink.strokes(chars, changes)):
        _replace(paragraph, chars, stroke, styles)


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


def split_before(char: Character) -> Element:
    """The run that begins with *char*; cut off from what stands before it, if need be."""
    run = ink.holder(char)
    first = next(child for child in run if child.tag != f"{W}rPr")
    whole = char.offset == 0 and char.element is first
    return run if whole else split(run, char.element, char.offset)


def _content(piece: str) -> Element:
    if piece in "\t\n":
        return etree.Element(f"{W}tab" if piece == "\t" else f"{W}br")
    element = etree.Element(f"{W}t")
    put(element, piece)
    return element


def _replace(
    paragraph: Element, chars: Sequence[Character], stroke: Stroke, styles: Styles
) -> None:
    """Make one change. `chars` are right up to its end: those further right are changed already."""
    start, end, home, inks = stroke
    gone = chars[start:end]
    if len(inks) == 1 and _fits(inks[0], chars[home]):
        delete(_write(inks[0].text, chars[home], gone, after=home < start))
        return
    insert(chars, stroke, [run_like(one.run, one.text) for one in inks])
    added = sum(len(one.text) for one in inks)
    delete(runs.characters(paragraph, styles)[start + added : end + added])


def _fits(one: Ink, home: Character) -> bool:
    """Whether *one* can simply be written into the element of *home*."""
    run = ink.holder(home)
    alike = one.link is ink.link(run) and ink.look(one.run) == ink.look(run)
    return alike and bool(home.element.text) and not _SIGNS.search(one.text)


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
    host = ink.link(beside)
    links = [one.link for one in stroke.inks]
    if host is not None and any(own is not host for own in links) and beside.getparent() is host:
        beside, host = _part(host, beside, before=before), None
    placed = list(zip(links, nodes, strict=True))
    for own, run in placed if before else reversed(placed):
        node = run if own is None or own is host else _linked(own, run)
        (beside.addprevious if before else beside.addnext)(node)


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
        return split_before(chars[stroke.start]), True
    char = chars[stroke.start - 1]
    run = ink.holder(char)
    if char.offset + 1 < len(char.element.text or ""):
        split(run, char.element, char.offset + 1)
    elif (following := char.element.getnext()) is not None:
        split(run, following, 0)
    return run, False


def _part(host: Element, run: Element, *, before: bool) -> Element:
    """Cut the hyperlink *host* before or after *run*; the half that *run* is in."""
    first = run if before else run.getnext()
    if first is None or first.getprevious() is None:
        return host
    rest = shell(host)
    rest.extend([first, *first.itersiblings()])
    host.addnext(rest)
    return rest if before else host


def _linked(own: Element, run: Element) -> Element:
    """*run* in a hyperlink to where *own* leads."""
    wrapper = shell(own)
    wrapper.append(run)
    return wrapper

"""Moves, copies and drops whole paragraphs of a Word file, leaving it valid."""

import copy
from collections.abc import Iterator

from lxml import etree

from documents import ink, runs, spans
from documents.runs import MC, PLAIN, Element, Styles, W
from documents.wording import Change

_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml", f"{W}altChunk")
_WRAPS = frozenset({f"{W}sdtContent", f"{W}sdt", f"{W}customXml"})
_NEEDY = frozenset(
    f"{W}{name}" for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "body")
)
_HEAVY = (f"{W}txbxContent", f"{W}pict", f"{W}object", "{*}anchor")
_STAYING = (
    *(f"{W}{name}" for name in ("drawing", "pict", "object", "fldChar", "instrText", "sectPr")),
    f"{MC}AlternateContent",
)
_MARKS = tuple(
    f"{W}{name}{end}"
    for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange", "perm")
    for end in ("Start", "End")
)
_AFTER_RUN_PROPERTIES = (f"{W}sectPr", f"{W}pPrChange")
_BEFORE_NUMBERING = frozenset(
    f"{W}{name}"
    for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def move(paragraph: Element, anchor: Element, styles: Styles = PLAIN) -> Element:
    """Put *paragraph* directly before *anchor*; the paragraph that holds its text then.

    What must stay (a section break, a text box, the last paragraph of a cell) stays behind.
    """
    unit = unit_of(paragraph)
    if _must_stay(unit, paragraph):
        copied = place(twin(paragraph), anchor)
        blank(paragraph, styles)
        return copied
    _leave_marks(unit)
    unit_of(anchor).addprevious(unit)
    return paragraph


def drop(paragraph: Element, styles: Styles = PLAIN) -> None:
    """Take *paragraph* away, or only its text where something in it or around it must stay."""
    unit = unit_of(paragraph)
    if _must_stay(unit, paragraph) or any(True for _ in paragraph.iter(*_HEAVY)):
        blank(paragraph, styles)
        return
    _leave_marks(unit)
    parent = unit.getparent()
    if parent is not None:
        parent.remove(unit)


def insert(
    model: Element, anchor: Element, text: str, styles: Styles = PLAIN, *, plain: bool = False
) -> Element:
    """Put *text* directly before *anchor* in a new paragraph that looks like *model*.

    A *plain* one is no list item, even if the model is.
    """
    added = like(model, text, styles)
    if plain:
        unlist(properties_of(added))
    return place(added, anchor)


def place(paragraph: Element, anchor: Element) -> Element:
    """Put *paragraph*, which stands nowhere yet, directly before *anchor*."""
    unit_of(anchor).addprevious(paragraph)
    return paragraph


def like(model: Element, text: str, styles: Styles = PLAIN) -> Element:
    """A paragraph of *text* with the properties of *model* and the look that most of it has."""
    paragraph = etree.Element(f"{W}p")
    properties = model.find(f"{W}pPr")
    if properties is not None:
        paragraph.append(_without_breaks(properties))
    usual = ink.commonest(runs.characters(model, styles))
    spans.fill(paragraph, text, ink.holder(usual) if usual else None)
    return paragraph


def twin(paragraph: Element) -> Element:
    """A copy of *paragraph* without what must stay where it is, or must not be there twice."""
    copied = copy.deepcopy(paragraph)
    copied.tail = None
    for name in [name for name in copied.attrib if str(name).endswith(("paraId", "textId"))]:
        del copied.attrib[name]
    tags = (*_MARKS, f"{W}del", f"{W}moveFrom")
    if _must_stay(unit_of(paragraph), paragraph):
        tags += _STAYING
    for old in list(copied.iter(*tags)):
        _cut_out(old)
    return copied


def blank(paragraph: Element, styles: Styles = PLAIN) -> None:
    """Leave *paragraph* without text, and without a bullet in front of nothing."""
    count = len(runs.characters(paragraph, styles))
    if count:
        spans.change(paragraph, [Change(0, count)], styles)
    unnumber(properties_of(paragraph))


def unlist(properties: Element) -> None:
    """Take the bullet or number and its indent off a paragraph with *properties* (a w:pPr)."""
    unnumber(properties)
    for old in properties.findall(f"{W}ind"):
        properties.remove(old)


def unnumber(properties: Element) -> None:
    """Take the bullet or number off a paragraph with *properties* (a w:pPr)."""
    for old in properties.findall(f"{W}numPr"):
        properties.remove(old)
    numbering = etree.Element(f"{W}numPr")
    etree.SubElement(numbering, f"{W}numId", {f"{W}val": "0"})
    before = [child for child in properties if child.tag in _BEFORE_NUMBERING]
    properties.insert(len(before), numbering)


def properties_of(paragraph: Element) -> Element:
    """The w:pPr of *paragraph*, made if there is none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


def mark_of(paragraph: Element) -> Element:
    """The w:rPr of the paragraph mark of *paragraph*, made if there is none."""
    properties = properties_of(paragraph)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = etree.Element(f"{W}rPr")
        after = next((c for c in properties if c.tag in _AFTER_RUN_PROPERTIES), None)
        if after is not None:
            after.addprevious(mark)
        else:
            properties.append(mark)
    return mark


def must_stay(paragraph: Element) -> bool:
    """Whether something in *paragraph* or around it keeps it from being taken away whole."""
    unit = unit_of(paragraph)
    return _must_stay(unit, paragraph) or any(True for _ in paragraph.iter(*_HEAVY))


def unit_of(paragraph: Element) -> Element:
    """*paragraph*, or the content control around it if that holds nothing else."""
    unit = paragraph
    while (parent := unit.getparent()) is not None and parent.tag in _WRAPS:
        if parent.tag != f"{W}sdt" and len([c for c in parent if c.tag in _BLOCKS]) > 1:
            break
        unit = parent
    return unit if unit.tag != f"{W}sdtContent" else paragraph


def _must_stay(unit: Element, paragraph: Element) -> bool:
    breaks = paragraph.find(f"{W}pPr/{W}sectPr") is not None
    boxes = any(True for _ in paragraph.iter(f"{W}txbxContent"))
    return breaks or boxes or not _is_balanced(paragraph) or _is_needed(unit)


def _is_needed(unit: Element) -> bool:
    """Whether its container would be left empty, or two tables would grow together."""
    parent = unit.getparent()
    before, after = beside(unit, -1), beside(unit, 1)
    if before is not None and before.tag == f"{W}tbl":
        return after is None or after.tag == f"{W}tbl"
    alone = before is None and after is None
    return alone and parent is not None and parent.tag in _NEEDY


def beside(unit: Element, step: int) -> Element | None:
    """The block before (-1) or after (1) *unit* in its container, or None."""
    siblings: Iterator[Element] = unit.itersiblings(*_BLOCKS, preceding=step < 0)
    return next(siblings, None)


def _is_balanced(paragraph: Element) -> bool:
    """Whether every field that begins in *paragraph* ends in it."""
    kinds = [char.get(f"{W}fldCharType") for char in paragraph.iter(f"{W}fldChar")]
    return kinds.count("begin") == kinds.count("end")


def _leave_marks(unit: Element) -> None:
    """Bookmarks and comments that begin or end in *unit*, but not both, stay where they are."""
    marks = list(unit.iter(*_MARKS))
    ids = [(_family(mark), mark.get(f"{W}id")) for mark in marks]
    for mark, id in zip(marks, ids, strict=True):
        if ids.count(id) == 1:
            mark.tail = None
            unit.addprevious(mark)


def _family(mark: Element) -> str:
    return str(mark.tag).removesuffix("Start").removesuffix("End")


def _without_breaks(properties: Element) -> Element:
    copied = copy.deepcopy(properties)
    for old in [*copied.findall(f"{W}sectPr"), *copied.findall(f"{W}pPrChange")]:
        copied.remove(old)
    for old in copied.findall(f"{W}rPr/*"):
        if old.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange"):
            _cut_out(old)
    return copied


def _cut_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

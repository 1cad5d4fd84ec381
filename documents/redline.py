"""Edits as Word's own tracked changes: all of them accepted give the edited file, none the old."""

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from lxml import etree

from documents import ink, paragraphs, runs, spans
from documents.ink import Stroke
from documents.runs import Character, Element, Styles, W
from documents.wording import Change

_OTHERS = (f"{W}ins", f"{W}moveTo")
_APART = (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange")
_DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}


class Redline:
    """Writes as a person with change tracking on, who is *author* at the time *date*.

    *parts* are the roots of the parts that it may write into: ids must differ from theirs.
    """

    def __init__(
        self, styles: Styles, parts: Iterable[Element], author: str, date: datetime
    ) -> None:
        self._styles = styles
        self._author = author
        self._date = date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._ids = itertools.count(1 + max(_ids(parts), default=0))
        self._added: list[Element] = []
        self._gone: list[Element] = []

    def change(self, paragraph: Element, changes: Sequence[Change]) -> None:
        """Change characters of *paragraph*."""
        chars = runs.characters(paragraph, self._styles)
        if paragraph in self._added or not chars:
            spans.change(paragraph, changes, self._styles)
            return
        for stroke in reversed(_glued(ink.strokes(chars, changes), chars)):
            self._stroke(paragraph, chars, stroke)

    def move(self, paragraph: Element, anchor: Element) -> Element:
        """Put *paragraph* before *anchor*; the paragraph that has its text then."""
        twin = paragraphs.twin(paragraph)
        for old in list(twin.iter(*_OTHERS)):
            _unwrap(old)
        paragraphs.place(twin, anchor)
        self._add(twin)
        self.drop(paragraph)
        return twin

    def insert(self, model: Element, anchor: Element, text: str, *, plain: bool) -> Element:
        """Put *text* before *anchor* in a paragraph like *model*, or like it but not a list."""
        added = paragraphs.insert(model, anchor, text, self._styles, plain=plain)
        self._add(added)
        return added

    def drop(self, paragraph: Element) -> None:
        """Take *paragraph* away."""
        if paragraphs.must_stay(paragraph):
            self._blank(paragraph)
            return
        self._wrap([run for run in paragraph.iter(f"{W}r") if _is_own(run, paragraph)], "del")
        self._gone.append(paragraph)

    def finish(self) -> None:
        """Mark the ends of the paragraphs that have come or gone."""
        for paragraph in self._added:
            self._mark(paragraph, "ins")
        for paragraph in self._gone:
            if paragraphs.beside(paragraphs.unit_of(paragraph), 1) is not None:
                self._mark(paragraph, "del")
            elif (before := self._left_before(paragraph)) is None:
                self._unnumber(paragraph)
            else:
                # Nobody can delete the end of the last paragraph of a cell or a text: the one
                # before it is joined to it instead, and would look like it.
                self._mark(before, "del")
                self._restyle(paragraph, before)

    def _left_before(self, paragraph: Element) -> Element | None:
        """The nearest paragraph before *paragraph* that does not go, in the same container."""
        before = paragraphs.beside(paragraphs.unit_of(paragraph), -1)
        while before is not None and before in self._gone:
            before = paragraphs.beside(before, -1)
        return before if before is not None and before.tag == f"{W}p" else None

    def _add(self, paragraph: Element) -> None:
        self._added.append(paragraph)
        self._wrap([run for run in paragraph.iter(f"{W}r") if _is_own(run, paragraph)], "ins")

    def _blank(self, paragraph: Element) -> None:
        count = len(runs.characters(paragraph, self._styles))
        if count:
            self.change(paragraph, [Change(0, count)])
        self._unnumber(paragraph)

    def _unnumber(self, paragraph: Element) -> None:
        """Take the bullet off a paragraph that stays without text."""
        before = self._remember(paragraph)
        properties = paragraphs.properties_of(paragraph)
        paragraphs.unnumber(properties)
        properties.append(before)

    def _restyle(self, paragraph: Element, model: Element) -> None:
        """Give *paragraph* the properties of *model*."""
        before, other = self._remember(paragraph)[0], self._remember(model)[0]
        if etree.tostring(before) == etree.tostring(other):
            return
        change = self._remember(paragraph)
        properties = paragraphs.properties_of(paragraph)
        for old in [child for child in properties if child.tag not in _APART]:
            properties.remove(old)
        for number, new in enumerate(list(other)):
            properties.insert(number, new)
        properties.append(change)

    def _remember(self, paragraph: Element) -> Element:
        """A w:pPrChange with the properties that *paragraph* has now."""
        change = etree.Element(f"{W}pPrChange", self._stamp())
        etree.SubElement(change, f"{W}pPr").extend(
            copy.deepcopy(child)
            for child in paragraphs.properties_of(paragraph)
            if child.tag not in _APART
        )
        return change

    def _stroke(self, paragraph: Element, chars: Sequence[Character], stroke: Stroke) -> None:
        """Strike out what goes, and put what comes behind it."""
        start, end, home, inks = stroke
        nodes = []
        for one in inks:
            node = etree.Element(f"{W}ins", self._stamp())
            node.append(spans.run_like(one.run, one.text))
            nodes.append(node)
        behind = end - 1 if end > start else home
        spans.insert(chars, Stroke(end, end, behind, inks), nodes)
        self._wrap(list(self._cut_out(paragraph, start, end)), "del")

    def _cut_out(self, paragraph: Element, start: int, end: int) -> Iterator[Element]:
        """The runs of exactly the characters from *start* to *end*."""
        for at in (end, start):
            chars = runs.characters(paragraph, self._styles)
            if start < end and at < len(chars):
                spans.split_before(chars[at])
        chars = runs.characters(paragraph, self._styles)[start:end]
        yield from dict.fromkeys(map(ink.holder, chars))

    def _wrap(self, found: Sequence[Element], tag: str) -> None:
        """Put runs into w:ins or w:del, neighbours into one."""
        last: Element | None = None
        for run in found:
            if last is None or run.getprevious() is not last:
                last = etree.Element(f"{W}{tag}", self._stamp())
                run.addprevious(last)
            last.append(run)
            if tag == "del":
                for child in run:
                    child.tag = _DELETED.get(child.tag, child.tag)

    def _mark(self, paragraph: Element, tag: str) -> None:
        mark = paragraphs.mark_of(paragraph)
        if mark.find(f"{W}{tag}") is None:
            mark.insert(len(mark.findall(f"{W}ins")), etree.Element(f"{W}{tag}", self._stamp()))

    def _stamp(self) -> dict[str, str]:
        return {
            f"{W}id": str(next(self._ids)),
            f"{W}author": self._author,
            f"{W}date": self._date,
        }


def _ids(parts: Iterable[Element]) -> Iterator[int]:
    for part in parts:
        for element in part.iter(etree.Element):
            id = element.get(f"{W}id", "")
            if id.isdigit():
                yield int(id)


def _is_own(run: Element, paragraph: Element) -> bool:
    """Whether *run* is one of *paragraph*, not of a text box in it, and not deleted before."""
    for ancestor in run.iterancestors():
        if ancestor is paragraph:
            return True
        if ancestor.tag in (f"{W}p", f"{W}del", f"{W}moveFrom"):
            return False
    return False


def _glued(strokes: Iterable[Stroke], chars: Sequence[Character]) -> list[Stroke]:
    """*strokes*, where those with no word between them are one: easier to read and to judge."""
    found: list[Stroke] = []
    for one in strokes:
        last = found[-1] if found else None
        gap = chars[last.end : one.start] if last else []
        if last and not any(char.char.isalnum() for char in gap):
            inks = [*last.inks, *(ink.inked(char.char, char) for char in gap), *one.inks]
            found[-1] = Stroke(last.start, one.end, last.home, ink.joined(inks))
        else:
            found.append(one)
    return found


def _unwrap(element: Element) -> None:
    for child in list(element):
        element.addprevious(child)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

"""Edits made in the person's own Word file: its look stays, and so does all else in it."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from documents import ink, layout, paragraphs, rows, runs, spans, wording
from documents.edits import Edit, Op
from documents.layout import Layout, Line, Moved
from documents.resume import Fact, Kind, Place, Resume, Topic
from documents.rows import Item, Row
from documents.runs import Element, Styles
from documents.word import Parts
from documents.wording import Change, Usual

__all__ = ["Hand", "Moved", "Plain", "apply"]

BLOCK = (Kind.NAME, Kind.CONTACT, Kind.HEADLINE, Kind.LOCATION)
_BODY = (Kind.SUMMARY, Kind.SKILL, Kind.BULLET, Kind.OTHER)  # what a new summary looks like
_LISTED = (Kind.SKILL, Kind.LANGUAGE, Kind.CERTIFICATE, Kind.OTHER)  # by commas, if by anything


class Hand(Protocol):
    """Who writes into the paragraphs: plainly, or as tracked changes."""

    def change(self, paragraph: Element, changes: Sequence[Change]) -> None:
        """Change characters of *paragraph*."""
        ...

    def move(self, paragraph: Element, anchor: Element) -> Element:
        """Put *paragraph* before *anchor*; the paragraph that has its text then."""
        ...

    def insert(self, model: Element, anchor: Element, text: str, *, plain: bool) -> Element:
        """Put *text* before *anchor* in a paragraph like *model*, or like it but not a list."""
        ...

    def drop(self, paragraph: Element) -> None:
        """Take *paragraph* away."""
        ...

    def finish(self) -> None:
        """Do what can be done only after everything else."""
        ...


class Plain:
    """Writes as a person with change tracking off."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def change(self, paragraph: Element, changes: Sequence[Change]) -> None:
        """Change characters of *paragraph*."""
        spans.change(paragraph, changes, self._styles)

    def move(self, paragraph: Element, anchor: Element) -> Element:
        """Put *paragraph* before *anchor*; the paragraph that has its text then."""
        return paragraphs.move(paragraph, anchor, self._styles)

    def insert(self, model: Element, anchor: Element, text: str, *, plain: bool) -> Element:
        """Put *text* before *anchor* in a paragraph like *model*, or like it but not a list."""
        return paragraphs.insert(model, anchor, text, self._styles, plain=plain)

    def drop(self, paragraph: Element) -> None:
        """Take *paragraph* away."""
        paragraphs.drop(paragraph, self._styles)

    def finish(self) -> None:
        """Nothing is left to do."""


def apply(
    parts: Parts, styles: Styles, resume: Resume, edits: Iterable[Edit], hand: Hand
) -> set[str]:
    """Make *edits* in the trees of *parts*; the names of those that have changed.

    What the file says afterwards is what `documents.edits.apply` says of the résumé. Raises
    Moved if the file does not say what the résumé says, KeyError if an edit names a fact or an
    anchor that is not there.
    """
    work = _Work(Layout(parts, styles, resume), resume, hand)
    for edit in edits:
        work.make(edit)
    work.finish()
    hand.finish()
    return work.layout.touched


class _Work:
    """The lines as they are to be, edit by edit; characters are changed last, once in each line."""

    def __init__(self, places: Layout, resume: Resume, hand: Hand) -> None:
        self.layout = places
        self._resume = resume
        self._hand = hand
        self._texts = {fact.id: fact.text for fact in resume.facts}
        self._lines: dict[str, Line] = {}  # where each fact is now
        self._opened: list[Line] = []
        self._gone: set[str] = set()
        self._topmost = ""  # the fact that was last added below the contact block

    def make(self, edit: Edit) -> None:
        text = wording.legal(edit.text).strip()
        if edit.op is Op.ADD:
            self._texts[edit.fact] = text
            self._add(edit)
        elif edit.op is Op.DROP or (edit.op is Op.REWRITE and not text):
            self._line(edit.fact).row.remove(edit.fact)
            self._gone.add(edit.fact)
        else:
            if edit.op is Op.REWRITE:
                self._line(edit.fact)
                self._texts[edit.fact] = text
            if edit.anchor and edit.anchor != edit.fact:
                self._move(edit.fact, edit.anchor)

    def finish(self) -> None:
        """Write what the lines are to say; those that say nothing any more go."""
        for line in self._opened:
            target = line.row.target(self._texts, self._separator, self._usual(line))
            if line.row.is_empty and rows.says_nothing(wording.text(line.row.text, target)):
                for copy in line.copies:
                    self._hand.drop(copy)
            elif changes := wording.settle(target, len(line.row.text)):
                for copy in line.copies:
                    self._hand.change(copy, changes)

    def _line(self, id: str) -> Line:
        """The line that the fact with *id* stands in now."""
        if id in self._gone or id not in self._texts:
            raise KeyError(id)
        if id not in self._lines:
            fact = self._resume.fact(id)
            if fact is None or fact.place is None:
                raise Moved(f"fact {id} has no place in the file")
            line, facts = self.layout.open(fact.place)
            self._opened.append(line)
            self._lines |= {other.id: line for other in facts}
            if id not in self._lines:
                raise Moved(f"fact {id} shares its place with another")
        return self._lines[id]

    def _move(self, id: str, anchor: str) -> None:
        line, beside = self._line(id), self._line(anchor)
        if line.is_whole and beside.is_whole:
            self._carry(line, beside)
        else:
            line.row.remove(id)
            self._place(id, beside, anchor)

    def _carry(self, line: Line, beside: Line) -> None:
        """Move a whole paragraph, each copy to where the other has one."""
        moved = [
            self._hand.move(copy, anchor)
            for copy, anchor in zip(line.copies, beside.copies, strict=False)
        ]
        for copy in line.copies[len(moved) :]:
            self._hand.drop(copy)
        for anchor in beside.copies[len(moved) :]:
            moved.append(self._hand.insert(moved[0], anchor, line.row.text, plain=False))
        line.copies = moved

    def _place(self, id: str, beside: Line, anchor: str) -> None:
        """Put the fact with *id* before *anchor*: into its list, or in a paragraph of its own."""
        if beside.is_whole:
            self._open(id, beside.copies, beside.copies)
        else:
            beside.row.insert(id, anchor)
            self._lines[id] = beside

    def _add(self, edit: Edit) -> None:
        if edit.anchor:
            self._place(edit.fact, self._line(edit.anchor), edit.anchor)
            return
        if self._topmost:
            beside = self._line(self._topmost)
            self._open(edit.fact, beside.copies, beside.copies)
        else:
            anchors = self.layout.open(self._first_title())[0].copies
            model, in_list = self._model(anchors[0])
            self._open(edit.fact, [model] * len(anchors), anchors, plain=in_list)
        self._topmost = edit.fact

    def _open(
        self, id: str, models: list[Element], anchors: list[Element], *, plain: bool = False
    ) -> None:
        """Put the fact with *id* in a new paragraph before each of *anchors*."""
        text = self._texts[id]
        copies = [
            self._hand.insert(model, anchor, text, plain=plain)
            for model, anchor in zip(models, anchors, strict=True)
        ]
        fact = self._resume.fact(id) or Fact(id, Kind.OTHER, text, "")
        self._lines[id] = Line(copies, Row(text, [Item(fact, 0, len(text))]))

    def _first_title(self) -> Place:
        """Where the first section below the contact block begins."""
        titled = (s.place for s in self._resume.sections if s.topic is not Topic.CONTACT)
        facts = (fact.place for fact in self._resume.facts if fact.kind not in BLOCK)
        place = next((place for place in (*titled, *facts) if place), None)
        if place is None:
            raise Moved("the file has nothing below the contact block")
        return place

    def _model(self, anchor: Element) -> tuple[Element, bool]:
        """The paragraph that a new summary is to look like, and whether it is a list item."""
        home = layout.container(anchor)
        for kind in _BODY:
            for fact in self._resume.of(kind):
                paragraph = self.layout.paragraph(fact.place) if fact.place else anchor
                if paragraph is not anchor and layout.container(paragraph) is home:
                    return paragraph, kind is Kind.BULLET
        return anchor, False

    def _usual(self, line: Line) -> Usual:
        chars = runs.characters(line.copies[0], self.layout.styles)
        return lambda start, end: ink.usual(chars, start, end)

    def _separator(self, fact: Fact) -> str:
        """What goes between items like *fact*: as in a list beside it, or else as in its script."""
        if fact.kind not in _LISTED:
            return "\n"
        for other in self._resume.of(fact.kind):
            if other.section == fact.section and other.place:
                row = self.layout.open(other.place)[0].row
                if found := row.separator(other.id):
                    return found
        return rows.default_separator(fact.text)

"""Where the facts of a résumé stand in its Word file: paragraphs, their copies, their items."""

from dataclasses import dataclass, field

from documents import runs
from documents.resume import Fact, Place, Resume
from documents.rows import Item, Row
from documents.runs import MC, Element, Styles, W
from documents.word import Parts

_CONTAINERS = tuple(f"{W}{name}" for name in ("tc", "txbxContent", "body", "hdr", "ftr"))


class Moved(ValueError):
    """The file does not have, at a fact's place, the text that the résumé has."""


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph with facts in it, and the copies of it that the file keeps.

    A text box stands twice in a file (mc:Choice and mc:Fallback), and so does a header that the
    first page repeats; every copy gets the same changes.
    """

    copies: list[Element]
    row: Row
    is_whole: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_whole = self.row.is_whole


class Layout:
    """The paragraphs of a Word file by the facts in them. Each place is checked when it is used."""

    def __init__(self, parts: Parts, styles: Styles, resume: Resume) -> None:
        self.styles = styles
        self.touched: set[str] = set()
        self._roots = {name: root for _, name, root in parts.with_text()}
        self._margins = [*parts.of("header"), *parts.of("footer")]
        self._paragraphs: dict[str, list[Element]] = {}
        self._open: dict[tuple[str, int], tuple[Line, list[Fact]]] = {}
        self._facts: dict[tuple[str, int], list[Fact]] = {}
        for fact in resume.facts:
            if fact.place:
                self._facts.setdefault(_key(fact.place), []).append(fact)

    def open(self, place: Place) -> tuple[Line, list[Fact]]:
        """The line at *place*, always the same one, and the facts in it. Raises Moved."""
        if _key(place) not in self._open:
            self._open[_key(place)] = self._line(place)
        return self._open[_key(place)]

    def _line(self, place: Place) -> tuple[Line, list[Fact]]:
        paragraph = self.paragraph(place)
        text = runs.text(paragraph, self.styles)
        items = _items(text, self._facts.get(_key(place), []))
        self.touched.add(place.part)
        copies = [paragraph, *self._twins(place.part, paragraph, text)]
        return Line(copies, Row(text, items)), [item.fact for item in items]

    def paragraph(self, place: Place) -> Element:
        """The w:p at *place*. Raises Moved if there is none."""
        paragraphs = self._of(place.part)
        if not 0 <= place.paragraph < len(paragraphs):
            raise Moved(f"{place.part} has no paragraph {place.paragraph}")
        return paragraphs[place.paragraph]

    def _of(self, part: str) -> list[Element]:
        """The paragraphs of *part* as the file has them, before any edit."""
        if part not in self._paragraphs:
            root = self._roots.get(part)
            self._paragraphs[part] = [] if root is None else list(root.iter(f"{W}p"))
        return self._paragraphs[part]

    def _twins(self, part: str, paragraph: Element, text: str) -> list[Element]:
        found: list[Element] = []
        for choice in paragraph.iterancestors(f"{MC}Choice"):
            fallback = choice.getnext()
            if fallback is not None and fallback.tag == f"{MC}Fallback":
                found += self._shadow(choice, fallback, paragraph, text)
        if part in self._margins:
            for other in self._margins:
                same = [p for p in self._of(other) if other != part and self._says(p, text)]
                found += same[:1]
                self.touched.update([other] if same else [])
        return found

    def _shadow(self, choice: Element, fallback: Element, own: Element, text: str) -> list[Element]:
        """The copy of *own* in *fallback*; a fallback that says other things is of no use."""
        here, there = list(choice.iter(f"{W}p")), list(fallback.iter(f"{W}p"))
        if len(here) == len(there) and self._says(there[here.index(own)], text):
            return [there[here.index(own)]]
        alike = [paragraph for paragraph in there if self._says(paragraph, text)]
        if not alike and (parent := fallback.getparent()) is not None:
            parent.remove(fallback)
        return alike[:1]

    def _says(self, paragraph: Element, text: str) -> bool:
        return runs.text(paragraph, self.styles) == text


def container(paragraph: Element) -> Element | None:
    """The cell, text box or part that *paragraph* stands in."""
    return next(paragraph.iterancestors(*_CONTAINERS), None)


def _key(place: Place) -> tuple[str, int]:
    return place.part, place.paragraph


def _items(text: str, facts: list[Fact]) -> list[Item]:
    """The facts in a paragraph by where they stand; of two that overlap, the longer one."""
    found: list[Item] = []
    for fact in sorted(facts, key=lambda fact: -len(fact.text)):
        place = fact.place
        assert place is not None  # they are grouped by their places
        if text[place.start : place.end] != fact.text:
            raise Moved(f"fact {fact.id} is not at its place in {place.part}")
        if all(place.end <= item.start or item.end <= place.start for item in found):
            found.append(Item(fact, place.start, place.end))
    return sorted(found, key=lambda item: item.start)

"""DOC, Word's format before 2007: the lines of what office-oxide reads from it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import office_oxide

from documents import lines, reading
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place

MAX_CHARACTERS = 300_000

_TINY = 4  # half-points
_WHITE = 0xF0

Node = dict[str, Any]


def read(data: bytes) -> tuple[list[Line], list[Notice]]:
    """The lines of an old Word file in reading order, and white or tiny text in it.

    Hidden and deleted text never leaves the library. Raises Damaged or TooLarge.
    """
    try:
        with office_oxide.Document.from_bytes(data, "doc") as document:
            tree: Node = json.loads(document.to_ir_json())
    except office_oxide.OfficeOxideError as error:
        raise Damaged(f"DOC: {error}") from error
    walk = _Walk()
    for section in tree.get("sections", ()):
        walk.section(section)
    return walk.found, [reading.notice(why, said) for why, said in walk.unseen.items()]


class _Walk:
    """One pass over the tree."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.unseen: dict[str, list[str]] = {}
        self._region = "body"
        self._boxes = 0
        self._number = 0
        self._size = 0
        self._gap = False

    def section(self, section: Node) -> None:
        """Adds a section: header, body, footer."""
        self._within("header", section.get("header"))
        self.blocks(section.get("elements", ()))
        self._within("footer", section.get("footer"))

    def blocks(self, elements: Any, *, ground: bool = False) -> None:
        """Adds the paragraphs among *elements*; *ground*: they may stand on a coloured one."""
        for element in elements:
            kind = element.get("type")
            if kind in ("paragraph", "heading"):
                self._paragraph(element, ground=ground)
            elif kind == "list":
                for item in element.get("items", ()):
                    self._item(item, ground=ground)
            elif kind == "table":
                for row in element.get("rows", ()):
                    for cell in row.get("cells", ()):
                        self.blocks(cell.get("content", ()), ground=True)
            elif kind == "text_box":
                self._boxes += 1
                self._within(f"box {self._boxes}", element, ground=True)

    def _within(self, region: str, holder: Node | None, *, ground: bool = False) -> None:
        if holder:
            before, self._region = self._region, region
            self.blocks(holder.get("content", ()), ground=ground)
            self._region = before

    def _item(self, item: Node, *, ground: bool) -> None:
        for at, element in enumerate(item.get("content", ())):
            if element.get("type") == "paragraph" and not at:
                self._paragraph(element, ground=ground, bullet=True)
            else:
                self.blocks([element], ground=ground)
        if item.get("nested"):
            self.blocks([item["nested"]], ground=ground)

    def _paragraph(self, element: Node, *, ground: bool, bullet: bool = False) -> None:
        seen = list(self._visible(element, ground))
        text = "".join(said for said, _ in seen)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise TooLarge(f"over {MAX_CHARACTERS} characters")
        looks = [look for said, look in seen if said.strip()]
        line = Line(
            text,
            Place("text", self._number, 0, len(text)),
            level=_level(element, text),
            bullet=bullet,
            bold=bool(looks) and all(look.get("bold") for look in looks),
            size=max((look.get("font_size_half_pt") or 0 for look in looks), default=0) / 2,
            region=self._region,
        )
        self._number += 1
        found = list(lines.split(line))
        if found:
            self.found += [replace(found[0], gap=self._gap), *found[1:]]
        self._gap = not found

    def _visible(self, element: Node, ground: bool) -> Iterator[tuple[str, Node]]:
        ground = ground or any("shading" in key or "background" in key for key in element)
        for run in element.get("content", ()):
            said = "\n" if run.get("type") == "line_break" else str(run.get("text", ""))
            why = _why(run, ground)
            if not why:
                yield said, run
            elif said.strip():
                self.unseen.setdefault(why, []).append(said.strip())


def _level(element: Node, text: str) -> int:
    """The heading level; the library takes capitals for a heading too, which acronyms are none."""
    if element.get("type") != "heading" or text.isupper():
        return 0
    return int(element.get("level") or 0)


def _why(run: Node, ground: bool) -> str:
    if 0 < (run.get("font_size_half_pt") or _TINY + 1) <= _TINY:
        return "tiny"
    white = min(run.get("color") or [0]) >= _WHITE
    painted = ground or any("highlight" in key or "shading" in key for key in run)
    return "white" if white and not painted else ""

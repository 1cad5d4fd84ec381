"""How long a line of a Word file may become before it no longer fits where it stands."""

import math
import re

from documents import container, ooxml, runs, word
from documents.ooxml import WPS, A, Element, V, W
from documents.resume import Resume
from documents.runs import Styles
from documents.word import Parts

_EMU = 12_700  # in a point
_TWENTIETHS = 20  # in a point
_WIDE = 0.5  # of the size: how wide an average letter is
_POINTS = re.compile(r"(?<![\w-])width:\s*([\d.]+)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 1.0}


def letters(source: bytes, resume: Resume) -> dict[str, int]:
    """The most characters that facts may have, by fact id, in the DOCX *source*.

    Only facts in a text box or table row that cannot grow have a limit: their text may fill its
    last line and need no further one. Widths are estimated, on the safe side. Raises what
    `container.check` raises.
    """
    parts = word.open_parts(container.check(source))
    styles = word.styles_of(parts)
    found: dict[str, int] = {}
    paragraphs = _paragraphs(parts)
    for fact in resume.facts:
        place = fact.place
        paragraph = paragraphs.get((place.part, place.paragraph)) if place else None
        if paragraph is None:
            continue
        width = _fixed(paragraph)
        if width:
            room = max(1, int(width / (_WIDE * _size(paragraph, styles))))
            whole = len(runs.text(paragraph, styles))
            found[fact.id] = len(fact.text) + math.ceil(whole / room) * room - whole
    return found


def _paragraphs(parts: Parts) -> dict[tuple[str, int], Element]:
    return {
        (name, ordinal): paragraph
        for _, name, root in parts.with_text()
        for ordinal, paragraph in runs.paragraphs(root)
    }


def _fixed(paragraph: Element) -> float:
    """The width in points of the box or cell around *paragraph* that cannot grow; 0 if it can."""
    for ancestor in paragraph.iterancestors():
        if ancestor.tag == f"{WPS}wsp":
            return _shape(ancestor)
        if ancestor.tag == f"{V}shape":
            return _drawn(ancestor)
        if ancestor.tag == f"{W}tc":
            return _cell(ancestor)
    return 0.0


def _shape(shape: Element) -> float:
    extent = shape.find(f"{WPS}spPr/{A}xfrm/{A}ext")
    body = shape.find(f"{WPS}bodyPr")
    if extent is None or (body is not None and body.find(f"{A}spAutoFit") is not None):
        return 0.0
    sides = (91_440, 91_440)
    if body is not None:
        sides = (int(body.get("lIns", "91440")), int(body.get("rIns", "91440")))
    return max(0.0, (int(extent.get("cx", "0")) - sum(sides)) / _EMU)


def _drawn(shape: Element) -> float:
    box = shape.find(f"{V}textbox")
    style = shape.get("style", "")
    if box is None or "mso-fit-shape-to-text:t" in box.get("style", ""):
        return 0.0
    width = _POINTS.search(style)
    return max(0.0, float(width[1]) * _UNITS[width[2]] - 14.4) if width else 0.0


def _cell(cell: Element) -> float:
    row = cell.getparent()
    height = row.find(f"{W}trPr/{W}trHeight") if row is not None else None
    width = cell.find(f"{W}tcPr/{W}tcW")
    if height is None or height.get(f"{W}hRule") != "exact" or width is None:
        return 0.0
    said = width.get(f"{W}w", "0")
    dxa = width.get(f"{W}type", "dxa") == "dxa" and said.isdigit()
    return max(0.0, (int(said) - 216) / _TWENTIETHS) if dxa else 0.0


def _size(paragraph: Element, styles: Styles) -> float:
    """The size of the letters in points; that of the largest run."""
    sizes = []
    for run in paragraph.iter(f"{W}r"):
        chain = [run, *styles.of(paragraph)]
        layers = [style.find(f"{W}rPr") for style in chain]
        known = [layer for layer in [*layers, styles.defaults] if layer is not None]
        said = ooxml.value(ooxml.first(known, "sz")) or ""
        sizes.append(int(said) / 2 if said.isdigit() else 10.0)
    return max(sizes, default=10.0)

"""The letters on the pages of a PDF that can be seen: drawn by their font, inside the page."""

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

_EDGE = 1.0  # points that a letter may stand over the edge of the page
_SAME = 0.004  # of the letters' size: how exactly a box is the one for missing glyphs
_TALLER = 1 + 1 / 64  # what pdfium adds to the height of some fonts' letters

_HIGH_HALVES = range(0xD800, 0xDC00)
_LOW_HALVES = range(0xDC00, 0xE000)

_Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Text:
    """The text that can be seen, and how many letters stand there as empty boxes."""

    shown: str
    boxes: int


def read(document: pypdfium2.PdfDocument) -> Text:
    """The text of all pages in the order of their streams.

    Letters beyond the edge of their page are left out, and so are those for which the font has
    no glyph, though they may well stand in the text that the PDF says it has.
    """
    shown: list[str] = []
    boxes = 0
    for page in document:
        fonts = _Fonts()
        for _, glyph in itertools.groupby(_letters(page), lambda letter: letter.origin):
            letters = list(glyph)
            if fonts.has_glyph(letters):
                shown += [letter.char for letter in letters if letter.seen]
            else:
                boxes += len(letters)
        shown.append("\n")
    return Text("".join(shown), boxes)


class _Letter(NamedTuple):
    """A character; those of one glyph (a ligature) have one origin and share its box."""

    char: str
    origin: tuple[float, float]
    box: _Box
    size: float
    font: Any
    seen: bool


def _letters(page: Any) -> Iterator[_Letter]:
    edge = page.get_cropbox()
    words = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    codes = [raw.FPDFText_GetUnicode(words, index) for index in range(words.count_chars())]
    for index, code in enumerate(codes):
        if code in _LOW_HALVES:
            continue  # told with the half before it
        char = _whole(codes[index : index + 2]) if code in _HIGH_HALVES else chr(code)
        raw.FPDFText_GetCharOrigin(words, index, x, y)
        box = words.get_charbox(index)
        drawn = raw.FPDFText_GetTextObject(words, index)
        font = raw.FPDFTextObj_GetFont(drawn) if drawn else None
        size = raw.FPDFText_GetFontSize(words, index)
        seen = not char.isalnum() or _is_inside(box, edge)
        yield _Letter(char, (x.value, y.value), box, size, font, seen)


def _whole(halves: list[int]) -> str:
    """The character that two halves of UTF-16 are."""
    units = b"".join(half.to_bytes(2, "little") for half in halves)
    return units.decode("utf-16-le", "replace")


def _is_inside(box: _Box, edge: _Box) -> bool:
    left, bottom, right, top = box
    across = edge[0] - _EDGE <= left < right <= edge[2] + _EDGE
    return across and edge[1] - _EDGE <= bottom < top <= edge[3] + _EDGE


class _Fonts:
    """The boxes that the fonts of a page draw for glyphs that they lack."""

    def __init__(self) -> None:
        self._known: dict[int, _Box | None] = {}

    def has_glyph(self, letters: list[_Letter]) -> bool:
        """Whether what is drawn for the *letters* of one glyph is not such a box."""
        _, origin, _, size, font, _ = letters[0]
        if not font or not size or not any(letter.char.isalnum() for letter in letters):
            return True
        missing = self._missing(font)
        if missing is None:
            return True
        edges = zip(*(letter.box for letter in letters), strict=True)
        lefts, bottoms, rights, tops = edges
        drawn = (
            (min(lefts) - origin[0]) / size,
            (min(bottoms) - origin[1]) / size,
            (max(rights) - origin[0]) / size,
        )
        height = (max(tops) - origin[1]) / size
        same = all(abs(a - b) < _SAME for a, b in zip(drawn, missing, strict=False))
        heights = (missing[3], missing[3] * _TALLER)
        return not (same and any(abs(height - known) < _SAME for known in heights))

    def _missing(self, font: Any) -> _Box | None:
        address = ctypes.addressof(font.contents)
        if address not in self._known:
            self._known[address] = _outline(font)
        return self._known[address]


def _outline(font: Any) -> _Box | None:
    """The box around glyph 0 of *font*, for letters of size 1; None if it is empty."""
    path = raw.FPDFFont_GetGlyphPath(font, 0, 1.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(raw.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((x.value, y.value))
    if not points:
        return None
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)

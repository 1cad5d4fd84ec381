"""The letters of a PDF page in the order of its content stream, as rows of words with places."""

import ctypes
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from documents import lines
from documents.errors import TooLarge

MAX_CHARACTERS = 100_000  # on one page

_HYPHENS = frozenset((0x02, 0xFFFE))  # what pdfium puts for a hyphen at the end of a row
_BREAKS = frozenset((0x0A, 0x0D))
_NOTHING = frozenset((0, 0xFFFF, 0x200B, 0xFEFF))
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|extrabd", re.IGNORECASE)
_WEIGHT = 600
_TINY = 2.0  # points
_WHITE = 0xF0
_WIDE = 1.1  # of the letters' size: a wider space divides cells
_SPACE = 0.6  # of the letters' size: no space between words is wider
_WIDER = 2.2  # of the row's usual space: in justified text all are wide
_RENDER = 1000  # pixels along the longer side
_INVISIBLE = 3
_LETTERS = re.compile(r"\w")


@dataclass(slots=True)
class Word:
    """Letters without a space between them, and where they stand, in points from bottom left."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """Words that follow one another on one line.

    `open` says that it ends with a space (it was broken there), `hyphen` that a hyphen at its end
    was taken off.
    """

    words: list[Word] = field(default_factory=list)
    bottom: float = 0.0
    top: float = 0.0
    base: float = 0.0  # where its letters stand
    size: float = 0.0
    bold: bool = False
    open: bool = False
    hyphen: bool = False
    page: int = 0

    @property
    def left(self) -> float:
        """Where its first letter begins."""
        return min((word.left for word in self.words), default=0.0)

    @property
    def right(self) -> float:
        """Where its last letter ends."""
        return max((word.right for word in self.words), default=0.0)

    @property
    def text(self) -> str:
        """Its words with a space between them, or a tab where a wide space is."""
        if not self.words:
            return ""
        spaces = [
            max(word.left - before.right, before.left - word.right)
            for before, word in itertools.pairwise(self.words)
        ]
        usual = sorted(spaces)[len(spaces) // 4] if len(spaces) > 2 else 0.0
        wide = max(_WIDE * self.size, _WIDER * min(usual, _SPACE * self.size))
        parts = [self.words[0].text]
        for space, word in zip(spaces, self.words[1:], strict=True):
            parts += ["\t" if space > wide else " ", word.text]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    why: str  # why it cannot be seen, or ""
    white: bool


_MADE_UP = _Style(0.0, False, "", False)  # of the spaces and line ends that pdfium adds


@dataclass(frozen=True, slots=True)
class _Glyph:
    code: int
    generated: bool
    box: tuple[float, float, float, float]
    base: float
    style: _Style


def read(page: Any, number: int) -> tuple[list[Row], dict[str, list[str]]]:
    """The rows of *page* in the order of its stream, and the text on it that nobody sees.

    Raises TooLarge over MAX_CHARACTERS.
    """
    textpage = page.get_textpage()
    if textpage.count_chars() > MAX_CHARACTERS:
        raise TooLarge(f"over {MAX_CHARACTERS} characters")
    glyphs = list(_glyphs(page, textpage))
    textpage.close()
    unseen: dict[str, list[str]] = {}
    rows = [row for row in _rows(_visible(page, glyphs, unseen), number) if row.words]
    return rows, unseen


def _glyphs(page: Any, textpage: Any) -> Iterator[_Glyph]:
    styles: dict[int, _Style] = {}
    width, height = page.get_size()
    box = [ctypes.c_double() for _ in range(4)]
    origin = [ctypes.c_double() for _ in range(2)]
    for at in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, at)
        if code in _NOTHING:
            continue
        generated = raw.FPDFText_IsGenerated(textpage, at) == 1
        made = None if generated else raw.FPDFText_GetTextObject(textpage, at)
        key = (ctypes.cast(made, ctypes.c_void_p).value or 0) if made else 0
        style = styles.get(key) if made else _MADE_UP
        if style is None:
            style = styles.setdefault(key, _style(textpage, at, made))
        left, right, bottom, top = box
        raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        place = (left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetCharOrigin(textpage, at, *origin)
        if not generated and _is_off(place, width, height) and chr(code).strip():
            style = _Style(style.size, style.bold, "hidden", style.white)
        yield _Glyph(code, generated, place, origin[1].value, style)


def _style(textpage: Any, at: int, made: Any) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, at, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = raw.FPDFText_GetFontSize(textpage, at) * scale
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(textpage, at, *colour)
    red, green, blue, alpha = (channel.value for channel in colour)
    mode = raw.FPDFTextObj_GetTextRenderMode(made) if made else 0
    white = min(red, green, blue) >= _WHITE and mode in (0, 4)
    why = "hidden" if mode == _INVISIBLE or (alpha < 8 and mode == 0) else ""
    bold = raw.FPDFText_GetFontWeight(textpage, at) >= _WEIGHT or _is_bold(textpage, at)
    return _Style(size, bold, why or ("tiny" if 0 < size <= _TINY else ""), white)


def _is_bold(textpage: Any, at: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, at, buffer, len(buffer), ctypes.c_int())
    return _BOLD.search(buffer.value.decode("utf-8", "replace")) is not None


def _is_off(box: tuple[float, float, float, float], width: float, height: float) -> bool:
    left, bottom, right, top = box
    return right < -1 or left > width + 1 or top < -1 or bottom > height + 1


def _visible(page: Any, glyphs: list[_Glyph], unseen: dict[str, list[str]]) -> Iterator[_Glyph]:
    """The glyphs that can be seen; the others go to *unseen* by reason.

    Where most text is invisible it lies under a picture of the page, put there by text
    recognition: then it is what the person sees.
    """
    letters = [glyph for glyph in glyphs if not glyph.generated and chr(glyph.code).strip()]
    recognised = sum(glyph.style.why == "hidden" for glyph in letters) > 0.6 * len(letters)
    ground: _Ground | None = None
    said: dict[str, list[str]] = {}
    for glyph in glyphs:
        why = glyph.style.why
        if why == "hidden" and recognised:
            why = ""
        if not why and glyph.style.white and not glyph.generated:
            ground = ground or _Ground(page)
            why = "" if ground.is_dark(glyph.box) or not chr(glyph.code).strip() else "white"
        if not why:
            yield glyph
        elif glyph.code not in _BREAKS:
            said.setdefault(why, []).append(chr(glyph.code))
    for why, chars in said.items():
        if "".join(chars).strip():
            unseen.setdefault(why, []).append("".join(chars))


class _Ground:
    """The page as a picture, to tell white text on a dark ground from white text on white."""

    def __init__(self, page: Any) -> None:
        width, self._height = page.get_size()
        self._scale = min(1.0, _RENDER / max(width, self._height, 1.0))
        bitmap = page.render(scale=self._scale, grayscale=True)
        self._width, self._rows, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._pixels = bytes(bitmap.buffer)
        bitmap.close()

    def is_dark(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a good part of the pixels in *box* (the letter's own are white) is not white."""
        left, bottom, right, top = (value * self._scale for value in box)
        high = self._height * self._scale
        xs = range(max(int(left) - 1, 0), min(int(right) + 2, self._width))
        ys = range(max(int(high - top) - 1, 0), min(int(high - bottom) + 2, self._rows))
        pixels = [self._pixels[y * self._stride + x] for y in ys for x in xs]
        dark: int = sum(pixel < _WHITE for pixel in pixels)
        return dark > 0.3 * len(pixels)


def _rows(glyphs: Iterator[_Glyph], number: int) -> Iterator[Row]:
    building = _Building(number)
    for glyph in glyphs:
        if glyph.code in _BREAKS:
            yield building.finish()
        elif glyph.code in _HYPHENS:
            yield building.finish(hyphen=True)
        elif chr(glyph.code).isspace():
            building.space(real=not glyph.generated)
        else:
            building.add(glyph)
    yield building.finish()


class _Building:
    """A row that grows letter by letter."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._start()

    def _start(self) -> None:
        self._row = Row(page=self._number)
        self._fresh = True
        self._sizes: list[float] = []
        self._bolds: list[bool] = []
        self._open = False

    def space(self, *, real: bool) -> None:
        self._fresh = True
        self._open = real

    def add(self, glyph: _Glyph) -> None:
        left, bottom, right, top = glyph.box
        row, char = self._row, chr(glyph.code)
        if self._fresh or not row.words:
            row.words.append(Word(char, left, right))
        else:
            word = row.words[-1]
            word.text += char
            word.left, word.right = min(word.left, left), max(word.right, right)
        if len(row.words) == 1 and len(row.words[0].text) == 1:
            row.bottom, row.top, row.base = bottom, top, glyph.base
        row.bottom, row.top = min(row.bottom, bottom), max(row.top, top)
        self._fresh = self._open = False
        if _LETTERS.match(char):
            self._sizes.append(glyph.style.size)
            self._bolds.append(glyph.style.bold)

    def finish(self, *, hyphen: bool = False) -> Row:
        row = self._row
        for word in row.words:
            word.text = lines.sound(word.text)
        row.size = sorted(self._sizes)[len(self._sizes) // 2] if self._sizes else 1.0
        row.bold = bool(self._bolds) and all(self._bolds)
        row.open, row.hyphen = self._open, hyphen
        self._start()
        return row

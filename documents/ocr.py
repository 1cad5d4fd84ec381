"""Text in pictures, recognised by tesseract where it is installed: rows of words in place."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, degrees
from statistics import median

from lxml import html
from PIL import Image

from documents import language
from documents.errors import Scanned, TooLarge
from documents.glyphs import Row, Word
from documents.markup import Element

_SURE = 75.0  # per cent: text in a language that was not looked for stays far below
_SIZE = 10.0  # points: what the commonest letters of a picture are taken for
_SAME = 0.15  # of a size: letters that differ less are of one size, measured badly
_NOISE = 50.0  # per cent: a sign or a few letters that are less sure are specks and lines
_FEW = 6  # letters
_GARBAGE = 40.0  # per cent: the edge of a photo, a logo, handwriting
_COST = 3.0  # per cent: so much less sure may be what was turned, for its lines are whole
_LEVEL = 0.008  # of a row's length: photos that are tilted more are turned
_PACKS = {
    "en": "eng", "de": "deu", "fr": "fra", "es": "spa", "pt": "por", "it": "ita", "nl": "nld",
    "pl": "pol", "cs": "ces", "sk": "slk", "sv": "swe", "da": "dan", "no": "nor", "fi": "fin",
    "tr": "tur", "ro": "ron", "hu": "hun", "hr": "hrv", "sl": "slv", "lt": "lit", "lv": "lav",
    "et": "est", "ca": "cat", "vi": "vie", "id": "ind",
}  # fmt: skip
_SCRIPTS = {
    "Cyrillic": ("rus", "ukr", "bel", "bul", "srp", "mkd", "kaz", "Cyrillic"),
    "Greek": ("ell", "Greek"),
    "Hebrew": ("heb", "Hebrew"),
    "Arabic": ("ara", "fas", "urd", "Arabic"),
    "Japanese": ("jpn", "Japanese"),
    "Han": ("chi_sim", "chi_tra", "HanS", "HanT"),
    "Korean": ("kor", "Hangul"),
    "Hangul": ("kor", "Hangul"),
    "Devanagari": ("hin", "Devanagari"),
    "Thai": ("tha", "Thai"),
    "Armenian": ("hye", "Armenian"),
    "Georgian": ("kat", "Georgian"),
}
_DASHES = ("-", "–", "—")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The rows of a picture in reading order, how sure tesseract is of them, in per cent, and by
    how much of their length they sink to the right.
    """

    rows: list[Row]
    confidence: float = 0.0
    slope: float = 0.0

    @property
    def text(self) -> str:
        """The rows as text."""
        return "\n".join(row.text for row in self.rows)


def recognise(image: Image.Image, page: int = 1) -> Recognised:
    """The text in *image*, which has dark letters on white. Row sizes are relative: 10 is usual.

    English is tried first, then, where that reads badly, the script and the direction that the
    picture seems to have; a Latin language with a pack of its own is read with it. Raises
    Scanned where tesseract is not installed, TooLarge when it was stopped at a limit.
    """
    installed = _installed()
    packs: tuple[str, ...] = ("eng",)
    best = _run(image, packs, page)
    if 0 < best.confidence < _SURE:
        turn, script = _orient(image) if "osd" in installed else (0, "")
        image = _turn(image, -turn) if turn else image
        for tried in _choices(script, installed, turned=bool(turn)):
            found = _run(image, tried, page)
            if found.confidence > best.confidence:
                best, packs = found, tried
            if best.confidence >= _SURE:
                break
    own = _PACKS.get(language.tell(best.text), "eng")
    if own != "eng" and own in installed:
        packs = (own, "eng")
        best = max(best, _run(image, packs, page), key=lambda each: each.confidence)
    if best.confidence >= _SURE and abs(best.slope) > _LEVEL:
        level = _run(_turn(image, degrees(atan(best.slope))), packs, page)
        best = level if level.confidence > best.confidence - _COST else best
    return best


def _turn(image: Image.Image, by: float) -> Image.Image:
    """*image* turned counterclockwise, by degrees."""
    return image.rotate(by, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _choices(script: str, installed: set[str], *, turned: bool) -> Iterator[tuple[str, ...]]:
    """What to try next, most likely first."""
    if turned:
        yield ("eng",)
    likely = [pack for pack in _SCRIPTS.get(script, ()) if pack in installed]
    if likely:
        yield (*likely, "eng")
    others = [pack for packs in _SCRIPTS.values() for pack in packs if pack in installed]
    if len(set(others)) > len(likely):
        yield (*dict.fromkeys(others), "eng")


def _installed() -> set[str]:
    """The names of the language packs. Raises Scanned."""
    said = _call(b"", "--list-langs").decode("utf-8", "replace")
    packs = {line.strip() for line in said.splitlines()[1:]}
    if "eng" not in packs:
        raise Scanned("pictures of text, and no text recognition here")
    return packs


def _orient(image: Image.Image) -> tuple[int, str]:
    """By how many degrees the picture should be turned clockwise, and in which script it is."""
    said = _call(_encode(image), "stdin", "stdout", "--psm", "0", "-l", "osd").decode()
    turn = re.search(r"^Rotate: (\d+)", said, re.MULTILINE)
    script = re.search(r"^Script: (\w+)", said, re.MULTILINE)
    return int(turn[1]) if turn else 0, script[1] if script else ""


def _run(image: Image.Image, packs: tuple[str, ...], page: int) -> Recognised:
    said = _call(
        _encode(image), "stdin", "stdout", "-l", "+".join(packs), "-c", "tessedit_create_hocr=1"
    )
    if not said.strip():
        return Recognised([])
    parser = html.HTMLParser(encoding="utf-8")
    root = html.document_fromstring(said, parser=parser)
    return _recognised(list(_lines(root)), image.height, page)


def _call(picture: bytes, *arguments: str) -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise Scanned("pictures of text, and no text recognition here")
    done = subprocess.run(
        [program, *arguments],
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # its threads would wait for one another
        input=picture,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode < 0:
        raise TooLarge(f"text recognition was stopped by signal {-done.returncode}")
    return done.stdout


def _encode(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PPM")
    return written.getvalue()


@dataclass(slots=True)
class _Found:
    """A word as tesseract states it, in pixels from top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(slots=True)
class _Line:
    words: list[_Found]
    bottom: float
    base: float
    size: float
    slope: float

    @property
    def length(self) -> int:
        """How many letters and signs it has."""
        return sum(len(word.text) for word in self.words)

    @property
    def confidence(self) -> float:
        """How sure its letters are, in per cent."""
        return sum(word.confidence * len(word.text) for word in self.words) / self.length

    @property
    def is_text(self) -> bool:
        """Whether it is to be trusted: of a few letters, more is asked."""
        return self.confidence >= (_NOISE if self.length <= _FEW else _GARBAGE)


def _lines(root: Element) -> Iterator[_Line]:
    """The lines of a page in hOCR, without specks."""
    for element in root.iter("span"):
        said = element.get("title", "")
        if element.get("class") == "ocrx_word" or "x_size" not in said:
            continue
        words = [_word(each) for each in element.iter("span") if each.get("class") == "ocrx_word"]
        size = _numbers("x_size", said)[0]
        words = _tidy(words, size)
        if not words or size <= 0:
            continue
        bottom = _numbers("bbox", said)[3]
        slope, offset = _numbers("baseline", said) or (0.0, 0.0)
        yield _Line(words, bottom, bottom + offset, size, slope)


def _word(element: Element) -> _Found:
    said = element.get("title", "")
    text = "".join(str(element.xpath("string()")).split())
    left, top, right, bottom = _numbers("bbox", said)
    return _Found(text, left, top, right, bottom, _numbers("x_wconf", said)[0])


def _numbers(name: str, said: str) -> list[float]:
    found = re.search(rf"\b{name} ([-\d. ]+)", said)
    return [float(number) for number in found[1].split()] if found else []


def _tidy(words: list[_Found], size: float) -> list[_Found]:
    """*words* with a bullet where one was read as a letter or sign, and without specks."""
    kept = [word for word in words if word.text]
    if len(kept) > 1 and _is_bullet(kept[0], kept[1], size):
        kept[0].text = "•"
        kept[0].confidence = 100.0
    first, last = (1 if kept and kept[0].text == "•" else 0), len(kept) - 1
    return [
        word
        for at, word in enumerate(kept)
        if word.confidence >= _NOISE
        or any(map(str.isalnum, word.text))
        or (word.text in _DASHES and first < at < last)
    ]


def _is_bullet(first: _Found, second: _Found, size: float) -> bool:
    """Whether *first* is small, square and stands apart: dots are read as "e", "©" or "*"."""
    width, height = first.right - first.left, first.bottom - first.top
    if len(first.text) > 2 or first.text.isdecimal() or max(width, height) > 0.6 * size:
        return False
    square = max(width, height) <= 1.3 * min(width, height)
    apart = second.left - first.right >= 0.4 * size
    return apart and (square or not any(map(str.isalnum, first.text)))


def _recognised(lines: list[_Line], height: float, page: int) -> Recognised:
    if not lines:
        return Recognised([])
    scale = _SIZE / median(line.size for line in lines)
    rows = [_row(line, height, scale, page) for line in lines if line.is_text]
    sure = sum(line.confidence * line.length for line in lines)
    slope = median(line.slope for line in lines)
    return Recognised(rows, sure / sum(line.length for line in lines), slope)


def _row(line: _Line, height: float, scale: float, page: int) -> Row:
    words: list[Word] = []
    for word in line.words:
        if words and _belongs(words[-1].text[-1], word.text[0]):
            words[-1].text += word.text
            words[-1].right = word.right * scale
        else:
            words.append(Word(word.text, word.left * scale, word.right * scale))
    size = line.size * scale
    return Row(
        words,
        bottom=(height - line.bottom) * scale,
        top=(height - min(word.top for word in line.words)) * scale,
        base=(height - line.base) * scale,
        size=_SIZE if abs(size - _SIZE) < _SAME * _SIZE else round(size),
        page=page,
    )


def _belongs(last: str, first: str) -> bool:
    """Whether there is no space between these two letters, though tesseract sees one."""
    return "@" in (last, first) or bool(_CJK.match(last) and _CJK.match(first))

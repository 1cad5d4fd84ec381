"""The lines of a résumé set in a plain layout, for files that nothing can draw as they are."""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import typst

from documents import fonts
from documents.lines import Line
from documents.resume import Kind, Place, Resume

NOTE = "Preview in a plain layout. The Word file itself keeps its own."

_SOURCE = Path(__file__).with_suffix(".typ")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NUMBER = re.compile(r"\+?[\d(][\d\s()./-]{4,}\d")
# Where none of these is installed, or a script is in none, another font that has it is taken.
_FONTS = ("Carlito", "Liberation Sans", "Noto Sans", "Libertinus Serif")
_RTL_FONTS = ("Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans Hebrew")
_EAST_ASIAN_FONTS = ("Noto Sans CJK SC", "WenQuanYi Micro Hei", "Droid Sans Fallback")
_STYLES = {
    Kind.NAME: "name",
    Kind.HEADLINE: "headline",
    Kind.CONTACT: "contact",
    Kind.TITLE: "entry",
    Kind.DEGREE: "entry",
    Kind.BULLET: "bullet",
}  # the first that a line has decides


def render(lines: Sequence[Line], resume: Resume, note: str = "") -> bytes:
    """A PDF of *lines* as they are, styled by what *resume* says that they are.

    *note* stands small at the foot of each page. Letters that no font of the machine has come out
    as empty boxes. Raises RuntimeError if the pages cannot be made.
    """
    face = fonts.choose("".join(line.text for line in lines), resume.language)
    said = {
        "title": " ".join(resume.name.split()),
        "note": note,
        "language": resume.language if _LANGUAGE.fullmatch(resume.language) else "en",
        "rtl": face.is_rtl,
        "fonts": [*(_RTL_FONTS if face.is_rtl else ()), *_FONTS, *_EAST_ASIAN_FONTS],
        "lines": [_said(line, resume, is_rtl=face.is_rtl) for line in lines],
    }
    return typst.compile(
        _SOURCE,
        format="pdf",
        root=_SOURCE.parent,
        sys_inputs={"said": json.dumps(said)},
        timestamp=0,
    )


def _said(line: Line, resume: Resume, *, is_rtl: bool) -> dict[str, str | list[str]]:
    """The line as data: its style, and its text, cut at tabs."""
    text = "".join(char if _is_legal(char) else " " for char in line.text)
    if is_rtl:  # a telephone number beside right-to-left words keeps its own order
        text = _NUMBER.sub("\u2066\\g<0>\u2069", text)
    pieces = [" ".join(piece.split()) for piece in text.split("\t")]
    return {"style": _style(line, resume), "pieces": [piece for piece in pieces if piece]}


def _is_legal(char: str) -> bool:
    return char == "\t" or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")


def _style(line: Line, resume: Resume) -> str:
    if any(_meets(section.place, line.place) for section in resume.sections):
        return "section"
    kinds = {fact.kind for fact in resume.facts if _meets(fact.place, line.place)}
    told = (style for kind, style in _STYLES.items() if kind in kinds)
    return next(told, "bullet" if line.bullet else "text")


def _meets(place: Place | None, other: Place) -> bool:
    """Whether the two have characters in common."""
    return (
        place is not None
        and (place.part, place.paragraph) == (other.part, other.paragraph)
        and place.start < other.end
        and other.start < place.end
    )

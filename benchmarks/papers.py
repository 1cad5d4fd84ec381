"""The résumé and the post of each person: alike in length, the same in no line."""

import io
import re
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import docx

from documents import pages
from documents.programs import Program

EXAMPLES = Path(__file__).parents[1] / "examples"
FIRM, MARK = "Harbourline", "Vale"
_POSTING = Path(__file__).with_name("latency_posting.txt")
_FIRM = re.compile(rf"{FIRM} \d+")
_MARK = re.compile(rf"{MARK}[a-z]{{3}}\b")
_LETTERS = tuple("".join(letters) for letters in product(ascii_lowercase, repeat=3))
_STYLES = ("List Bullet", "Normal")


def posting(number: int) -> str:
    """The post, of a firm of its own, so that nothing of another run can be used again."""
    return _POSTING.read_text().replace(FIRM, f"{FIRM} {number}")


def resume(number: int) -> tuple[bytes, str]:
    """The file and its name: Word or PDF in turn, each line with a word of this person's own."""
    document = docx.Document(str(EXAMPLES / "resume.docx"))
    for paragraph in document.paragraphs:
        style = paragraph.style
        if style and style.name in _STYLES and paragraph.runs:
            _mark(paragraph.runs[-1], f"{MARK}{_LETTERS[number]}")
    written = io.BytesIO()
    document.save(written)
    if number % 2 == 0:
        return written.getvalue(), "resume.docx"
    made = pages.convert(written.getvalue(), (Program.LIGHT,))
    if made is None:
        raise RuntimeError("there is nothing that makes a PDF")
    return made, "resume.pdf"


def _mark(run: Any, word: str) -> None:
    text = run.text.rstrip()
    end = "." if text.endswith(".") else ""
    run.text = f"{text.removesuffix('.')} {word}{end}"


def plain(text: str) -> tuple[str, dict[str, str]]:
    """*text* as everybody has it, and what stood there for this person."""
    own = {f"{FIRM} 0": _first(_FIRM, text), f"{MARK}aaa": _first(_MARK, text)}
    return _MARK.sub(f"{MARK}aaa", _FIRM.sub(f"{FIRM} 0", text)), own


def personal(text: str, own: dict[str, str]) -> str:
    """A text as everybody has it, for this person."""
    for common, word in own.items():
        text = text.replace(common, word or common)
    return text


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""

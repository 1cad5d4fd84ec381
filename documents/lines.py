"""A line of a file as its reader sees it: text, place and looks; what facts are made from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from documents.resume import Kind, Place

BULLETS = "•・‧◦▪▫●○■□◆◇▶►▸➢➤➔→✓✔✅☑⁃∙·‣⦁❖➜❯›»\uf0b7\uf0a7\uf076\uf0d8\uf02d\uf06c\uf06e\uf0fc"
_BULLET = re.compile(rf"^[\s\u200b]*(?:[{re.escape(BULLETS)}]+\s*|[-–—−*]\s+|[oO]\t+)(?=\S)")
_SIGN = re.compile("^[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+\\s+(?=\\S)")
_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a paragraph of a DOCX up to a line break, a line of a PDF or of plain text.

    `text` has no white space around it and no typed bullet; `place` spans exactly this text.
    `level` is that of a heading style (1 is the highest, 0 none); `size` is in points, 0 when it
    is not known; `gap` says that a blank line or space stands before it. Lines of one `region`
    (body, header, footer, a text box, a table cell) are read together.
    """

    text: str
    place: Place
    level: int = 0
    bullet: bool = False
    bold: bool = False
    size: float = 0.0
    gap: bool = False
    region: str = "body"

    @property
    def caps(self) -> bool:
        """Whether it is written in capitals, in a script that has them."""
        return self.text.isupper() and sum(map(str.isalpha, self.text)) > 2

    def cut(self, start: int, end: int) -> "Line":
        """The part of the line between two offsets of its text, without space around it."""
        chosen = self.text[start:end]
        start += len(chosen) - len(chosen.lstrip())
        chosen = chosen.strip()
        first = self.place.start + start
        place = replace(self.place, start=first, end=first + len(chosen))
        return replace(self, text=chosen, place=place)

    def after(self, offset: int) -> "Line":
        """The line from *offset* of its text on."""
        return self.cut(offset, len(self.text))


def split(line: Line) -> Iterator[Line]:
    """The lines that *line* has at its line breaks; empty ones are left out.

    Typed bullets are taken off: each becomes the `bullet` of its line.
    """
    at = 0
    for number, piece in enumerate(line.text.split("\n")):
        part = line.cut(at, at + len(piece))
        at += len(piece) + 1
        if not part.text:
            continue
        # Only the first line of a list item carries its bullet.
        yield unbullet(replace(part, bullet=line.bullet and not number))


def unbullet(line: Line) -> Line:
    """*line* with a typed bullet turned into its `bullet`, or without a sign that adorns it."""
    if not any(map(str.isalnum, line.text)):
        return line
    mark = _BULLET.match(line.text)
    if mark is None:
        sign = _SIGN.match(line.text)
        return line.after(sign.end()) if sign else line
    return replace(line.after(mark.end()), bullet=True)


def unnumber(line: Line) -> Line:
    """*line* with a typed number ("1.", "2)") turned into its `bullet`."""
    mark = _NUMBER.match(line.text)
    return line if mark is None else replace(line.after(mark.end()), bullet=True)


def sound(text: str) -> str:
    """*text* with surrogates joined to the letters they make; one alone becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text(lines: Iterable[Line]) -> str:
    """The lines as plain text; list items begin with "- ", a gap is an empty line."""
    shown = [
        ("\n" if line.gap else "") + ("- " if line.bullet else "") + line.text for line in lines
    ]
    return "\n".join(shown).strip("\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """What will be one fact: a stretch of a line, its kind, its entry (0 for none), its group."""

    kind: Kind
    line: Line
    entry: int = 0
    group: str = ""

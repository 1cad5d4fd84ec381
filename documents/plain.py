"""Plain text, Markdown and text pasted into a chat: decoded, and taken apart into lines."""

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from documents import lines
from documents.errors import TooLarge
from documents.lines import Line
from documents.resume import Place

MAX_CHARACTERS = 300_000
_WIDEST = 2000  # characters of a row that is looked at closely
_PROOF = 2  # sentences that go on below, before lines are joined at all

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_RULE = re.compile(r"^\s*([-=_*~–—•.]\s*){3,}$")
_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,})\s*$")
_EMPHASIS = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1:?$")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_NOTHING = re.compile("[\0\u200b\u2060\ufeff\u00ad]")
_COMMON = re.compile(r"[\s.,;:!?()\"'«»–—-][а-яёА-ЯЁіїєґІЇЄҐ]+(?=[\s.,;:!?()\"'«»–—-])")


def decode(data: bytes) -> str:
    """*data* as text: by its byte order mark, else UTF-8, else Windows-1251 or Latin-1.

    Line ends are "\\n"; soft hyphens and spaces without width are left out. Raises TooLarge over
    MAX_CHARACTERS.
    """
    text = _NOTHING.sub("", _decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"over {MAX_CHARACTERS} characters")
    return text


def read(text: str, *, markdown: bool = False) -> list[Line]:
    """The lines of *text*; `paragraph` of their places counts lines from 0, empty ones too.

    Lines that were broken to fit a width are joined again.
    """
    return _join(list(_lines(text, markdown)))


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    cyrillic = data.decode("cp1251", "replace")
    # Text of Western Europe in the wrong code page shows single Cyrillic letters inside words.
    letters = len(re.findall(r"[а-яёА-ЯЁіїєґІЇЄҐ]", cyrillic))
    in_words = sum(len(word) - 1 for word in _COMMON.findall(f" {cyrillic} ") if len(word) > 3)
    if letters and in_words * 2 > letters:
        return cyrillic
    return data.decode("cp1252", "replace")


def _lines(text: str, markdown: bool) -> Iterator[Line]:
    gap = False
    rows = text.split("\n")
    for number, row in enumerate(rows):
        if not row.strip() or _RULE.match(row):
            gap = True
            continue
        shown = _unmark(row) if markdown and len(row) < _WIDEST else row
        line = Line(shown, Place("text", number, 0, len(shown)), gap=gap).cut(0, len(shown))
        below = rows[number + 1] if number + 1 < len(rows) else ""
        yield from _dress(line, shown, below, markdown)
        gap = False


def _unmark(row: str) -> str:
    """A row of Markdown without the signs for emphasis, code, links and escapes within it."""
    if not _EMPHASIS.match(row.strip()):
        row = _STRONG.sub(r"\2", row)
    row = _LINK.sub(lambda link: link[1] if link[1] in link[2] else f"{link[1]} ({link[2]})", row)
    return _ESCAPE.sub(r"\1", row)


def _dress(line: Line, row: str, below: str, markdown: bool) -> Iterator[Line]:
    heading = _HEADING.match(row)
    if heading and (markdown or len(heading[1]) < 4):
        inner = line.after(line.text.index(heading[2]))
        yield _strip_emphasis(replace(inner.cut(0, len(heading[2])), level=len(heading[1])))
        return
    if _UNDERLINE.match(below) and len(line.text) < 60:
        yield replace(line, level=1 if "=" in below else 2)
        return
    found = lines.unbullet(line)
    if markdown and not found.bullet:
        found = lines.unnumber(found)
    yield _strip_emphasis(found)


def _strip_emphasis(line: Line) -> Line:
    """Takes **…** off a line that is bold as a whole."""
    mark = _EMPHASIS.match(line.text)
    if mark is None or mark[1] in mark[2]:
        return line
    return replace(line.cut(mark.start(2), mark.end(2)), bold=True)


def _join(found: list[Line]) -> list[Line]:
    """Joins lines that a mail program or an editor broke to fit a width."""
    width = max((line.place.end for line in found), default=0)
    broken = sum(_is_broken(line, below, width) for line, below in itertools.pairwise(found))
    if not 50 <= width <= 100 or broken < _PROOF:
        return found
    joined: list[Line] = []
    last: Line | None = None  # the row that `joined` ends with, as it stands in the text
    for line in found:
        if last is not None and _continues(last, line, width):
            before = joined.pop()
            text = f"{before.text} {line.text}"
            place = replace(before.place, end=before.place.start + len(text))
            joined.append(replace(before, text=text, place=place))
        else:
            joined.append(line)
        last = line
    return joined


def _is_broken(line: Line, below: Line, width: int) -> bool:
    """Whether a sentence surely goes on below."""
    return _continues(line, below, width) and below.text[:1].islower()


def _continues(line: Line, below: Line, width: int) -> bool:
    if below.gap or below.bullet or below.level or line.level or line.bold or below.bold:
        return False
    word = below.text.split(" ", 1)[0]
    full = line.place.end + 1 + len(word) > width and len(line.text) > 0.6 * width
    return full and (below.text[:1].islower() or below.place.start > 0 or _is_open(line.text))


def _is_open(text: str) -> bool:
    return text[-1] not in ".:;!?)" and not text.isupper() and text.count(" ") > 5

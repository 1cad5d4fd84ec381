"""RTF: text with its looks from control words, text boxes, headers, footers and notes included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from documents import lines, reading
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place

MAX_CHARACTERS = 300_000
MAX_DEPTH = 400

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])"
    r"|([^\\{}\r\n]+)|[\r\n]",
    re.DOTALL,
)
_SIGNS = {
    "tab": "\t", "line": "\n", "softline": "\n", "lbr": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ",
    "enspace": " ", "qmspace": " ", "nestcell": "\n", "~": "\xa0", "_": "-", "\n": "\n", "\r": "\n",
    "\t": "\t", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_ENDS = frozenset({"par", "cell", "row", "sect", "page", "column", "nestrow"})
_REGIONS = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
    "footnote": "footnotes", "shptxt": "box", "annotation": "comment",
}  # fmt: skip
_SILENT = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "listtable",
        "listoverridetable", "revtbl", "rsidtbl", "generator", "fldinst", "pntext", "listtext",
        "nonshppict", "shprslt", "sp", "bkmkstart", "bkmkend", "atnid", "atnauthor", "filetbl",
        "userprops", "upr", "xe", "tc", "pgptbl", "datafield", "do", "mmathPr", "annotationref",
    }
)  # fmt: skip
_READ = frozenset({"shpinst", "ud", "shppict", *_REGIONS}) - {"shppict"}  # behind \*, yet read
_PAGES = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 238: "cp1250",
}  # fmt: skip
_TINY = 4  # half-points
_WHITE = 0xF0


@dataclass(slots=True)
class _State:
    """What holds in a group; a new group begins with a copy."""

    silent: bool = False
    table: str = ""  # "fonttbl" or "colortbl" while in one
    region: str = "body"
    bold: bool = False
    size: int = 24
    colour: int = 0
    painted: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = 0
    skip: int = 1  # characters that stand in for one \u
    item: bool = False
    level: int = 0


@dataclass(slots=True)
class _Paragraph:
    """A paragraph in the making: pieces of text, each with the state it stands in."""

    number: int
    pieces: list[tuple[str, _State]] = field(default_factory=list)
    item: bool = False


def read(data: bytes) -> tuple[list[Line], list[Notice]]:
    """The lines of an RTF file, and what stands in it unseen.

    Raises Damaged or TooLarge.
    """
    reader = _Reader()
    reader.run(data.decode("latin-1"))
    found = sorted(reader.found, key=lambda line: line.place.paragraph)
    return found, [reading.notice(why, said) for why, said in reader.unseen.items()]


class _Reader:
    """One pass over the tokens of a file."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.unseen: dict[str, list[str]] = {}
        self._state = _State()
        self._stack: list[_State] = []
        self._open: dict[str, _Paragraph] = {}
        self._fonts: dict[int, str] = {}
        self._colours: list[list[int]] = [[0, 0, 0]]
        self._page = "cp1252"
        self._bytes = bytearray()
        self._skip = 0
        self._starred = False
        self._boxes = 0
        self._size = 0
        self._gaps: set[str] = set()  # the regions that an empty paragraph stands last in
        self._count = 0

    def run(self, text: str) -> None:
        """Reads the whole of *text*."""
        for word, number, code, symbol, brace, plain in self._tokens(text):
            if code and not self._skip:
                if not self._state.silent:
                    self._bytes.append(int(code, 16))
                continue
            self._flush()
            if brace:
                self._turn(brace)
            elif self._skip and (code or plain or symbol):
                self._say(self._skipped(plain))
            elif plain:
                self._say(plain)
            elif word or symbol:
                self._control(word or symbol, int(number) if number else None)
        self._flush()
        if self._stack:
            raise Damaged("RTF cut short")
        for region in list(self._open):
            self._end(region)

    def _tokens(self, text: str) -> Iterator[tuple[str, ...]]:
        at = 0
        while at < len(text):
            mark = _TOKEN.match(text, at)
            if mark is None:
                raise Damaged("RTF cut short")
            at = mark.end()
            if mark[1] == "bin" and mark[2]:
                at += max(int(mark[2]), 0)
                continue
            yield tuple(group or "" for group in mark.groups())

    def _skipped(self, plain: str) -> str:
        count = min(self._skip, len(plain) or 1)
        self._skip -= count
        return plain[count:]

    def _turn(self, brace: str) -> None:
        self._starred = False
        self._skip = 0
        if brace == "{":
            if len(self._stack) >= MAX_DEPTH:
                raise Damaged("groups too deep")
            self._stack.append(self._state)
            self._state = replace(self._state)
            return
        if not self._stack:
            raise Damaged("a group ends that never began")
        left, self._state = self._state, self._stack.pop()
        if left.region != self._state.region:
            self._end(left.region)

    def _control(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if word in _SILENT or (starred and word not in _READ):
            self._silence(word)
        elif word in _REGIONS and not state.silent:
            self._region(_REGIONS[word])
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._skip = state.skip
        elif word in _ENDS:
            if not state.silent:
                self._end(state.region)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        else:
            self._property(word, number)

    def _silence(self, word: str) -> None:
        if word in ("pntext", "listtext") and not self._state.silent:
            self._paragraph().item = True
        self._state.silent = True
        self._state.table = word if word in ("fonttbl", "colortbl") else self._state.table

    def _region(self, region: str) -> None:
        if region == "box":
            self._boxes += 1
            region = f"box {self._boxes}"
        self._state = _State(region=region, font=self._state.font, skip=self._state.skip)

    def _property(self, word: str, number: int | None) -> None:
        state = self._state
        on = number != 0
        if state.table:
            self._define(word, number or 0)
        elif word in ("b", "v", "deleted"):
            setattr(state, {"b": "bold", "v": "hidden"}.get(word, word), on)
        elif word in ("fs", "cf", "f", "uc"):
            name = {"fs": "size", "cf": "colour", "f": "font", "uc": "skip"}[word]
            setattr(state, name, max(number or 0, 0))
        elif word in ("cb", "highlight", "chcbpat", "cbpat", "clcbpat"):
            state.painted = bool(number)
        elif word == "plain":
            state.bold = state.hidden = state.deleted = False
            state.size, state.colour = 24, 0
        elif word == "pard":
            state.item, state.level, state.painted = False, 0, False
        elif word == "ls":
            state.item = bool(number)
        elif word == "outlinelevel":
            state.level = (number or 0) + 1
        elif word == "ansicpg":
            self._page = f"cp{number}"

    def _define(self, word: str, number: int) -> None:
        """An entry of the table of fonts or colours."""
        state = self._state
        if word == "f":
            state.font = number
        elif word == "fcharset":
            self._fonts[state.font] = _PAGES.get(number, "")
        elif word in ("red", "green", "blue"):
            self._colours[-1][("red", "green", "blue").index(word)] = number

    def _say(self, text: str) -> None:
        state = self._state
        if state.table == "colortbl":
            self._colours += [[0, 0, 0] for _ in range(text.count(";"))]
        if text and not state.silent:
            self._size += len(text)
            if self._size > MAX_CHARACTERS:
                raise TooLarge(f"over {MAX_CHARACTERS} characters")
            self._paragraph().pieces.append((text, replace(state)))

    def _flush(self) -> None:
        """Says the bytes of \\' escapes, decoded together: some letters are two bytes."""
        if self._bytes:
            page = self._fonts.get(self._state.font, "") or self._page
            try:
                text = bytes(self._bytes).decode(page, "replace")
            except LookupError:
                text = bytes(self._bytes).decode("cp1252", "replace")
            self._bytes.clear()
            self._say(text)

    def _paragraph(self) -> _Paragraph:
        region = self._state.region
        if region not in self._open:
            self._open[region] = _Paragraph(self._count)
            self._count += 1
        return self._open[region]

    def _end(self, region: str) -> None:
        """Makes lines of the paragraph that stands open in *region*."""
        paragraph = self._open.pop(region, None)
        if paragraph is None:
            self._gaps.add(region)
            return
        seen: list[tuple[str, _State]] = []
        for text, state in paragraph.pieces:
            why = self._why(state, region)
            if not why:
                seen.append((text, state))
            elif text.strip():
                self.unseen.setdefault(why, []).append(text.strip())
        text = lines.sound("".join(text for text, _ in seen))
        looks = [state for said, state in seen if said.strip()]
        line = Line(
            text,
            Place("text", paragraph.number, 0, len(text)),
            level=max((state.level for state in looks), default=0),
            bullet=paragraph.item or any(state.item for state in looks),
            bold=bool(looks) and all(state.bold for state in looks),
            size=max((state.size for state in looks), default=0) / 2,
            region=region,
        )
        found = list(lines.split(line))
        if found:
            self.found += [replace(found[0], gap=region in self._gaps), *found[1:]]
            self._gaps.discard(region)
        else:
            self._gaps.add(region)

    def _why(self, state: _State, region: str) -> str:
        """Why text in *state* cannot be seen, or ""."""
        if region == "comment":
            return "comment"
        if state.deleted or state.hidden:
            return "deleted" if state.deleted else "hidden"
        if state.size <= _TINY:
            return "tiny"
        known = 0 < state.colour < len(self._colours)
        white = known and min(self._colours[state.colour]) >= _WHITE
        return "white" if white and not state.painted and not region.startswith("box") else ""

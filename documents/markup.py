"""HTML as lines: what a browser would show of it, top to bottom, and what it would hide."""

import codecs
import contextlib
import re
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree, html

from documents import lines, plain
from documents.errors import TooLarge
from documents.lines import Line
from documents.resume import Place

MAX_BYTES = 5 << 20
MAX_CHARACTERS = 300_000

Element: TypeAlias = "etree._Element"

_META = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")  # lxml refuses a text that names its encoding
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOTHING = re.compile(
    "head|script|style|noscript|template|svg|math|iframe|object|embed|canvas|audio|video|select"
    "|textarea|datalist|dialog|button|input"
)
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_CELL = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong", "th"))
_APART = frozenset(("p", "ul", "ol", "dl", "table", "section", "article", "h1", "h2", "h3", "h4"))
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?:;|$)|font-size:0"
)
_TINY = re.compile(r"font-size:(?:[01](?:\.\d+)?(?:px|pt)|0?\.[01]\d*r?em)")
_WHITE = re.compile(r"(?:^|;)color:(?:white|#fff(?:fff)?\b|rgb\(255,255,255\))")


@dataclass(slots=True)
class Page:
    """The lines of a page, and the texts in it that nobody sees, by the reason why."""

    lines: list[Line] = field(default_factory=list)
    unseen: dict[str, list[str]] = field(default_factory=dict)


def parse(data: bytes | str) -> Element:
    """The root element of a page, however broken it is. Raises TooLarge."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"a page of {len(data) >> 20} MB")
    text = data if isinstance(data, str) else _decode(data)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    text = _CONTROL.sub(" ", _DECLARED.sub("", text))
    page = f"<!doctype html><html>{text}".encode("utf-8", "replace")
    return html.document_fromstring(page, parser=parser)


def read(root: Element) -> Page:
    """What *root* shows. Raises TooLarge over MAX_CHARACTERS."""
    writer = _Writer()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            why = _unseen(element)
            if why is not None:
                writer.hide(why, element)
                walk.skip_subtree()
            else:
                writer.open(element)
        else:
            writer.close(element)
    writer.flush()
    return writer.page


def text(root: Element) -> str:
    """What *root* shows, as plain text."""
    return lines.text(read(root).lines)


def _decode(data: bytes) -> str:
    """*data* as its byte order mark or its own words say, else as UTF-8 or `plain` reads it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    named = _META.search(data[:4096])
    if named and not data.startswith(codecs.BOM_UTF8):
        with contextlib.suppress(LookupError):
            return data.decode(named[1].decode("ascii"), "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return plain.decode(data[: plain.MAX_CHARACTERS])


def _unseen(element: Element) -> str | None:
    """Why nothing of *element* is shown: "" for what is no text, None if it is shown."""
    if _NOTHING.fullmatch(element.tag):
        return ""
    style = re.sub(r"\s+", "", element.get("style", "")).lower()
    if "hidden" in element.attrib or _HIDDEN.search(style):
        return "hidden"
    if _TINY.search(style):
        return "tiny"
    return "white" if _WHITE.search(style) and not _has_ground(element) else None


def _has_ground(element: Element) -> bool:
    """Whether something around *element* may be dark: a background, or a class that brings one."""
    return any(
        "background" in around.get("style", "") or around.get("class") or around.get("bgcolor")
        for around in (element, *element.iterancestors())
    )


class _Writer:
    """Text that becomes lines at every end of a block."""

    def __init__(self) -> None:
        self.page = Page()
        self._parts: list[tuple[str, bool]] = []
        self._bold = self._level = self._pre = 0
        self._bullet = self._gap = False
        self._size = 0

    def open(self, element: Element) -> None:
        tag = element.tag
        if not _INLINE.fullmatch(tag) and tag not in _CELL:
            self.flush()
        self._gap |= tag in _APART
        self._bullet |= tag == "li"
        self._level = _LEVELS.get(tag, self._level)
        self._bold += tag in _BOLD
        self._pre += tag == "pre"
        self._add(element.text)

    def close(self, element: Element) -> None:
        """Called for what was hidden, too: what follows it is seen."""
        tag = element.tag
        if _unseen(element) is None:
            if tag in _CELL:
                self._parts.append(("\t", False))
            elif not _INLINE.fullmatch(tag):
                self.flush()
            self._gap |= tag in ("p", "ul", "ol", "table", *_LEVELS)
            self._bullet &= tag != "li"
            self._level = 0 if tag in _LEVELS else self._level
            self._bold -= tag in _BOLD
            self._pre -= tag == "pre"
        self._add(element.tail)

    def hide(self, why: str, element: Element) -> None:
        said = " ".join(str(element.xpath("string()")).split()) if why else ""
        if said:
            self.page.unseen.setdefault(why, []).append(said)

    def flush(self) -> None:
        """End the line."""
        whole = "".join(part for part, _ in self._parts)
        bold = all(bold for part, bold in self._parts if part.strip())
        self._parts.clear()
        for row in whole.split("\n"):
            shown = "\t".join(_SPACE.sub(" ", cell).strip() for cell in row.split("\t")).strip()
            if shown:
                self._append(shown, bold)

    def _append(self, shown: str, bold: bool) -> None:
        place = Place("html", len(self.page.lines), 0, len(shown))
        line = Line(shown, place, self._level, self._bullet, bold, gap=self._gap)
        self.page.lines.append(lines.unbullet(line))
        self._bullet = self._gap = False
        self._size += len(shown)
        if self._size > MAX_CHARACTERS:
            raise TooLarge(f"over {MAX_CHARACTERS} characters")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        said = text if self._pre else re.sub(r"[\n\t]", " ", text)
        self._parts.append((said, self._bold > 0))

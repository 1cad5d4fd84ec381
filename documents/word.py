"""DOCX: one walk over body, tables, text boxes, content controls, headers, footers and notes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from documents import lines, reading, runs
from documents.container import Package
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place
from documents.runs import MC, Character, Element, Styles, V, W

MAX_CHARACTERS = 300_000

_TYPES = "[Content_Types].xml"
_MAIN = re.compile(r"\.main\+xml$")
_TEXT_PARTS = ("header", "main", "footer", "footnotes", "endnotes")
_SAYS = re.compile(r"wordprocessingml\.(header|footer|footnotes|endnotes|styles|comments)\+xml$")
_LIST_STYLE = re.compile(r"^list(bullet|number|paragraph|\b)|aufz|liste?|маркир|bullet", re.I)
_HEADING = re.compile(
    r"^(heading|überschrift|titre|título|titolo|nagłówek|заголовок)\s*(\d)$", re.I
)
_SPACE_BEFORE = 200  # twentieths of a point; from here on it reads as a gap


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a package by what they are, each with its root element."""

    roots: dict[str, dict[str, Element]] = field(default_factory=dict)

    def of(self, what: str) -> dict[str, Element]:
        """The parts that are *what* ("main", "header", "styles"…), by name."""
        return self.roots.get(what, {})

    def with_text(self) -> Iterator[tuple[str, str, Element]]:
        """What, name and root of each part with text, in reading order."""
        for what in _TEXT_PARTS:
            for name, root in self.of(what).items():
                yield what, name, root


def read(package: Package) -> tuple[list[Line], list[Notice]]:
    """The lines of a DOCX in reading order, and what stands in it unseen.

    Raises Damaged if there is no main part, TooLarge over MAX_CHARACTERS.
    """
    parts = open_parts(package)
    if not parts.of("main"):
        raise Damaged("no main part")
    styles = styles_of(parts)
    found: list[Line] = []
    unseen: dict[str, list[str]] = {}
    for what, name, root in parts.with_text():
        walk = _Walk(name, what, styles, unseen)
        found += _new(walk.read(root), found) if what in ("header", "footer") else walk.read(root)
    notices = [reading.notice(kind, pieces) for kind, pieces in unseen.items()]
    return found, notices + _comments(parts) + _pictures(parts)


def open_parts(package: Package) -> Parts:
    """The parts of *package* that hold text, styles or comments."""
    roots: dict[str, dict[str, Element]] = {}
    types = package.parse(_TYPES)
    for override in types.iter("{*}Override") if types is not None else ():
        kind = override.get("ContentType", "")
        name = override.get("PartName", "").lstrip("/")
        said = _SAYS.search(kind)
        what = "main" if _MAIN.search(kind) else said.group(1) if said else ""
        root = package.parse(name) if what else None
        if root is not None:
            roots.setdefault(what, {})[name] = root
    return Parts({what: dict(sorted(named.items())) for what, named in roots.items()})


def styles_of(parts: Parts) -> Styles:
    """What the paragraphs of *parts* inherit."""
    sheet = next(iter(parts.of("styles").values()), None)
    return runs.styles_of(sheet, [root for _, _, root in parts.with_text()])


class _Walk:
    """One pass over a part."""

    def __init__(self, part: str, what: str, styles: Styles, unseen: dict[str, list[str]]) -> None:
        self._part = part
        self._what = "body" if what == "main" else what
        self._styles = styles
        self._unseen = unseen
        self._boxes: dict[Element, str] = {}
        self._size = 0

    def read(self, root: Element) -> list[Line]:
        found: list[Line] = []
        gap = False
        for ordinal, paragraph in runs.paragraphs(root):
            if _is_separator(paragraph):
                continue
            everything = runs.everything(paragraph, self._styles)
            self._note(everything)
            seen = [character for character in everything if not character.why]
            pieces = list(lines.split(self._line(ordinal, paragraph, seen)))
            if pieces:
                gap = gap or self._space(paragraph) >= _SPACE_BEFORE
                found += [replace(pieces[0], gap=gap), *pieces[1:]]
            gap = not pieces
        return found

    def _note(self, everything: list[Character]) -> None:
        self._size += len(everything)
        if self._size > MAX_CHARACTERS:
            raise TooLarge(f"over {MAX_CHARACTERS} characters")
        for why in {character.why for character in everything} - {""}:
            said = "".join(character.char for character in everything if character.why == why)
            if said.strip():
                self._unseen.setdefault(why, []).append(said)

    def _line(self, ordinal: int, paragraph: Element, seen: list[Character]) -> Line:
        text = "".join(character.char for character in seen)
        holders = [c.element.getparent() for c in seen if c.char.strip()]
        looks = [self._look(paragraph, run) for run in dict.fromkeys(holders)]
        return Line(
            text,
            Place(self._part, ordinal, 0, len(text)),
            level=self._level(paragraph),
            bullet=self._is_item(paragraph),
            bold=bool(looks) and all(bold for bold, _ in looks),
            size=max((size for _, size in looks), default=0.0),
            region=self._region(paragraph),
        )

    def _look(self, paragraph: Element, run: Element | None) -> tuple[bool, float]:
        layers = self._layers(paragraph, run)
        bold = runs.first(layers, "b")
        size = runs.value(runs.first(layers, "sz")) or ""
        return runs.is_on(bold), int(size) / 2 if size.isdigit() else 0.0

    def _layers(self, paragraph: Element, run: Element | None) -> list[Element]:
        own = run.find(f"{W}rPr") if run is not None else None
        chosen = runs.value(own.find(f"{W}rStyle")) if own is not None else None
        chain = [*self._styles.chain(chosen), *self._styles.of(paragraph)]
        inherited = [found for style in chain if (found := style.find(f"{W}rPr")) is not None]
        last = [self._styles.defaults] if self._styles.defaults is not None else []
        return [*([own] if own is not None else []), *inherited, *last]

    def _level(self, paragraph: Element) -> int:
        """The heading level by style or outline; a title or subtitle style has none."""
        for style in self._styles.of(paragraph):
            name = runs.value(style.find(f"{W}name")) or ""
            heading = _HEADING.match(name) or _HEADING.match(style.get(f"{W}styleId", ""))
            if heading:
                return int(heading[2])
        layers = [paragraph, *self._styles.of(paragraph)]
        level = runs.value(runs.first(_properties(layers), "outlineLvl")) or ""
        return int(level) + 1 if level.isdigit() and int(level) < 9 else 0

    def _is_item(self, paragraph: Element) -> bool:
        layers = _properties([paragraph, *self._styles.of(paragraph)])
        numbering = runs.first(layers, "numPr")
        if numbering is not None:
            number = runs.value(numbering.find(f"{W}numId"))
            return number != "0" and not self._level(paragraph)
        names = (runs.value(style.find(f"{W}name")) or "" for style in self._styles.of(paragraph))
        return any(_LIST_STYLE.match(name) and "paragraph" not in name.lower() for name in names)

    def _space(self, paragraph: Element) -> int:
        layers = _properties([paragraph, *self._styles.of(paragraph)])
        spacing = runs.first(layers, "spacing")
        before = spacing.get(f"{W}before", "") if spacing is not None else ""
        return int(before) if before.isdigit() else 0

    def _region(self, paragraph: Element) -> str:
        """The text box that the paragraph stands in, or else the kind of part."""
        for ancestor in paragraph.iterancestors(f"{W}txbxContent"):
            return self._boxes.setdefault(ancestor, f"box {len(self._boxes) + 1}")
        return self._what


def _properties(layers: Iterable[Element]) -> list[Element]:
    return [found for layer in layers if (found := layer.find(f"{W}pPr")) is not None]


def _is_separator(paragraph: Element) -> bool:
    """Whether it belongs to the line that Word draws above footnotes."""
    note = next(paragraph.iterancestors(f"{W}footnote", f"{W}endnote"), None)
    return note is not None and note.get(f"{W}type") not in (None, "normal")


def _new(found: list[Line], known: list[Line]) -> list[Line]:
    """The lines that no other header or footer has already given: first pages repeat them."""
    said = {line.text for line in known if line.region in ("header", "footer")}
    return [line for line in found if line.text not in said]


def _comments(parts: Parts) -> list[Notice]:
    pieces = [
        "".join(runs.text(paragraph) for paragraph in comment.iter(f"{W}p"))
        for root in parts.of("comments").values()
        for comment in root.iter(f"{W}comment")
    ]
    return [reading.notice("comment", pieces, len(pieces))] if pieces else []


def _pictures(parts: Parts) -> list[Notice]:
    """Pictures and embedded objects: they may hold text."""
    count = sum(
        not any(True for _ in found.iterancestors(f"{MC}Fallback"))
        for _, _, root in parts.with_text()
        for found in root.iter("{*}pic", f"{V}imagedata", "{*}chart", f"{W}altChunk")
    )
    return [reading.notice("unread", ["picture"], count)] if count else []

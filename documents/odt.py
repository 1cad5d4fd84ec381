"""ODT: one walk over body, tables, text boxes, lists, notes, headers and footers."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents import lines, reading
from documents.container import Package
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place

Element = etree._Element

MAX_CHARACTERS = 300_000

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
T = f"{{{_OASIS}:text:1.0}}"
S = f"{{{_OASIS}:style:1.0}}"
O = f"{{{_OASIS}:office:1.0}}"  # noqa: E741
D = f"{{{_OASIS}:drawing:1.0}}"
FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"

_PARAGRAPHS = (f"{T}p", f"{T}h")
_APART = (*_PARAGRAPHS, f"{T}note-citation", f"{O}annotation", f"{T}tracked-changes")
_TINY = 2.0
_WHITE = frozenset({"#ffffff", "#fefefe"})
_KINDS = {f"{S}header": "header", f"{S}header-first": "header", f"{S}footer": "footer"}


@dataclass(slots=True)
class _Style:
    """What a style says; None is what it leaves to its parent."""

    parent: str = ""
    hidden: bool | None = None
    bold: bool | None = None
    size: float | None = None
    white: bool | None = None
    painted: bool | None = None


@dataclass(slots=True)
class _Styles:
    """The styles of a document by family and name."""

    known: dict[tuple[str, str], _Style] = field(default_factory=dict)

    def add(self, root: Element | None) -> None:
        """Adds the styles of a part."""
        for style in root.iter(f"{S}style", f"{S}default-style") if root is not None else ():
            name = style.get(f"{S}name", "")
            self.known[style.get(f"{S}family", ""), name] = _read_style(style)

    def of(self, family: str, name: str) -> _Style:
        """The style with its parents' properties filled in."""
        found = _Style()
        seen: set[str] = set()
        for at in [*self._chain(family, name, seen), ("paragraph", "")]:
            style = self.known.get(at)
            if style is not None:
                _fill(found, style)
        return found

    def _chain(self, family: str, name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
        while name and name not in seen:
            seen.add(name)
            yield family, name
            style = self.known.get((family, name))
            name = style.parent if style else ""


def read(package: Package) -> tuple[list[Line], list[Notice]]:
    """The lines of an ODT in reading order, and what stands in it unseen.

    Raises Damaged without a body, TooLarge over MAX_CHARACTERS.
    """
    content, sheet = package.parse("content.xml"), package.parse("styles.xml")
    body = content.find(f"{O}body/{O}text") if content is not None else None
    if body is None:
        raise Damaged("no text body")
    styles = _Styles()
    styles.add(sheet)
    styles.add(content)
    walk = _Walk(styles)
    edges = list(_edges(sheet))
    for kind, root in edges:
        if kind == "header":
            walk.read(root, "styles.xml", kind)
    walk.read(body, "content.xml", "body")
    for kind, root in edges:
        if kind == "footer":
            walk.read(root, "styles.xml", kind)
    return walk.found, [reading.notice(kind, said) for kind, said in walk.unseen.items()]


def _edges(sheet: Element | None) -> Iterator[tuple[str, Element]]:
    """The headers and footers of the first page style."""
    for master in sheet.iter(f"{S}master-page") if sheet is not None else ():
        for child in master:
            if child.tag in _KINDS and child.get(f"{S}display") != "false":
                yield _KINDS[child.tag], child
        return


class _Walk:
    """One pass over the parts of a document."""

    def __init__(self, styles: _Styles) -> None:
        self.found: list[Line] = []
        self.unseen: dict[str, list[str]] = {}
        self._styles = styles
        self._boxes: dict[Element, str] = {}
        self._gap = False
        self._size = 0

    def read(self, root: Element, part: str, region: str) -> None:
        """Adds the lines of the paragraphs below *root*."""
        for gone in root.iter(f"{T}tracked-changes"):
            self._note("deleted", _words(gone))
        for ordinal, paragraph in enumerate(root.iter(*_PARAGRAPHS)):
            if any(True for _ in paragraph.iterancestors(f"{T}tracked-changes")):
                continue
            if any(True for _ in paragraph.iterancestors(f"{O}annotation")):
                self._note("comment", _words(paragraph))
                continue
            self._paragraph(paragraph, Place(part, ordinal, 0, 0), region)

    def _paragraph(self, paragraph: Element, place: Place, region: str) -> None:
        name = paragraph.get(f"{T}style-name", "")
        style = self._styles.of("paragraph", name)
        pieces = list(self._pieces(paragraph, style, "hidden" if _is_hidden(paragraph) else ""))
        seen = [(text, look) for text, look, why in pieces if not why]
        for text, _, why in pieces:
            if why:
                self._note(why, text)
        text = "".join(text for text, _ in seen)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise TooLarge(f"over {MAX_CHARACTERS} characters")
        looks = [look for said, look in seen if said.strip()]
        line = Line(
            text,
            replace(place, end=len(text)),
            level=_level(paragraph),
            bullet=_is_item(paragraph),
            bold=bool(looks) and all(look.bold for look in looks),
            size=max((look.size or 0.0 for look in looks), default=0.0),
            region=self._region(paragraph, region),
        )
        found = list(lines.split(line))
        if found:
            self.found += [replace(found[0], gap=self._gap), *found[1:]]
        self._gap = not found

    def _pieces(
        self, element: Element, style: _Style, why: str
    ) -> Iterator[tuple[str, _Style, str]]:
        """The texts below *element*, each with its look and the reason why it is unseen."""
        here = why or _why(style)
        if element.text:
            yield _flat(element.text), style, here
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == f"{T}s":
                yield " " * min(int(child.get(f"{T}c", "1") or 1), 100), style, here
            elif child.tag == f"{T}tab":
                yield "\t", style, here
            elif child.tag == f"{T}line-break":
                yield "\n", style, here
            elif child.tag not in _APART:
                yield from self._inner(child, style, why)
            if child.tail:
                yield _flat(child.tail), style, here

    def _inner(self, child: Element, style: _Style, why: str) -> Iterator[tuple[str, _Style, str]]:
        if child.tag == f"{T}span":
            own = self._styles.of("text", child.get(f"{T}style-name", ""))
            _fill(own, style)
            yield from self._pieces(child, own, why)
        elif child.tag in (f"{T}hidden-text", f"{T}hidden-paragraph"):
            yield child.get(f"{T}string-value", "") + _words(child), style, "hidden"
        else:
            yield from self._pieces(child, style, why)

    def _region(self, paragraph: Element, region: str) -> str:
        for ancestor in paragraph.iterancestors():
            if str(ancestor.tag).startswith(D):
                return self._boxes.setdefault(ancestor, f"box {len(self._boxes) + 1}")
        if any(True for _ in paragraph.iterancestors(f"{T}note-body")):
            return "footnotes"
        return region

    def _note(self, why: str, text: str) -> None:
        if text.strip():
            self.unseen.setdefault(why, []).append(text.strip())


def _words(element: Element) -> str:
    return " ".join(str(text).strip() for text in element.itertext())


def _why(style: _Style) -> str:
    if style.hidden:
        return "hidden"
    if style.size is not None and style.size <= _TINY:
        return "tiny"
    return "white" if style.white and not style.painted else ""


def _is_hidden(paragraph: Element) -> bool:
    sections = paragraph.iterancestors(f"{T}section")
    return any(section.get(f"{T}display") == "none" for section in sections)


def _level(paragraph: Element) -> int:
    level = paragraph.get(f"{T}outline-level", "")
    return int(level) if paragraph.tag == f"{T}h" and level.isdigit() else 0


def _is_item(paragraph: Element) -> bool:
    """Whether it is the first paragraph of a list item."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != f"{T}list-item" or paragraph.tag == f"{T}h":
        return False
    return parent.find(f"{T}p") is paragraph


def _read_style(style: Element) -> _Style:
    found = _Style(parent=style.get(f"{S}parent-style-name", ""))
    for text in style.iter(f"{S}text-properties"):
        display, weight = text.get(f"{T}display"), text.get(f"{FO}font-weight")
        size, colour = text.get(f"{FO}font-size", ""), text.get(f"{FO}color")
        found.hidden = None if display is None else display == "none"
        found.bold = None if weight is None else weight in ("bold", "600", "700", "800", "900")
        if size.endswith("pt"):
            found.size = float(size[:-2])
        found.white = None if colour is None else colour.lower() in _WHITE
        found.painted = _paint(text)
    for paragraph in style.iter(f"{S}paragraph-properties", f"{S}table-cell-properties"):
        found.painted = found.painted or _paint(paragraph)
    return found


def _paint(properties: Element) -> bool | None:
    colour = properties.get(f"{FO}background-color")
    return None if colour is None else colour.lower() not in {"transparent", *_WHITE}


def _fill(style: _Style, under: _Style) -> None:
    """Takes what *style* leaves open from *under*."""
    for name in ("hidden", "bold", "size", "white", "painted"):
        if getattr(style, name) is None:
            setattr(style, name, getattr(under, name))


def _flat(text: str) -> str:
    """Runs of white space in the XML are one space."""
    squeezed = " ".join(text.split())
    if not squeezed:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + squeezed + (" " if text[-1].isspace() else "")

"""Which characters of a Word paragraph are its visible text, and where in the XML they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from documents import ooxml
from documents.ooxml import MC, WPS, Element, M, V, W, first, is_on, value

__all__ = [
    "MC",
    "PLAIN",
    "WPS",
    "Character",
    "Element",
    "Styles",
    "V",
    "W",
    "characters",
    "everything",
    "first",
    "is_on",
    "paragraphs",
    "styles_of",
    "text",
    "value",
]

_FALLBACK = f"{MC}Fallback"
_BOX = f"{W}txbxContent"
_TEXTS = frozenset({f"{W}t", f"{M}t"})
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SILENT = frozenset(
    {_BOX, _FALLBACK, f"{W}instrText", f"{W}delInstrText", f"{W}sdtPr", f"{W}pPr", f"{W}rt"}
)
_TINY = 4  # half-points


class Character(NamedTuple):
    """One character: the element that holds it (w:t, w:tab, w:br…) and its offset in there."""

    char: str
    element: Element
    offset: int
    why: str = ""  # "" when it is visible, else "hidden", "white", "tiny" or "deleted"


@dataclass(frozen=True, slots=True)
class Styles:
    """What paragraphs inherit: the package's styles, and whether shapes may lie behind the text."""

    styles: dict[str, Element] = field(default_factory=dict)
    defaults: Element | None = None
    normal: str = ""
    backdrop: bool = False

    def chain(self, id: str | None) -> list[Element]:
        """The style with *id* and those that it is based on, nearest first."""
        found: list[Element] = []
        while id and id in self.styles and self.styles[id] not in found:
            found.append(self.styles[id])
            id = value(found[-1].find(f"{W}basedOn"))
        return found

    def of(self, paragraph: Element) -> list[Element]:
        """The chain of paragraph styles that apply to *paragraph*."""
        return self.chain(value(paragraph.find(f"{W}pPr/{W}pStyle")) or self.normal)


PLAIN = Styles()


def styles_of(sheet: Element | None, parts: Iterable[Element] = ()) -> Styles:
    """The `Styles` of a package: the root of its styles part, and the roots of those with text."""
    backdrop = any(ooxml.has_backdrop(part) for part in parts)
    if sheet is None:
        return Styles(backdrop=backdrop)
    known = {style.get(f"{W}styleId", ""): style for style in sheet.iter(f"{W}style")}
    normal = next(
        (
            id
            for id, style in known.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        ),
        "",
    )
    return Styles(known, sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), normal, backdrop)


def paragraphs(part: Element) -> Iterator[tuple[int, Element]]:
    """The paragraphs that a reader sees, with their ordinals among all w:p of *part*.

    A text box stands twice in a file; the copy in mc:Fallback is counted and left out.
    """
    for ordinal, paragraph in enumerate(part.iter(f"{W}p")):
        if not any(_is_shadow(ancestor) for ancestor in paragraph.iterancestors(_FALLBACK)):
            yield ordinal, paragraph


def text(paragraph: Element, styles: Styles = PLAIN) -> str:
    """The visible text of *paragraph*, without that of text boxes anchored in it."""
    return "".join(character.char for character in characters(paragraph, styles))


def characters(paragraph: Element, styles: Styles = PLAIN) -> list[Character]:
    """The characters of `text`, in order.

    A w:tab and a w:br count one each; field instructions, tracked deletions, and hidden, white
    or tiny runs count none.
    """
    return [character for character in everything(paragraph, styles) if not character.why]


def everything(paragraph: Element, styles: Styles = PLAIN) -> list[Character]:
    """The characters of *paragraph*, also those that nobody sees, each with the reason why not."""
    walk = _Walk(styles, _ParagraphLook(paragraph, styles))
    walk.enter(paragraph, "")
    return walk.found


class _Walk:
    """One pass over a paragraph; keeps track of complex fields, whose runs are siblings."""

    def __init__(self, styles: Styles, look: "_ParagraphLook") -> None:
        self.found: list[Character] = []
        self._styles = styles
        self._look = look
        self._fields: list[bool] = []  # one for each open field: is its result reached?

    def enter(self, element: Element, why: str) -> None:
        for child in element:
            tag = child.tag
            if tag in _SILENT and (tag != _FALLBACK or _is_shadow(child)):
                continue
            if tag == f"{W}fldChar":
                self._turn(child.get(f"{W}fldCharType", ""))
            elif tag in _TEXTS:
                self._take(child, _flat(child.text or ""), why)
            elif tag == f"{W}delText":
                self._take(child, _flat(child.text or ""), "deleted")
            elif tag in _SIGNS:
                self._take(child, _SIGNS[tag], why)
            elif tag in _DELETED:
                self.enter(child, "deleted")
            elif tag == f"{W}r":
                self.enter(child, why or self._look.why(child))
            elif isinstance(tag, str):
                self.enter(child, why)

    def _take(self, element: Element, chars: str, why: str) -> None:
        if all(self._fields):
            self.found.extend(Character(c, element, i, why) for i, c in enumerate(chars))

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


class _ParagraphLook:
    """How the runs of one paragraph look, as far as it decides whether they can be seen."""

    def __init__(self, paragraph: Element, styles: Styles) -> None:
        self._styles = styles
        self._paragraph = paragraph
        self._inherited = [p for s in styles.of(paragraph) if (p := s.find(f"{W}rPr")) is not None]
        self._gone = next((why for why in _rows(paragraph)), "")
        self._shaded: bool | None = None

    def why(self, run: Element) -> str:
        """Why *run* cannot be seen, or ""."""
        if self._gone:
            return self._gone
        own = run.find(f"{W}rPr")
        chosen = value(own.find(f"{W}rStyle")) if own is not None else None
        of_style = [p for s in self._styles.chain(chosen) if (p := s.find(f"{W}rPr")) is not None]
        layers = [*([own] if own is not None else []), *of_style, *self._inherited]
        if self._styles.defaults is not None:
            layers.append(self._styles.defaults)
        if is_on(first(layers, "vanish")):
            return "hidden"
        size = value(first(layers, "sz")) or ""
        if size.isdigit() and int(size) <= _TINY:
            return "tiny"
        if ooxml.is_white(value(first(layers, "color"))) and not self._is_shaded(layers):
            return "white"
        return ""

    def _is_shaded(self, layers: list[Element]) -> bool:
        if ooxml.is_fill(first(layers, "shd")) or first(layers, "highlight") is not None:
            return True
        if self._shaded is None:
            self._shaded = self._styles.backdrop or self._has_ground()
        return self._shaded

    def _has_ground(self) -> bool:
        styled = [s.find(f"{W}pPr/{W}shd") for s in self._styles.of(self._paragraph)]
        if any(ooxml.is_fill(shade) for shade in [self._paragraph.find(f"{W}pPr/{W}shd"), *styled]):
            return True
        return any(self._is_ground(ancestor) for ancestor in self._paragraph.iterancestors())

    def _is_ground(self, ancestor: Element) -> bool:
        if ancestor.tag == f"{W}tc":
            return ooxml.is_fill(ancestor.find(f"{W}tcPr/{W}shd"))
        if ancestor.tag == f"{W}tbl":
            styled = self._styles.chain(value(ancestor.find(f"{W}tblPr/{W}tblStyle")))
            shades = [shade for style in styled for shade in style.iter(f"{W}shd")]
            return any(map(ooxml.is_fill, [ancestor.find(f"{W}tblPr/{W}shd"), *shades]))
        if ancestor.tag == f"{WPS}wsp":
            return ooxml.is_painted(ancestor)
        return ancestor.tag == f"{V}textbox" and ooxml.is_painted_vml(ancestor.getparent())


def _rows(paragraph: Element) -> Iterator[str]:
    """Why the table rows around *paragraph* cannot be seen, if there is a reason."""
    for row in paragraph.iterancestors(f"{W}tr"):
        if is_on(row.find(f"{W}trPr/{W}hidden")):
            yield "hidden"
        if row.find(f"{W}trPr/{W}del") is not None:
            yield "deleted"


def _is_shadow(fallback: Element) -> bool:
    """Whether an mc:Fallback repeats what an mc:Choice beside it says."""
    parent = fallback.getparent()
    return parent is not None and parent.find(f"{MC}Choice") is not None


def _flat(chars: str) -> str:
    """A w:t's characters: line ends and tabs typed into the XML are only spaces to Word."""
    return chars.replace("\n", " ").replace("\r", " ").replace("\t", " ")

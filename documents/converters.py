"""Programs that turn a Word file into a PDF, by name, and the copy of the file that they get."""

import unicodedata
import zipfile
from collections.abc import Callable

from documents import archive, clean, container, facts, office, runs, typeset, word
from documents.container import Package
from documents.programs import Program
from documents.runs import Element, Styles, W

_ALT_CHUNK = "/aFChunk"
_RTL_SHARE = 10  # a tenth of the letters
_AFTER_SPACING = frozenset(
    f"{W}{name}"
    for name in (
        "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
        "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
        "pPrChange",
    )
)  # fmt: skip


class Unfit(Exception):
    """The file is not one for this program."""


def harmless(docx: bytes, package: Package) -> bytes:
    """*docx* without links to other files than hyperlinks, macros, or fields that fetch.

    Raises Unfit if other documents are embedded in its text, which most programs leave out.
    """
    if any(_ALT_CHUNK.encode() in rels for name, rels in package.xml.items() if ".rels" in name):
        raise Unfit("other documents stand in its text")
    files = archive.unpack(docx)
    core = {name: files[name] for name in files if name == "docProps/core.xml"}
    return archive.pack(clean.strip(files, "") | core, zipfile.ZIP_STORED)


def light(docx: bytes) -> bytes:
    """A PDF by rdocx: quick, small, with fonts of its own. Raises Unfit for right-to-left files."""
    import rdocx

    package = container.check(docx)
    if _is_rtl("".join(line.text for line in word.read(package)[0])):
        raise Unfit("it sets right-to-left text to the left")
    parts = archive.unpack(docx) | _spaced(package)
    return rdocx.Document.from_bytes(archive.pack(parts, zipfile.ZIP_STORED)).to_pdf()


def plain(docx: bytes, note: str = "") -> bytes:
    """A PDF of the lines alone, by typst, whatever the file looks like."""
    lines = word.read(container.check(docx))[0]
    return typeset.render(lines, facts.structure(lines), note)


def _is_rtl(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    rtl = sum(unicodedata.bidirectional(char) in ("R", "AL") for char in letters)
    return rtl * _RTL_SHARE > len(letters)


def _spaced(package: Package) -> dict[str, bytes]:
    """The parts with text, in which paragraphs say that there is no space between them.

    rdocx does not know w:contextualSpacing, which Word's lists have.
    """
    parts = word.open_parts(package)
    styles = word.styles_of(parts)
    found = {}
    for _, name, root in parts.with_text():
        for paragraph in root.iter(f"{W}p"):
            _close(paragraph, styles)
        found[name] = archive.serialise(root)
    return found


def _close(paragraph: Element, styles: Styles) -> None:
    layers = [paragraph, *styles.of(paragraph)]
    layers = [found for layer in layers if (found := layer.find(f"{W}pPr")) is not None]
    if not runs.is_on(runs.first(layers, "contextualSpacing")):
        return
    style = _style(paragraph)
    for side, other in (("before", paragraph.getprevious()), ("after", paragraph.getnext())):
        if other is not None and other.tag == f"{W}p" and _style(other) == style:
            spacing = _spacing(paragraph)
            spacing.set(f"{W}{side}", "0")
            spacing.set(f"{W}{side}Autospacing", "0")


def _style(paragraph: Element) -> str | None:
    return runs.value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _spacing(paragraph: Element) -> Element:
    """The paragraph's own w:spacing, made at its place if it has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr")
        paragraph.insert(0, properties)
    spacing = properties.find(f"{W}spacing")
    if spacing is None:
        spacing = properties.makeelement(f"{W}spacing")
        before = [child.tag in _AFTER_SPACING for child in properties]
        properties.insert([*before, True].index(True), spacing)
    return spacing


CONVERTERS: dict[Program, Callable[[bytes], bytes | None]] = {
    Program.OFFICE: office.convert,
    Program.LIGHT: light,
    Program.PLAIN: plain,
}

"""The rules of parsers for how a Word file is built: container, page, boxes, fonts."""

import re
from collections.abc import Iterator

from documents import ooxml, subject
from documents.resume import Kind
from documents.runs import Element, V, W
from documents.subject import OK, Subject, Verdict

_FONTS = frozenset(
    name.casefold()
    for name in (
        "Aptos", "Arial", "Arial Narrow", "Book Antiqua", "Calibri", "Calibri Light", "Cambria",
        "Candara", "Carlito", "Century Gothic", "Constantia", "Corbel", "Courier New", "DengXian",
        "Franklin Gothic Book", "Garamond", "Georgia", "Gill Sans MT", "Helvetica",
        "Helvetica Neue", "Liberation Sans", "Liberation Serif", "Malgun Gothic", "Meiryo",
        "Microsoft YaHei",
        "MS Gothic", "MS Mincho", "Palatino Linotype", "PMingLiU", "Roboto", "Segoe UI", "SimHei",
        "SimSun", "Tahoma", "Times", "Times New Roman", "Trebuchet MS", "Verdana", "Yu Gothic",
        "Yu Mincho", "David", "Miriam", "Simplified Arabic", "Traditional Arabic",
    )
)  # fmt: skip
_MOST = 2_500_000  # bytes
_FULL = 1600  # characters of a page with no room to spare
_LEAST_MARGIN = 720  # twentieths of a point
_REACH = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+?\d[\d\s().-]{6,}\d")


def opens(file: Subject) -> Verdict:
    """R1: programs other than ours open it."""
    try:
        subject.open_with_python_docx(file.data)
    except Exception as error:  # python-docx raises many kinds, and each means the same here
        return False, f"python-docx: {type(error).__name__}"
    if file.pages is not None and not len(file.pages):
        return False, "LibreOffice finds no page"
    return OK


def is_light(file: Subject) -> Verdict:
    """R2: no macros, no template or fonts from elsewhere, and not too large."""
    if len(file.data) > _MOST:
        return False, f"{len(file.data) / 1e6:.1f} MB"
    odd = [n for n in file.files if "vbaProject" in n or n.startswith("word/fonts/")]
    if odd:
        return False, odd[0]
    linked = [n for n, xml in file.files.items() if n.endswith(".rels") and b"attachedTempl" in xml]
    return (False, "a template") if linked else OK


def is_one_column(file: Subject) -> Verdict:
    """R3: the text runs in one column, from right to left where its script does."""
    for columns in file.body.iter(f"{W}cols"):
        if columns.get(f"{W}num", "1") != "1":
            return False, f"{columns.get(f'{W}num')} columns"
    if file.is_rtl:
        bare = [text for p, text in file.paragraphs.values() if text and not _is_bidi(file, p)]
        return (False, f"left to right: {bare[0][:40]}") if bare else OK
    return OK


def has_no_tables(file: Subject) -> Verdict:
    """R4: no table lays out the page; small ones that read row by row are fine."""
    for table in file.body.iter(f"{W}tbl"):
        cells = list(table.iter(f"{W}tc"))
        rows = sum(1 for _ in table.iter(f"{W}tr"))
        if len(cells) > rows and any(len(cell.findall(f"{W}p")) > 1 for cell in cells):
            return False, "a table with several lines in a cell"
    return OK


def has_no_boxes(file: Subject) -> Verdict:
    """R5: no text boxes and no frames."""
    count = file.has(f"{W}txbxContent", f"{V}textbox", f"{W}framePr")
    return (False, f"{count} text boxes or frames") if count else OK


def has_no_pictures(file: Subject) -> Verdict:
    """R6: no pictures and no drawn text."""
    count = file.has(f"{W}drawing", f"{W}pict", f"{W}object")
    return (False, f"{count} drawings") if count else OK


def has_plain_margins(file: Subject) -> Verdict:
    """R7: name and contact data do not stand in a header or a footer."""
    for line in file.lines:
        named = bool(file.resume.name) and file.resume.name in line.text
        if line.region in ("header", "footer") and (named or _REACH.search(line.text)):
            return False, f"in the {line.region}: {line.text[:40]}"
    return OK


def has_no_controls(file: Subject) -> Verdict:
    """R8: no content controls."""
    count = file.has(f"{W}sdt")
    return (False, f"{count} content controls") if count else OK


def has_nothing_hidden(file: Subject) -> Verdict:
    """R9: no tracked changes, comments, hidden, white or tiny text."""
    unseen = [notice for notice in file.reading[1] if notice.kind != "unread"]
    if unseen:
        return False, f"{unseen[0].kind}: {unseen[0].sample}"
    changes = file.has(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}commentReference")
    return (False, f"{changes} tracked changes or comments") if changes else OK


def has_few_tabs(file: Subject) -> Verdict:
    """R16: no columns made of tabs or spaces; one tab before a date is fine."""
    for _, text in file.paragraphs.values():
        if text.strip().count("\t") > 1 or "   " in text.strip():
            return False, text.strip()[:60]
    return OK


def has_safe_type(file: Subject) -> Verdict:
    """R17: common fonts, text of 10 to 12 points, margins of half an inch or more."""
    for font in _fonts(file):
        if font.casefold() not in _FONTS:
            return False, f"the font {font}"
    for fact in file.resume.of(Kind.BULLET, Kind.SUMMARY):
        line = file.line_at(fact.place) if fact.place else None
        if line and line.size and not 10 <= line.size <= 12:
            return False, f"{line.size:g} points: {line.text[:40]}"
    for margins in file.body.iter(f"{W}pgMar"):
        for side in ("top", "bottom", "left", "right"):
            if abs(int(margins.get(f"{W}{side}", "1440"))) < _LEAST_MARGIN:
                return False, f"the {side} margin"
    return OK


def has_few_pages(file: Subject) -> Verdict:
    """R23: two pages at most."""
    if file.pages is None:
        return None, "needs LibreOffice"
    count = len(file.pages)
    if count <= 2:
        return OK
    full = len(file.text) > _FULL * (count - 1)
    return (None, f"the text fills {count} pages") if full else (False, f"{count} pages")


def _is_bidi(file: Subject, paragraph: Element) -> bool:
    layers = [paragraph, *file.styles.of(paragraph)]
    properties = [found for layer in layers if (found := layer.find(f"{W}pPr")) is not None]
    return ooxml.is_on(ooxml.first(properties, "bidi"))


def _fonts(file: Subject) -> Iterator[str]:
    """The fonts that Latin text is set in; those of a theme by the name that the theme gives."""
    theme = next((xml for n, xml in file.files.items() if n.startswith("word/theme/")), b"")
    for paragraph, text in file.paragraphs.values():
        for run in paragraph.iter(f"{W}r") if text.strip() else ():
            chosen = ooxml.value(run.find(f"{W}rPr/{W}rStyle"))
            chain = [run, *file.styles.chain(chosen), *file.styles.of(paragraph)]
            layers = [*(style.find(f"{W}rPr") for style in chain), file.styles.defaults]
            yield _font([layer for layer in layers if layer is not None], theme)


def _font(layers: list[Element], theme: bytes) -> str:
    for layer in layers:
        fonts = layer.find(f"{W}rFonts")
        if fonts is None:
            continue
        if named := fonts.get(f"{W}asciiTheme"):
            kind = b"majorFont" if named.startswith("major") else b"minorFont"
            found = re.search(rb"<a:" + kind + rb">\s*<a:latin typeface=\"([^\"]+)\"", theme)
            return found[1].decode() if found else "Calibri"
        if named := fonts.get(f"{W}ascii"):
            return named
    return "Times New Roman"

"""Word files for tests, and the facts in them as a very simple reader sees them."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx

from documents import container, runs, word
from documents.resume import Fact, Kind, Place, Resume, Section, Topic
from documents.runs import W

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC}" xmlns:wp="{WP}" xmlns:wps="{WPS}"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LIST = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'


def run(text: str, properties: str = "") -> str:
    """A run of *text*."""
    inner = f'<w:t xml:space="preserve">{text}</w:t>'.replace(
        "\t", '</w:t><w:tab/><w:t xml:space="preserve">'
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def par(*pieces: str, style: str = "", extra: str = "") -> str:
    """A paragraph of runs (or of plain text)."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr>{inner}</w:p>"


def bullet(*pieces: str) -> str:
    """A list item."""
    return par(*pieces, style="ListBullet")


def box(*paragraphs: str) -> str:
    """A paragraph that anchors a text box, which stands twice in the file."""
    inner = "".join(paragraphs)
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def cell(*paragraphs: str) -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells."""
    inner = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inner}</w:tbl>"


def control(*blocks: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{''.join(blocks)}</w:sdtContent></w:sdt>"


def document(*blocks: str) -> bytes:
    """A DOCX with *blocks* as its body, and the styles of Word's own template."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    body = f"<w:document {NAMES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    return replace(buffer.getvalue(), {"word/document.xml": body.encode()})


def replace(data: bytes, parts: dict[str, bytes]) -> bytes:
    """*data* with some parts replaced or added."""
    buffer = io.BytesIO()
    old = files(data) | parts
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in old.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def files(data: bytes) -> dict[str, bytes]:
    """The parts of *data*."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes) -> list[str]:
    """The visible paragraphs with text, in document order."""
    return [text for _, _, _, text in _paragraphs(data) if text.strip()]


def read(data: bytes) -> Resume:
    """The facts: "Heading 1" begins a section, "Heading 2" an entry, list items are bullets.

    In a section of skills a line is "Label: a, b" or just "a, b"; elsewhere "\\n" and "• " begin
    bullets, and what is left is a summary.
    """
    sections = [Section("s0", Topic.CONTACT, "")]
    facts: list[Fact] = []
    entry = ""
    for part, ordinal, style, text in _paragraphs(data):
        place = Place(part, ordinal, 0, len(text))
        if style == "Heading1":
            topic = Topic.SKILLS if "kill" in text else Topic.EXPERIENCE
            sections.append(Section(f"s{len(sections)}", topic, text, place))
            entry = ""
            continue
        if style == "Heading2":
            entry = f"e{len(facts)}"
        for kind, start, end, group in _facts(text, style, sections[-1].topic):
            facts.append(
                Fact(
                    f"f{len(facts)}", kind, text[start:end], sections[-1].id, entry, group,
                    Place(part, ordinal, start, end),
                )
            )  # fmt: skip
    return Resume(tuple(sections), tuple(facts))


def _facts(text: str, style: str, topic: Topic) -> Iterator[tuple[Kind, int, int, str]]:
    label = re.match(r"(\w+): ", text) if topic is Topic.SKILLS else None
    if topic is Topic.SKILLS and style == "":
        start = label.end() if label else 0
        for item in re.finditer(r"(?:[^,;•]|[,;](?! ))+", text[start:]):
            lead = len(item[0]) - len(item[0].lstrip())
            end = start + item.start() + len(item[0].rstrip())
            yield Kind.SKILL, start + item.start() + lead, end, label[1] if label else ""
        return
    for item in re.finditer(r"[^\n]+", text):
        typed = re.match(r"\s*(• )?", item[0])
        assert typed is not None
        start, end = item.start() + typed.end(), item.start() + len(item[0].rstrip())
        is_bullet = style == "ListBullet" or bool(typed[1])
        kinds = {"Title": Kind.NAME, "Heading2": Kind.TITLE, "Subtitle": Kind.HEADLINE}
        if start < end:
            usual = Kind.CONTACT if topic is Topic.CONTACT else Kind.SUMMARY
            kind = Kind.BULLET if is_bullet else kinds.get(style, usual)
            yield kind, start, end, ""


def _paragraphs(data: bytes) -> Iterator[tuple[str, int, str, str]]:
    parts = word.open_parts(container.check(data))
    styles = word.styles_of(parts)
    for _, name, root in parts.with_text():
        for ordinal, paragraph in runs.paragraphs(root):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            named = "" if style is None else style.get(f"{W}val", "")
            text = runs.text(paragraph, styles)
            if text.strip():
                yield name, ordinal, named, text

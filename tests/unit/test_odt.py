"""ODT: every visible word read once and in order; nothing unseen is used."""

import io
import zipfile

import pytest

from documents import container, odt, reader
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Kind

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{OASIS}:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
        ("table", "table"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
MIME = "application/vnd.oasis.opendocument.text"


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    """An automatic style with text properties."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" '
        f'style:parent-style-name="{parent}"><style:text-properties {properties}/></style:style>'
    )


def span(text: str, name: str) -> str:
    """Text in a style."""
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def p(inner: str, name: str = "") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{name}">{inner}</text:p>'


STYLES = "".join(
    [
        style("hid", 'text:display="none"'),
        style("pale", 'fo:color="#ffffff"'),
        style("dark", 'fo:color="#ffffff" fo:background-color="#203040"'),
        style("tiny", 'fo:font-size="1pt"'),
        style("bold", 'fo:font-weight="bold" fo:font-size="14pt"'),
        style("loop", 'fo:font-weight="bold"', "paragraph", "loop2"),
        style("loop2", 'fo:font-size="12pt"', "paragraph", "loop"),
    ]
)


def build(body: str, master: str = "") -> bytes:
    """An ODT with *body*; *master* is what its page style has."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    sheet = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page>{master}"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", sheet)
    return buffer.getvalue()


def read(body: str, master: str = "") -> tuple[list[Line], list[Notice]]:
    """The lines and notices of an ODT."""
    return odt.read(container.check(build(body, master)))


def texts(body: str, master: str = "") -> list[str]:
    """The texts of the lines of an ODT."""
    return [line.text for line in read(body, master)[0]]


def test_spaces_tabs_and_breaks() -> None:
    """Spaces, tabs and breaks are elements; white space in the XML is one space."""
    assert texts(p('a<text:s text:c="3"/>b<text:tab/>c\n   d')) == ["a   b\tc d"]
    assert texts(p("a<text:line-break/>b")) == ["a", "b"]
    assert texts(p("a <!-- x -->b")) == ["a b"]


def test_looks_are_told() -> None:
    """Levels, list items, bold, size and gaps are those of elements and styles."""
    found, _ = read(
        '<text:h text:outline-level="2">Title</text:h>'
        f"<text:list><text:list-item>{p('one')}{p('more')}</text:list-item></text:list>"
        + p(span("big", "bold"))
        + p("")
        + p("inherits", "loop")
    )
    assert [(line.text, line.level, line.bullet) for line in found][:3] == [
        ("Title", 2, False),
        ("one", 0, True),
        ("more", 0, False),
    ]
    assert (found[3].bold, found[3].size) == (True, 14.0)
    assert (found[4].bold, found[4].size, found[4].gap) == (True, 12.0, True)


def test_text_boxes_tables_and_notes() -> None:
    """Boxes and notes are read apart from the paragraph that they hang on."""
    box = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('shaped')}</draw:custom-shape>"
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('note')}"
    note += "</text:note-body></text:note>"
    table = f"<table:table><table:table-row><table:table-cell>{p('cell')}</table:table-cell>"
    table += "</table:table-row></table:table>"
    found, _ = read(p(f"a{box}b{shape}{note}") + table)
    assert [(line.text, line.region) for line in found] == [
        ("ab", "body"),
        ("boxed", "box 1"),
        ("shaped", "box 2"),
        ("note", "footnotes"),
        ("cell", "body"),
    ]


def test_headers_come_first_and_footers_last() -> None:
    """The header and footer of the page style are read around the body."""
    master = f"<style:header>{p('top')}</style:header><style:footer>{p('end')}</style:footer>"
    master += f'<style:header-left style:display="false">{p("off")}</style:header-left>'
    assert texts(p("body"), master) == ["top", "body", "end"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (p(span("secret", "hid")), "hidden"),
        (p(span("secret", "pale")), "white"),
        (p(span("secret", "tiny")), "tiny"),
        (p("<text:hidden-text>secret</text:hidden-text>"), "hidden"),
        (f'<text:section text:display="none">{p("secret")}</text:section>', "hidden"),
        (f"<text:tracked-changes>{p('secret')}</text:tracked-changes>", "deleted"),
        (p(f"<office:annotation>{p('secret')}</office:annotation>"), "comment"),
    ],
)
def test_unseen_text_is_reported_and_not_used(body: str, kind: str) -> None:
    """Text that nobody sees is in a notice and in no line."""
    found, notices = read(p("seen") + body)
    assert [line.text for line in found] == ["seen"]
    assert [(notice.kind, notice.sample) for notice in notices] == [(kind, "secret")]


def test_white_text_on_a_dark_ground_is_seen() -> None:
    """White letters with a dark background are read."""
    assert texts(p(span("name", "dark"))) == ["name"]


def test_a_package_without_a_body_is_damaged() -> None:
    """An ODT whose content is none is refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", f"<office:none {NAMES}/>")
    with pytest.raises(Damaged):
        reader.read(buffer.getvalue())


def test_a_novel_is_too_large() -> None:
    """A document with more characters than a résumé can have is refused."""
    with pytest.raises(TooLarge):
        read(p("word " * 61_000))


def test_a_resume_is_read() -> None:
    """An ODT becomes facts as any other file."""
    body = (
        p("Ada Example") + p("ada@example.com") + '<text:h text:outline-level="1">Skills</text:h>'
    )
    found = reader.read(build(body + p("Excel, HACCP")))
    assert found.format == "odt"
    assert [fact.text for fact in found.resume.of(Kind.SKILL)] == ["Excel", "HACCP"]

"""The Word walker: every visible character read once, at its place; nothing unseen is used."""

import pytest

from benchmarks import traps, truth
from documents import container, reader, runs, word
from documents.errors import Damaged, TooLarge
from documents.lines import Line
from documents.reading import Notice, Reading
from documents.resume import Fact, Kind, Place, Resume
from tests.unit import docx_samples as samples
from tests.unit.docx_samples import bullet, cell, control, document, par, run, table

WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
TRAPS = [pytest.param(name, data, id=name) for name, data in traps.build()]
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:t>never shown</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>seven</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def read(data: bytes) -> tuple[list[Line], list[Notice]]:
    """The lines and notices of a DOCX."""
    return word.read(container.check(data))


def texts(*blocks: str) -> list[str]:
    """The texts of the lines of a DOCX with *blocks*."""
    return [line.text for line in read(document(*blocks))[0]]


@pytest.mark.parametrize(("name", "data"), TRAPS)
def test_every_trap_is_read_right(name: str, data: bytes) -> None:
    """All facts of each trap are found whole, in order, and its unseen text is not used."""
    score = truth.score(traps.TRUTH, reader.read(data))
    assert not score.missed
    assert not score.hidden
    assert score.found == score.fields > 15


@pytest.mark.parametrize(("name", "data"), TRAPS)
def test_every_fact_stands_at_its_place(name: str, data: bytes) -> None:
    """The characters at a fact's place in the file are the fact's text."""
    check_places(data, reader.read(data).resume)


def check_places(data: bytes, resume: Resume) -> None:
    """Asserts that each fact and title is what stands at its place."""
    package = container.check(data)
    parts = word.open_parts(package)
    styles = word.styles_of(parts)
    known = {
        (name, ordinal): runs.text(paragraph, styles)
        for _, name, root in parts.with_text()
        for ordinal, paragraph in enumerate(root.iter(f"{runs.W}p"))
    }
    placed: list[tuple[str, Place | None]] = [(f.text, f.place) for f in resume.facts]
    for text, place in placed:
        assert place is not None
        assert known[place.part, place.paragraph][place.start : place.end] == text
    for section in resume.sections:
        if section.place is not None:
            whole = known[section.place.part, section.place.paragraph]
            assert whole[section.place.start : section.place.end].startswith(section.title)


def test_a_text_box_is_read_once_and_counted_twice() -> None:
    """The copy of a text box for old programs is not read, but its paragraphs are counted."""
    found, _ = read(document(par("one"), samples.box(par("in the box")), par("two")))
    assert [(line.text, line.region) for line in found] == [
        ("one", "body"),
        ("in the box", "box 1"),
        ("two", "body"),
    ]
    assert [line.place.paragraph for line in found] == [0, 2, 4]


def test_tables_and_controls_are_read_in_order() -> None:
    """Nested tables and content controls stand where a person reads them."""
    inner = table((cell(par("c")), cell(par("d"))))
    blocks = [par("a"), table((cell(par("b"), inner), cell(control(par("e"))))), par("f")]
    assert texts(*blocks) == ["a", "b", "c", "d", "e", "f"]


def test_links_fields_tabs_and_breaks() -> None:
    """Links and results of fields are text, instructions are not; a break ends a line."""
    link = f'<w:hyperlink r:id="rId9">{run("example.com")}</w:hyperlink>'
    assert texts(par("see ", link)) == ["see example.com"]
    assert texts(par("page ", FIELD)) == ["page seven"]
    assert texts(par(run("left\tright"))) == ["left\tright"]
    found, _ = read(document(par(run("a"), "<w:r><w:br/></w:r>", run("b"))))
    assert [(line.text, line.place.start, line.place.end) for line in found] == [
        ("a", 0, 1),
        ("b", 2, 3),
    ]


def test_special_characters_are_text() -> None:
    """A hyphen that does not break, a formula and inserted text are read."""
    formula = '<m:oMath xmlns:m="{}"><m:r><m:t>x=1</m:t></m:r></m:oMath>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
    )
    inserted = f'<w:ins w:id="1" w:author="A">{run("new")}</w:ins>'
    assert texts(par("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>")) == ["e-mail"]
    assert texts(par("so ", formula, " ", inserted)) == ["so x=1 new"]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (par(run("secret", "<w:vanish/>")), "hidden"),
        (par(run("secret", '<w:sz w:val="2"/>')), "tiny"),
        (par(run("secret", WHITE)), "white"),
        (par(run("secret", '<w:color w:val="F8F8FA"/>')), "white"),
        (par('<w:del w:id="1"><w:r><w:delText>secret</w:delText></w:r></w:del>'), "deleted"),
        (par(f'<w:moveFrom w:id="1">{run("secret")}</w:moveFrom>'), "deleted"),
        (
            f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{cell(par('secret'))}</w:tr></w:tbl>",
            "hidden",
        ),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell(par('secret'))}</w:tr></w:tbl>", "deleted"),
    ],
)
def test_unseen_text_is_reported_and_not_used(block: str, kind: str) -> None:
    """Text that nobody sees is in a notice and in no line."""
    found, notices = read(document(par("seen"), block))
    assert [line.text for line in found] == ["seen"]
    assert notices == [Notice(kind, 6, "secret")]


@pytest.mark.parametrize(
    "block",
    [
        par(run("name", WHITE + DARK)),
        par(run("name", WHITE + '<w:highlight w:val="black"/>')),
        par(run("name", WHITE), extra=DARK),
        table((cell(par(run("name", WHITE))).replace("<w:tcPr/>", f"<w:tcPr>{DARK}</w:tcPr>"),)),
        f"<w:tbl><w:tblPr>{DARK}</w:tblPr><w:tr>{cell(par(run('name', WHITE)))}</w:tr></w:tbl>",
        par(run("name", '<w:vanish w:val="0"/><w:color w:val="auto"/>')),
        par(run("name", '<w:color w:val="GGGGGG"/>')),
    ],
)
def test_white_text_on_a_dark_ground_is_seen(block: str) -> None:
    """A white name on a dark cell, paragraph or run is read as any other."""
    assert texts(block) == ["name"]


@pytest.mark.parametrize(
    ("fill", "seen"),
    [
        ('<a:solidFill><a:srgbClr val="203040"/></a:solidFill>', True),
        ("<a:gradFill/>", True),
        ('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>', False),
        ("<a:noFill/>", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_the_fill_of_a_shape_is_a_ground(fill: str, seen: bool, inside: bool) -> None:
    """White text shows in a filled box, or over a filled shape behind the text."""
    white = par(run("name", WHITE))
    box = samples.box(white if inside else par("box")).replace(
        "<wps:wsp>", f"<wps:wsp><wps:spPr>{fill}</wps:spPr>"
    )
    behind = box.replace("<wp:anchor>", f'<wp:anchor behindDoc="{int(not inside)}">')
    found = texts(behind, *([] if inside else [white]))
    assert ("name" in found) is seen


@pytest.mark.parametrize(
    ("shape", "seen"),
    [
        ('<v:rect style="z-index:-1" fillcolor="#102030"/>', True),
        ('<v:rect style="z-index:-1" filled="f"/>', False),
        ('<v:rect style="z-index:-1" fillcolor="white [3212]"/>', False),
        ('<v:rect style="z-index:5" fillcolor="#102030"/>', False),
    ],
)
def test_old_shapes_are_grounds_too(shape: str, seen: bool) -> None:
    """White text shows over a filled VML shape that lies behind it."""
    banner = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    assert (texts(banner, par(run("name", WHITE))) == ["name"]) is seen


def test_a_page_colour_is_a_ground() -> None:
    """White text shows on a coloured page."""
    data = document(par(run("name", WHITE)))
    body = samples.files(data)["word/document.xml"]
    painted = body.replace(b"<w:body>", b'<w:background w:color="203040"/><w:body>')
    assert [line.text for line in read(samples.replace(data, {"word/document.xml": painted}))[0]]


def test_styles_hide_and_show() -> None:
    """A style hides its runs, and what stands nearer to them overrules it."""
    sheet = b"""<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Pale"><w:basedOn w:val="Paler"/></w:style>
    <w:style w:type="paragraph" w:styleId="Paler"><w:basedOn w:val="Pale"/>
    <w:rPr><w:color w:val="FFFFFF"/><w:b/></w:rPr></w:style></w:styles>"""
    blocks = [
        par(run("ghost", '<w:rStyle w:val="Ghost"/>'), run("seen", "")),
        par("pale", style="Pale"),
        par(run("dark", '<w:color w:val="000000"/>'), style="Pale"),
    ]
    data = document(*blocks)
    styles = samples.files(data)["word/styles.xml"].replace(b"</w:styles>", sheet)
    found, notices = read(samples.replace(data, {"word/styles.xml": styles}))
    assert [(line.text, line.bold) for line in found] == [("seen", False), ("dark", True)]
    assert {notice.kind for notice in notices} == {"hidden", "white"}


def test_looks_are_told() -> None:
    """Headings, list items, bold and size are those of the styles."""
    found, _ = read(
        document(
            par("Title", style="Heading1"),
            par("outline", extra='<w:outlineLvl w:val="1"/>'),
            bullet("item"),
            par("numbered", extra='<w:numPr><w:numId w:val="3"/></w:numPr>'),
            par("none", extra='<w:numPr><w:numId w:val="0"/></w:numPr>'),
            par("• typed"),
            par(run("big", '<w:b/><w:sz w:val="40"/>')),
            par(""),
            par("after a gap"),
            par("spaced", extra='<w:spacing w:before="400"/>'),
        )
    )
    assert [line.level for line in found][:3] == [1, 2, 0]
    assert [line.bullet for line in found] == [
        False, False, True, True, False, True, False, False, False,
    ]  # fmt: skip
    assert found[5].text == "typed"
    assert found[5].place == Place("word/document.xml", 5, 2, 7)
    assert (found[6].bold, found[6].size) == (True, 20.0)
    assert [line.gap for line in found][-2:] == [True, True]


def test_headers_repeat_and_footnotes_follow() -> None:
    """A header that repeats another is read once; footnotes come last, their line does not."""
    data = traps.header_and_footer()
    parts = samples.files(data)
    second = parts["word/header1.xml"]
    kinds = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/header9.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footnotes.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
        b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.comments+xml"/></Types>',
    )
    notes = (
        f'<w:footnotes {samples.NAMES}><w:footnote w:type="separator" w:id="0">{par("____")}'
        f'</w:footnote><w:footnote w:id="1">{par("a note")}</w:footnote></w:footnotes>'
    )
    comments = (
        f'<w:comments {samples.NAMES}><w:comment w:id="1">{par("why?")}</w:comment></w:comments>'
    )
    new = {
        "[Content_Types].xml": kinds,
        "word/header9.xml": second,
        "word/footnotes.xml": notes.encode(),
        "word/comments.xml": comments.encode(),
    }
    found, notices = read(samples.replace(data, new))
    assert [line.text for line in found].count("Ada Example") == 1
    assert (found[-1].text, found[-1].region) == ("a note", "footnotes")
    assert Notice("comment", 1, "why?") in notices


def test_a_picture_is_reported() -> None:
    """A picture may hold text that was not read."""
    picture = "<w:p><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p>"
    assert read(document(par("text"), picture))[1] == [Notice("unread", 1, "picture")]


def test_a_package_without_a_main_part_is_damaged() -> None:
    """A package whose main part is missing is refused."""
    data = document(par("text"))
    kinds = samples.files(data)["[Content_Types].xml"].replace(
        b"/word/document.xml", b"/word/x.xml"
    )
    with pytest.raises(Damaged):
        read(samples.replace(data, {"[Content_Types].xml": kinds}))


def test_a_novel_is_too_large() -> None:
    """A document with more characters than a résumé can have is refused."""
    with pytest.raises(TooLarge):
        read(document(par("word " * (word.MAX_CHARACTERS // 5 + 1))))


def test_broken_fields_lose_nothing_after_them() -> None:
    """A field that ends without a beginning does not hide text."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("end", "separate")]
    assert texts(par("a", *marks, "b")) == ["ab"]


def test_a_fact_of_a_sample_has_its_kind() -> None:
    """The reading of a plain file is a résumé with its language."""
    found: Reading = reader.read(traps.plain())
    assert (found.format, found.genre, found.resume.language) == ("docx", "resume", "en")
    name: Fact = found.resume.of(Kind.NAME)[0]
    assert name.text == found.resume.name == "Ada Example"

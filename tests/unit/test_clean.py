"""What must not go to an employer is taken out of a Word file; the rest keeps its bytes."""

import io
from datetime import UTC, datetime, timedelta, timezone

import docx
import pytest

from documents import archive, clean, container, writer
from documents.errors import Damaged
from documents.resume import Resume
from documents.runs import W
from tests.unit.docx_samples import NAMES, document, files, par, replace

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=2)))
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO = "http://schemas.microsoft.com/office/2006/relationships"


def links(*entries: str) -> bytes:
    """A part of relationships."""
    inner = "".join(f"<Relationship {entry}/>" for entry in entries)
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{inner}</Relationships>'.encode()


def dirty() -> dict[str, bytes]:
    """The parts of a file with everything in it that must go."""
    old = files(document(par("Ada Example")))
    body = (
        f'<w:document {NAMES}><w:body><w:p><w:hyperlink r:id="rId1"><w:r><w:t>my site</w:t></w:r>'
        '</w:hyperlink><w:r><w:drawing><a:blip r:embed="rId8" r:link="rId2"/></w:drawing></w:r>'
        '<w:r><w:object><o:OLEObject xmlns:o="urn:o" r:id="rId3"/></w:object></w:r>'
        '<w:ins w:id="5" w:author="Boss of Maya" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new</w:t>'
        '</w:r></w:ins></w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="x"/></w:sdtPr><w:sdtContent>'
        f"{par('bound')}</w:sdtContent></w:sdt>{par(*FETCHING)}"
        '<w:p><w:fldSimple w:instr="DDEAUTO x"><w:r><w:t>shown</w:t></w:r></w:fldSimple></w:p>'
        "<w:sectPr/></w:body></w:document>"
    ).encode()
    settings = (
        f'<w:settings {NAMES}><w:attachedTemplate r:id="rId1"/><w:mailMerge/></w:settings>'.encode()
    )
    types = old["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
    )
    return old | {
        "[Content_Types].xml": types.replace(
            b"</Types>", b'<Override PartName="/word/vbaProject.bin" ContentType="x"/></Types>'
        ),
        "word/document.xml": body,
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": links(
            f'Id="rId1" Type="{KIND}/attachedTemplate" TargetMode="External" Target="file:///C:/x"'
        ),
        "word/_rels/document.xml.rels": links(
            f'Id="rId1" Type="{KIND}/hyperlink" TargetMode="External" Target="https://example.com"',
            f'Id="rId2" Type="{KIND}/image" TargetMode="External" Target="https://example.com/x"',
            f'Id="rId3" Type="{KIND}/oleObject" TargetMode="External" Target="https://example.com"',
            f'Id="rId4" Type="{MACRO}/vbaProject" Target="vbaProject.bin"',
            f'Id="rId6" Type="{MACRO}/missing/people" Target="/word/people.xml"',
            f'Id="rId8" Type="{KIND}/image" Target="media/image1.jpeg"',
            f'Id="rId9" Type="{KIND}/styles" Target="styles.xml"',
        ),
        "word/vbaProject.bin": b"macro",
        "word/_rels/vbaProject.bin.rels": links(
            f'Id="rId1" Type="{MACRO}/wordVbaData" Target="vbaData.xml"',
            f'Id="rId2" Type="{MACRO}/other" Target="styles.xml"',
            f'Id="rId3" Type="{MACRO}/other" TargetMode="External" Target="https://example.com"',
        ),
        "word/vbaData.xml": b"<x/>",
        "word/people.xml": b"<people/>",
        "word/media/image1.jpeg": b"png",
        "docProps/app.xml": b'<P xmlns="urn:p"><Company>Old Employer</Company></P>',
        "docProps/custom.xml": b"<x/>",
        "_rels/.rels": old["_rels/.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rId77" Type="{KIND}/custom-properties"'
            ' Target="docProps/custom.xml"/></Relationships>'.encode(),
        ),
    }


def field(instruction: str, *more: str) -> str:
    """A complex field that shows a word."""
    said = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction, *more))
    start, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{start}{said}{middle}<w:r><w:t>shown</w:t></w:r>{end}"


STRAY = '<w:r><w:instrText>DDE</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
FETCHING = (field(" INCLUDEPIC", "TURE https://example.com/x.png"), field("PAGE"), STRAY)


def test_macros_and_what_only_they_need_go() -> None:
    """No macro, no macro data, no list of reviewers, no custom property is left or listed."""
    kept = clean.strip(dirty(), "Ada Example")
    gone = {"word/vbaProject.bin", "word/vbaData.xml", "word/people.xml", "docProps/custom.xml"}
    assert not gone & set(kept)
    assert "word/_rels/vbaProject.bin.rels" not in kept
    assert "word/styles.xml" in kept
    assert b"vba" not in kept["[Content_Types].xml"]


def test_nothing_outside_is_fetched() -> None:
    """Links to pictures, objects and templates go, with what refers to them; hyperlinks stay."""
    kept = clean.strip(dirty(), "Ada Example")
    external = {
        link.get("Type", "").rpartition("/")[2]
        for name, content in kept.items()
        if name.endswith(".rels")
        for link in container.parse(content)
        if link.get("TargetMode") == "External"
    }
    assert external == {"hyperlink"}
    assert b"https://example.com" in kept["word/_rels/document.xml.rels"]
    assert b"attachedTemplate" not in kept["word/settings.xml"]
    assert b"mailMerge" not in kept["word/settings.xml"]
    body = kept["word/document.xml"]
    assert b"OLEObject" not in body
    assert b'embed="rId8"' in body
    assert b'link="rId2"' not in body
    assert b"INCLUDEPIC" not in body
    assert b"DDEAUTO" not in body
    assert b"PAGE" in body
    assert b"shown" in body
    assert b"dataBinding" not in body


def test_no_name_but_the_persons_own() -> None:
    """Reviewers, companies and templates are not named; the person is, and when."""
    kept = clean.strip(dirty(), "Ada Example", NOW)
    assert b"Boss of Maya" not in kept["word/document.xml"]
    assert b"Old Employer" not in kept["docProps/app.xml"]
    core = docx.Document(io.BytesIO(archive.pack(kept))).core_properties
    assert (core.author, core.title, core.last_modified_by) == ("Ada Example", "Ada Example", "")
    assert core.modified == datetime(2026, 3, 4, 7, 30, tzinfo=UTC)
    assert core.comments == ""


def test_a_template_or_macro_file_becomes_a_document() -> None:
    """What comes out is an ordinary document that python-docx opens."""
    made = archive.pack(clean.strip(dirty(), "Ada Example"))
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == "my site"


def test_a_file_with_nothing_to_hide_keeps_its_bytes() -> None:
    """Only the properties of a clean file change, and a second pass changes nothing."""
    once = clean.strip(files(document(par("Ada Example"))), "Ada Example", NOW)
    assert clean.strip(once, "Ada Example", NOW) == once
    assert once["word/document.xml"] == files(document(par("Ada Example")))["word/document.xml"]


def test_properties_that_are_missing_are_made() -> None:
    """A file without properties gets them, listed and typed."""
    old = files(document(par("Ada Example")))
    del old["docProps/core.xml"], old["docProps/app.xml"]
    name = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    old["_rels/.rels"] = old["_rels/.rels"].replace(name, b"urn:nothing")
    old["[Content_Types].xml"] = old["[Content_Types].xml"].replace(
        b"core-properties+xml", b"x+xml"
    )
    kept = clean.strip(old, "Ada Example", NOW)
    core = docx.Document(io.BytesIO(archive.pack(kept))).core_properties
    assert core.author == "Ada Example"
    assert b"app.xml" not in kept["_rels/.rels"]


def test_a_zip_that_is_no_package_is_damaged() -> None:
    """Without the package's own list of relationships no program would open it."""
    old = files(document(par("Ada Example")))
    del old["_rels/.rels"]
    with pytest.raises(Damaged, match="no relationships"):
        clean.strip(old, "Ada Example")


def test_the_writer_cleans() -> None:
    """Every file that goes out is clean."""
    source = replace(document(par("Ada Example")), dirty())
    done = writer.render(source, "docx", Resume((), ()), [])
    assert "word/vbaProject.bin" not in files(done)
    root = container.parse(files(done)["word/document.xml"])
    assert {change.get(f"{W}author") for change in root.iter(f"{W}ins")} == {"Author"}

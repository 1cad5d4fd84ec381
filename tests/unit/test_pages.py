"""Page one as a picture and all pages as a PDF, by programs that may fail."""

import http.server
import io
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from PIL import Image

from documents import child, container, converters, fidelity, office, pages, visible, word
from documents.errors import Damaged, Unsupported
from documents.programs import Program
from tests.unit.docx_samples import box, bullet, control, document, files, par, replace, table

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "resume.docx"
LIGHT = (Program.LIGHT,)
PLAIN = (Program.PLAIN,)
WITHOUT_OFFICE = (Program.LIGHT, Program.PLAIN)
SHORT = document(
    par("Ada Example", style="Title"),
    par("ada@example.com"),
    par("Experience", style="Heading1"),
    par("Engineer, Example Works\t2019 – 2024", style="Heading2"),
    bullet("Cut build time by 40 %"),
)
ARABIC = document(
    par("سارة مثال", style="Title"),
    par("الخبرة العملية", style="Heading1"),
    par("خفض زمن الاستجابة بنسبة 40% باستخدام Python"),
)
needs_office = pytest.mark.skipif(not office.find(), reason="LibreOffice is not installed")


def _size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


def _text(pdf: bytes | None) -> str:
    assert pdf is not None
    with pypdfium2.PdfDocument(pdf) as opened:
        return visible.read(opened).shown


@pytest.fixture(scope="module")
def example() -> bytes:
    """The picture of the repository's own sample."""
    png = pages.draw(EXAMPLE.read_bytes(), LIGHT)
    assert png is not None
    return png


def test_a_picture_can_be_read_on_a_phone(example: bytes) -> None:
    """It has the page's shape at 150 dots an inch, is within its limits, and is white."""
    width, height = _size(example)
    assert 1000 < width < height <= pages.MAX_HEIGHT
    assert len(example) < pages.MAX_BYTES
    with Image.open(io.BytesIO(example)) as image:
        shades = image.convert("L").histogram()
    assert image.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert 0.01 < sum(shades[:100]) / sum(shades) < 0.3


def test_a_pdf_has_every_word_of_the_file() -> None:
    """Nothing of the sample is lost, and its pages are those of the file."""
    data = EXAMPLE.read_bytes()
    said = [line.text for line in word.read(container.check(data))[0]]
    found = fidelity.compare(said, _text(pages.convert(data, LIGHT)))
    assert found.recall == 1.0


@pytest.mark.parametrize("program", [Program.LIGHT, Program.PLAIN])
def test_the_same_file_gives_the_same_picture(program: Program) -> None:
    """No clock and no chance is in it."""
    assert pages.draw(SHORT, [program]) == pages.draw(SHORT, [program])


def test_words_beyond_the_edge_are_missing_words() -> None:
    """A program that lets dates run off the page is not asked again; the next one is."""
    far = '<w:tabs><w:tab w:val="left" w:pos="11400"/></w:tabs>'
    data = document(par("Ada Example"), par("Engineer\tApril 2019 – present", extra=far))
    assert pages.draw(data, LIGHT) is None
    assert "April 2019" in _text(pages.convert(data, WITHOUT_OFFICE))


def test_right_to_left_files_are_set_by_a_program_that_can() -> None:
    """The light one would set them to the left."""
    assert pages.draw(ARABIC, LIGHT) is None
    shown = _text(pages.convert(ARABIC, WITHOUT_OFFICE))
    if fidelity.compare(["الخبرة"], shown).lost:
        pytest.skip("no font for Arabic")
    assert "Python" in shown


def test_a_telephone_number_keeps_its_order_beside_arabic() -> None:
    """It reads from left to right, to the left of its label."""
    data = document(par("سارة مثال", style="Title"), par("الهاتف: +971 55 501 0001"))
    with pypdfium2.PdfDocument(converters.plain(data)) as opened:
        words = opened[0].get_textpage()
        text = words.get_text_range()
        plus, nine, last = (words.get_charbox(text.index(c))[0] for c in ("+", "9", "0001"))
    assert plus < nine < last


def test_letters_without_a_font_make_no_picture() -> None:
    """Rather no picture than one with empty boxes, on whatever machine."""
    unheard = "\U0001b170\U0001b171\U0001b172"  # Nüshu, which few machines have
    data = document(par("Ada Example"), par(unheard))
    for program in WITHOUT_OFFICE:
        pdf = pages.convert(data, [program])
        assert pdf is None or unheard in _text(pdf)


def test_signs_without_a_font_do_not_matter() -> None:
    """A telephone as a pictogram may come out as a box: no word is lost."""
    data = document(par("Ada Example"), par("\U0001f4de +1 555 0100"))
    assert pages.draw(data, PLAIN) is not None


def test_the_plain_layout_says_so_on_the_picture_only() -> None:
    """Whoever sees the picture knows that the file looks different; the PDF has no such line."""
    assert "plain layout" not in _text(pages.convert(SHORT, PLAIN))
    note = _text(converters.plain(SHORT, "Preview in a plain layout."))
    assert "Preview in a plain layout." in note
    assert pages.draw(SHORT, PLAIN) != pages.draw(SHORT, LIGHT)


def test_text_is_never_markup() -> None:
    """What reads like a program in a résumé is set as it is."""
    words = '#panic("x") *stars* $pi$ #import "/etc/hosts" \\ // @ref <label> `raw`'
    data = document(
        par("Ada #show Example", style="Title"),
        par("Experience", style="Heading1"),
        bullet(words.replace("<", "&lt;")),
    )
    shown = " ".join(_text(pages.convert(data, PLAIN)).split())
    assert '#panic("x") *stars* $pi$ #import "/etc/hosts"' in shown
    assert "Ada #show Example" in shown


def test_tables_controls_and_boxes_are_drawn_or_refused() -> None:
    """Whatever a program does with a text box, no picture goes out without its words."""
    data = document(
        par("Ada Example", style="Title"),
        table((par("Engineer"), par("2019")), ("<w:tc><w:tcPr/><w:p/></w:tc>",)),
        control(bullet("Ran twelve docks")),
        box(par("Skills: Python, SQL")),
    )
    said = [line.text for line in word.read(container.check(data))[0]]
    for program in WITHOUT_OFFICE:
        pdf = pages.convert(data, [program])
        assert pdf is None or fidelity.compare(said, _text(pdf)).recall == 1.0
    assert pages.draw(data, WITHOUT_OFFICE) is not None


def _places(data: bytes) -> list[float]:
    pdf = pages.convert(data, LIGHT)
    assert pdf is not None
    with pypdfium2.PdfDocument(pdf) as opened:
        words = opened[0].get_textpage()
        at = [words.get_text_range().index(name) for name in ("one", "two", "three", "four")]
        return [words.get_charbox(index)[1] for index in at]


@pytest.mark.parametrize("own", ["", '<w:spacing w:line="240"/>', '<w:ind w:left="360"/>'])
def test_lists_are_as_tight_as_in_word(own: str) -> None:
    """No space stands between items of a list, but after it there is some."""
    items = [par(name, style="ListBullet", extra=own) for name in ("one", "two", "three")]
    one, two, three, four = _places(document(*items, par("four")))
    assert 8 < one - two < 20
    assert one - two == pytest.approx(two - three, abs=0.5)
    assert three - four > one - two + 6


def test_spacing_is_only_closed_between_paragraphs_of_one_style() -> None:
    """A paragraph without properties of its own is closed too, where its style says so."""
    styles = files(SHORT)["word/styles.xml"].decode()
    name = '<w:name w:val="Normal"/>'
    tight = styles.replace(name, f"{name}<w:pPr><w:contextualSpacing/></w:pPr>", 1)
    bare = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    data = document(bare.format("one"), bare.format("two"), bullet("three"), bare.format("four"))
    one, two, three, _ = _places(replace(data, {"word/styles.xml": tight.encode()}))
    assert two - three > one - two + 6


def _with_link(data: bytes, kind: str, target: str, body: str) -> bytes:
    parts = files(data)
    rels = "word/_rels/document.xml.rels"
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    away = f'Target="{target}" TargetMode="External"'
    link = f'<Relationship Id="away" Type="{space}/{kind}" {away}/>'
    changed = parts[rels].decode().replace("</Relationships>", f"{link}</Relationships>")
    text = parts["word/document.xml"].decode().replace("<w:sectPr/>", f"{body}<w:sectPr/>")
    return replace(data, {rels: changed.encode(), "word/document.xml": text.encode()})


def _linked_picture(url: str) -> bytes:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="p"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:link="away"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    return _with_link(SHORT, "image", url, drawing)


def test_nothing_that_a_file_points_to_reaches_a_program() -> None:
    """Links to other files are cut before, those that a reader may click stay."""
    data = _linked_picture("http://127.0.0.1:9/x.png")
    kept = converters.harmless(data, container.check(data))
    assert b"127.0.0.1" in b"".join(files(data).values())
    assert b"127.0.0.1" not in b"".join(files(kept).values())
    linked = _with_link(SHORT, "hyperlink", "https://example.com/ada", "")
    kept = converters.harmless(linked, container.check(linked))
    assert b"https://example.com/ada" in b"".join(files(kept).values())


def test_a_document_within_the_document_makes_no_picture() -> None:
    """Its text is not read and most programs leave it out, so nobody could tell."""
    data = _with_link(SHORT, "aFChunk", "part.html", '<w:altChunk r:id="away"/>')
    assert pages.draw(data, WITHOUT_OFFICE) is None


def test_a_heavy_page_is_made_lighter() -> None:
    """A page of nothing but noise, the heaviest there is, is still within the limit."""
    noise = Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(1000 * 1000 * 3))
    buffer = io.BytesIO()
    noise.save(buffer, "PNG", compress_level=0)
    made = docx.Document()
    page = made.sections[0]
    page.page_width = page.page_height = Mm(230)
    page.left_margin = page.top_margin = page.right_margin = page.bottom_margin = Mm(2)
    made.add_picture(io.BytesIO(buffer.getvalue()), width=Mm(225))
    saved = io.BytesIO()
    made.save(saved)
    png = pages.draw(saved.getvalue(), LIGHT)
    assert max(_size(png)) <= pages.MAX_HEIGHT
    assert png is not None
    assert len(png) < pages.MAX_BYTES


def test_an_endless_file_has_no_picture() -> None:
    """A résumé of hundreds of pages is none."""
    page = '<w:p><w:r><w:br w:type="page"/><w:t>more</w:t></w:r></w:p>'
    assert pages.draw(document(*[page] * (pages.MAX_PAGES + 5)), LIGHT) is None


def test_other_files_are_refused() -> None:
    """What is no DOCX raises as reading it does."""
    with pytest.raises(Damaged):
        pages.draw(b"%PDF-1.7 not a zip", WITHOUT_OFFICE)
    odt = replace(SHORT, {"[Content_Types].xml": b"<Types/>"})
    odt = replace(odt, {"mimetype": b"application/vnd.oasis.opendocument.text"})
    with pytest.raises(Unsupported):
        pages.convert(odt, WITHOUT_OFFICE)


async def test_a_child_draws_and_converts() -> None:
    """The same comes from the limited process, one program after the other."""
    assert await child.draw(SHORT, LIGHT) == pages.draw(SHORT, LIGHT)
    pdf = await child.convert(ARABIC, LIGHT)
    assert pdf is None
    assert _text(await child.convert(SHORT, WITHOUT_OFFICE)).startswith("Ada Example")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", SHORT[: len(SHORT) // 2]])
async def test_a_broken_file_has_no_picture(data: bytes) -> None:
    """Nothing is raised: the message goes out without a picture."""
    assert await child.draw(data, WITHOUT_OFFICE) is None
    assert await child.convert(data, PLAIN) is None


def _fake(folder: Path, script: str) -> dict[str, str]:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


async def test_a_child_that_dies_makes_room_for_the_next_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that is killed is no more than a program without an answer."""
    monkeypatch.setenv("PATH", _fake(tmp_path, "kill -9 $PPID")["PATH"])
    assert await child.draw(SHORT, [Program.OFFICE]) is None
    assert await child.draw(SHORT, [Program.OFFICE, Program.LIGHT]) is not None


ALONE = """
import sys
sys.path.insert(0, {root!r})
from documents import office
office.WALL = {wall}
made = office.convert(sys.stdin.buffer.read())
sys.stdout.buffer.write(b"none" if made is None else made)
"""


def _convert(docx: bytes, env: dict[str, str], wall: float = office.WALL) -> bytes:
    """What LibreOffice makes in a process of its own, which gives up its network."""
    script = ALONE.format(root=str(ROOT), wall=wall)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, input=docx, env=env, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ("exit 1", b"none"),
        ("exit 0", b"none"),
        ("exec sleep 9", b"none"),
        ('for last; do :; done; cp "$last" "${last%.docx}.pdf"', b"the file"),
        ('grep -q Untrusted profile/user/*.xcu && echo yes > "$HOME/resume.pdf"', b"yes\n"),
        ('test -z "$TELEGRAM_BOT_TOKEN" && echo clean > "$HOME/resume.pdf"', b"clean\n"),
    ],
    ids=["fails", "writes nothing", "hangs", "converts", "has its profile", "knows no secrets"],
)
def test_libreoffice_is_asked_once_and_may_fail(tmp_path: Path, script: str, made: bytes) -> None:
    """What goes wrong with it is no more than a missing PDF."""
    env = _fake(tmp_path, script) | {"TELEGRAM_BOT_TOKEN": "secret"}
    assert _convert(b"the file", env, wall=0.5) == made


def test_where_libreoffice_is_missing_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setenv("PATH", "")
    assert office.find() == ""
    assert office.convert(SHORT) is None


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback, and the paths that it was asked for."""
    asked: list[str] = []

    class Note(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.client_address[0])

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.png", asked
    server.shutdown()
    server.server_close()
    thread.join()


@needs_office
def test_libreoffice_fetches_nothing(listener: tuple[str, list[str]]) -> None:
    """Even a link that was not cut before is not followed."""
    url, asked = listener
    made = _convert(_linked_picture(url), dict(os.environ))
    assert made.startswith(b"%PDF-")
    assert asked == []


@needs_office
async def test_libreoffice_draws_in_a_child() -> None:
    """Where it is installed it goes first, within limits of its own, and leaves nothing behind."""
    pdf = await child.convert(SHORT, [Program.OFFICE])
    assert "Ada Example" in _text(pdf)


async def test_a_program_that_is_not_installed_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No child is started for it."""
    monkeypatch.setenv("PATH", "")
    assert await child.draw(SHORT, [Program.OFFICE]) is None
    assert await child.draw(SHORT, [Program.OFFICE, Program.LIGHT]) is not None

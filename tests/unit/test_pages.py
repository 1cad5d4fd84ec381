"""Page one as a picture and all pages as a PDF, with every word or not at all."""

import io
import random
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from PIL import Image

from documents import container, converters, fidelity, pages, word
from documents.errors import Damaged, Unsupported
from documents.programs import Program
from tests.unit.docx_samples import box, bullet, control, document, files, par, replace, table
from tests.unit.page_samples import ARABIC, LIGHT, PLAIN, SHORT, WITHOUT_OFFICE
from tests.unit.page_samples import text as _text

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "resume.docx"


def _size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


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

"""What may be missing from pages is found, however they set the text."""

import random

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import container, fidelity, visible
from documents.runs import W
from tests.unit.docx_samples import document, par, replace

LINES = st.lists(st.text("abcdeéß ФДשלאب12-–,.工作", max_size=30), max_size=8)
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@given(LINES, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_pages_that_set_the_same_lines_otherwise_lack_nothing(
    lines: list[str], chance: random.Random
) -> None:
    """Order, case, line ends and spaces of the pages do not matter."""
    shown = [line.upper().replace(" ", "\n") for line in lines]
    chance.shuffle(shown)
    found = fidelity.compare(lines, " • ".join(shown))
    assert found.lost == found.extra == 0
    assert found.recall == 1.0


@given(LINES, LINES)
@settings(max_examples=50)
def test_every_letter_of_the_pages_counts_once(lines: list[str], shown: list[str]) -> None:
    """A letter proves one letter of the file, or is one too many."""
    found = fidelity.compare(lines, "\n".join(shown))
    letters = fidelity.compare(shown, "").letters
    assert letters == found.letters - found.lost + found.extra
    assert 0 <= found.lost <= found.letters


@pytest.mark.parametrize(
    ("lines", "shown", "lost", "gone"),
    [
        (["Ada Example", "+1 555 0100"], "Ada Example", 8, "0100"),
        (["Swedish (native)", "Swedish (native)"], "Swedish (native)", 13, "swedish"),
        (["fault-tolerant systems"], "fault-\ntolerant sys-\ntems", 0, ""),
        (["Erfahrung in Straßenbau"], "ERFAHRUNG IN STRASSENBAU", 0, ""),
        (["1С:ERP, 1 240 договоров"], "договоров С : ERP\n1 1 240", 0, ""),
        (["ﬁne oﬃce", "２０２４年"], "fine office 2024年", 0, ""),
        (["高级软件工程师设计支付系统"], "高级软件工程师\nPage 1\n设计支付", 2, ""),
        (["خفض زمن الاستجابة"], "خفض زمن االستجابة", 0, ""),
        ([], "anything", 0, ""),
    ],
)
def test_what_is_gone_is_counted(lines: list[str], shown: str, lost: int, gone: str) -> None:
    """Lost are the letters that stand nowhere, though words may be broken, joined or turned."""
    found = fidelity.compare(lines, shown)
    assert found.lost == lost
    if gone:
        assert found.gone == gone


def _set(source: str) -> visible.Text:
    made = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True)
    with pypdfium2.PdfDocument(made) as pages:
        return visible.read(pages)


def test_letters_beyond_the_edge_of_the_page_do_not_count() -> None:
    """What the page cuts off cannot be seen."""
    page = "#set page(width: 60mm, height: 40mm, margin: 0mm)"
    text = _set(f"{page}\n#place(dx: 3mm)[May 2019 Now]\n#place(dx: 50mm, dy: 9mm)[Responsible]")
    words = text.shown.split()
    assert {"May", "2019", "Now"} <= set(words)
    assert not any("sible" in word for word in words)
    assert text.boxes == 0


def test_empty_boxes_are_told_from_letters() -> None:
    """A glyph that no font has is counted, though the PDF says which letter it stands for."""
    text = _set("Software 高级 tests — “quoted” ffi Äé.")
    assert text.boxes == 2
    assert "Software" in text.shown
    assert "级" not in text.shown


def test_other_pages_have_no_boxes() -> None:
    """Letters of all kinds that the fonts have are none."""
    text = _set("The quick brown fox Іжак ЩЬЫ αβγ 0123456789 *bold* _italic_ #strike[x]")
    assert text.boxes == 0
    assert "quick" in text.shown


def _headed(settings: str, section: str) -> container.Package:
    kinds = ("default", "first", "even")
    links = "".join(f'<Relationship Id="h-{k}" Type="{R}/header" Target="{k}.xml"/>' for k in kinds)
    heads = "".join(f'<w:headerReference w:type="{k}" r:id="h-{k}"/>' for k in kinds)
    data = document(par("Ada Example"))
    parts = dict(container.check(data).xml)
    body = parts["word/document.xml"].decode()
    rels = parts["word/_rels/document.xml.rels"].decode()
    sheet = f'<w:settings xmlns:w="{W[1:-1]}">{settings}</w:settings>'
    changed = {
        "word/document.xml": body.replace(
            "<w:sectPr/>", f"<w:sectPr>{heads}{section}</w:sectPr>"
        ).encode(),
        "word/_rels/document.xml.rels": rels.replace(
            "</Relationships>", f"{links}</Relationships>"
        ).encode(),
        "word/settings.xml": sheet.encode(),
    }
    return container.check(replace(data, changed))


@pytest.mark.parametrize(
    ("settings", "section", "pages", "unshown"),
    [
        ("", "", 1, {"first", "even"}),
        ("", "", 3, {"first", "even"}),
        ("", "<w:titlePg/>", 1, {"default", "even"}),
        ("", "<w:titlePg/>", 2, {"even"}),
        ("<w:evenAndOddHeaders/>", "", 1, {"first", "even"}),
        ("<w:evenAndOddHeaders/>", "<w:titlePg/>", 2, set()),
    ],
)
def test_headers_that_word_does_not_show_are_not_missed(
    settings: str, section: str, pages: int, unshown: set[str]
) -> None:
    """A header for other pages than there are is no missing text."""
    found = fidelity.unshown(_headed(settings, section), pages)
    assert found == {f"word/{kind}.xml" for kind in unshown}


def test_a_file_without_relationships_has_no_headers() -> None:
    """Nothing is excused where nothing is linked."""
    data = document(par("Ada"))
    parts = dict(container.check(data).xml)
    for name in ("word/_rels/document.xml.rels", "word/settings.xml"):
        parts.pop(name, None)
    package = container.Package("docx", tuple(parts), parts)
    assert fidelity.unshown(package, 1) == set()

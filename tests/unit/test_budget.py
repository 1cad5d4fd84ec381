"""How long lines may become in boxes and rows that cannot grow."""

import pytest

from documents import budget
from documents.resume import Kind
from tests.unit import docx_samples as samples
from tests.unit.docx_samples import bullet, document, par

SMALL = '<w:rPr><w:sz w:val="20"/></w:rPr>'


def shape(inner: str, body: str) -> str:
    """A text box 114.4 points wide: 100 without its insets."""
    extent = '<a:xfrm><a:ext cx="1452880" cy="900000"/></a:xfrm>'
    return (
        f"<w:p><w:r><w:drawing><wp:anchor><wps:wsp><wps:spPr>{extent}</wps:spPr><wps:txbx>"
        f"<w:txbxContent>{inner}</w:txbxContent></wps:txbx>{body}</wps:wsp></wp:anchor>"
        "</w:drawing></w:r></w:p>"
    )


def drawn(inner: str, style: str, fit: str = "") -> str:
    """A text box as older programs write it."""
    return (
        f'<w:p><w:r><w:pict><v:shape style="{style}"><v:textbox style="{fit}"><w:txbxContent>'
        f"{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def row(inner: str, height: str, width: str = '<w:tcW w:w="2216" w:type="dxa"/>') -> str:
    """A table of one cell, 100 points wide without its margins."""
    return (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr>{height}</w:trPr><w:tc><w:tcPr>{width}</w:tcPr>"
        f"{inner}</w:tc></w:tr></w:tbl>"
    )


LINE = bullet(f"<w:r>{SMALL}<w:t>{'x' * 25}</w:t></w:r>")
FIXED, GROWING = (
    "<wps:bodyPr><a:noAutofit/></wps:bodyPr>",
    "<wps:bodyPr><a:spAutoFit/></wps:bodyPr>",
)
EXACT = '<w:trHeight w:val="300" w:hRule="exact"/>'


@pytest.mark.parametrize(
    ("block", "most"),
    [
        (shape(LINE, FIXED), 40),
        (shape(LINE, ""), 40),
        (shape(LINE, GROWING), None),
        (drawn(LINE, "position:absolute;max-width:9pt;width:114.4pt;height:50pt"), 40),
        (drawn(LINE, "width:114.4pt", "mso-fit-shape-to-text:t"), None),
        (drawn(LINE, "height:50pt"), None),
        (row(LINE, EXACT), 40),
        (row(LINE, '<w:trHeight w:val="300"/>'), None),
        (row(LINE, EXACT, '<w:tcW w:w="50%" w:type="pct"/>'), None),
        (LINE, None),
    ],
)
def test_a_line_may_fill_its_last_line(block: str, most: int | None) -> None:
    """25 letters of 10 points fill two lines of 20 in a box of 100 points: 40 letters fit."""
    source = document(par("Work", style="Heading1"), block, par("End"))
    resume = samples.read(source)
    (line,) = resume.of(Kind.BULLET)
    assert budget.letters(source, resume).get(line.id) == most


def test_large_letters_need_more_room() -> None:
    """The size comes from the run, its style, or what Word takes where nothing is said."""
    large = bullet('<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t>abc</w:t></w:r>')
    source = document(par("Work", style="Heading1"), shape(large, FIXED))
    resume = samples.read(source)
    assert budget.letters(source, resume)[resume.of(Kind.BULLET)[0].id] == 10

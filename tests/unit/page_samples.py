"""Short files to draw, the programs that draw them, and what their pages say."""

import pypdfium2

from documents import visible
from documents.programs import Program
from tests.unit.docx_samples import bullet, document, par

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


def text(pdf: bytes | None) -> str:
    """What a PDF shows."""
    assert pdf is not None
    with pypdfium2.PdfDocument(pdf) as opened:
        return visible.read(opened).shown

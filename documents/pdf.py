"""PDF: the text of its pages in the order of the content streams."""

import pypdfium2
from pypdfium2 import raw

from documents import lines
from documents.errors import Damaged, Encrypted, Scanned, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place

MAX_PAGES = 40
MAX_CHARACTERS = 300_000
_LEAST = 50  # characters a page; with fewer the pages are pictures


def read(data: bytes) -> tuple[list[Line], list[Notice]]:
    """The lines of a PDF in reading order, and what stands in it unseen.

    Raises Encrypted, Scanned, TooLarge or Damaged.
    """
    pages = _texts(data)
    if sum(len(text.split()) and len(text.strip()) for text in pages) < _LEAST * len(pages):
        raise Scanned("pictures of pages without text")
    found = []
    for number, text in enumerate(pages, 1):
        for at, row in enumerate(text.split("\n")):
            line = Line(row, Place(f"page {number}", at, 0, len(row))).cut(0, len(row))
            if line.text:
                found.append(lines.unbullet(line))
    return found, []


def _texts(data: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted("the PDF asks for a password") from error
        raise Damaged(f"PDF: {error}") from error
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"{len(document)} pages")
        return [_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"PDF: {error}") from error
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number].get_textpage()
    if page.count_chars() > MAX_CHARACTERS:
        raise TooLarge(f"over {MAX_CHARACTERS} characters")
    text: str = page.get_text_range()
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\xad", "-")

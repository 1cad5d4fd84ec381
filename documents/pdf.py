"""PDF: the text of its pages in the order of the content streams."""

import pypdfium2

from documents import columns, glyphs, reading, wraps
from documents.errors import Damaged, Encrypted, Scanned, TooLarge
from documents.glyphs import Row
from documents.lines import Line
from documents.reading import Notice

MAX_PAGES = 40
_LEAST = 50  # characters a page; with fewer the pages are pictures


def read(data: bytes) -> tuple[list[Line], list[Notice]]:
    """The lines of a PDF in reading order, and what stands in it unseen.

    Raises Encrypted, Scanned, TooLarge or Damaged.
    """
    pages, unseen = _pages(data)
    letters = sum(len(word.text) for rows in pages for row in rows for word in row.words)
    if letters < _LEAST * len(pages):
        raise Scanned("pictures of pages without text")
    blank = sum(sum(len(word.text) for row in rows for word in row.words) == 0 for rows in pages)
    found = wraps.join([columns.order(rows) for rows in pages])
    notices = [reading.notice(why, pieces) for why, pieces in unseen.items()]
    if blank:
        notices.append(reading.notice("unread", ["page without text"], blank))
    return found, notices


def _pages(data: bytes) -> tuple[list[list[Row]], dict[str, list[str]]]:
    """The rows of each page, and unseen text by reason."""
    document = _open(data)
    unseen: dict[str, list[str]] = {}
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"{len(document)} pages")
        pages = [_page(document, number, unseen) for number in range(1, len(document) + 1)]
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"PDF: {error}") from error
    finally:
        document.close()
    return pages, unseen


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted("the PDF asks for a password") from error
        raise Damaged(f"PDF: {error}") from error


def _page(document: pypdfium2.PdfDocument, number: int, unseen: dict[str, list[str]]) -> list[Row]:
    rows, gone = glyphs.read(document[number - 1], number)
    for why, pieces in gone.items():
        unseen.setdefault(why, []).extend(pieces)
    return rows

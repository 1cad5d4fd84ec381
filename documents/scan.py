"""Pictures of text as facts: photos, screenshots and scanned PDFs, page by page."""

import re
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from documents import columns, facts, genre, lines, ocr, picture, reading, sniff, wraps
from documents.errors import Damaged, Illegible
from documents.glyphs import Row
from documents.ocr import Recognised
from documents.reading import Notice, Reading

MAX_PAGES = 4
_DOTS = 200 / 72  # pixels for a point
_LEGIBLE = 65.0  # per cent: what is less sure is no text
_LEAST = 20  # letters
# The top row of a phone's screen: the time, then perhaps network and battery.
_STATUS = re.compile(r"\W{0,3}\d{1,2}[:.]\d\d(?!\d)(?: ?[ap]m)?[^.:;]{0,25}", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """The reading of a picture, or of the pages of a PDF that has no text of its own.

    Of a PDF the first MAX_PAGES pages are read. Raises Scanned where no text recognition is
    installed, Illegible, TooLarge or Damaged.
    """
    format = sniff.tell(data)
    images, left_out = _pages(data) if format == "pdf" else (iter([picture.read(data)]), 0)
    pages = [ocr.recognise(picture.even(image), number) for number, image in enumerate(images, 1)]
    legible = [page for page in pages if page.confidence >= _LEGIBLE]
    _check(legible)
    found = wraps.join([columns.order(_content(page)) for page in legible])
    shown = lines.text(found)
    warnings = [reading.notice("recognised", [], count=len(shown.split()))]
    unread = left_out + len(pages) - len(legible)
    if unread:
        warnings.append(Notice("unread", unread))
    return Reading(format, shown, facts.structure(found), tuple(warnings), genre.tell(shown))


def _content(page: Recognised) -> list[Row]:
    """The rows of a page without that of the phone that it was shown on."""
    phone = page.rows and _STATUS.fullmatch(page.rows[0].text)
    return page.rows[1:] if phone else page.rows


def _check(pages: list[Recognised]) -> None:
    if sum(sum(map(str.isalnum, page.text)) for page in pages) < _LEAST:
        raise Illegible("no text could be recognised")


def _pages(data: bytes) -> tuple[Iterator[Image.Image], int]:
    """The first pages of a PDF as pictures, and how many are left out."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        return _render(document, min(count, MAX_PAGES)), max(0, count - MAX_PAGES)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"PDF: {error}") from error


def _render(document: pypdfium2.PdfDocument, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        page = document[number]
        scale = min(_DOTS, picture.MAX_SIDE / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        image: Image.Image = bitmap.to_pil().convert("L")
        bitmap.close()
        page.close()
        yield image

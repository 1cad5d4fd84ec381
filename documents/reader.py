"""Bytes in, facts out: what a file says, whatever its format."""

from documents import container, facts, genre, lines, plain, sniff
from documents.errors import Empty, Unsupported
from documents.lines import Line
from documents.reading import Notice, Reading


def read(data: bytes, name: str = "") -> Reading:
    """The reading of a file. *name* only tells Markdown from plain text.

    Pure, and not safe for files of strangers: `child.read` does the same in a limited process.
    Raises Empty, Damaged, Encrypted, Scanned, TooLarge or Unsupported.
    """
    format = sniff.tell(data, name)
    if format == "zip":
        return _package(data)
    if format == "pdf":
        from documents import pdf  # its library is only worth loading for a PDF

        return _reading(format, *pdf.read(data))
    if format in ("txt", "md"):
        text = plain.decode(data)
        return _reading(format, plain.read(text, markdown=format == "md"), [], text)
    raise Unsupported(f"{format} files are not read yet")


def _package(data: bytes) -> Reading:
    package = container.check(data)
    if package.format == "docx":
        from documents import word

        return _reading("docx", *word.read(package))
    raise Unsupported(f"{package.format} files are not read yet")


def _reading(
    format: str, found: list[Line], notices: list[Notice], text: str | None = None
) -> Reading:
    shown = lines.text(found) if text is None else text.strip()
    if not any(map(str.isalnum, shown)):
        raise Empty("no words in it")
    return Reading(format, shown, facts.structure(found), tuple(notices), genre.tell(shown))

"""Bytes in, facts out: what a file says, whatever its format."""

from documents import container, facts, genre, lines, plain, sniff
from documents.errors import Empty, Scanned, Unsupported
from documents.lines import Line
from documents.reading import Notice, Reading


def read(data: bytes, name: str = "") -> Reading:
    """The reading of a file. *name* only tells Markdown from plain text.

    Pure, and not safe for files of strangers: `child.read` does the same in a limited process.
    Raises Empty, Damaged, Encrypted, Scanned, TooLarge, Walled or Unsupported. What is Scanned
    has its text in pictures, and `scan.read` may recognise it.
    """
    format = sniff.tell(data, name)
    if format == "html":
        from documents import webpage

        return webpage.read(data)
    if format == "json":
        from documents import jsonresume

        return jsonresume.read(data)
    if format in ("txt", "md"):
        text = plain.decode(data)
        return _reading(format, plain.read(text, markdown=format == "md"), [], text)
    return _document(format, data)


# A library is only worth loading for a file of its format: a child reads one file and ends.


def _document(format: str, data: bytes) -> Reading:
    if format == "zip":
        return _package(data)
    if format == "pdf":
        from documents import pdf

        return _reading(format, *pdf.read(data))
    if format == "rtf":
        from documents import rtf

        return _reading(format, *rtf.read(data))
    if format == "doc":
        from documents import doc

        return _reading(format, *doc.read(data))
    if format == "picture":
        raise Scanned("a picture")
    raise Unsupported(f"{format} files are not read")


def _package(data: bytes) -> Reading:
    package = container.check(data)
    if package.format == "odt":
        from documents import odt

        return _reading("odt", *odt.read(package))
    from documents import word

    return _reading(package.format, *word.read(package))


def _reading(
    format: str, found: list[Line], notices: list[Notice], text: str | None = None
) -> Reading:
    shown = lines.text(found) if text is None else text.strip()
    if not any(map(str.isalnum, shown)):
        raise Empty("no words in it")
    return Reading(format, shown, facts.structure(found), tuple(notices), genre.tell(shown))

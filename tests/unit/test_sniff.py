"""A file is what its bytes say, whatever its name."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import traps
from documents import reader, sniff
from documents.errors import DocumentError, Empty, Encrypted, Unsupported
from tests.unit import pdf_samples

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (pdf_samples.pdf([]), "résumé.docx", "pdf"),
        (b"\n\n" + pdf_samples.pdf([]), "", "pdf"),
        (traps.plain(), "cv.pdf", "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "", "doc"),
        (b"{\\rtf1 hello}", "cv.doc", "rtf"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", "cv.doc", "html"),
        (b"\xef\xbb\xbf <html>hi</html>", "", "html"),
        (json.dumps({"basics": {"name": "Ada"}}).encode(), "", "json"),
        (b'{"name": "no resume"}', "", "txt"),
        (b"{ not json", "", "txt"),
        (b"# Ada\n\ntext", "", "md"),
        (b"Ada\ntext", "cv.md", "md"),
        (b"Ada\ntext", "cv.pdf", "txt"),
        ("Ада".encode("utf-16"), "", "txt"),
        (b"MZ is how this text begins, and no program", "", "txt"),
        (b"BM too", "", "txt"),
    ],
)
def test_the_bytes_tell_the_format(data: bytes, name: str, format: str) -> None:
    """The format is told by the content; a wrong name does not matter."""
    assert sniff.tell(data, name) == format


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Empty),
        (b" \n\t\0\0", Empty),
        (b"\xef\xbb\xbf\n", Empty),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted),
        (OLE + b"Workbook", Unsupported),
        (b"MZ\x90\0\x03\0\0\0\x04", Unsupported),
        (b"\x7fELF\x02\x01\x01\0", Unsupported),
        (b"Rar!\x1a\x07\0\0", Unsupported),
        (b"\x1f\x8b\x08\0\0\0", Unsupported),
        (b"OggS\0\x02\0\0", Unsupported),
        (bytes(range(32)) * 20, Unsupported),
        (b"PK\x05\x06" + bytes(18), Unsupported),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, error: type[DocumentError]) -> None:
    """Empty files, programs, archives and other bytes are refused by class."""
    with pytest.raises(error):
        sniff.tell(data, "resume.pdf")


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_refused(data: bytes) -> None:
    """Any bytes are read, or refused with an error of ours."""
    with contextlib.suppress(DocumentError):
        reader.read(data, "cv.txt")

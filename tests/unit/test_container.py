"""Zip files are read within bounds, and whatever is wrong with one has its class."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import traps
from documents import container, reader
from documents.errors import Damaged, DocumentError, Encrypted, TooLarge, Unsupported
from tests.unit import docx_samples as samples

PLAIN = traps.plain()
TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of *parts*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_document_passes_with_all_its_parts() -> None:
    """A good DOCX is told, and its XML parts are there."""
    package = container.check(PLAIN)
    assert package.format == "docx"
    assert "word/document.xml" in package.xml
    assert package.parse("word/document.xml") is not None
    assert package.parse("word/none.xml") is None


@pytest.mark.parametrize("kind", ["template.main", "ms-word.document.macroEnabled.main"])
def test_templates_and_macro_files_are_documents_too(kind: str) -> None:
    """A template and a file with macros are read as any other."""
    types = (
        TYPES.replace(b"document.main", kind.encode())
        if "ms-" not in kind
        else TYPES.replace(
            b"openxmlformats-officedocument.wordprocessingml.document.main", kind.encode()
        )
    )
    assert container.check(packed({"[Content_Types].xml": types})).format == "docx"


def forged(data: bytes, name: str, size: int) -> bytes:
    """*data* with the declared size of the part *name* changed wherever it stands."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = struct.pack("<I", archive.getinfo(name).file_size)
    at = data.find(name.encode())
    changed = bytearray(data)
    while at >= 0:
        head = bytes(changed[max(at - 46, 0) : at])
        where = head.rfind(real)
        if where >= 0:
            changed[max(at - 46, 0) + where :][:4] = struct.pack("<I", size)
            start = max(at - 46, 0) + where
            changed[start : start + 4] = struct.pack("<I", size)
        at = data.find(name.encode(), at + 1)
    return bytes(changed)


BOMB = packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<w>" + b" " * (30 << 20)})
BAD = {
    "cut short": (PLAIN[: len(PLAIN) // 2], Damaged),
    "no directory": (PLAIN[:-30], Damaged),
    "large": (PLAIN + b"\0" * container.MAX_FILE, TooLarge),
    "bomb": (BOMB, TooLarge),
    "bomb of small size": (forged(BOMB, "word/document.xml", 100), Damaged),
    "ratio": (
        packed({"[Content_Types].xml": TYPES, "word/a.xml": b"<a>" + b" " * (5 << 20)}),
        TooLarge,
    ),
    "picture bomb": (
        packed({"[Content_Types].xml": TYPES, "word/media/a.bin": bytes(61 << 20)}),
        TooLarge,
    ),
    "many parts": (packed({f"{n}.xml": b"" for n in range(1200)}), TooLarge),
    "two of a name": (packed({"a.xml": b"<a/>", "A.xml": b"<a/>"}), Damaged),
    "spreadsheet": (
        packed({"[Content_Types].xml": TYPES.replace(b"word", b"spread")}),
        Unsupported,
    ),
    "any zip": (packed({"readme.txt": b"hello"}), Unsupported),
    "flipped": (PLAIN[:400] + bytes([PLAIN[400] ^ 255]) + PLAIN[401:], Damaged),
    "dtd": (
        packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<!DOCTYPE a><a/>"}),
        Damaged,
    ),
    "entities": (
        packed({"[Content_Types].xml": TYPES, "word/document.xml": b'<!ENTITY a "b"><a/>'}),
        Damaged,
    ),
    "utf-16": (
        packed({"[Content_Types].xml": TYPES, "word/document.xml": "<a/>".encode("utf-16")}),
        Damaged,
    ),
    "no xml": (packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<a><b></a>"}), Damaged),
    "too deep": (
        packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<a>" * 500 + b"</a>" * 500}),
        Damaged,
    ),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD.keys())
def test_a_bad_package_is_refused_by_class(data: bytes, error: type[DocumentError]) -> None:
    """Each fault of a package is refused with the error that names it."""
    with pytest.raises(error):
        reader.read(data)


def test_a_zip_with_a_password_is_encrypted() -> None:
    """An entry marked as encrypted asks for a password."""
    changed = bytearray(PLAIN)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 1)
    with pytest.raises(Encrypted):
        container.check(bytes(changed))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.integers(1, 255))
def test_a_flipped_byte_never_crashes(at: int, mask: int) -> None:
    """A file with one changed byte is read, or refused with an error of ours."""
    changed = bytearray(PLAIN)
    changed[at] ^= mask
    with contextlib.suppress(DocumentError):
        reader.read(bytes(changed))


@settings(max_examples=25, deadline=None)
@given(st.integers(4, len(PLAIN) - 1))
def test_a_cut_file_never_crashes(end: int) -> None:
    """A file cut short anywhere is refused with an error of ours."""
    with pytest.raises(DocumentError):
        reader.read(PLAIN[:end])


def test_the_strict_variant_is_read() -> None:
    """A DOCX in the strict variant of the standard says the same, under another format."""
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {name: content.replace(usual, strict) for name, content in samples.files(PLAIN).items()}
    found = reader.read(packed(parts))
    assert found.format == "strict"
    assert found.resume == reader.read(PLAIN).resume


def test_a_part_may_be_stored_without_compression() -> None:
    """How a part is stored does not matter."""
    data = packed(samples.files(PLAIN), zipfile.ZIP_STORED)
    assert reader.read(data).resume == reader.read(PLAIN).resume

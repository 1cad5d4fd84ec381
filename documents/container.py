"""The guard in front of zip files: bounded reads of every part before any parser sees it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from documents.errors import Damaged, Encrypted, TooLarge, Unsupported

MAX_FILE = 20 << 20
MAX_ENTRIES = 1000
MAX_TOTAL = 60 << 20
MAX_XML = 6 << 20
MAX_XML_TOTAL = 15 << 20
MAX_RATIO = 250  # of an XML part over 1 MiB

_CHUNK = 64 << 10
_XML = (".xml", ".rels", ".vml")
_TYPES = "[Content_Types].xml"
_WORD = re.compile(
    rb"(wordprocessingml\.(document|template)|ms-word\.(document|template)\.macroEnabled[\w]*)\.main\+xml"
)
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (
    (
        _STRICT + b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        _STRICT + b"drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """A zip that passed: its format, all names, the bytes of its XML parts.

    The format is "docx", "odt", or "strict" for a DOCX in the strict variant of the standard,
    which is read as any other and which hardly a program can edit.
    """

    format: str
    names: tuple[str, ...]
    xml: dict[str, bytes] = field(repr=False)

    def parse(self, name: str) -> "etree._Element | None":
        """The root element of the part *name*, or None if there is no such part."""
        return parse(self.xml[name]) if name in self.xml else None


def check(data: bytes) -> Package:
    """The parts of the document in *data*, every one read within limits and its CRC verified.

    Declared sizes are never believed: an entry is inflated in small chunks and given up at its
    limit. Raises TooLarge, Encrypted, Damaged, or Unsupported for a zip that is no document.
    """
    if len(data) > MAX_FILE:
        raise TooLarge(f"{len(data) >> 20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise Damaged(f"zip: {error}") from error


def parse(data: bytes) -> "etree._Element":
    """The root element of an XML part; no DTD, no entities, no network. Raises Damaged."""
    if _STRICT in data:
        for strict, usual in _NAMESPACES:
            data = data.replace(strict, usual)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64] or _DTD.search(data):
        raise Damaged("an XML part in a form that documents do not use")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"XML: {error}") from error


def _read(archive: zipfile.ZipFile) -> Package:
    entries = archive.infolist()
    names = tuple(entry.filename for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise TooLarge(f"{len(entries)} parts")
    if len({name.lower() for name in names}) != len(names):
        raise Damaged("two parts with one name")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Encrypted("the zip asks for a password")
    xml: dict[str, bytes] = {}
    total = of_xml = 0
    for entry in entries:
        is_xml = entry.filename.lower().endswith(_XML)
        cap = min(MAX_XML, MAX_XML_TOTAL - of_xml) if is_xml else MAX_TOTAL - total
        content = _inflate(archive, entry, cap, keep=is_xml or entry.filename == "mimetype")
        total += content.size
        if total > MAX_TOTAL:
            raise TooLarge(f"expands to {total >> 20} MB")
        if is_xml:
            of_xml += content.size
            _check_ratio(entry, content.size)
        if content.kept:
            xml[entry.filename] = content.kept
    return Package(_tell(xml), names, xml)


@dataclass(frozen=True, slots=True)
class _Content:
    size: int
    kept: bytes


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int, *, keep: bool) -> _Content:
    size = 0
    kept = []
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > cap:
                raise TooLarge(f"{entry.filename} expands to over {cap >> 20} MB")
            if keep:
                kept.append(chunk)
    return _Content(size, b"".join(kept))


def _check_ratio(entry: zipfile.ZipInfo, size: int) -> None:
    if size > 1 << 20 and size > MAX_RATIO * max(1, entry.compress_size):
        raise TooLarge(f"{entry.filename} expands {size // max(1, entry.compress_size)} times")


def _tell(xml: dict[str, bytes]) -> str:
    if _WORD.search(xml.get(_TYPES, b"")):
        main = xml.get("word/document.xml", b"")
        return "strict" if _STRICT + b"wordprocessingml" in main else "docx"
    if xml.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    raise Unsupported("a zip, but no text document")

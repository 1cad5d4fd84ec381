"""What a file is, told by its bytes and not by its name."""

import codecs
import json
import re

from documents.errors import Empty, Encrypted, OddPicture, Unsupported

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_ODD_PICTURES = (b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"8BPS")
_FILMED = re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1|avif|avis)", re.DOTALL)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MEDIA = (b"OggS", b"ID3", b"RIFF", b"fLaC", b"\x1aE\xdf\xa3")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    rb"<(!doctype\s+html|html|head|body|meta|title|script|style)\b",
    re.I | re.S,
)
_MARKDOWN = re.compile(r"^#{1,6} \S|^\*\*\S.*\*\*\s*$|^[-*] \[[ x]\] |^```", re.M)


def tell(data: bytes, name: str = "") -> str:
    """The format of *data*: "pdf", "zip", "doc", "picture", "rtf", "html", "json", "md" or "txt".

    A name matters only among "html", "md" and "txt". Raises Empty, Encrypted, OddPicture or
    Unsupported.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Empty("the file is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(_OLE):
        return _tell_ole(data)
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    _refuse(data)
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    head = data[:4096]
    if _HTML.match(head) or (name.lower().endswith((".html", ".htm")) and b"<html" in head.lower()):
        return "html"
    return _tell_text(data, name)


def is_binary(data: bytes) -> bool:
    """Whether *data* is no text in any encoding that `plain` reads."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return False
    head = data[:65536]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\v" for byte in head)
    return b"\0" in head or controls * 100 > len(head)


def _refuse(data: bytes) -> None:
    if (data.startswith(_ODD_PICTURES) and is_binary(data)) or _FILMED.match(data):
        raise OddPicture("a picture, but not JPEG, PNG or WEBP")
    if data.startswith(_PROGRAMS + _ARCHIVES + _MEDIA) and is_binary(data):
        raise Unsupported("a program, an archive or a recording, not a document")


def _tell_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Encrypted("the document asks for a password")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise Unsupported("an Office file, but no text document")


def _tell_text(data: bytes, name: str) -> str:
    if is_binary(data):
        raise Unsupported("not a document")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _is_json_resume(data):
        return "json"
    if name.lower().endswith((".md", ".markdown")):
        return "md"
    return "md" if _MARKDOWN.search(data[:20000].decode("utf-8", "replace")) else "txt"


def _is_json_resume(data: bytes) -> bool:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "basics" in found

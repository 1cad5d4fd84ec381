"""Good files cut short, flipped, misnamed; pictures that lie; programs and other strangers."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from benchmarks import hostile_packages, hostile_pdfs, traps

Bad = tuple[str, bytes]

_ROOT = Path(__file__).parents[1]
_OLD = _ROOT / "benchmarks" / "samples" / "old_word.doc"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORDS = b"Ada Example\nada@example.com\n\nSkills\nExcel, SAP\n"
_MAGIC = {
    "exe": b"MZ\x90\0", "elf": b"\x7fELF\2\1\1\0", "class": b"\xca\xfe\xba\xbe\0\0",
    "rar": b"Rar!\x1a\x07\0", "7z": b"7z\xbc\xaf\x27\x1c", "gz": b"\x1f\x8b\x08\0", "bz2": b"BZh9",
    "xz": b"\xfd7zXZ\0", "zst": b"\x28\xb5\x2f\xfd", "ogg": b"OggS\0\2", "mp3": b"ID3\3\0",
    "wav": b"RIFF\0\0\0\0WAVEfmt ", "flac": b"fLaC\0", "mkv": b"\x1aE\xdf\xa3",
    "mp4": b"\0\0\0\x18ftypisom",
    "heic": b"\0\0\0\x18ftypheic", "avif": b"\0\0\0\x18ftypavif", "gif": b"GIF89a\xff\xff\xff\xff",
    "tif": b"II*\0\x08\0\0\0", "bmp": b"BM\0\0\0\0", "psd": b"8BPS\0\1", "ico": b"\0\0\1\0\1\0",
    "ps": b"%!PS-Adobe-3.0\n", "wasm": b"\0asm\1\0\0\0", "sqlite": b"SQLite format 3\0",
}  # fmt: skip


def build() -> Iterator[Bad]:
    """Every file of this kind, the same each time."""
    whole = _whole()
    yield from cut()
    yield from _flipped(whole)
    yield from _misnamed(whole)
    yield from empty()
    yield from strangers()
    yield from old()
    yield from _pictures()


def _whole() -> dict[str, bytes]:
    """A good file of each format, by its ending."""
    image = Image.new("L", (300, 200), 255)
    return {
        "docx": (_ROOT / "examples" / "resume.docx").read_bytes(),
        "pdf": (_ROOT / "examples" / "resume.pdf").read_bytes(),
        "doc": _OLD.read_bytes(),
        "odt": hostile_packages.odt("<text:p>Ada Example, ada@example.com</text:p>" * 20),
        "rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 " + _WORDS.replace(b"\n", rb"\par ") + b"}",
        "html": b"<html><body><p>" + _WORDS.replace(b"\n", b"</p><p>") + b"</p></body></html>",
        "json": b'{"basics": {"name": "Ada Example", "email": "ada@example.com"}, "work": []}',
        "png": _saved(image, "PNG"),
        "jpg": _saved(image, "JPEG"),
        "webp": _saved(image, "WEBP"),
    }


def _saved(image: Image.Image, format: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format)
    return buffer.getvalue()


def cut() -> Iterator[Bad]:
    """Files cut short, some by much."""
    for ending, data in _whole().items():
        for share in (1, 20, 50, 80, 99):
            yield f"cut-{share}.{ending}", data[: max(5, len(data) * share // 100)]


def _flipped(whole: dict[str, bytes]) -> Iterator[Bad]:
    chance = random.Random(20260105)
    for ending, data in [*whole.items(), ("docx", traps.text_box())]:
        for number in range(9 if len(data) > 5000 else 4):
            made = bytearray(data)
            for _ in range(1 << number % 5):
                made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
            yield f"flipped-{len(data)}-{number}.{ending}", bytes(made)


def _misnamed(whole: dict[str, bytes]) -> Iterator[Bad]:
    endings = list(whole)
    for number, (ending, data) in enumerate(whole.items()):
        for other in (endings[number - 1], endings[number - 4]):
            yield f"{ending}-called.{other}", data
    yield "no-name", whole["docx"]
    yield "../../etc/passwd", whole["pdf"]
    yield "a" * 5000 + ".docx", whole["docx"]
    yield "\u202excod.exe\0.pdf", whole["docx"]


def empty() -> Iterator[Bad]:
    """Files without a word."""
    contents = {
        "nothing": b"",
        "zero": b"\0",
        "zeros": bytes(9000),
        "space": b" \n\t" * 900,
        "mark": b"\xef\xbb\xbf",
        "mark16": b"\xff\xfe",
        "dots": b"... --- ...\n" * 50,
        "one": b"a",
    }
    for name, data in contents.items():
        for ending in ("docx", "pdf", "txt"):
            yield f"{name}.{ending}", data


def strangers() -> Iterator[Bad]:
    """Files that are no documents."""
    for name, magic in _MAGIC.items():
        yield f"stranger.{name}", magic + bytes(range(256)) * 9


def old() -> Iterator[Bad]:
    """Old Word files: other contents, passwords, sectors that lead nowhere or in circles."""
    data = _OLD.read_bytes()
    yield "ole-only.doc", _OLE
    yield "ole-zeros.doc", _OLE + bytes(4000)
    yield "sheet.xls", _OLE + bytes(600) + "Workbook".encode("utf-16-le")
    yield "mail.msg", _OLE + bytes(600) + "__substg1.0".encode("utf-16-le")
    yield "package.docx", _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    for at, what in (
        (30, b"\xff\xff"),
        (44, b"\xff" * 4),
        (48, b"\0" * 4),
        (60, b"\0" * 4),
        (68, b"\0" * 4),
        (72, b"\xff" * 4),
        (76, b"\0" * 400),
        (76, b"\1\0\0\0" * 100),
    ):
        yield f"sectors-{at}-{what[0]}.doc", data[:at] + what + data[at + len(what) :]
    fib = data.find(b"\xec\xa5")
    yield "locked.doc", data[: fib + 11] + bytes([data[fib + 11] | 1]) + data[fib + 12 :]
    yield "tables.doc", data[: fib + 154] + b"\xff\xff\xff\x7f" * 90 + data[fib + 514 :]


def _pictures() -> Iterator[Bad]:
    for width, height in ((60_000, 60_000), (1, 2_000_000_000), (0, 0), (100_000, 1), (9000, 9000)):
        yield f"size-{width}-{height}.png", _png(width, height, bytes(100))
    yield "bomb.png", _png(20_000, 20_000, bytes(60 << 20))
    yield "text.png", _png(9, 9, bytes(99), (b"zTXt", b"a\0\0" + zlib.compress(bytes(60 << 20))))
    yield "profile.png", _png(9, 9, bytes(99), (b"iCCP", b"a\0\0" + zlib.compress(bytes(60 << 20))))
    jpeg = bytearray(_saved(Image.new("L", (64, 64), 200), "JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    yield "size-65535.jpg", bytes(jpeg)
    yield "markers.jpg", b"\xff\xd8\xff" + b"\xff" * 400_000
    yield "size.webp", b"RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 12
    yield "pdf-in.png", b"\x89PNG\r\n\x1a\n" + hostile_pdfs.pdf()


def _png(width: int, height: int, rows: bytes, extra: tuple[bytes, bytes] | None = None) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), *([extra] if extra else [])]
    chunks += [(b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)

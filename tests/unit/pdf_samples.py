"""PDFs written letter by letter, for tests: what stands where, and how it looks, is all given."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 612, 792


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text: its left end and base line in points from the bottom left, its look."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    colour: str = "0 0 0"
    mode: int = 0  # 3 is invisible

    def drawn(self) -> str:
        """The operators that draw it."""
        escaped = self.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        font = "F2" if self.bold else "F1"
        return (
            f"BT {self.colour} rg {self.mode} Tr /{font} {self.size} Tf "
            f"1 0 0 1 {self.x} {self.y} Tm ({escaped}) Tj ET\n"
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str = "0.1 0.1 0.4"

    def drawn(self) -> str:
        """The operators that draw it."""
        return f"{self.colour} rg {self.x} {self.y} {self.width} {self.height} re f\n"


def pdf(*pages: Iterable[Text | Box], compress: bool = False) -> bytes:
    """A PDF of *pages* in Helvetica; what each draws stands in the stream in this order."""
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    fonts = (f"/BaseFont /{name}" for name in ("Helvetica", "Helvetica-Bold"))
    font = "<< /Type /Font /Subtype /Type1 {} /Encoding /WinAnsiEncoding >>"
    objects.extend(font.format(base).encode() for base in fonts)
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(_stream("".join(piece.drawn() for piece in page), compress))
    return assemble(objects)


def assemble(objects: Sequence[bytes]) -> bytes:
    """A PDF file of *objects*, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def lines(
    texts: Iterable[str], x: float = 50, top: float = 740, pitch: float = 14, size: float = 10
) -> list[Text]:
    """Rows of text below one another."""
    return [Text(x, top - at * pitch, text, size) for at, text in enumerate(texts)]


def recursive() -> bytes:
    """A form that draws itself: small, and without an end for a reader that follows it."""
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject "
        b"<< /X 4 0 R >> >> /Length 29 >>\nstream\n/X Do /X Do /X Do /X Do /X Do\nendstream"
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        b"/Resources << /XObject << /X 4 0 R >> >> /Contents 5 0 R >>"
    )
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            form,
            b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        ]
    )


def flate_bomb(size: int = 400 << 20) -> bytes:
    """A page whose stream is compressed twice and grows to *size* bytes of text operators."""
    once = zlib.compress(b"(a) Tj " * (size // 7), 9)
    twice = zlib.compress(once, 9)
    stream = (
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
        + twice
        + b"\nendstream"
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        b"/Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"
    )
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            page,
            stream,
        ]
    )


def _stream(operators: str, compress: bool) -> bytes:
    data = operators.encode("cp1252")
    how = ""
    if compress:
        data, how = zlib.compress(data), " /Filter /FlateDecode"
    return f"<< /Length {len(data)}{how} >>\nstream\n".encode() + data + b"\nendstream"

"""Bad PDFs: loops, bombs, trees without end, passwords, scripts, links to elsewhere."""

import zlib
from collections.abc import Iterator, Sequence

Bad = tuple[str, bytes]

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 "
    + _FONT
    + b" >> /XObject << /X 5 0 R >> >> /Contents 4 0 R >>"
)
_WORDS = b"BT /F1 10 Tf 50 700 Td (Ada Example, ada@example.com, accountant in Springfield) Tj ET\n"


def build(url: str, secret: str) -> Iterator[Bad]:
    """Every file of this kind. They point to *url* and to the file *secret*."""
    yield from loops()
    yield from _bombs()
    yield from _trees()
    yield from _streams()
    yield from locked()
    yield from active(url, secret)


def pdf(
    content: bytes = _WORDS,
    *more: bytes,
    catalog: bytes = _CATALOG,
    pages: bytes = _PAGES,
    page: bytes = _PAGE,
    trailer: str = "",
) -> bytes:
    """A PDF of one page; *more* are the objects from number 5 on."""
    return assemble([catalog, pages, page, stream(content), *more], trailer)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    head = b"<< /Length %d %s >>\nstream\n" % (len(content), extra)
    return head + content + b"\nendstream"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of *objects*, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>"
    return bytes(out) + f"{size}\nstartxref\n{start}\n%%EOF\n".encode()


def _form(content: bytes, inner: int) -> bytes:
    resources = b"/Resources << /XObject << /X %d 0 R >> >>" % inner
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] " + resources)


def loops() -> Iterator[Bad]:
    """Objects that contain themselves."""
    yield "form-in-itself.pdf", pdf(b"/X Do", _form(b"/X Do /X Do /X Do /X Do /X Do", 5))
    forms = [_form(b"/X Do " * 10, 6 + number) for number in range(9)]
    yield "forms-nested.pdf", pdf(b"/X Do", *forms, stream(b"0 0 1 1 re f", b"/Subtype /Form"))
    two = (_form(b"/X Do /X Do", 6), _form(b"/X Do /X Do", 5))
    yield "forms-two.pdf", pdf(b"/X Do", *two)
    yield "kids-loop.pdf", pdf(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    yield "parent-loop.pdf", pdf(page=_PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R"))
    yield "catalog-loop.pdf", pdf(catalog=b"<< /Type /Catalog /Pages 1 0 R >>")
    for at in (0, 9, 99999999):
        yield f"prev-{at}.pdf", pdf(trailer=f"/Prev {at}")
    yield "length-loop.pdf", pdf().replace(b"/Length %d" % len(_WORDS), b"/Length 4 0 R")
    yield "contents-loop.pdf", pdf(page=_PAGE.replace(b"4 0 R >>", b"[3 0 R 4 0 R 3 0 R] >>"))
    glyph = stream(b"BT /F1 9 Tf (a) Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
        b"/CharProcs << /a 5 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 "
        b"/LastChar 97 /Widths [9] /Resources << /Font << /F1 6 0 R >> >> >>"
    )
    page = _PAGE.replace(_FONT, b"6 0 R")
    yield "glyph-in-itself.pdf", pdf(b"BT /F1 9 Tf (a) Tj ET", glyph, font, page=page)
    outline = b"<< /First 5 0 R /Next 5 0 R /Title (a) /Parent 5 0 R >>"
    yield "outline-loop.pdf", pdf(_WORDS, outline, catalog=_CATALOG[:-2] + b"/Outlines 5 0 R >>")


def _bombs() -> Iterator[Bad]:
    big = b"(a) Tj " * (8 << 20)
    for times in (1, 2, 3):
        content = big
        for _ in range(times):
            content = zlib.compress(content, 9)
        filters = b"/Filter [%s]" % (b"/FlateDecode " * times)
        yield f"flate-{times}.pdf", assemble([_CATALOG, _PAGES, _PAGE, stream(content, filters)])
    runs = b"".join(bytes([129]) + b"q" for _ in range(400_000)) + b"\x80"
    chains = {
        "run-length": (runs, b"/RunLengthDecode"),
        "hex": (b"71 0a " * 900_000 + b">", b"/ASCIIHexDecode"),
        "ascii85": (b"z" * 900_000 + b"~>", b"/ASCII85Decode"),
        "lzw": (b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 9000, b"/LZWDecode"),
        "unknown": (b"abc", b"/NoSuchDecode"),
        "many": (b"abc", b"[" + b"/ASCIIHexDecode " * 5000 + b"]"),
        "crypt": (b"abc", b"/Crypt"),
    }
    for name, (content, how) in chains.items():
        made = stream(content, b"/Filter " + how)
        yield f"filter-{name}.pdf", assemble([_CATALOG, _PAGES, _PAGE, made])
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 "
    for how in (b"FlateDecode", b"DCTDecode", b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode"):
        data = zlib.compress(bytes(1 << 20)) if how == b"FlateDecode" else b"\xff\xd8\xff\xe0" * 99
        made = stream(data, image + b"/ColorSpace /DeviceRGB /Filter /" + how)
        yield f"image-{how.decode()}.pdf", pdf(b"612 0 0 792 0 0 cm /X Do", made)


def _trees() -> Iterator[Bad]:
    count = 20_000
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    many = b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count
    yield "pages-20000.pdf", assemble([_CATALOG, many, *[page] * count])
    same = b"<< /Type /Pages /Kids [" + b"3 0 R " * count + b"] /Count %d >>" % count
    yield "page-20000-times.pdf", pdf(pages=same)
    for count in (-1, 0, 2_000_000_000):
        yield f"count-{count}.pdf", pdf(pages=_PAGES.replace(b"Count 1", b"Count %d" % count))
    deep = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(5000)]
    yield "pages-deep.pdf", assemble([_CATALOG, *deep, _PAGE])
    for name, left, right in (("array", b"[", b"]"), ("dictionary", b"<< /A ", b" >>")):
        nested = left * 100_000 + right * 100_000
        yield f"deep-{name}.pdf", pdf(catalog=_CATALOG[:-2] + b"/Deep " + nested + b" >>")
    boxes = (b"[0 0 1e30 1e30]", b"[0 0 0 0]", b"[0 0 -9 -9]", b"[a b c d]", b"[]")
    for number, box in enumerate(boxes):
        yield f"box-{number}.pdf", pdf(page=_PAGE.replace(b"[0 0 612 792]", box))
    yield "no-pages.pdf", pdf(pages=b"<< /Type /Pages /Kids [] /Count 0 >>")
    yield "null-page.pdf", pdf(page=b"null")


def _streams() -> Iterator[Bad]:
    yield "graphics-deep.pdf", pdf(b"q " * 1_000_000 + _WORDS)
    yield "brackets-deep.pdf", pdf(b"BT " + b"(" * 500_000)
    yield "array-deep.pdf", pdf(b"[" * 500_000 + _WORDS)
    yield "marked-deep.pdf", pdf(b"/A BMC " * 300_000 + _WORDS)
    yield "glyphs-many.pdf", pdf(b"BT /F1 1 Tf " + b"(abcdefgh) Tj " * 200_000 + b"ET")
    yield "rows-many.pdf", pdf(b"BT /F1 9 Tf 9 9 Td " + b"(words) Tj 0 1 Td " * 60_000 + b"ET")
    yield "numbers.pdf", pdf(b"BT /F1 1e38 Tf 1e38 -1e38 Td (Ada) Tj ET " + b"9" * 100_000)
    yield "matrix.pdf", pdf(b"0 0 0 0 0 0 cm " + _WORDS)
    yield "bytes.pdf", pdf(bytes(range(256)) * 2000)
    yield "inline-image.pdf", pdf(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID abc EI " + _WORDS)
    yield "length-short.pdf", pdf().replace(b"/Length %d" % len(_WORDS), b"/Length 1")
    yield "length-long.pdf", pdf().replace(b"/Length %d" % len(_WORDS), b"/Length 2000000000")
    yield "length-minus.pdf", pdf().replace(b"/Length %d" % len(_WORDS), b"/Length -5")
    yield "head-only.pdf", b"%PDF-1.7\n"
    yield "head-twice.pdf", b"%PDF-1.7\n" + pdf()
    yield "no-xref.pdf", pdf().split(b"xref")[0]
    yield "xref-zero.pdf", pdf().replace(b"00000 n", b"00000 f")
    yield "start-wrong.pdf", pdf().replace(b"startxref\n", b"startxref\n9")


def locked() -> Iterator[Bad]:
    """Files with a password."""
    for version, revision, length in ((1, 2, 40), (2, 3, 128), (5, 6, 256), (9, 9, 9999)):
        hashes = "41" * (48 if version == 5 else 32)
        extra = f"/OE <{'42' * 32}> /UE <{'42' * 32}> /Perms <{'43' * 16}>" if version == 5 else ""
        locked = (
            f"/Encrypt << /Filter /Standard /V {version} /R {revision} /Length {length} "
            f"/O <{hashes}> /U <{hashes}> /P -4 {extra} >> /ID [<{'44' * 16}> <{'44' * 16}>]"
        )
        yield f"locked-{version}.pdf", pdf(trailer=locked)
    yield "locked-otherwise.pdf", pdf(trailer="/Encrypt << /Filter /Adobe.PubSec /V 2 >>")
    yield "locked-broken.pdf", pdf(trailer="/Encrypt 99 0 R")


def active(url: str, secret: str) -> Iterator[Bad]:
    """Files that want to do something when they are opened."""
    link = url.encode()
    actions = {
        "uri": b"/S /URI /URI (%s/open)" % link,
        "launch": b"/S /Launch /F (/bin/sh)",
        "script": b"/S /JavaScript /JS (app.launchURL\\('%s/js'\\))" % link,
        "submit": b"/S /SubmitForm /F (%s/submit)" % link,
        "remote": b"/S /GoToR /F (%s/remote.pdf)" % link,
        "import": b"/S /ImportData /F (%s/data)" % link,
    }
    for name, action in actions.items():
        opened = _CATALOG[:-2] + b"/OpenAction << /Type /Action " + action + b" >> >>"
        yield f"action-{name}.pdf", pdf(catalog=opened)
    for number, place in enumerate((link + b"/stream", b"file://" + secret.encode())):
        outside = b"/FFilter /FlateDecode /F << /FS /URL /F (%s) >>" % place
        yield f"outside-{number}.pdf", assemble([_CATALOG, _PAGES, _PAGE, stream(b"", outside)])
    form = b"/AcroForm << /XFA (<xdp><config href='%s/xfa'/></xdp>) /Fields [] >> >>" % link
    yield "xfa.pdf", pdf(catalog=_CATALOG[:-2] + form)
    notes = b"/Annots [" + b"<< /Subtype /Link /Rect [0 0 9 9] >> " * 100_000 + b"] >>"
    yield "notes.pdf", pdf(page=_PAGE[:-2] + notes)

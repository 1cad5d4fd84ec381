"""Bad zips, Word and OpenDocument files: bombs, forged sizes, deep trees, links to elsewhere."""

import io
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping

from benchmarks import traps

Bad = tuple[str, bytes]

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TEXT = "<w:p><w:r><w:t>Ada Example, ada@example.com</w:t></w:r></w:p>"
_ODT = b"application/vnd.oasis.opendocument.text"
_ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def build(url: str, secret: str) -> Iterator[Bad]:
    """Every file of this kind. They point to *url* and to the file *secret*."""
    yield from _zips()
    yield from xml(url, secret)
    yield from _deep()
    yield from _odts(url, secret)


def packed(parts: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of *parts*."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(parts: Mapping[str, bytes] | None = None, *, without: str = "") -> bytes:
    """A plain Word file with *parts* put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(traps.plain())) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != without}
    return packed(files | dict(parts or {}))


def document(body: str, head: str = "") -> bytes:
    """A Word file whose main part has *body*, and *head* before its root."""
    text = f'<?xml version="1.0"?>{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>'
    return docx({"word/document.xml": text.encode()})


def odt(body: str, head: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text with *body*."""
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {_ODT_NAMES}>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": _ODT, "content.xml": content.encode()} | dict(parts or {}))


def _zips() -> Iterator[Bad]:
    zeros = bytes(80 << 20)
    yield "bomb-media.docx", docx({"word/media/image1.png": zeros})
    yield "bomb-xml.docx", docx({"word/document.xml": b"<w:p>" + zeros[: 40 << 20]})
    yield "bomb-many.docx", docx({f"word/part{n}.xml": zeros[: 5 << 20] for n in range(12)})
    yield "bomb-nested.zip", packed({"a.zip": packed({"b.zip": packed({"c": zeros})})})
    yield "parts-5000.docx", docx({f"word/p{n}.xml": b"<a/>" for n in range(5000)})
    yield "parts-twice.docx", docx({"WORD/document.xml": b"<a/>"})
    for name in ("../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "word/" + "a" * 60000):
        yield f"name-{len(name)}.docx", docx({name: b"<a/>"})
    whole = docx()
    for size in (0, 1, 1 << 30, 0xFFFFFFFF):
        yield f"forged-size-{size}.docx", _forged(whole, size)
    yield "forged-bomb.docx", _forged(docx({"word/document.xml": zeros}), 100)
    yield "encrypted.docx", _flagged(whole, 1)
    yield "method-99.docx", _flagged(whole, 0, method=99)
    yield "bzip2.docx", packed({"a": b"b" * 1000}, zipfile.ZIP_BZIP2)
    yield "lzma.docx", packed({"a": b"b" * 1000}, zipfile.ZIP_LZMA)
    yield "prefixed.docx", b"#!/bin/sh\n" + whole
    yield "trailing.docx", whole + b"junk" * 9000
    yield "no-directory.docx", whole[: whole.rindex(b"PK\x01\x02")]
    yield "overlapping.docx", _overlapping()
    yield "empty.zip", packed({})
    yield "no-types.docx", docx(without="[Content_Types].xml")
    yield "no-document.docx", docx(without="word/document.xml")
    yield "no-relations.docx", docx(without="_rels/.rels")
    for kind in ("xlsx", "pptx", "jar", "epub", "apk"):
        yield f"other.{kind}", packed({"META-INF/MANIFEST.MF": b"x", "data": kind.encode()})


def _forged(data: bytes, size: int) -> bytes:
    """*data* whose directory says that every part has *size* bytes."""
    made = bytearray(data)
    at = 0
    while (at := made.find(b"PK\x01\x02", at)) >= 0:
        made[at + 24 : at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(made)


def _flagged(data: bytes, flag: int, method: int | None = None) -> bytes:
    made = bytearray(data)
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := made.find(mark, at)) >= 0:
            made[at + flags] |= flag
            if method is not None:
                made[at + flags + 2 : at + flags + 4] = struct.pack("<H", method)
            at += 4
    return bytes(made)


def _overlapping() -> bytes:
    """One compressed part that 900 entries of the directory share."""
    data = packed({"word/document.xml": bytes(10 << 20)})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, tail = data[at:end], bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 900, 900)
    tail[12:16] = struct.pack("<I", 900 * len(entry))
    return data[:at] + entry * 900 + bytes(tail)


def xml(url: str, secret: str) -> Iterator[Bad]:
    """Files whose XML is none, or too much."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    heads = {
        "laughs": (f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>', "&l9;"),
        "quadratic": (f'<!DOCTYPE d [<!ENTITY a "{"a" * 50000}">]>', "&a;" * 5000),
        "xxe-file": (f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>', "&x;"),
        "xxe-url": (f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}/xxe">]>', "&x;"),
        "dtd-url": (f'<!DOCTYPE d SYSTEM "{url}/d.dtd">', "words"),
        "parameter": (f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{url}/p.dtd"> %p;]>', "words"),
        "undefined": ("", "&nothing;"),
    }
    for name, (head, text) in heads.items():
        yield f"xml-{name}.docx", document(said.format(text), head)
        yield f"xml-{name}.odt", odt(f"<text:p>{text}</text:p>", head)
    whole = f'<?xml version="1.0"?><w:document {NAMES}><w:body>{TEXT}</w:body></w:document>'
    raw = {
        "utf16": whole.encode("utf-16"),
        "utf7": whole.replace("?>", ' encoding="utf-7"?>', 1).encode(),
        "latin": whole.encode().replace(b"Ada", b"Ad\xe4"),
        "unclosed": whole[:-20].encode(),
        "twice": whole.encode() * 2,
        "null": whole.encode().replace(b"Ada", b"A\0a"),
        "control": whole.replace("Ada", "A&#1;a").encode(),
        "empty": b"",
        "words": b"just words",
        "other-root": b"<html><body>words</body></html>",
        "long-name": f"<{'a' * 500000}/>".encode(),
        "attributes": ("<a" + "".join(f' a{n}="1"' for n in range(100_000)) + "/>").encode(),
        "namespaces": ("<a" + "".join(f' xmlns:n{n}="u{n}"' for n in range(20000)) + "/>").encode(),
        "instruction": b"<?x " + b"y" * 3_000_000 + b"?><a/>",
    }
    for name, part in raw.items():
        yield f"xml-{name}.docx", docx({"word/document.xml": part})
    for broken in ("word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels"):
        yield f"broken-{len(broken)}.docx", docx({broken: b"<w:styles"})


def _deep() -> Iterator[Bad]:
    for depth in (300, 20_000):
        for tag in ("tbl", "sdt", "hyperlink", "ins"):
            inner = {"tbl": "<w:tr><w:tc>", "sdt": "<w:sdtContent>"}.get(tag, "")
            close = {"tbl": "</w:tc></w:tr>", "sdt": "</w:sdtContent>"}.get(tag, "")
            opened, closed = f"<w:{tag}>{inner}" * depth, f"{close}</w:{tag}>" * depth
            yield f"deep-{tag}-{depth}.docx", document(opened + TEXT + closed)
        yield (
            f"deep-span-{depth}.odt",
            odt("<text:p>" + "<text:span>" * depth + "Ada" + "</text:span>" * depth + "</text:p>"),
        )
        table = "<table:table><table:table-row><table:table-cell>"
        ends = "</table:table-cell></table:table-row></table:table>"
        yield f"deep-table-{depth}.odt", odt(table * depth + "<text:p>A</text:p>" + ends * depth)
    yield "paragraphs.docx", document("<w:p/>" * 500_000)
    yield "runs.docx", document("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 150_000 + "</w:p>")
    yield "long-line.docx", document(TEXT.replace("Ada", "word " * 900_000))
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    yield "span.docx", document(span + TEXT + "</w:tc></w:tr></w:tbl>")
    fields = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 5000
    yield "fields.docx", document(fields + TEXT)
    style = '<w:style w:type="paragraph" w:styleId="S{}"><w:basedOn w:val="S{}"/></w:style>'
    loop = "".join(style.format(n, (n + 1) % 900) for n in range(900))
    body = f'<w:p><w:pPr><w:pStyle w:val="S0"/></w:pPr>{TEXT[5:]}'
    main = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()
    styles = f"<w:styles {NAMES}>{loop}</w:styles>".encode()
    yield "style-loop.docx", docx({"word/styles.xml": styles, "word/document.xml": main})


def _odts(url: str, secret: str) -> Iterator[Bad]:
    words = "<text:p>Ada Example, ada@example.com</text:p>"
    yield "spaces.odt", odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>')
    cell = '<table:table-cell table:number-columns-repeated="2000000000"/>'
    row = f'<table:table-row table:number-rows-repeated="2000000000">{cell}</table:table-row>'
    yield "repeated.odt", odt(f"<table:table>{row}</table:table>{words}")
    for number, target in enumerate((f"{url}/odt.png", f"file://{secret}")):
        image = f'<draw:frame><draw:image xlink:href="{target}"/></draw:frame>'
        yield f"image-{number}.odt", odt(f"<text:p>{image}words of a résumé</text:p>")
        section = f'<text:section><text:section-source xlink:href="{target}"/></text:section>'
        yield f"section-{number}.odt", odt(section + words)
    yield "macro.odt", odt(words, parts={"Basic/Standard/Module1.xml": b"<script/>"})
    sealed = b'<manifest><encryption-data algorithm="aes"/></manifest>'
    yield (
        "encrypted.odt",
        packed(
            {"mimetype": _ODT, "META-INF/manifest.xml": sealed, "content.xml": b"\x01\x02\x03\x04"}
        ),
    )
    yield "no-content.odt", packed({"mimetype": _ODT})
    yield "bomb.odt", odt(words, parts={"Pictures/a.png": bytes(80 << 20)})
    yield "paragraphs.odt", odt("<text:p/>" * 400_000)

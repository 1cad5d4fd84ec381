"""What a Word file says about itself: whose it is, and when it was last changed."""

from datetime import UTC, datetime

from lxml import etree

from documents.runs import Element

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}

_PERSONAL = ("Manager", "Company", "Template", "HyperlinkBase", "TotalTime")


def core(name: str, language: str, created: str, modified: datetime | str) -> bytes:
    """docProps/core.xml of a document by the person with *name*; times and language may be ""."""
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=_NAMES)
    for tag, said in (("title", name), ("creator", name), ("language", language)):
        if said:
            etree.SubElement(root, f"{{{_DC}}}{tag}").text = said
    for tag, time in (("created", created), ("modified", modified)):
        if isinstance(time, datetime):
            time = time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if time:
            element = etree.SubElement(root, f"{{{_TERMS}}}{tag}")
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
            element.text = time
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def renew(old: Element | None, name: str, modified: datetime | None) -> bytes:
    """docProps/core.xml by *name* instead of *old*, of which times and language are left."""

    def said(tag: str) -> str:
        return "" if old is None else old.findtext(tag) or ""

    created, changed = said(f"{{{_TERMS}}}created"), said(f"{{{_TERMS}}}modified")
    return core(name, said(f"{{{_DC}}}language"), created, modified or changed)


def depersonalise(app: Element) -> bool:
    """Take company, manager and template names out of docProps/app.xml; whether there were any."""
    found = [child for child in app if etree.QName(child).localname in _PERSONAL]
    for child in found:
        app.remove(child)
    return bool(found)

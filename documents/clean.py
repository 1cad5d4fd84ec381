"""Takes out of a Word file what must not go to an employer: macros, links out, authors' names."""

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from lxml import etree

from documents import archive, container, properties
from documents.errors import Damaged
from documents.runs import Element, W

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE = f"{{{_PACKAGE}/content-types}}Override"
_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_CORE_KIND = "application/vnd.openxmlformats-package.core-properties+xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_WORD = re.compile(r"(template|macroEnabled\w*)\.main\+xml$")

# Kinds of relationship whose target goes too: macros, toolbars, signatures (they would not hold
# any more), the old picture of page one, names of reviewers.
_UNWANTED = re.compile(
    r"/(vbaProject\w*|wordVbaData|keyMapCustomizations|attachedToolbars|attachedTemplate|origin"
    r"|custom-properties|thumbnail|people)$"
)
_DRAWN = ("blip", "imagedata", "fill", "stroke")  # these may stand without their picture
_REMOTE = re.compile(r"\s*(INCLUDE(PICTURE|TEXT)?|IMPORT|DDE(AUTO)?|LINK|RD)\b", re.IGNORECASE)
_SUSPECT = re.compile(rb":author=|:initials=|dataBinding|mailMerge|instrText|fldSimple")


def strip(files: dict[str, bytes], name: str, now: datetime | None = None) -> dict[str, bytes]:
    """The parts of a file as they may be sent: by the person with *name*, last changed *now*.

    Out go external relationships other than hyperlinks, macros, signatures, the names of authors,
    reviewers and companies, custom properties, and fields that fetch other files. A template or
    a macro file becomes an ordinary document. Parts with none of these keep their bytes. Raises
    Damaged if the file is no whole package.
    """
    if _ROOT not in files:
        raise Damaged("the package has no relationships")
    kept = dict(files)
    for rels in [part for part in files if part.endswith(".rels")]:
        if rels in kept:
            _cut(kept, rels)
    for part in [part for part in kept if part.startswith("word/") and part.endswith(".xml")]:
        if _SUSPECT.search(kept[part]):
            _anonymise(kept, part)
    _sign(kept, name, now)
    _retype(kept)
    return kept


def _cut(files: dict[str, bytes], rels: str) -> None:
    """Cut the relationships that must not stay, in the part and in its list of them."""
    root = container.parse(files[rels])
    folder, _, base = rels.removesuffix(".rels").rpartition("_rels/")
    gone = [link for link in root.iter(_RELATIONSHIP) if _is_unwanted(link, folder, files)]
    if not gone:
        return
    for link in gone:
        root.remove(link)
        _remove(files, _target(link, folder))
    files[rels] = archive.serialise(root)
    if folder + base in files:
        _unlink(files, folder + base, {link.get("Id", "") for link in gone})


def _is_unwanted(link: Element, folder: str, files: dict[str, bytes]) -> bool:
    """Whether it leads out, to something unwanted, or to nothing (which some programs die of)."""
    kind = link.get("Type", "")
    if kind.endswith("/hyperlink"):
        return False
    target = _target(link, folder)
    return not target or bool(_UNWANTED.search(kind)) or target not in files


def _target(link: Element, folder: str) -> str:
    """The name of the part that *link* in *folder* leads to, or "" if it leads out of the file."""
    if link.get("TargetMode") == "External":
        return ""
    path = posixpath.join("/", folder, unquote(link.get("Target", "")))
    return posixpath.normpath(path).lstrip("/")


def _remove(files: dict[str, bytes], part: str) -> None:
    """Remove a part, its relationships and what only they lead to."""
    folder, _, base = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    if files.pop(part, None) is None or rels not in files:
        return
    for link in container.parse(files.pop(rels)).iter(_RELATIONSHIP):
        target = _target(link, folder)
        if _UNWANTED.search(link.get("Type", "")) or target.startswith("_xmlsignatures/"):
            _remove(files, target)


def _unlink(files: dict[str, bytes], part: str, ids: set[str]) -> None:
    """Take the relationships with *ids* out of the XML of *part*, which Word would miss."""
    root = container.parse(files[part])
    for element in list(root.iter(etree.Element)):
        for key, id in element.attrib.items():
            if not str(key).startswith(f"{{{_R}}}") or id not in ids:
                continue
            if etree.QName(element).localname in _DRAWN:
                del element.attrib[key]
            elif (parent := element.getparent()) is not None:
                parent.remove(element)
    files[part] = archive.serialise(root)


def _anonymise(files: dict[str, bytes], part: str) -> None:
    """Take names, data sources and fields that fetch other files out of *part*."""
    root = container.parse(files[part])
    changed = False
    for element in root.iter(etree.Element):
        for key in (f"{W}author", f"{W}initials"):
            if element.get(key, "Author") != "Author":
                element.set(key, "Author")
                changed = True
    for element in [*root.iter(f"{W}dataBinding", f"{W}mailMerge"), *_remote(root)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            changed = True
    for simple in [s for s in root.iter(f"{W}fldSimple") if _REMOTE.match(s.get(f"{W}instr", ""))]:
        simple.set(f"{W}instr", "")
        changed = True
    if changed:
        files[part] = archive.serialise(root)


def _remote(root: Element) -> Iterator[Element]:
    """The instructions of fields that fetch other files; what they last showed stays."""
    said: list[list[Element]] = []
    for element in list(root.iter(f"{W}fldChar", f"{W}instrText")):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            said.append([])
        elif element.tag == f"{W}instrText" and said:
            said[-1].append(element)
        elif kind == "end" and said:
            field = said.pop()
            if _REMOTE.match("".join(text.text or "" for text in field)):
                yield from field


def _sign(files: dict[str, bytes], name: str, now: datetime | None) -> None:
    """Say in the document's properties whose it is and when it was changed, and no more."""
    root = container.parse(files[_ROOT])
    link = next((r for r in root.iter(_RELATIONSHIP) if r.get("Type") == _CORE), None)
    part = "docProps/core.xml" if link is None else link.get("Target", "").lstrip("/")
    old = container.parse(files[part]) if part in files else None
    files[part] = properties.renew(old, name, now)
    if link is None:
        etree.SubElement(root, _RELATIONSHIP, Id="rIdCore", Type=_CORE, Target=part)
        files[_ROOT] = archive.serialise(root)
    if "docProps/app.xml" in files:
        app = container.parse(files["docProps/app.xml"])
        if properties.depersonalise(app):
            files["docProps/app.xml"] = archive.serialise(app)


def _retype(files: dict[str, bytes]) -> None:
    """List exactly the parts that are there, the main one as that of an ordinary document."""
    root = container.parse(files[_TYPES])
    before = etree.tostring(root)
    for override in list(root.iter(_OVERRIDE)):
        if override.get("PartName", "").lstrip("/") not in files:
            root.remove(override)
        elif _OTHER_WORD.search(override.get("ContentType", "")):
            override.set("ContentType", _WORD)
    if not any(entry.get("ContentType") == _CORE_KIND for entry in root):
        etree.SubElement(root, _OVERRIDE, PartName="/docProps/core.xml", ContentType=_CORE_KIND)
    if etree.tostring(root) != before:
        files[_TYPES] = archive.serialise(root)

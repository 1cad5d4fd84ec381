"""All tracked changes of a Word file accepted or rejected, by the rules of Word."""

from documents import archive, container, word
from documents.runs import Element, W

_RUNS = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}
_MARKS = {"accept": "del", "reject": "ins"}
_RESTORED = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}


def settle(data: bytes, how: str) -> bytes:
    """*data* with every tracked change accepted or rejected; *how* is "accept" or "reject"."""
    files = archive.unpack(data)
    for _, name, root in word.open_parts(container.check(data)).with_text():
        _settle(root, how)
        files[name] = archive.serialise(root)
    return archive.pack(files)


def count(data: bytes) -> int:
    """How many tracked changes *data* has."""
    parts = word.open_parts(container.check(data))
    tags = [f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange")]
    return sum(1 for _, _, root in parts.with_text() for _ in root.iter(*tags))


def _settle(root: Element, how: str) -> None:
    kept, gone = _RUNS[how], _RUNS["reject" if how == "accept" else "accept"]
    joined = [
        p for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}rPr/{W}{_MARKS[how]}") is not None
    ]
    for element in _at_runs(root, gone):
        _remove(element)
    for element in _at_runs(root, kept):
        for child in list(element):
            element.addprevious(child)
        _remove(element)
    for change in list(root.iter(f"{W}pPrChange")):
        _settle_properties(change, how)
    if how == "reject":
        for text in list(root.iter(*_RESTORED)):
            text.tag = _RESTORED[str(text.tag)]
    for paragraph in joined:
        _join(paragraph)
    for mark in list(root.iter(*(f"{W}{tag}" for tag in ("ins", "del")))):
        _remove(mark)


def _at_runs(root: Element, tags: tuple[str, ...]) -> list[Element]:
    """Tracked changes of runs; those of paragraph ends stand in properties."""
    found = root.iter(*(f"{W}{tag}" for tag in tags))
    return [element for element in found if not _is_mark(element)]


def _is_mark(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}rPr"


def _settle_properties(change: Element, how: str) -> None:
    properties = change.getparent()
    assert properties is not None
    _remove(change)
    if how == "accept":
        return
    for child in list(properties):
        if child.tag not in (f"{W}rPr", f"{W}sectPr"):
            properties.remove(child)
    for at, child in enumerate(list(change[0])):
        properties.insert(at, child)


def _join(paragraph: Element) -> None:
    """Take away the end of *paragraph*: what it says goes to the next one, whose look it gets."""
    following = next(paragraph.itersiblings(f"{W}p", f"{W}tbl", f"{W}sdt"), None)
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for number, child in enumerate(content):
            following.insert(at + number, child)
    elif content:
        return
    _remove(paragraph)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

"""What an edited Word file must still look like: told from the bytes, not from the editor."""

import copy
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from documents import container, ink, runs, word, wording
from documents.edits import Edit, Op
from documents.resume import Fact, Resume
from documents.runs import Element, Styles, W

_MAY_CHANGE = ("[Content_Types].xml", "docProps/core.xml", "docProps/app.xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Print:
    """A paragraph: its place and text, the look of each character, its properties and its XML.

    The properties are without a section break, the XML without the text boxes anchored in it.
    """

    part: str
    ordinal: int
    text: str
    looks: tuple[tuple[bytes, bool], ...]
    properties: bytes
    xml: bytes


def prints(data: bytes) -> list[Print]:
    """The paragraphs of a DOCX, text boxes' second copies too."""
    parts = word.open_parts(container.check(data))
    styles = word.styles_of(parts)
    return [
        _print(name, ordinal, paragraph, styles)
        for _, name, root in parts.with_text()
        for ordinal, paragraph in enumerate(root.iter(f"{W}p"))
    ]


def lost(source: bytes, done: bytes, resume: Resume, plan: Sequence[Edit]) -> list[str]:
    """What of the look of *source* is not in *done*, which is *source* after *plan*."""
    before, after = prints(source), prints(done)
    touched = _touched(before, resume, plan)
    found = _missing(before, after, touched)
    edited = {edit.fact: edit for edit in plan}
    listed = _listed(before, resume, plan)
    for fact in resume.facts:
        edit = edited.get(fact.id)
        if fact.place and (edit is None or edit.op is not Op.DROP):
            old = _home(before, fact)
            text = edit.text if edit and edit.op is Op.REWRITE else fact.text
            free = fact.id in listed
            if (old.part, old.text) in touched and not _stays(old, fact, text, after, free):
                found.append(f"{fact.id}: {fact.text[:40]}")
    return found + _parts(source, done)


Shape = tuple[str, str, tuple[tuple[bytes, bool], ...], bytes]


def shape(data: bytes) -> list[Shape]:
    """What a reader sees of a DOCX: its paragraphs with text, their letters and how these look."""
    return [(p.part, p.text, p.looks, p.properties) for p in prints(data) if p.text]


def _print(part: str, ordinal: int, paragraph: Element, styles: Styles) -> Print:
    chars = runs.characters(paragraph, styles)
    looks = {run: _look(run) for run in dict.fromkeys(map(ink.holder, chars))}
    properties = copy.deepcopy(paragraph.find(f"{W}pPr"))
    if properties is not None:
        for mark in [*properties.findall(f"{W}sectPr"), *properties.findall(f"{W}rPr")]:
            if mark.tag == f"{W}sectPr" or not len(mark):
                properties.remove(mark)
    alone = copy.deepcopy(paragraph)
    for box in list(alone.iter(f"{W}txbxContent")):
        for child in list(box):
            box.remove(child)
    for named in alone.iter(f"{W}ins", f"{W}del"):
        named.set(f"{W}author", "")  # reviewers' names are taken out
    return Print(
        part,
        ordinal,
        "".join(char.char for char in chars),
        tuple(looks[ink.holder(char)] for char in chars),
        b""
        if properties is None or not len(properties)
        else etree.tostring(properties, method="c14n", exclusive=True),
        etree.tostring(alone, method="c14n", exclusive=True),
    )


def _look(run: Element) -> tuple[bytes, bool]:
    return ink.look(run), ink.link(run) is not None


def _is_at(print: Print, fact: Fact) -> bool:
    place = fact.place
    return place is not None and (print.part, print.ordinal) == (place.part, place.paragraph)


def _home(before: list[Print], fact: Fact) -> Print:
    """The paragraph that *fact* stood in before the plan."""
    return next(print for print in before if _is_at(print, fact))


def _touched(before: list[Print], resume: Resume, plan: Sequence[Edit]) -> set[tuple[str, str]]:
    """Part and text of the paragraphs that the plan may change."""
    ids = {edit.fact for edit in plan} | {edit.anchor for edit in plan}
    facts = [fact for fact in resume.facts if fact.id in ids]
    return {(p.part, p.text) for p in before if any(_is_at(p, fact) for fact in facts)}


def _missing(before: list[Print], after: list[Print], touched: set[tuple[str, str]]) -> list[str]:
    """Paragraphs that the plan leaves alone stand in the file as they did, in the same order."""
    rest: Iterator[bytes] = iter([print.xml for print in after])
    alone = [print for print in before if print.text and (print.part, print.text) not in touched]
    return [print.text[:60] for print in alone if not any(xml == print.xml for xml in rest)]


def _listed(before: list[Print], resume: Resume, plan: Sequence[Edit]) -> set[str]:
    """The facts that the plan moves out of a list in one paragraph, or into one."""
    placed = [fact for fact in resume.facts if fact.place]
    inside = {fact.id for fact in placed if _is_shared(_home(before, fact).text, fact.text)}
    found: set[str] = set()
    for edit in plan:
        if not edit.anchor or edit.anchor == edit.fact:
            continue
        if inside & {edit.fact, edit.anchor}:
            found.add(edit.fact)
        inside.discard(edit.fact)
        if edit.anchor in inside:
            inside.add(edit.fact)
    return found


def _stays(old: Print, fact: Fact, text: str, after: list[Print], free: bool) -> bool:
    """Whether the words that *text* keeps at its ends look as they did, in a paragraph as it was.

    Letters that two other words happen to share are not kept, and of two spaces either may be the
    one that is. New words have no look that the fact did not have. A *free* fact, as an item of a
    list that goes to another list, looks as that does.
    """
    assert fact.place is not None
    looks = old.looks[fact.place.start : fact.place.end]
    had, has = wording.words(fact.text), wording.words(text)
    head = _common(had, has)
    tail = min(_common(had[::-1], has[::-1]), min(len(fact.text), len(text)) - head)
    kept = [*range(head), *range(-tail, 0)]
    for print in after:
        for at in _found(print.text, text):
            now = print.looks[at : at + len(text)]
            same = all(now[i] == looks[i] or fact.text[i] == " " for i in kept)
            known = set(now) <= set(looks)
            if free or (same and known and print.properties == old.properties):
                return True
    return False


def _is_shared(whole: str, text: str) -> bool:
    """Whether a paragraph says more than *text* and a bullet in front of it."""
    return len(whole) - len(text) > 3


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters the words have that both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(len(a) for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _found(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _parts(source: bytes, done: bytes) -> list[str]:
    """Parts without text have the same bytes."""
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(io.BytesIO(done)) as new:
        shown = {name for _, name, _ in word.open_parts(container.check(source)).with_text()}
        names = [n for n in old.namelist() if n not in _MAY_CHANGE and n not in shown]
        kept = set(new.namelist())
        return [
            name
            for name in names
            if not name.endswith((".rels", "/", "thumbnail.jpeg", "custom.xml", "people.xml"))
            and (name not in kept or old.read(name) != new.read(name))
        ]

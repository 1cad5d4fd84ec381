"""A clean single-column Word file of a résumé that did not come as one."""

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from documents import archive, fonts, sheet, spans, wording
from documents.fonts import Typeface
from documents.resume import Fact, Kind, Resume, Topic
from documents.runs import Element, W

_TOP = (Kind.NAME, Kind.HEADLINE, Kind.CONTACT)
_HEAD = (Kind.TITLE, Kind.DEGREE, Kind.EMPLOYER, Kind.SCHOOL, Kind.LOCATION, Kind.DATES)
_WHAT = (Kind.TITLE, Kind.DEGREE)
_WHERE = (Kind.EMPLOYER, Kind.SCHOOL)
_LISTED = (Kind.SKILL, Kind.LANGUAGE)
_LINE = 95  # characters of contact data in a line
_UNWANTED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Span:
    """Words, and how they are set: "" as their paragraph is, "bold", "italic", or "plain"."""

    text: str
    look: str = ""
    is_ltr: bool = False  # a telephone number or an address, whatever stands around it


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the id of its style, and its spans."""

    style: str
    spans: tuple[Span, ...]


def render(resume: Resume, *, now: datetime | None = None) -> bytes:
    """A DOCX with every fact, group and section title of *resume*, in its order.

    Only name and contacts are brought to the top. Characters that a document must not hold
    (controls, zero-width and private ones, ligatures) are left out or spelled out.
    """
    blocks = list(compose(resume))
    text = "".join(span.text for block in blocks for span in block.spans)
    face = fonts.choose(text, resume.language)
    body = archive.serialise(_document(blocks, face))
    return sheet.pack(body, face, tidy(resume.name), now)


def compose(resume: Resume) -> Iterator[Block]:
    """The paragraphs of the document, in order."""
    block = {section.id for section in resume.sections if section.topic is Topic.CONTACT}
    top = [fact for fact in resume.facts if fact.section in block or fact.kind in _TOP]
    yield from _contacts(resume, top)
    known = {section.id for section in resume.sections}
    yield from _section([f for f in resume.facts if f.section not in known and f not in top])
    for section in resume.sections:
        facts = [fact for fact in resume.facts if fact.section == section.id and fact not in top]
        if facts and section.title:
            yield Block("Heading1", (Span(tidy(section.title)),))
        yield from _section(_regrouped(facts))


def tidy(text: str) -> str:
    """*text* in one line, composed, without what readers of documents stumble over."""
    plain = "".join(_spelled(char) for char in wording.legal(text).translate(_UNWANTED))
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def _spelled(char: str) -> str:
    if "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) in ("Co", "Cn") else char


def _contacts(resume: Resume, facts: list[Fact]) -> Iterator[Block]:
    """Name, headline, and the contact data in lines of a readable length."""
    for kind, style in ((Kind.NAME, "Title"), (Kind.HEADLINE, "Subtitle")):
        if said := [tidy(fact.text) for fact in facts if fact.kind is kind]:
            yield Block(style, (Span(" | ".join(said)),))
    titles = [s.title for s in resume.sections if s.topic is Topic.CONTACT and s.title]
    shown = [Span(f"{tidy(title)}: ", "bold") for title in titles]
    for fact in facts:
        if fact.kind not in (Kind.CONTACT, Kind.LOCATION):
            continue
        if sum(len(span.text) for span in shown) + len(fact.text) > _LINE:
            yield Block("Contact", tuple(shown))
            shown = []
        if shown and not shown[-1].text.endswith(": "):
            shown.append(Span(" | "))
        shown.append(Span(tidy(fact.text), is_ltr=fact.kind is Kind.CONTACT))
    if shown:
        yield Block("Contact", tuple(shown))
    said_kinds = (*_TOP, Kind.LOCATION)
    yield from _section([fact for fact in facts if fact.kind not in said_kinds])


def _section(facts: Iterable[Fact]) -> Iterator[Block]:
    for (_, kind, group), chosen in itertools.groupby(facts, _part):
        same = list(chosen)
        if kind == "head":
            for head in _heads(same):
                yield from _head(head)
        elif kind in _LISTED:
            label = (Span(f"{tidy(group)}: ", "bold"),) if group else ()
            yield Block("Normal", (*label, Span(_listed(same))))
        else:
            style = "ListBullet" if kind == Kind.BULLET else "Normal"
            yield from (Block(style, (Span(tidy(fact.text)),)) for fact in same)


def _regrouped(facts: list[Fact]) -> list[Fact]:
    """*facts*, where a skill that was moved into another list has the label of that list."""
    runs = [list(same) for _, same in itertools.groupby(facts, _part)]
    longest: dict[tuple[str, str, str], int] = {}
    for run in runs:
        longest[_part(run[0])] = max(len(run), longest.get(_part(run[0]), 0))
    found: list[Fact] = []
    for fact in [fact for run in reversed(runs) for fact in reversed(run)]:
        run = next(run for run in runs if fact in run)
        beside = found[-1] if found else None
        if beside and beside.kind is fact.kind is Kind.SKILL and len(run) < longest[_part(fact)]:
            fact = replace(fact, group=beside.group)
        found.append(fact)
    return found[::-1]


def _part(fact: Fact) -> tuple[str, str, str]:
    """Facts that are neighbours and have the same of this are set together."""
    return fact.entry, "head" if fact.kind in _HEAD else fact.kind, fact.group


def _listed(facts: list[Fact]) -> str:
    texts = [tidy(fact.text) for fact in facts]
    separator = "; " if any(", " in text for text in texts) else ", "
    return separator.join(texts)


def _heads(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """The heads of entries that follow each other without a line between them."""
    head: list[Fact] = []
    for fact in facts:
        if fact.kind is not Kind.LOCATION and any(other.kind is fact.kind for other in head):
            yield head
            head = []
        head.append(fact)
    yield head


def _head(facts: list[Fact]) -> Iterator[Block]:
    """What and when in the first line, where in the second; always in this order."""

    def said(*kinds: Kind) -> str:
        return ", ".join(tidy(fact.text) for fact in facts if fact.kind in kinds)

    what, where, town, dates = said(*_WHAT), said(*_WHERE), said(Kind.LOCATION), said(Kind.DATES)
    place = [Span(where, "italic")] if where else []
    place += [Span(f", {town}" if where else town)] if town else []
    when = [Span("\t"), Span(dates, "plain")] if dates else []
    if what:
        yield Block("Heading2", (Span(what), *when))
        if place:
            yield Block("Employer", tuple(place))
    elif where:
        yield Block("Heading2", (Span(where), *([Span(f", {town}")] if town else []), *when))
    else:
        yield Block("Employer", (*place, *([Span(", ")] if place and when else []), *when[1:]))


def _document(blocks: Sequence[Block], face: Typeface) -> Element:
    root = etree.Element(f"{W}document", nsmap={"w": W[1:-1]})
    body = etree.SubElement(root, f"{W}body")
    for block in blocks:
        paragraph = etree.SubElement(body, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        etree.SubElement(properties, f"{W}pStyle", {f"{W}val": block.style})
        if face.is_rtl:
            etree.SubElement(properties, f"{W}bidi")
        for span in block.spans:
            paragraph.extend(_runs(span, face))
    body.append(sheet.page(face))
    return root


def _runs(span: Span, face: Typeface) -> Iterator[Element]:
    if not face.is_rtl or span.is_ltr:
        yield _run(span.text, span.look, is_rtl=False)
        return
    for is_rtl, text in fonts.directed(span.text):
        yield _run(text, span.look, is_rtl=is_rtl)


def _run(text: str, look: str, *, is_rtl: bool) -> Element:
    run = etree.Element(f"{W}r")
    properties = etree.SubElement(run, f"{W}rPr")
    for tag in {"bold": ("b", "bCs"), "plain": ("b", "bCs"), "italic": ("i", "iCs")}.get(look, ()):
        etree.SubElement(properties, f"{W}{tag}", {f"{W}val": "0"} if look == "plain" else {})
    if is_rtl:
        etree.SubElement(properties, f"{W}rtl")
    if not len(properties):
        run.remove(properties)
    run.extend(spans.contents(text))
    return run

"""A clean single-column Word file of a résumé that did not come as one."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from documents import archive, chronology, fonts, rows, sheet, spans, titles, wording
from documents.fonts import Typeface
from documents.resume import Fact, Kind, Resume, Topic
from documents.runs import Element, W

_TOP = (Kind.NAME, Kind.HEADLINE, Kind.CONTACT)
_HEAD = (Kind.TITLE, Kind.DEGREE, Kind.EMPLOYER, Kind.SCHOOL, Kind.LOCATION, Kind.DATES)
_WHAT = (Kind.TITLE, Kind.DEGREE)
_WHERE = (Kind.EMPLOYER, Kind.SCHOOL)
_LINE = 95  # characters of contact data in a line
_GROUPS = re.compile(r"(?<=\d) (?=\d)")
_ICON = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_UNWANTED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Span:
    """Words, and how they are set: "" as their paragraph is, "bold", "italic", or "plain"."""

    text: str
    look: str = ""
    is_address: bool = False  # an address or a telephone number


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the id of its style, and its spans."""

    style: str
    spans: tuple[Span, ...]


def render(resume: Resume, *, now: datetime | None = None) -> bytes:
    """A DOCX with every fact, group and section title of *resume*, in its order.

    Only name and contacts are brought to the top. Characters that a document must not hold
    (controls, zero-width and private ones, icons, ligatures) are left out or spelled out.
    """
    blocks = [block for block in compose(resume) if any(span.text for span in block.spans)]
    text = "".join(span.text for block in blocks for span in block.spans)
    face = fonts.choose(text, resume.language)
    body = archive.serialise(_document(blocks, face))
    return sheet.pack(body, face, tidy(resume.name), now)


def compose(resume: Resume) -> Iterator[Block]:
    """The paragraphs of the document, in order."""
    block = {section.id for section in resume.sections if section.topic is Topic.CONTACT}
    top = [fact for fact in resume.facts if fact.section in block or fact.kind in _TOP]
    lifted = {fact.section for fact in top} - {f.section for f in resume.facts if f not in top}
    labels = {s.id: tidy(s.title) for s in resume.sections if s.id in lifted and s.title}
    yield from _contacts(top, labels)
    known = {section.id for section in resume.sections}
    yield from _section([f for f in resume.facts if f.section not in known and f not in top])
    for section in resume.sections:
        facts = [fact for fact in resume.facts if fact.section == section.id]
        facts = [fact for fact in facts if fact not in top]
        title = section.title or (titles.usual(section.topic, resume.language) if facts else "")
        if title and section.id not in lifted:
            yield Block("Heading1", (Span(tidy(title)),))
        if section.topic is Topic.EXPERIENCE:
            facts = chronology.latest_first(chronology.even(facts))
        yield from _section(facts)


def tidy(text: str) -> str:
    """*text* in one line, composed, without what readers of documents stumble over."""
    plain = "".join(_spelled(char) for char in wording.legal(text).translate(_UNWANTED))
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def _spelled(char: str) -> str:
    if "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) in ("Co", "Cn") or _ICON.match(char) else char


def _contacts(facts: list[Fact], labels: dict[str, str]) -> Iterator[Block]:
    """Name, headline, and the contact data in lines of a readable length.

    `labels` are the titles of the sections that have only contact data, by their ids.
    """
    for kind, style in ((Kind.NAME, "Title"), (Kind.HEADLINE, "Subtitle")):
        if said := [fact for fact in facts if fact.kind is kind]:
            label = labels.pop(said[0].section, "") if kind is Kind.HEADLINE else ""
            text = " | ".join(tidy(fact.text) for fact in said)
            yield Block(style, (Span(f"{label}: {text}" if label else text),))
    shown: list[Span] = []
    for fact in facts:
        if fact.kind not in (Kind.CONTACT, Kind.LOCATION):
            continue
        if shown and sum(len(span.text) for span in shown) + len(fact.text) > _LINE:
            yield Block("Contact", tuple(shown))
            shown = []
        if shown:
            shown.append(Span(" | "))
        if label := labels.pop(fact.section, ""):
            shown.append(Span(f"{label}: ", "bold"))
        shown.append(Span(tidy(fact.text), is_address=fact.kind is Kind.CONTACT))
    if shown:
        yield Block("Contact", tuple(shown))
    said_kinds = (*_TOP, Kind.LOCATION)
    yield from _section([fact for fact in facts if fact.kind not in said_kinds])


def _section(facts: Iterable[Fact]) -> Iterator[Block]:
    for _, entry in itertools.groupby(facts, lambda fact: fact.entry):
        for part in _parts(entry):
            head = [fact for fact in part if fact.kind in _HEAD]
            if head:
                yield from _head(head)
            yield from _lines(fact for fact in part if fact.kind not in _HEAD)


def _parts(entry: Iterable[Fact]) -> Iterator[list[Fact]]:
    """An entry, cut where another title or employer begins."""
    part: list[Fact] = []
    for fact in entry:
        again = any(other.kind is fact.kind for other in part)
        if again and fact.kind in (*_WHAT, *_WHERE):
            yield part
            part = []
        part.append(fact)
    yield part


def _lines(facts: Iterable[Fact]) -> Iterator[Block]:
    for (_, kind, group), chosen in itertools.groupby(facts, _list):
        same = list(chosen)
        if kind is Kind.SKILL or (kind is Kind.LANGUAGE and not _has_commas(same)):
            label = (Span(f"{tidy(group)}: ", "bold"),) if group else ()
            yield Block("Normal", (*label, Span(_listed(same))))
        else:
            style = "ListBullet" if kind is Kind.BULLET else "Normal"
            yield from (Block(style, (Span(tidy(fact.text)),)) for fact in same)


def _list(fact: Fact) -> tuple[str, Kind, str]:
    return fact.entry, fact.kind, fact.group


def _listed(facts: list[Fact]) -> str:
    words = [tidy(fact.text) for fact in facts]
    return ("; " if _has_commas(facts) else rows.default_separator("".join(words))).join(words)


def _has_commas(facts: list[Fact]) -> bool:
    return any(comma in fact.text for fact in facts for comma in (", ", "、", "،"))


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
    if not face.is_rtl:
        yield _run(span.text, span.look, is_rtl=False)
        return
    # With spaces that hold them together, the groups of a number keep their order everywhere.
    whole = _GROUPS.sub("\u00a0", span.text) if span.is_address else span.text
    for is_rtl, text in fonts.directed(whole, is_address=span.is_address):
        yield _run(text, span.look, is_rtl=is_rtl)


def _run(text: str, look: str, *, is_rtl: bool) -> Element:
    if look == "italic" and not fonts.has_italics(text):
        look = ""
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

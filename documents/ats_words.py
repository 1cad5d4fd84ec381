"""The rules of parsers for what a Word file says: contact data, titles, dates, characters."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from documents import (
    ats_build,
    container,
    dates,
    headings,
    lines,
    ooxml,
    periods,
    subject,
    visible,
)
from documents.ooxml import W
from documents.resume import Fact, Kind, Place, Section, Topic
from documents.subject import OK, Subject, Verdict

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_HEAD = (Kind.TITLE, Kind.EMPLOYER, Kind.DATES, Kind.LOCATION)
_ODD = re.compile("[\u00ad\u200b\u2060\ufeff\ufb00-\ufb06\ue000-\uf8ff]")
_ICON = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FILE = re.compile(r"[A-Z][A-Za-z0-9]*(_[A-Z][A-Za-z0-9]*)+\.docx")


def begins_with_contacts(file: Subject) -> Verdict:
    """R10: the name comes first, e-mail and telephone within the first four lines."""
    name = file.resume.name
    if not name:
        return None, "the file names nobody"
    if name not in file.lines[0].text:
        return False, f"begins with: {file.lines[0].text[:40]}"
    top = "\n".join(line.text for line in file.lines[:4])
    for what, pattern in (("e-mail", _EMAIL), ("telephone", _PHONE)):
        said = any(pattern.search(fact.text) for fact in file.resume.of(Kind.CONTACT))
        if said and not pattern.search(top):
            return False, f"the {what} comes later"
    known = "\n".join(fact.text for fact in file.resume.of(Kind.CONTACT))
    if _EMAIL.search(known) or _PHONE.search(known):
        return OK
    return None, "the file has neither e-mail nor telephone"


def has_titles(file: Subject) -> Verdict:
    """R11: sections have usual titles, as real headings, and nothing stands outside of them."""
    titled = [section for section in file.resume.sections if _has_own_line(file, section)]
    if not titled:
        return None, "the file has no section titles"
    for section in titled:
        line = file.line_at(section.place) if section.place else None
        if line is None or line.level != 1:
            return False, f"not a Heading 1: {section.title}"
    loose = [s for s in file.resume.sections if not s.place and s.topic is not Topic.CONTACT]
    if loose:
        return False, f"a part about {loose[0].topic} without a title"
    own = [section.title for section in titled if headings.tell(section.title) is None]
    return (None, f"the person's own title: {own[0]}") if own else OK


def has_real_lists(file: Subject) -> Verdict:
    """R12: list items are Word's, none has a typed bullet."""
    for (part, ordinal), (_, text) in file.paragraphs.items():
        for line in lines.split(lines.Line(text, Place(part, ordinal, 0, len(text)))):
            if line.bullet:
                return False, f"a typed bullet: {line.text[:40]}"
    return OK


def has_even_heads(file: Subject) -> Verdict:
    """R13: title, employer and dates of a role within two lines, in the same order in all."""
    heads = _heads(file)
    if not heads:
        return None, "the file has no roles"
    order: set[tuple[Kind, Kind]] = set()
    for head in heads:
        places = {(fact.place.part, fact.place.paragraph) for fact in head if fact.place}
        if len(places) > 2:
            return False, f"over two lines: {head[0].text}"
        order |= set(itertools.combinations(dict.fromkeys(fact.kind for fact in head), 2))
    mixed = [pair for pair in order if pair[::-1] in order]
    return (False, f"{mixed[0][0]} and {mixed[0][1]} in either order") if mixed else OK


def _heads(file: Subject) -> list[list[Fact]]:
    """What names the roles and says where and when they were, role by role."""
    entries = file.resume.entries(Topic.EXPERIENCE)
    heads = [
        [fact for fact in file.resume.of(*_HEAD, entry=entry) if fact.place] for entry in entries
    ]
    return [head for head in heads if head]


def has_even_dates(file: Subject) -> Verdict:
    """R14: all dates can be read, and those of roles are written in one way, with months."""
    found = [fact for fact in file.resume.of(Kind.DATES) if not dates.is_duration(fact.text)]
    if not found:
        return None, "the file has no dates"
    unread = [fact.text for fact in found if not dates.parse(fact.text)]
    if unread:
        return None, f"the person's own words: {unread[0]}"
    of_roles = [fact for fact in found if file.resume.topic(fact) is Topic.EXPERIENCE]
    if periods.are_even([fact.text for fact in of_roles]):
        return OK
    if len({len(since) for fact in of_roles for since in _ends(fact)}) > 1:
        return None, "some roles have no month"
    return False, " / ".join(sorted({fact.text for fact in of_roles})[:3])


def is_latest_first(file: Subject) -> Verdict:
    """R15: the latest role first."""
    keys = []
    for entry in file.resume.entries(Topic.EXPERIENCE):
        found = [dates.parse(fact.text) for fact in file.resume.of(Kind.DATES, entry=entry)]
        if not found or not found[0]:
            return None, "a role has no dates that can be read"
        keys.append("9999" if found[0].open else found[0].until or found[0].since)
    if len(keys) < 2:
        return None, "the file has no two roles"
    return OK if keys == sorted(keys, reverse=True) else (False, "an earlier role comes first")


def has_plain_characters(file: Subject) -> Verdict:
    """R18: composed letters, nothing invisible, no ligatures, no letters spaced apart."""
    if unicodedata.normalize("NFC", file.text) != file.text:
        return False, "decomposed letters"
    if odd := _ODD.search(file.text):
        return False, f"U+{ord(odd[0]):04X}"
    name = next((fact for fact in file.resume.of(Kind.NAME) if fact.place), None)
    if name is None or name.place is None:
        return OK
    paragraph = file.paragraph_at(name.place)
    spaced = [mark for mark in paragraph.iter(f"{W}spacing") if _is_of_run(mark)]
    return (False, "the name is spaced apart") if spaced else OK


def has_no_icons(file: Subject) -> Verdict:
    """R19: no emoji and no symbols in place of words."""
    for root in file.parts.of("main").values():  # as it stands: a reader may pass signs over
        if icon := _ICON.search("".join(map(str, root.itertext()))):
            return False, f"U+{ord(icon[0]):04X}"
    count = file.has(f"{W}sym")
    return (False, f"{count} symbols") if count else OK


def has_open_links(file: Subject) -> Verdict:
    """R20: hyperlinks show the address that they lead to."""
    for name, root in file.parts.of("main").items():
        folder, _, base = name.rpartition("/")
        rels = file.files.get(f"{folder}/_rels/{base}.rels")
        targets = {e.get("Id"): e.get("Target", "") for e in container.parse(rels)} if rels else {}
        for link in root.iter(f"{W}hyperlink"):
            target = targets.get(link.get(_LINK), "")
            shown = "".join(t.text or "" for t in link.iter(f"{W}t"))
            if target and _bare(target) != _bare(shown):
                return False, f"{shown[:40]} leads to {target[:60]}"
    return OK


def is_signed(file: Subject) -> Verdict:
    """R21: title and author are the person or empty; time of change and language are set."""
    for what in ("title", "creator"):
        said = file.property(what).strip()
        if said and said != file.resume.name:
            return False, f"{what}: {said[:40]}"
    if not file.property("modified"):
        return False, "no time of the last change"
    tagged = file.styles.defaults is not None and ooxml.first([file.styles.defaults], "lang")
    return OK if tagged is not None or file.property("language") else (False, "no language")


def reads_alike(file: Subject) -> Verdict:
    """R22: independent programs read the same letters in the same order, each bullet whole."""
    opened, why = ats_build.opens(file)
    if not opened:
        return False, why
    own = subject.letters(file.text)
    others = {name: subject.letters(text) for name, text in _extracts(file)}
    pages = _drawn(file)
    for name, text in others.items():
        if text != own:
            return False, f"{name} reads it differently"
    if pages and pages != own and not (file.is_rtl and sorted(pages) == sorted(own)):
        return False, "the pages read differently"
    return True, f"{len(others) + (2 if pages else 1)} readers"


def has_plain_name(file: Subject) -> Verdict:
    """R24: the file is called First_Last_Company.docx."""
    if not file.name:
        return None, "the file has no name yet"
    return OK if _FILE.fullmatch(file.name) else (False, file.name)


def _extracts(file: Subject) -> Iterator[tuple[str, str]]:
    yield "python-docx", subject.open_with_python_docx(file.data)
    yield "a plain scan", subject.scan(file.data)


def _drawn(file: Subject) -> str:
    """The letters on the pages that LibreOffice made; "" without pages or without fonts for them.

    Right-to-left lines stand in a PDF as they are seen, so that only their letters can be compared.
    """
    if file.pages is None:
        return ""
    shown = visible.read(file.pages)
    return "" if shown.boxes else subject.letters(shown.shown)


def _has_own_line(file: Subject, section: Section) -> bool:
    """Whether its title stands alone, and is not only the label of a list."""
    line = file.line_at(section.place) if section.place else None
    return line is not None and len(line.text) - len(section.title) < 3


def _ends(fact: Fact) -> Iterator[str]:
    found = dates.parse(fact.text)
    if found:
        yield from (end for end in (found.since, found.until) if end)


def _is_of_run(mark: ooxml.Element) -> bool:
    parent = mark.getparent()
    return parent is not None and parent.tag == f"{W}rPr"


def _bare(address: str) -> str:
    return re.sub(r"^(mailto:|tel:|https?://)?(www\.)?", "", address.strip().lower()).rstrip("/")

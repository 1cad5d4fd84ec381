"""The reader's judgement: lines in, a résumé of sections, entries and facts out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from documents import chunks, contact, entries, language, lines, sections, skills, words
from documents.lines import Line, Piece
from documents.resume import Fact, Kind, Resume, Section, Topic
from documents.sections import Block

_WORD = re.compile(r"\w+(?:[^\s\w]\w+)*[%+#]*")
_SEPARATORS = {"at", "bei", "chez"}
_OF_ENTRIES = {
    Topic.EXPERIENCE,
    Topic.EDUCATION,
    Topic.PROJECTS,
    Topic.VOLUNTEERING,
    Topic.AWARDS,
}


def structure(found: Iterable[Line]) -> Resume:
    """The résumé that *found*, lines in reading order, make up.

    Every word of a line is in a fact, a section title or the name of a group of skills: what is
    not understood becomes Kind.OTHER. Ids are "s1"… for sections, "r1"… for entries, "f1"… for
    facts, in reading order.
    """
    all_lines = _plain(list(found))
    blocks = [part for block in sections.divide(all_lines) for part in _imply(block)]
    mint = _Mint()
    for block in blocks:
        mint.add(block)
    return Resume(tuple(mint.sections), tuple(mint.facts), language.tell(lines.text(all_lines)))


def _plain(found: list[Line]) -> list[Line]:
    """*found* without bold, where nearly all is bold and so it means nothing."""
    bold = sum(len(line.text) for line in found if line.bold)
    if bold < 0.6 * sum(len(line.text) for line in found):
        return found
    return [replace(line, bold=False) for line in found]


def _imply(block: Block) -> Iterator[Block]:
    """Roles below a summary, or below the name, make a section of their own without a title."""
    able = block.topic in (Topic.CONTACT, Topic.SUMMARY, Topic.OTHER)
    at = entries.first_head(block.lines) if able and entries.has_roles(block.lines) else 0
    if able and (at or (block.title is not None and entries.has_roles(block.lines))):
        topic = Topic.EXPERIENCE
        if at:
            yield replace(block, lines=block.lines[:at])
            yield Block(topic, None, block.lines[at:])
        else:
            yield replace(block, topic=topic if block.topic is Topic.SUMMARY else block.topic)
    else:
        yield block


class _Mint:
    """Turns blocks into sections and facts with ids."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.facts: list[Fact] = []
        self._entries = 0
        self._named = False

    def add(self, block: Block) -> None:
        """The section and the facts of *block*."""
        title = block.title
        section = Section(
            f"s{len(self.sections) + 1}",
            block.topic,
            title.text.rstrip(" :：") if title else "",
            title.place if title else None,
        )
        self.sections.append(section)
        pieces = list(_complete(block.lines, self._pieces(block)))
        for piece in pieces:
            self._fact(section, piece)
        self._entries = max([self._entries, *(piece.entry for piece in pieces)])
        self._named = self._named or any(piece.kind is Kind.NAME for piece in pieces)

    def _fact(self, section: Section, piece: Piece) -> None:
        entry = f"r{piece.entry}" if piece.entry else ""
        id = f"f{len(self.facts) + 1}"
        line, kind = piece.line, piece.kind
        if kind in (Kind.OTHER, Kind.BULLET) and contact.is_reach(line.text):
            kind = Kind.CONTACT  # no model may see it
        self.facts.append(Fact(id, kind, line.text, section.id, entry, piece.group, line.place))

    def _pieces(self, block: Block) -> list[Piece]:
        topic = block.topic
        inline = _is_inline(block)
        if topic is Topic.CONTACT:
            headed = any(fact.kind is Kind.HEADLINE for fact in self.facts)
            if block.title is not None and not headed:
                headed = not (block.lines and words.has("occupation", block.lines[0].text))
            return contact.parse(block.lines, named=self._named, headed=headed)
        if topic in _OF_ENTRIES or (topic is Topic.OTHER and entries.has_roles(block.lines)):
            return entries.parse(block.lines, topic, self._entries + 1)
        if topic is Topic.SKILLS:
            return list(skills.skills(block.lines))
        if topic is Topic.LANGUAGES:
            return list(skills.languages(block.lines))
        if topic is Topic.CERTIFICATES:
            return list(skills.certificates(block.lines, inline=inline))
        kind = Kind.SUMMARY if topic is Topic.SUMMARY else Kind.OTHER
        return [Piece(kind, line) for line in block.lines]


def _is_inline(block: Block) -> bool:
    """Whether the block begins on the line of its title."""
    if block.title is None or not block.lines:
        return False
    title, line = block.title.place, block.lines[0].place
    return (title.part, title.paragraph) == (line.part, line.paragraph)


def _complete(block: list[Line], pieces: list[Piece]) -> list[Piece]:
    """*pieces* in reading order, and one of Kind.OTHER for each stretch of words left over."""
    groups = " ".join({piece.group for piece in pieces})
    known: set[str] = set(_WORD.findall(groups))
    by_line: dict[tuple[str, int], list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault((piece.line.place.part, piece.line.place.paragraph), []).append(piece)
    found = []
    for line in block:
        mine = [
            piece
            for piece in by_line.get((line.place.part, line.place.paragraph), [])
            if line.place.start
            <= piece.line.place.start
            < max(line.place.end, line.place.start + 1)
        ]
        found += sorted([*mine, *_left(line, mine, known)], key=lambda p: p.line.place.start)
    return found


def _left(line: Line, pieces: list[Piece], known: set[str]) -> Iterator[Piece]:
    """What of *line* no piece has, if there are words in it."""
    at = line.place.start
    entry = pieces[0].entry if pieces else 0
    ends = sorted((piece.line.place.start, piece.line.place.end) for piece in pieces)
    for start, end in [*ends, (line.place.end, line.place.end)]:
        if start > at:
            gap = line.cut(at - line.place.start, start - line.place.start)
            said = set(_WORD.findall(gap.text))
            if said - known - _SEPARATORS:
                yield Piece(Kind.OTHER, chunks.trim(gap), entry)
        at = max(at, end)

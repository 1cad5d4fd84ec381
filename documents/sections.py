"""Lines taken apart into titled blocks, by the words of the titles and by how they look."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents import dates, headings, words
from documents.lines import Line
from documents.resume import Topic

_CORE = {Topic.EXPERIENCE, Topic.EDUCATION, Topic.SKILLS, Topic.SUMMARY, Topic.LANGUAGES}
_INLINE = re.compile(r"^([^:：]{2,40}?)\s*[:：]\s*(?=\S)")
_DOCUMENT = re.compile(
    r"^\W*(curriculum\s+vitae|cv|c\.v\.|r[eé]sum[eé]|lebenslauf|curr[ií]cul(?:um|o)?(?:\s+vit\w+)?|życiorys|"
    r"резюме|автобиография|автобіографія|السيرة الذاتية|سيرة ذاتية|קורות חיים|履歴書|職務経歴書|"
    r"个人简历|简历|履歷)\W*$",
    re.IGNORECASE,
)
_ENTRIES = {Topic.EXPERIENCE, Topic.PROJECTS, Topic.VOLUNTEERING}
_ASIDE = {Topic.LANGUAGES, Topic.CERTIFICATES, Topic.EDUCATION, Topic.INTERESTS, Topic.REFERENCES}
_MOSTLY = 0.34  # of the lines that look like titles, this share must have known words

Look = tuple[int, bool, bool, int]


@dataclass(slots=True)
class Block:
    """Lines under one title; the title is None above the first one of a stream of text."""

    topic: Topic
    title: Line | None = None
    lines: list[Line] = field(default_factory=list)


def divide(lines: Iterable[Line]) -> list[Block]:
    """The blocks of a document in reading order, those of text boxes beside the body's."""
    streams = _streams(list(lines))
    everything = [line for stream in streams for line in stream]
    whole = _Titles(everything)
    blocks: list[Block] = []
    for stream in streams:
        alone = _Titles(stream)
        # Titles in a text box may look like none of those in the body.
        blocks += _blocks(stream, alone if alone.plain and stream is not streams[0] else whole)
    return blocks


def is_document_title(text: str) -> bool:
    """Whether *text* only says that this is a résumé."""
    return _DOCUMENT.match(text) is not None or _DOCUMENT.match(text.replace(" ", "")) is not None


def _streams(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines that are read together: header, boxes before the body, body, boxes, footer.

    Where nearly all text stands in boxes, they are the body.
    """
    named: dict[str, list[Line]] = {}
    boxed = sum(len(line.text) for line in lines if line.region.startswith("box"))
    flat = boxed > 0.7 * sum(len(line.text) for line in lines)
    for line in lines:
        region = "body" if flat and line.region.startswith("box") else line.region
        named.setdefault(region, []).append(line)
    order = list(named)
    rank = {"header": 0, "footer": 3, "footnotes": 4, "endnotes": 4}
    body = order.index("body") if "body" in order else len(order)
    by_place = {region: 1 if at < body else 2 for at, region in enumerate(order)}
    by_place["body"] = 1
    order.sort(key=lambda region: rank.get(region, by_place[region]))
    return [named[region] for region in order]


def _blocks(stream: list[Line], titles: "_Titles") -> list[Block]:
    blocks = [Block(_untitled(stream[0].region))]
    for at, line in enumerate(stream):
        below = stream[at + 1] if at + 1 < len(stream) else None
        topic = titles.tell(line, below)
        if topic is not None and not titles.is_caption(line, topic, blocks[-1]):
            blocks.append(Block(topic, line))
        elif (label := _inline(line, blocks[-1])) is not None:
            topic, end = label
            blocks.append(Block(topic, line.cut(0, end), [line.after(end)]))
        else:
            blocks[-1].lines.append(line)
    return blocks if blocks[0].lines else blocks[1:]


def _untitled(region: str) -> Topic:
    return Topic.OTHER if region.endswith("notes") else Topic.CONTACT


def _inline(line: Line, block: Block) -> tuple[Topic, int] | None:
    """Topic and end of the title that *line* begins with, as in "Languages: English, German"."""
    mark = _INLINE.match(line.text)
    topic = headings.tell(mark[1]) if mark and not line.bullet else None
    if mark is None or topic in (None, Topic.CONTACT, Topic.OTHER):
        return None
    rest = line.text[mark.end() :]
    if topic is Topic.LANGUAGES and not words.has("tongue", rest):
        return None  # programming languages
    if block.topic in _ENTRIES and topic not in _ASIDE and not line.gap:
        return None
    if block.topic is Topic.SKILLS and topic is Topic.SKILLS:
        return None
    if block.topic is topic:
        return None
    return topic, mark.end()


class _Titles:
    """What titles look like in this document."""

    def __init__(self, lines: list[Line]) -> None:
        self._first = next(iter(lines), None)
        self._marked = False
        known = [line for line in lines if self._is_short(line) and headings.tell(line.text)]
        # Titles may have a mark in front (■) that looks like a bullet.
        self._marked = len(known) < 2
        self._body = _body_size(lines)
        self._seen: set[Line] = set()
        known = [line for line in lines if self._is_short(line) and headings.tell(line.text)]
        core = [line for line in known if headings.tell(line.text) in _CORE]
        self._core = {_look(line) for line in core if self._stands_out(line)}
        self._plain = {_look(line) for line in core}
        self._topics = {headings.tell(line.text) for line in known if self._stands_out(line)}
        self._styled = self._trusted(lines)
        self.plain = bool(core) and not self._core  # known titles that nothing sets apart
        self._start = lines.index(known[0]) if known else len(lines)
        self._early = set(lines[: self._start])

    def tell(self, line: Line, below: Line | None) -> Topic | None:
        """What the section that *line* is the title of is about; None if it is no title."""
        if not self._is_short(line) or is_document_title(line.text):
            return None
        known = headings.tell(line.text)
        usual = known in _CORE or headings.is_usual(line.text)
        if known is not None and (usual or line is not self._first):
            alike = self._core if self._core else self._plain
            fits = _look(line) in alike or line.level > 0 or line.caps or line.text.endswith(":")
            return known if fits or not alike or self._is_only_one(line, known) else None
        named = line is self._first
        return Topic.OTHER if not named and self._is_title(line, below) else None

    def _is_only_one(self, line: Line, topic: Topic) -> bool:
        """Whether a plain line has a usual title that no line with the looks of one has."""
        return topic not in self._topics and headings.is_usual(line.text) and not line.bullet

    def is_caption(self, line: Line, topic: Topic, block: Block) -> bool:
        """Whether *line* only announces a list within a role, as "Key achievements:" does."""
        within = block.topic in _ENTRIES and topic not in _ASIDE and bool(block.lines)
        typed = line.text.endswith((":", "：")) and not line.gap
        return within and typed and not self._stands_out(line)

    def _is_short(self, line: Line) -> bool:
        if line.bullet and not line.level and not (self._marked and headings.tell(line.text)):
            return False
        return len(line.text) <= 60 and line.text.count(" ") <= 7 and "@" not in line.text

    def _stands_out(self, line: Line) -> bool:
        return line.level > 0 or line.caps or line.bold or line.size > self._body * 1.08

    def _trusted(self, lines: list[Line]) -> set[Look]:
        """The looks that by themselves make a title: most lines that have one are known titles."""
        alike = Counter(_look(line) for line in lines if self._is_short(line))
        known = Counter(
            _look(line) for line in lines if self._is_short(line) and headings.tell(line.text)
        )
        return {look for look in self._core if known[look] >= _MOSTLY * alike[look]}

    def _is_title(self, line: Line, below: Line | None) -> bool:
        """Whether a line with unknown words looks as the known titles do."""
        if _look(line) not in self._styled or line.text.count(" ") > 5 or below is None:
            return False
        if line in self._early and not (line.level or line.size > self._body * 1.08):
            return False
        if line.text.endswith((".", ",", ";")) or dates.find(line.text):
            return False
        if _may_be_acronym(line, self._body) and (below.gap or not line.gap):
            return False
        if not line.level and (words.has("occupation", line.text) or dates.find(below.text)):
            return False
        return _look(below) != _look(line)


def _may_be_acronym(line: Line, body: float) -> bool:
    """Whether capitals are all that sets *line* apart, and they may be those of an acronym."""
    if line.level or line.bold or line.size > body * 1.08:
        return False
    spoken = line.text.split()
    return len(spoken) == 1 or all(len(word) < 5 for word in spoken)


def _look(line: Line) -> Look:
    return line.level, line.caps, line.bold, round(line.size)


def _body_size(lines: list[Line]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)

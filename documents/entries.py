"""The lines of a section taken apart into entries: roles, degrees, projects, awards."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents import dates, heads, labels, places, words
from documents.lines import Line, Piece
from documents.resume import Kind, Topic

_LONG = 85  # characters; a longer line is no part of a head
_SHORT = 70  # a single date says when an entry was only in a line this short
_WORDY = 6  # spaces: no title or employer has more
_TALL = 5  # lines; no head has more


@dataclass(slots=True)
class Entry:
    """One entry: the lines of its head, and those below."""

    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


def parse(lines: list[Line], topic: Topic, first: int) -> list[Piece]:
    """The pieces of a section of entries, numbered from *first* on."""
    entries = divide(lines, topic)
    order = heads.order(entry.head for entry in entries)
    found: list[Piece] = []
    for number, entry in enumerate(entries, first):
        pieces = [*heads.parse(entry.head, topic, order), *_body(entry)]
        at = number if entry.head else 0
        found += [Piece(piece.kind, piece.line, at, piece.group) for piece in pieces]
    return found


def has_roles(lines: list[Line]) -> bool:
    """Whether *lines* read as entries of a career, whatever the title above them says."""
    return any(
        any(found.period for found in heads.dated(line))
        and not line.bullet
        and (words.has("occupation", line.text) or _near_bullet(lines, at))
        for at, line in enumerate(lines)
        if len(line.text) < 160
    )


def first_head(lines: list[Line]) -> int:
    """Where the first entry begins among lines that a summary may precede."""
    for at, line in enumerate(lines):
        if not _is_body(line) and any(found.period for found in heads.dated(line)):
            start = at
            while start and not _is_body(lines[start - 1]) and at - start < 2:
                start -= 1
            return start
    return 0


def divide(lines: list[Line], topic: Topic) -> list[Entry]:
    """The entries of a section in their order."""
    runs = _runs(lines)
    trailing = _dates_trail(runs)
    entries: list[Entry] = []
    offset = -1
    for head, body in runs:
        if trailing and entries and head:
            cut = max((at + 1 for at, line in enumerate(head) if _is_dated(line)), default=0)
            entries[-1].head += head[:cut]
            head = head[cut:]
        if entries and not trailing:
            offset = offset if offset >= 0 else _offset(entries[0].head)
            cut = _leftover(head, offset)
            entries[-1].body += head[:cut]
            head = head[cut:]
        if entries and _adds_title(entries[-1], head, topic):
            entries[-1].head.append(head.pop(0))
            entries[-1].body += head
            head = []
        started = _split_run(head, topic) if head else []
        if started and not trailing and entries and not _begins(started[0], entries, topic):
            entries[-1].body += started.pop(0)
        for part in started:
            if entries and topic is Topic.EDUCATION and _is_note(part):
                entries[-1].body += part
            else:
                entries.append(_entry(part, topic))
        if not entries:
            entries.append(Entry())
        entries[-1].body += body
    return entries


def _adds_title(entry: Entry, run: list[Line], topic: Topic) -> bool:
    """Whether a run begins with the title that *entry*, interrupted by a list, still lacks."""
    if topic is not Topic.EXPERIENCE or not run or any(map(_is_dated, run)) or run[0].gap:
        return False
    titled = any(words.has("occupation", line.text) for line in entry.head)
    return not titled and words.has("occupation", run[0].text)


def _offset(head: list[Line]) -> int:
    """How many lines of a head stand above its dates."""
    return next((at for at, line in enumerate(head) if _is_dated(line)), len(head))


def _leftover(run: list[Line], offset: int) -> int:
    """How many lines at the start of a run are duties that the list above lost its marks for."""
    spare = _offset(run) - offset if any(map(_is_dated, run)) else 0
    count = 0
    while count < spare and run[count].text.count(" ") >= _WORDY:
        count += 1
    return count


def _runs(lines: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines in pairs: those that may be heads, and the body lines after them."""
    runs: list[tuple[list[Line], list[Line]]] = [([], [])]
    for line in lines:
        head, body = runs[-1]
        if _is_body(line):
            body.append(line)
        elif body:
            runs.append(([line], []))
        else:
            head.append(line)
    return runs


def _is_body(line: Line) -> bool:
    if line.bullet:
        return True
    if line.level or (line.bold and len(line.text) < _LONG) or _is_dated(line):
        return False
    text = line.text
    if len(text) > _LONG or (_ends(text) and text.count(" ") >= 3):
        return True
    return text.endswith((":", "：")) or text[0].islower() or text.startswith(("(", "“", '"'))


def _ends(text: str) -> bool:
    """Whether *text* ends as a sentence does, not as "Acme Inc." does."""
    if not text.endswith((".", ";", "。", "!")):
        return False
    return not words.has("organisation", text.split()[-1].lower())


def _is_dated(line: Line) -> bool:
    if line.bullet or len(line.text) > 200:
        return False
    found = heads.dated(line)
    if not found:
        return _goes_with_dates(line)
    most = _LONG if "|" in line.text or "\t" in line.text else _SHORT
    return any(span.period for span in found) or len(line.text) <= most


def _goes_with_dates(line: Line) -> bool:
    """Whether *line* only adds to the dates above: "until now", "3 years"."""
    return dates.is_duration(line.text) or dates.is_now(line.text)


def _dates_trail(runs: list[tuple[list[Line], list[Line]]]) -> bool:
    """Whether dates stand below the bullets of their entry, as in some layouts of two columns."""
    if len(runs) < 2 or not runs[0][0]:
        return False
    first, last = runs[0][0], runs[-1]
    return (
        not any(map(_is_dated, first))
        and bool(runs[0][1])
        and any(map(_is_dated, last[0]))
        and _is_dated(last[0][-1])
        and not last[1]
    )


def _split_run(run: list[Line], topic: Topic) -> list[list[Line]]:
    """The heads in a run of lines without bullets: one for each date, or for each gap."""
    marks = [at for at, line in enumerate(run) if _is_dated(line) and not _goes_with_dates(line)]
    if len(marks) < 2:
        return _split_undated(run, topic) if not marks else [run]
    gaps = [0, *(at for at, line in enumerate(run) if at and line.gap)]
    if len(gaps) > 1:
        parts = [run[a:b] for a, b in zip(gaps, [*gaps[1:], len(run)], strict=True)]
        if all(sum(map(_is_dated, part)) == 1 for part in parts):
            return parts
    offset = 0 if topic is Topic.AWARDS else marks[0]
    starts = [max(mark - offset, 0) for mark in marks]
    for at in range(1, len(starts)):
        starts[at] = max(starts[at], marks[at - 1] + 1)
    starts[0] = 0
    return [run[a:b] for a, b in zip(starts, [*starts[1:], len(run)], strict=True)]


def _split_undated(run: list[Line], topic: Topic) -> list[list[Line]]:
    """Heads without dates: a new one at each gap, heading or bold line after a plain one."""
    starts = [0]
    for at in range(1, len(run)):
        above, line = run[at - 1], run[at]
        styled = (line.level and not above.level) or (line.bold and not above.bold)
        if line.gap or styled or topic in (Topic.AWARDS, Topic.PUBLICATIONS):
            starts.append(at)
    return [run[a:b] for a, b in zip(starts, [*starts[1:], len(run)], strict=True)]


def _begins(head: list[Line], entries: list[Entry], topic: Topic) -> bool:
    """Whether a run of short lines after a body begins an entry, and does not go on with it."""
    if any(map(_is_dated, head)) or topic not in (Topic.EXPERIENCE, Topic.EDUCATION):
        return True
    if head[0].level or head[0].bold or head[0].gap:
        return True
    undated = not any(_is_dated(line) for entry in entries for line in entry.head)
    kinds = ("occupation", "organisation", "degree", "school")
    return undated or any(words.has(kind, head[0].text) for kind in kinds)


def _entry(lines: list[Line], topic: Topic) -> Entry:
    """An entry from its lines: the head ends where duties begin."""
    last = max((at for at, line in enumerate(lines) if _is_dated(line)), default=0)
    end = last + 1
    if topic in (Topic.PROJECTS, Topic.AWARDS, Topic.PUBLICATIONS):
        head = [line for at, line in enumerate(lines) if at == 0 or _is_dated(line)]
        return Entry(head, [line for line in lines if line not in head])
    while end < len(lines) and (
        _is_labelled(lines[end - 1], lines[end])
        or (end < _TALL and _goes_on(lines[:end], lines[end], topic))
    ):
        end += 1
    return Entry(lines[:end], lines[end:])


def _is_labelled(above: Line, line: Line) -> bool:
    """Whether *line* is a field of a form that says what a role is, or the value of one."""
    label, before = labels.split(line), labels.split(above)
    if label is not None and label[0] is not Kind.BULLET:
        return True
    return before is not None and not before[1].text and before[0] is not Kind.BULLET


def _goes_on(head: list[Line], line: Line, topic: Topic) -> bool:
    """Whether *line* below the dated line of a head still belongs to the head."""
    if places.is_city(line.text) or line.bold or _goes_with_dates(line):
        return True
    pieces = list(heads.parse(head, topic))
    kinds = {piece.kind for piece in pieces}
    if topic is Topic.EDUCATION:
        return not {Kind.DEGREE, Kind.SCHOOL} <= kinds and len(line.text) <= _LONG
    return not {Kind.TITLE, Kind.EMPLOYER} <= kinds and len(line.text) <= _LONG


def _is_note(part: list[Line]) -> bool:
    """Whether lines of an education name neither a degree nor a school ("Dean's list 2015")."""
    text = " ".join(line.text for line in part)
    if any(line.bold or line.level for line in part):
        return False
    return not words.has("degree", text) and not words.has("school", text)


def _near_bullet(lines: list[Line], at: int) -> bool:
    return any(line.bullet for line in lines[at + 1 : at + 3])


def _body(entry: Entry) -> Iterator[Piece]:
    for line in entry.body:
        yield Piece(Kind.OTHER if _is_caption(line) else Kind.BULLET, line)


def _is_caption(line: Line) -> bool:
    """Whether a line only announces what follows ("Key duties:")."""
    return line.text.endswith((":", "：")) and line.text.count(" ") < 5 and not line.bullet

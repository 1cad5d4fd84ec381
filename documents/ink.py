"""What new text in a Word paragraph is to look like: like that which it replaces or stands by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from documents.runs import Character, Element, W
from documents.wording import Change, Kept


class Ink(NamedTuple):
    """New text, the run whose look it takes, and the hyperlink that it stood in."""

    text: str
    run: Element
    link: Element | None


class Stroke(NamedTuple):
    """A change with all that it needs of the paragraph as it was before any change."""

    start: int
    end: int
    home: int
    inks: list[Ink]


def strokes(chars: Sequence[Character], changes: Iterable[Change]) -> list[Stroke]:
    """*changes* made ready; to be carried out from the last to the first."""
    ready = []
    for one in changes:
        home = usual(chars, one.start, one.end)
        ready.append(Stroke(one.start, one.end, home, _inks(chars, one, home)))
    return ready


def inked(text: str, like: Character) -> Ink:
    """*text* as it is to look when it looks like the character *like*."""
    run = holder(like)
    return Ink(text, run, link(run))


def joined(found: Iterable[Ink]) -> list[Ink]:
    """*found*, where neighbours that look alike are one."""
    together: list[Ink] = []
    for one in found:
        last = together[-1] if together else None
        if last and last.link is one.link and look(last.run) == look(one.run):
            together[-1] = last._replace(text=last.text + one.text)
        else:
            together.append(one)
    return together


def look(run: Element) -> bytes:
    """What a run looks like, to be compared with other runs of its paragraph."""
    properties = run.find(f"{W}rPr")
    return b"" if properties is None else etree.tostring(properties, method="c14n", exclusive=True)


def link(run: Element) -> Element | None:
    """The hyperlink around *run*, if there is one."""
    return next(run.iterancestors(f"{W}hyperlink"), None)


def holder(char: Character) -> Element:
    """The run that *char* stands in."""
    parent = char.element.getparent()
    assert parent is not None  # a w:t always stands in a run
    return parent


def commonest(chars: Iterable[Character]) -> Character | None:
    """The first of the characters whose look most of *chars* have."""
    chars = list(chars)
    looks = {run: look(run) for run in dict.fromkeys(map(holder, chars))}
    counts = Counter(looks[holder(char)] for char in chars)
    best = max(counts, key=lambda key: counts[key], default=b"")
    return next((char for char in chars if looks[holder(char)] == best), None)


def _inks(chars: Sequence[Character], one: Change, home: int) -> list[Ink]:
    """What *one* brings in; pieces that look alike are joined."""
    found: list[Ink] = []
    for piece in one.pieces:
        if isinstance(piece, Kept):
            found += [inked(char.char, char) for char in chars[piece.start : piece.end]]
        else:
            found.append(inked(piece.text, chars[home if piece.like is None else piece.like]))
    return joined(found)


def usual(chars: Sequence[Character], start: int, end: int) -> int:
    """The character that new text from *start* to *end* should look like, if nothing else is said.

    Text that replaces other text looks like most of that; text that goes in between looks like
    its neighbour, and where its neighbours differ, like the one that more of the paragraph is like.
    """
    if end > start:
        chosen = commonest(chars[start:end])
        return chars.index(chosen, start) if chosen else start
    before, after = max(0, start - 1), min(start, len(chars) - 1)
    left, right = holder(chars[before]), holder(chars[after])
    if link(left) is not link(right):
        return before if link(left) is None else after
    if look(left) == look(right):
        return before
    most = commonest(chars)
    return after if most and look(holder(most)) == look(right) else before

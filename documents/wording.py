"""How one text becomes another: what is kept, what is new, and the fewest changes between them."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LARGE = 4_000_000  # pairs of words: over this a comparison takes too long to be worth it
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Kept:
    """Characters `start` to `end` of the old text, unchanged, here or at another place."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """New characters; `like` is the character of the old text that they should look like."""

    text: str
    like: int | None = None


Piece = Kept | Fresh
Usual = Callable[[int, int], int | None]  # the character that new text in a span looks like


@dataclass(frozen=True, slots=True)
class Change:
    """The characters `start` to `end` of the old text give way to `pieces`."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()


def words(text: str) -> list[str]:
    """*text* cut into words, white space, and single other characters; nothing is lost.

    Marks stay with the letter that they belong to; Chinese and Japanese go by the character.
    """
    found: list[str] = []
    last = ""
    for char in text:
        kind = _kind(char)
        if found and (kind == "mark" or kind == last in ("word", "space")):
            found[-1] += char
        else:
            found.append(char)
        if kind != "mark":
            last = kind
    return found


def pieces(old: str, new: str, at: int = 0, usual: Usual = lambda *_: None) -> list[Piece]:
    """*new* as what it keeps of *old*, which begins at the offset *at*, and what is new in it."""
    before, after = words(old), words(new)
    if len(before) * len(after) > _LARGE:
        return [Fresh(new, usual(at, at + len(old)))]
    starts = _offsets(before)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Kept(at + starts[i], at + starts[j]))
        elif k < m:
            found.append(Fresh("".join(after[k:m]), _like(old, starts[i], starts[j], at, usual)))
    return _slid(found, old, at, usual)


def text(old: str, target: Iterable[Piece]) -> str:
    """What *target* says."""
    return "".join(old[p.start : p.end] if isinstance(p, Kept) else p.text for p in target)


def settle(target: Sequence[Piece], length: int) -> list[Change]:
    """The changes, in order, that turn an old text of *length* characters into *target*.

    The longest part of what is kept stays where it stands; the rest is taken along.
    """
    target = _joined(target)
    resting = _resting(target)
    changes: list[Change] = []
    at = 0
    waiting: list[Piece] = []
    for index, piece in enumerate([*target, Kept(length, length)]):
        if isinstance(piece, Kept) and (index in resting or index == len(target)):
            if waiting or piece.start > at:
                changes.append(Change(at, piece.start, tuple(waiting)))
            at, waiting = piece.end, []
        else:
            waiting.append(piece)
    return changes


def legal(text: str) -> str:
    """*text* without what XML cannot hold; line ends of any kind become one line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return "".join(char for char in lines if char in "\n\t" or _is_legal(char))


def _is_legal(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and ord(char) & 0xFFFE != 0xFFFE


def _kind(char: str) -> str:
    if char in "\n\t":
        return "break"
    if char.isspace():
        return "space"
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Mc", "Me"):
        return "mark"
    if "\u2e80" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff":
        return "sign"
    return "word" if char.isalnum() or char == "_" else "sign"


def _offsets(parts: list[str]) -> list[int]:
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found


def _like(old: str, start: int, end: int, at: int, usual: Usual) -> int | None:
    """At an edge of *old* new text looks like its own neighbour, not like what stands outside."""
    if old and start == end == 0:
        return at
    if old and start == end == len(old):
        return at + len(old) - 1
    return usual(at + start, at + end)


def _slid(found: list[Piece], old: str, at: int, usual: Usual) -> list[Piece]:
    """*found*, where words come and go with the space behind them, not the one before them.

    Both ways give the same text, but a space often ends a bold label, and a word then begins.
    """
    for number in range(1, len(found)):
        first, middle = found[number - 1], found[number]
        if not isinstance(first, Kept):
            continue
        space = old[first.end - at : first.end - at + 1]
        if not space.isspace():
            continue
        if isinstance(middle, Kept):
            if old[middle.start - at : middle.end - at].startswith(space):
                found[number - 1 : number + 1] = [_grown(first), _shrunk(middle)]
        elif middle.text.startswith(space) and number + 1 < len(found):
            last = found[number + 1]
            if isinstance(last, Kept) and last.start == first.end:
                like = usual(first.end + 1, first.end + 1)
                turned = Fresh(middle.text[1:] + space, like)
                found[number - 1 : number + 2] = [_grown(first), turned, _shrunk(last)]
    return found


def _grown(piece: Kept) -> Kept:
    return Kept(piece.start, piece.end + 1)


def _shrunk(piece: Kept) -> Kept:
    return Kept(piece.start + 1, piece.end)


def _joined(target: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in target:
        last = found[-1] if found else None
        if isinstance(piece, Kept) and isinstance(last, Kept) and last.end == piece.start:
            found[-1] = Kept(last.start, piece.end)
        elif isinstance(piece, Fresh) or piece.end > piece.start:
            found.append(piece)
    return found


def _resting(target: Sequence[Piece]) -> set[int]:
    """The indexes of the kept pieces that stay: the heaviest rising sequence of them."""
    kept = [(index, piece) for index, piece in enumerate(target) if isinstance(piece, Kept)]
    weights: list[int] = []
    links: list[int] = []
    for number, (_, piece) in enumerate(kept):
        below = [n for n in range(number) if kept[n][1].end <= piece.start]
        link = max(below, key=lambda n: weights[n], default=-1)
        weights.append(piece.end - piece.start + (weights[link] if link >= 0 else 0))
        links.append(link)
    chosen: set[int] = set()
    at = max(range(len(kept)), key=lambda n: weights[n], default=-1)
    while at >= 0:
        chosen.add(kept[at][0])
        at = links[at]
    return chosen

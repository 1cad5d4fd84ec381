"""Facts that share a paragraph: lists whose separators stay right when items come and go."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from documents import wording
from documents.resume import Fact
from documents.wording import Fresh, Kept, Piece, Usual

_EDGE = re.compile(r"(?:[\s,;|/•·–—،؛、，；。・-]|\.(?=\s))*")
_WORD = re.compile(r"[^\W_]+")
_BULLET = re.compile(r"[\W_]*(\(?\d{1,2}[.)])?[\W_]*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Item:
    """A fact and the span of its text in the paragraph."""

    fact: Fact
    start: int
    end: int


class Row:
    """One paragraph: its text, the facts in it as the file has them, and as they are to be.

    Neighbours of one kind, entry and group form a list; the text between its items separates
    them, and the text in front of it is its label.
    """

    def __init__(self, text: str, items: list[Item]) -> None:
        self.text = text
        self._lists = _listed(items)
        self._now = [[item.fact.id for item in items] for items in self._lists]
        self._spans = {item.fact.id: (item.start, item.end) for item in items}

    @property
    def is_whole(self) -> bool:
        """Whether the paragraph is one fact and no more than a typed bullet or number."""
        if len(self._spans) != 1:
            return False
        ((start, end),) = self._spans.values()
        return bool(_BULLET.fullmatch(self.text[:start]) and _BULLET.fullmatch(self.text[end:]))

    @property
    def is_empty(self) -> bool:
        """Whether no fact is left in it."""
        return not any(self._now)

    def remove(self, id: str) -> None:
        """Take the fact with *id* out."""
        for ids in self._now:
            if id in ids:
                ids.remove(id)

    def insert(self, id: str, anchor: str) -> None:
        """Put the fact with *id* directly before the one with the id *anchor*."""
        ids = next(ids for ids in self._now if anchor in ids)
        ids.insert(ids.index(anchor), id)

    def separator(self, id: str) -> str:
        """What the file has between items of the list that *id* stood in, if no word; or ""."""
        items = next(items for items in self._lists if any(item.fact.id == id for item in items))
        gap = self._plain(_gaps(items))
        return self.text[gap.start : gap.end] if gap else ""

    def target(
        self,
        texts: Mapping[str, str],
        separator: Callable[[Fact], str],
        usual: Usual,
    ) -> list[Piece]:
        """What the paragraph is to say.

        `separator(fact)` is what goes between the items of a list that only had that one;
        `usual(start, end)` is the character that new text in that span looks like.
        """
        found: list[Piece] = []
        at = 0
        for items, ids in zip(self._lists, self._now, strict=True):
            first, last = items[0].start, items[-1].end
            if ids:
                lead = Kept(at if found or at == 0 else self._skip(at), first)
                found += [lead, *self._list(items, ids, texts, separator, usual)]
            elif not self._is_label(at, first, items):
                found.append(Kept(at, first))
            at = last
        return [*found, Kept(at, len(self.text))]

    def _list(
        self,
        items: list[Item],
        ids: list[str],
        texts: Mapping[str, str],
        separator: Callable[[Fact], str],
        usual: Usual,
    ) -> list[Piece]:
        between = self._between(items, len(ids), separator)
        like = usual(items[0].start, items[-1].end)
        found: list[Piece] = []
        for number, id in enumerate(ids):
            if number:
                found.append(between[number - 1])
            if id in self._spans:
                start, end = self._spans[id]
                found += wording.pieces(self.text[start:end], texts[id], start, usual)
            else:
                found.append(Fresh(texts[id], like))
        return found

    def _between(
        self, items: list[Item], count: int, separator: Callable[[Fact], str]
    ) -> list[Piece]:
        """The separators of a list that has *count* items now; the last one stays the last."""
        gaps = _gaps(items)
        missing = count - 1 - len(gaps)
        more: list[Piece] = []
        if missing > 0:
            plain = self._plain(gaps)
            text = self.text[plain.start : plain.end] if plain else separator(items[0].fact)
            more = [Fresh(text, plain.start if plain else items[0].end - 1)] * missing
        if count < 2 or not gaps:
            return more
        return [*gaps[: min(count - 2, len(gaps) - 1)], *more, gaps[-1]]

    def _plain(self, gaps: list[Kept]) -> Kept | None:
        """The first of *gaps* that has no word in it, as "and" is one."""
        return next((gap for gap in gaps if says_nothing(self.text[gap.start : gap.end])), None)

    def _is_label(self, start: int, end: int, items: list[Item]) -> bool:
        """Whether the text before a list is only its label: it goes with the last item."""
        said = _WORD.findall(self.text[start:end].casefold())
        return all(word in _WORD.findall(items[0].fact.group.casefold()) for word in said)

    def _skip(self, at: int) -> int:
        """Where the label of the next list begins, after a list that is gone."""
        edge = _EDGE.match(self.text, at)
        return edge.end() if edge else at


def _gaps(items: list[Item]) -> list[Kept]:
    return [Kept(a.end, b.start) for a, b in itertools.pairwise(items)]


def default_separator(text: str) -> str:
    """How items are separated where no list shows it, in the script of *text*."""
    if _WIDE.search(text):
        return "、"
    return "، " if _ARABIC.search(text) else ", "


def says_nothing(text: str) -> bool:
    """Whether *text* has no words."""
    return not _WORD.search(text)


def _listed(items: list[Item]) -> list[list[Item]]:
    lists: list[list[Item]] = []
    for item in items:
        if lists and _belongs(lists[-1][-1].fact) == _belongs(item.fact):
            lists[-1].append(item)
        else:
            lists.append([item])
    return lists


def _belongs(fact: Fact) -> tuple[str, str, str, str]:
    return (fact.kind, fact.section, fact.entry, fact.group)

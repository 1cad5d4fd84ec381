"""Columns of a PDF page: taken apart where the content stream hops between them."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from documents import dates, places
from documents.glyphs import Row, Word

_HOPS = 0.25  # of the rows: with fewer hops over the gutter the stream's order stands
_FEWEST = 6
_EDGE = 0.12  # of the width: nearer to a side there is no gutter
_NARROW = 0.8  # of the width of the main column: so much has one beside it at most
_OVERLAP = 3.0  # rows: columns that do not stand beside each other are none
_SHORT = 40  # characters
_ASIDE = 0.4  # of the rows on the right


def order(rows: list[Row]) -> list[Row]:
    """*rows* as the stream has them, or column by column where it mixes the columns."""
    gutter = find(rows)
    if gutter is None or not _is_mixed(rows, gutter):
        return rows
    return _by_columns(rows, gutter)


def beside(rows: list[Row]) -> list[Row]:
    """The rows of a narrow column beside the main one, if the stream keeps the two apart."""
    gutter = find(rows)
    if gutter is None or _is_mixed(rows, gutter):
        return []
    sides = [[r for r in rows if r.right <= gutter], [r for r in rows if r.left >= gutter]]
    widths = [max(r.right for r in side) - min(r.left for r in side) for side in sides]
    if min(widths) > _NARROW * max(widths) or min(map(len, sides)) < _FEWEST:
        return []
    return sides[widths.index(min(widths))]


def find(rows: list[Row]) -> float | None:
    """The middle of the widest empty strip that parts the page in two columns, or None.

    A strip with mostly dates or places on its right is none: they belong to their rows.
    """
    words = [(word.left, word.right, row) for row in rows for word in row.words]
    if len(words) < 20:
        return None
    size = _median([row.size for row in rows])
    low, high = min(left for left, _, _ in words), max(right for _, right, _ in words)
    best: tuple[float, float] | None = None
    for start, end in _gaps(rows, size * 0.9):
        middle = (start + end) / 2
        if not low + _EDGE * (high - low) < middle < high - _EDGE * (high - low):
            continue
        if _parts(rows, middle, size) and (best is None or end - start > best[0]):
            best = (end - start, middle)
    return best[1] if best else None


def _gaps(rows: list[Row], least: float) -> Iterator[tuple[float, float]]:
    """The vertical strips that hardly any row crosses."""
    spans = sorted(
        (cell[0].left, cell[-1].right)
        for row in rows
        for cell in _cells(row)
        if not _is_wide(cell, rows)
    )
    if not spans:
        return
    edge = spans[0][1]
    for left, right in spans[1:]:
        if left > edge + least:
            yield edge, left
        edge = max(edge, right)


def _is_wide(cell: list[Word], rows: list[Row]) -> bool:
    """Whether *cell* spans the page as a heading over both columns does."""
    width = max(row.right for row in rows) - min(row.left for row in rows)
    return cell[-1].right - cell[0].left > 0.62 * width


def _cells(row: Row) -> Iterator[list[Word]]:
    """The words of a row, apart where a tab would stand between them."""
    words = iter(row.words)
    for cell in row.text.split("\t"):
        yield list(itertools.islice(words, cell.count(" ") + 1))


def _parts(rows: list[Row], middle: float, size: float) -> bool:
    """Whether *middle* has text on both sides, side by side, that is not just a margin of dates."""
    left = [row for row in _halves(rows, middle) if row.right <= middle]
    right = [row for row in _halves(rows, middle) if row.left >= middle]
    if len(left) < 3 or len(right) < 3:
        return False
    overlap = min(max(r.top for r in left), max(r.top for r in right)) - max(
        min(r.bottom for r in left), min(r.bottom for r in right)
    )
    if overlap < _OVERLAP * size:
        return False
    aside = sum(len(row.text) < _SHORT and _is_aside(row.text) for row in right)
    return aside < _ASIDE * len(right)


def _is_aside(text: str) -> bool:
    """Whether *text* is what stands at the right margin of a row: a date, a place."""
    return bool(dates.find(text)) or dates.is_duration(text) or places.is_place(text)


def _halves(rows: list[Row], middle: float) -> Iterator[Row]:
    """*rows* cut at the gutter where a wide space lies over it."""
    for row in rows:
        left = [word for word in row.words if (word.left + word.right) / 2 < middle]
        right = [word for word in row.words if (word.left + word.right) / 2 >= middle]
        if left and right and right[0].left - left[-1].right > 0.9 * row.size:
            yield replace(row, words=left, open=False, hyphen=False)
            yield replace(row, words=right)
        else:
            yield row


def _is_mixed(rows: list[Row], middle: float) -> bool:
    """Whether the stream hops over the gutter again and again."""
    sides = [row.left >= middle for row in _halves(rows, middle) if not _crosses(row, middle)]
    hops = sum(before != after for before, after in itertools.pairwise(sides))
    return hops > max(_FEWEST, _HOPS * len(sides))


def _crosses(row: Row, middle: float) -> bool:
    return row.left < middle < row.right


def _by_columns(rows: list[Row], middle: float) -> list[Row]:
    """Band by band from the top: rows over both columns, then the left one, then the right one."""
    halves = sorted(_halves(rows, middle), key=lambda row: -row.top)
    found: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in halves:
        if _crosses(row, middle):
            found += [*left, *right, row]
            left, right = [], []
        elif row.left >= middle:
            right.append(row)
        else:
            left.append(row)
    return [*found, *left, *right]


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]

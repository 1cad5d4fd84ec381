"""Rows of a PDF joined into lines: paragraphs and bullets that were broken to fit their column."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from documents import columns, dates, headings, lines
from documents.glyphs import Row
from documents.lines import Line
from documents.resume import Place

_ICON = re.compile(r"[\ue000-\uf8ff]")
_MARK = re.compile(rf"^\s*(?:[{re.escape(lines.BULLETS)}]|[-–—−*]\s|\d{{1,2}}[.)]\s)")
_YEAR = re.compile(r"^(?:19|20)\d\d\b")
_OPEN = 2  # rows with a space at the end: with more, that says where rows were broken
_NEAR = 2.5  # points
_PITCH = 1.75  # of the letters' size: rows further apart are no paragraph
_SAME = 60.0  # points: rows that begin this near to one another are of one column
_ENDING = re.compile(
    r"ing|ity|ion|ous|ies|ble|ers?$|ent|ant|ial|ual|est|ist|ism|age|ate|ive|ful|ory|ary|ed$|ly$|al$"
)


@dataclass(slots=True)
class _Text:
    """A line in the making."""

    rows: list[Row]
    text: str
    number: int
    gap: bool = False
    region: str = "body"


@dataclass(slots=True)
class _Page:
    """The rows of a page, and where its columns part."""

    rows: list[Row]
    gutter: float | None
    open: bool

    def parts(self, wide: Row, narrow: Row) -> bool:
        """Whether *wide* goes over the gutter that *narrow* stops at."""
        return self.gutter is not None and narrow.right <= self.gutter < wide.right


def join(pages: list[list[Row]]) -> list[Line]:
    """The lines of a document, from the rows of its pages in reading order.

    Rows that stand on several pages at one height (page numbers, running titles) get the region
    "footer", so that they do not part what goes on over the page.
    """
    _tidy(pages)
    pages = [_name_first(rows) if not at else rows for at, rows in enumerate(pages)]
    running = _running(pages)
    hyphens = _Hyphens(pages)
    pitch = _pitch(pages)
    texts: list[_Text] = []
    last: dict[str, _Text] = {}  # of each region
    for rows in pages:
        page = _Page(rows, columns.find(rows), sum(row.open for row in rows) > _OPEN)
        aside = {id(row) for row in columns.beside(rows)}
        for at, row in enumerate(rows):
            if not any(map(str.isalnum, row.text)):
                continue
            region = "footer" if id(row) in running else "aside" if id(row) in aside else "body"
            if region == "footer" and not running[id(row)]:
                continue
            before = last.get(region)
            if before and region != "footer" and _continues(before, row, page, pitch):
                before.text = hyphens.glue(before, row.text)
                before.rows.append(row)
            else:
                texts.append(_Text([row], row.text, at, _has_gap(before, row), region))
                last[region] = texts[-1]
    return [line for text in texts if (line := _line(text)).text]


def _name_first(rows: list[Row]) -> list[Row]:
    """*rows* with a name in the largest letters at the top of the page moved to the front."""
    if not rows:
        return rows
    top = max(rows, key=lambda row: row.top)
    sizes = sorted(row.size for row in rows)
    if top is rows[0] or top.size < sizes[-1] or top.size < 1.4 * sizes[len(sizes) // 2]:
        return rows
    return [top, *(row for row in rows if row is not top)]


def _tidy(pages: list[list[Row]]) -> None:
    """Makes bullets of signs of private fonts that begin several rows, separators of others, and
    hyphens of the soft ones that TeX draws.
    """
    starts = Counter(row.words[0].text[:1] for rows in pages for row in rows)
    for word in (word for rows in pages for row in rows for word in row.words):
        if len(word.text) == 1 and _ICON.match(word.text):
            word.text = "•" if starts[word.text] > 1 else "|"
        word.text = _ICON.sub("", word.text).replace("\xad", "-")


def _line(text: _Text) -> Line:
    page = text.rows[0].page
    place = Place(f"page {page}", text.number, 0, len(text.text))
    size = max(row.size for row in text.rows)
    line = Line(
        text.text,
        place,
        bold=all(row.bold for row in text.rows),
        size=round(size * 2) / 2,
        gap=text.gap,
        region=text.region,
    )
    return lines.unbullet(line.cut(0, len(line.text)))


def _continues(last: _Text, row: Row, page: _Page, pitch: float) -> bool:
    """Whether *row* goes on with the paragraph that *last* is."""
    above = last.rows[-1]
    if above.hyphen:
        return True
    if _MARK.match(row.text) or abs(row.size - above.size) > 0.08 * above.size:
        return False
    if _is_name(last, row):
        return True
    if row.bold != above.bold and (row.bold or all(r.bold for r in last.rows)):
        return False
    if row.page != above.page or row.bottom > above.top:
        return above.open and row.text[:1].islower()
    apart = above.base - row.base
    if apart < 0.3 * row.size or apart > _PITCH * max(row.size, above.size):
        return False
    if "\t" in row.text or ("\t" in above.text and not _MARK.match(above.text)):
        return False
    if len(above.words) < 2 or (_YEAR.match(row.text) and not above.open):
        return False
    if last.text[-1:] in ".!?" and not row.text[:1].islower() and apart > 1.08 * pitch * row.size:
        return False
    if dates.is_duration(row.text) or _ends_with_date(last) or _is_title(row, above):
        return False
    if _MARK.match(last.text) and row.left < last.rows[0].left + 2 and not row.text[:1].islower():
        return False
    if above.open:
        return _is_full(above, row, page, 0.55)
    if _hangs(last, row) and apart < 1.2 * pitch * row.size:
        return True
    if row.text[:1].islower() and len(above.words) > 5:
        return _is_full(above, row, page, 0.8)
    return _is_full(above, row, page, 1.0) and _is_prose(last, row, page)


def _is_title(row: Row, above: Row) -> bool:
    """Whether *row* stands apart from the row above as a title does."""
    if row.text.isupper() and not above.text.isupper():
        return 3 < len(row.text) < 40
    apart = row.bold != above.bold or above.text[-1:] in ".!?:"
    return apart and headings.tell(row.text) is not None


def _hangs(last: _Text, row: Row) -> bool:
    """Whether *row* stands below the text of a bullet, right of its mark."""
    words = last.rows[0].words
    hanging = _MARK.match(last.text) is not None and len(words) > 1 and len(words[0].text) < 3
    return hanging and abs(row.left - words[1].left) < _NEAR


def _ends_with_date(last: _Text) -> bool:
    """Whether a line of its own ends with a date, as the head of an entry does."""
    if len(last.rows) > 1 or _MARK.match(last.text) or last.rows[-1].open:
        return False
    found = dates.find(last.text)
    return bool(found) and not last.text[found[-1].end :].strip(" .,;)")


def _is_name(last: _Text, row: Row) -> bool:
    """Whether a name in very large letters goes on below its first word."""
    huge = last.number == 0 and row.page == 1 and row.size > 24
    return huge and " " not in last.text and " " not in row.text and row.text[:1].isupper()


def _is_full(above: Row, row: Row, page: _Page, share: float) -> bool:
    """Whether the first word of *row* had no room on the row above (with `share` < 1: hardly)."""
    margin = max(
        (
            r.right
            for r in page.rows
            if abs(r.left - above.left) < _SAME and not page.parts(r, above)
        ),
        default=above.right,
    )
    letter = (row.right - row.left) / max(len(row.text), 1)
    word = len(row.text.split()[0]) * letter
    needed = above.right + letter + word
    return needed > margin * share + above.left * (1 - share) - 1.0


def _is_prose(last: _Text, row: Row, page: _Page) -> bool:
    """Whether the row above and *row* read as one sentence."""
    if row.text[:1].islower() or last.text[-1:] in ",-–&(/" or row.text[:1] in "(&€$":
        return True
    if len(last.rows) > 1 or _MARK.match(last.text):
        return last.text[-1:] not in ".!?:" or len(last.rows[-1].text) > 50
    # Where broken rows end with a space, one that does not is the end of its paragraph.
    return not page.open and last.text.count(" ") >= 4 and last.text[-1:] not in ".!?:"


class _Hyphens:
    """Whether a hyphen at the end of a row belongs to the word, as in "set-top", or not."""

    def __init__(self, pages: list[list[Row]]) -> None:
        self._justified = _is_justified(pages)
        self._words: set[str] = set()
        for rows in pages:
            for above, row in zip([None, *rows], rows, strict=False):
                words = [word.text.lower() for word in row.words]
                first = 1 if above is not None and above.hyphen else 0
                whole = words[first : len(words) - (1 if row.hyphen else 0)]
                self._words |= set(re.findall(r"[\w-]+", " ".join(whole)))

    def glue(self, last: _Text, text: str) -> str:
        """The text of *last* with *text* behind it."""
        if not last.rows[-1].hyphen:
            return f"{last.text.rstrip()} {text.lstrip()}"
        return last.text + ("-" if self._stays(last.text, text) else "") + text

    def _stays(self, before: str, after: str) -> bool:
        first = (re.findall(r"[\w-]+$", before.lower()) or [""])[0]
        second = (re.match(r"[\w-]+", after.lower()) or [""])[0]
        if not first[-1:].isalpha() or not second[:1].isalpha():
            return True
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words or "-" in first or not self._justified:
            return True  # ragged text is hardly ever hyphenated
        if len(second) <= 3:
            return not _ENDING.match(second)
        return first in self._words and second in self._words


def _is_justified(pages: list[list[Row]]) -> bool:
    """Whether most broken rows end at the same place."""
    rows = [row for page in pages for row in page]
    broken = [row for row in rows if row.open and len(row.text) > 40]
    if len(broken) < 4:
        broken = [row for row in rows if len(row.text) > 60]
    ends = Counter(round(row.right / 2) for row in broken)
    return len(broken) >= 4 and ends.most_common(1)[0][1] >= 0.5 * len(broken)


def _pitch(pages: list[list[Row]]) -> float:
    """The commonest distance between rows, as a share of the letters' size."""
    apart = Counter(
        round((above.base - row.base) / row.size, 1)
        for rows in pages
        for above, row in itertools.pairwise(rows)
        if above.size == row.size and 0.8 * row.size < above.base - row.base < 2 * row.size
    )
    return apart.most_common(1)[0][0] if apart else _PITCH


def _has_gap(last: _Text | None, row: Row) -> bool:
    if last is None or last.rows[-1].page != row.page:
        return False
    apart = last.rows[-1].base - row.base
    return apart > 1.9 * row.size or apart < -row.size


def _running(pages: list[list[Row]]) -> dict[int, bool]:
    """The rows that say the same, but for numbers, at the same height of several pages.

    True is the first of its kind.
    """
    seen: dict[tuple[str, int], list[Row]] = {}
    for rows in pages:
        for row in rows:
            if _is_at_edge(row, rows):
                key = (re.sub(r"\d+", "#", row.text), round(row.base / 6))
                seen.setdefault(key, []).append(row)
    repeated = [found for found in seen.values() if len({row.page for row in found}) > 1]
    return {id(row): not at for found in repeated for at, row in enumerate(found)}


def _is_at_edge(row: Row, page: list[Row]) -> bool:
    low, high = min(r.bottom for r in page), max(r.top for r in page)
    return row.bottom - low < 2 * row.size or high - row.top < 2 * row.size

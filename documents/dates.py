"""Dates and periods in text, in fifteen languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A date or period: where it stands in the text, and its ends as "YYYY", "YYYY-MM" or "".

    `since` is "" for "until 2020"; `until` is "" for one that goes on (`open`) and for a single
    date.
    """

    start: int
    end: int
    since: str
    until: str = ""
    open: bool = False

    @property
    def period(self) -> bool:
        """Whether it has two ends."""
        return self.open or bool(self.until)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


def _load() -> dict[str, list[str]]:
    rows = Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8").splitlines()
    kinds = (row.split("\t") for row in rows if not row.startswith("#"))
    return {kind: words.split(", ") for kind, words in kinds}


_WORDS = _load()
_NAMES = {name: number for number in range(1, 13) for name in _WORDS[str(number)]}
_MONTH = rf"(?:{_any(_NAMES)})(?![^\W\d_])\.?"
_YEAR = r"(?:(?:19|20)(?:\d\d|XX|xx)|[٠-٩]{4})(?!\d)"
_AFTER = r"(?:\s?(?:гг?\.?|годы?|года|рр?\.|року|роки|r\.|年度?|م(?!\w)))?"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th|er|º)?[.,]?\s*(?:de\s+)?)?"
_LETTER = r"(?<![^\W\d_])"


def _moment(alone: str) -> str:
    """A pattern for one date; *alone* is what must hold in front of one made of digits."""
    return (
        rf"(?:{alone}{_YEAR}[./-]\d\d[./-]\d\d(?!\d)"
        rf"|{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?日)?"
        rf"|{_LETTER}{_DAY}{_MONTH},?\s*(?:\d{{1,2}},\s*)?(?:de[l]?\s+)?"
        rf"(?:{_YEAR}{_AFTER}|['’´]\d\d(?!\d))"
        rf"|{_LETTER}(?:{_any(_WORDS['season'])})(?![^\W\d_])\s+(?:de\s+)?{_YEAR}{_AFTER}"
        rf"|{alone}\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{_YEAR}"
        rf"|{alone}(?:0?[1-9]|1[0-2])\s?[./-]\s?{_YEAR}{_AFTER}"
        rf"|{alone}{_YEAR}[./-](?:1[0-2]|0?[1-9])(?!\d|[./]\d|-\d\d(?!\d))"
        rf"|{alone}{_YEAR}[ \u00a0]{_MONTH}(?!\s*{_YEAR})"
        rf"|{alone}{_YEAR}{_AFTER})"
    )


_ALONE = r"(?<![\dA-Za-z])(?<!\d[.,/-])"
_MOMENT = _moment(_ALONE)
_LAST = _moment("")
_NOW = rf"(?:{_any(_WORDS['present'])})(?![^\W\d_])"
# "AB" before a date is a company's, "ab" and "Ab" are German.
_CASED = [*_WORDS["since"], *(word.capitalize() for word in _WORDS["since"])]
_BARE = rf"{_LETTER}{_MONTH}|(?<![\d.,/-])(?:0?[1-9]|1[0-2])"  # its year comes with the end
_ONLY_NOW = re.compile(_NOW, re.IGNORECASE)
_SPAN = re.compile(
    rf"(?:{_LETTER}(?-i:{_any(_CASED)})[ \u00a0]?(?:the\s+)?)??"
    rf"(?P<since>{_MOMENT}|(?:{_BARE})(?=\s*[-–—]\s*{_LAST}))"
    rf"(?:\s*(?:{_any(_WORDS['to'])}|/)\s*(?:l'|{_any(_WORDS['to'])})?\s*"
    rf"(?:exp(?:ected|\.)?\s+)?(?P<until>{_LAST}|(?P<now>{_NOW})|(?P<short>\d\d)(?![\d\w.,]))"
    rf"|\s*(?P<dangling>[-–—](?=\s*(?:$|[|,;)\n])))|\s+(?P<bare>{_NOW}))?",
    re.IGNORECASE,
)
_ONGOING = re.compile(r"(?:since|seit|depuis|desde|dal|od|з|із|с|со|منذ|מאז)\s", re.IGNORECASE)
_DURATION = re.compile(
    r"\(?\b\d{1,2}\+?\s*(?:years?|yrs?\.?|months?|mos?\.?|jahre?n?|monate?n?|ans?|mois|años?|meses|mes|"
    r"anos?|mês|anni|anno|mesi|mese|lat|lata|rok|miesi\w+|років|роки|рік|міс\w*\.?|лет|года?|г\.|мес\w*\.?|"
    r"سنوات|سنة|شهر|أشهر|שנים|חודשים|年|か月|ヶ月|个月|个年)"
    r"(?:\s*,?\s*(?:and|und|et|y|e|i|и|та)?\s*\d{1,2}\s*(?:months?|mos?\.?|monate?n?|mois|meses|mes|mesi|"
    r"mese|miesi\w+|міс\w*\.?|мес\w*\.?|か月|ヶ月|个月))?\)?",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def find(text: str) -> tuple[Found, ...]:
    """The dates and periods in *text*, in order; "since" and a time zone of words included."""
    return tuple(_found(match) for match in _SPAN.finditer(text))


def parse(text: str) -> Found | None:
    """The date or period that *text* is, or None if it is more or less than one."""
    found = find(text.strip())
    whole = len(found) == 1 and not any(map(str.isalnum, _rest(text.strip(), found[0])))
    return found[0] if whole else None


def is_duration(text: str) -> bool:
    """Whether *text* is only a length of time, such as "2 years 10 months"."""
    return _DURATION.fullmatch(text.strip()) is not None


def is_now(text: str) -> bool:
    """Whether *text* only says "until now": the second line of a period that is broken in two."""
    return _ONLY_NOW.fullmatch(text.strip()) is not None


def _rest(text: str, found: Found) -> str:
    return _DURATION.sub("", text[: found.start] + " " + text[found.end :])


def _found(match: re.Match[str]) -> Found:
    since, until = match["since"], match["until"] or ""
    now = bool(match["now"] or match["dangling"] or match["bare"])
    now = now or bool(not until and _ONGOING.match(match[0]))
    if match["short"]:
        until = _year(since)[:2] + match["short"]
    first = _value(since)
    last = "" if now else _value(until)
    if not _year(since) and last:
        first = f"{last[:4]}-{_month(since):02d}"
    return Found(match.start(), match.end(), first, last, now)


def _value(moment: str) -> str:
    year = _year(moment)
    if not year:
        return ""
    month = _month(moment)
    return f"{year}-{month:02d}" if month else year


def _year(moment: str) -> str:
    digits = moment.translate(_DIGITS)
    full = re.search(r"(?:19|20)(?:\d\d|XX)", digits, re.IGNORECASE)
    if full:
        return full[0].upper()
    short = re.search(r"['’´](\d\d)", digits)
    if short:
        return ("19" if int(short[1]) > 60 else "20") + short[1]
    return digits if re.fullmatch(r"\d{4}", digits) else ""


def _month(moment: str) -> int:
    for word in re.findall(r"[^\W\d_]+", moment.casefold()):
        if word in _NAMES:
            return _NAMES[word]
    numbers = [int(n) for n in re.findall(r"(?<!\d)\d{1,2}(?!\d)", moment.translate(_DIGITS))]
    # "31.12.2020" is day first; "2020年3月4日" and "03/2021" begin with the month.
    at = 1 if len(numbers) > 1 and not re.match(r"\s*\d{4}", moment) else 0
    return numbers[at] if len(numbers) > at and 1 <= numbers[at] <= 12 else 0

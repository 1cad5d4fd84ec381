"""Dates in a line, and how many years of work the dates of a résumé add up to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from agents.lines import Line
from agents.passages import Passage
from agents.violations import Violation
from documents import dates
from documents.dates import Found


def check(line: Line) -> Iterator[Violation]:
    """Months of a year that no source names, those left out, and a present that is past."""
    known = {moment for source in line.sources for moment in moments(source)}
    counted = {value for source in line.sources for q in source.quantities for value in q.values}
    for found in line.new.dates:
        for moment in (found.since, found.until):
            if moment.isdigit() and Decimal(moment) in counted:
                continue  # 2000 subscribers
            if moment and not any(other.startswith(moment) for other in known):
                yield line.fault("date", line.new.normal[found.start : found.end])
    if not line.ongoing and "present" not in line.classes:
        yield from (line.fault("date", t.text) for t in line.new.tokens if "present" in t.classes)
    if line.own:
        said = {moment for text in (line.new, *line.elsewhere) for moment in moments(text)}
        for month in dict.fromkeys(line.own.months.values()):
            if month not in said:
                yield line.fault("lost-date", month, line.own)


def goes_on(span: str) -> bool:
    """Whether the period in *span* has no end yet."""
    return any(found.open for found in dates.find(span))


def moments(passage: Passage) -> set[str]:
    """The dates of a text as "2021-03" or "2021"."""
    return {end for found in passage.dates for end in (found.since, found.until) if end}


def today() -> date:
    """The day up to which a role counts that still goes on."""
    return datetime.now(UTC).date()


def years(spans: Iterable[str], today: date | None = None) -> float:
    """The years that the periods in *spans* cover together, months that overlap counted once.

    Years without months count from the one to the other (2015–2019 is four). A role that still
    goes on ends with *today*, or else with the latest date of all.
    """
    periods = [found for span in spans for found in dates.find(span) if _known(found)]
    stated = [end for found in periods for end in (found.since, found.until) if end]
    last = f"{today.year}-{today.month:02d}" if today else max(stated, default="")
    covered: set[int] = set()
    for found in periods:
        end = last if found.open else found.until
        if end:
            covered.update(range(_month(found.since, 1), _month(end, 0) + 1))
    return len(covered) / 12


def _month(moment: str, least: int) -> int:
    """A month as a number; a year alone is its first one, or the last one before it."""
    year, _, month = moment.partition("-")
    return int(year) * 12 + int(month or least)


def _known(found: Found) -> bool:
    """Whether the years stand there: some people write 20XX."""
    return bool(found.since) and (found.since + found.until).replace("-", "").isdigit()

"""The roles of a section by their dates: in one format, the latest first."""

import itertools
from dataclasses import replace

from documents import dates, periods
from documents.resume import Fact, Kind


def even(facts: list[Fact]) -> list[Fact]:
    """*facts* with their dates in one format."""
    facts = _joined(facts)
    written = [f for f in facts if f.kind is Kind.DATES and not dates.is_duration(f.text)]
    texts = iter(periods.even([fact.text for fact in written]))
    return [replace(fact, text=next(texts)) if fact in written else fact for fact in facts]


def _joined(facts: list[Fact]) -> list[Fact]:
    """*facts*, where the two ends of a period that stood apart are one."""
    found: list[Fact] = []
    for fact in facts:
        last = found[-1] if found else None
        if last and last.kind is fact.kind is Kind.DATES and last.entry == fact.entry:
            whole = f"{last.text} {fact.text}"
            period = dates.parse(whole)
            if period and not dates.is_duration(fact.text) and not dates.parse(fact.text):
                found[-1] = replace(last, text=whole)
                continue
        found.append(fact)
    return found


def latest_first(facts: list[Fact]) -> list[Fact]:
    """The entries of a section from the latest to the earliest, if each has dates that tell."""
    entries = {id: list(same) for id, same in itertools.groupby(facts, lambda fact: fact.entry)}
    keys = {id: _until(same) for id, same in entries.items()}
    if not all(keys.values()) or sum(map(len, entries.values())) != len(facts):
        return facts
    order = sorted(entries, key=lambda id: keys[id], reverse=True)
    return [fact for id in order for fact in entries[id]]


def _until(facts: list[Fact]) -> str:
    """When an entry ended and began, in a form that sorts; "" if its dates do not tell."""
    for fact in facts:
        found = dates.parse(fact.text) if fact.kind is Kind.DATES else None
        if found:
            return ("9999" if found.open else found.until or found.since) + " " + found.since
    return ""

"""Whether the numbers of a line are those of its sources, and mean the same."""

from collections.abc import Iterator

from agents import contexts, tokens
from agents.lines import Line
from agents.passages import Passage
from agents.quantities import Quantity
from agents.tokens import Token
from agents.violations import Violation
from documents.resume import Kind


def check(line: Line) -> Iterator[Violation]:
    """Numbers that no source has, that say something else than there, or that were lost."""
    for quantity in line.new.quantities:
        if not quantity.weak and quantity.start not in line.new.months:
            yield from _check(line, quantity)
    if line.own is not None:
        yield from _check_loss(line, line.own)


def _check(line: Line, quantity: Quantity) -> Iterator[Violation]:
    pairs = [(own, source) for source in line.sources for own in _same(quantity, source)]
    if not pairs:
        if not _adds_up(line, quantity):
            yield line.fault("number", quantity.text)
        return
    faults = [_difference(own, source, quantity, line.new) for own, source in pairs]
    if all(faults):
        yield line.fault(faults[0], _context(line.new, quantity), pairs[0][1])


def _same(quantity: Quantity, source: Passage) -> list[Quantity]:
    """The same numbers in *source*; the month in "03/2021" is none to count with."""
    months = source.months
    return [q for q in source.quantities if q.values & quantity.values and q.start not in months]


def _adds_up(line: Line, quantity: Quantity) -> bool:
    """Whether the dates of the cited roles make the years that a summary speaks of."""
    if line.kind not in (Kind.SUMMARY, Kind.HEADLINE) or quantity.unit != "year":
        return False
    claimed = [float(value) for value in quantity.values if not isinstance(value, str)]
    margin = 0.05 if quantity.bound == "above" else 0.0
    return bool(claimed) and quantity.bound != "upto" and max(claimed) + margin <= line.years


def _difference(own: Quantity, source: Passage, new: Quantity, text: Passage) -> str:
    """What the same number says differently in the new text, or ""."""
    if own.unit != new.unit:
        return "currency" if _money(own) or _money(new) else "unit"
    if own.period != new.period and _period_differs(own, source, new, text):
        return "period"
    if own.bound != new.bound and (own.bound, new.bound) != ("", "about"):
        return "comparison"
    if _turned(own, new, source):
        return "direction"
    other = _counts_other(own, source, new) or _moved(own, source, new, text)
    return "counted" if other or _grouped(own, source, new, text) else ""


def _money(quantity: Quantity) -> bool:
    return quantity.unit.isupper()


def _period_differs(own: Quantity, source: Passage, new: Quantity, text: Passage) -> bool:
    if own.period and new.period:
        return True
    if new.period:
        return f"period.{new.period}" not in source.classes
    return f"period.{own.period}" not in text.classes


def _turned(own: Quantity, new: Quantity, source: Passage) -> bool:
    """Whether one text says "to" or "from" where the other says something else."""
    if own.role == new.role:
        return False
    if own.role and new.role:
        return True
    changes = any(name.startswith("dir.") for name in source.classes)
    alone = changes and bool(own.unit) and len(source.quantities) == 1
    return (own.unit == "%" or alone) and "to" in (own.role, new.role)


def _counts_other(own: Quantity, source: Passage, new: Quantity) -> bool:
    """Whether the number now counts what another number of the source counted."""
    head = new.heads[0] if new.heads else frozenset()
    if not head & source.forms_and_han:
        return False
    if not head & own.around:
        return bool(own.heads) and not own.heads[0] & new.around
    if not own.heads or any(head & other for other in own.heads[:2]):
        return False
    rivals = (q for q in source.quantities if not q.values & new.values)
    return any(rival.heads and head & rival.heads[0] for rival in rivals)


def _moved(own: Quantity, source: Passage, new: Quantity, text: Passage) -> bool:
    """Whether what the number counted stands in the new text without it: "3 services for teams"."""
    was, now = _behind(own, source), _behind(new, text)
    if own.unit or new.unit or not was or not now or any(h & other for h in was for other in now):
        return False
    return bool(was[0] & text.forms_and_han) and bool(now[0] & source.forms_and_han)


def _grouped(own: Quantity, source: Passage, new: Quantity, text: Passage) -> bool:
    """Whether the size of each became their number, or the other way: 3 teams, teams of 3."""
    counted, sized = _counted(own, source), _sized(own, source)
    return bool(counted & _sized(new, text)) or bool(sized & _counted(new, text))


def _counted(quantity: Quantity, text: Passage) -> frozenset[str]:
    """The forms of the noun that follows the number and is followed by no other."""
    behind = _behind(quantity, text)
    return behind[0] if len(behind) == 1 else frozenset()


def _behind(quantity: Quantity, text: Passage) -> list[frozenset[str]]:
    """The forms of the words of meaning directly behind the number; in German of its nouns."""
    found: list[frozenset[str]] = []
    german = text.lexicon.language == "de"
    for token in (token for token in text.tokens[quantity.end :] if not _scales(token)):
        forms = contexts.content(token, text.lexicon)
        if not forms or (german and found and not tokens.capital(token)):
            break
        found.append(forms)
    return found


def _scales(token: Token) -> bool:
    """Whether the token still belongs to a number: 50 Tsd."""
    return token.text == "." or any(name.startswith("scale.") for name in token.classes)


def _sized(quantity: Quantity, text: Passage) -> frozenset[str]:
    """The forms of the noun before a number that says how large it is: teams of 3."""
    before = text.tokens[max(0, quantity.start - 2) : quantity.start]
    if len(before) < 2 or "of" not in before[1].classes or quantity.bound or quantity.unit:
        return frozenset()
    if _behind(quantity, text):
        return frozenset()
    return contexts.content(before[0], text.lexicon)


def _check_loss(line: Line, own: Passage) -> Iterator[Violation]:
    """Numbers of the line that its new wording leaves out."""
    texts = (line.new, *line.elsewhere)
    for quantity in own.quantities:
        if quantity.weak or quantity.start in own.months:
            continue  # the months of a year are for timeline
        if not any(_same(quantity, text) for text in texts):
            yield line.fault("lost-number", _context(own, quantity), own)


def _context(passage: Passage, quantity: Quantity) -> str:
    """The number with its neighbours, for a person to find it by."""
    words = passage.tokens
    start, end = max(0, quantity.start - 2), min(len(words), quantity.end + 2)
    return passage.normal[words[start].start : words[end - 1].end]

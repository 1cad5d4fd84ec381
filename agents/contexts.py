"""What the words around a number make of it: period, direction, what it counts."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from agents import quantities
from agents.lexicon import Lexicon
from agents.quantities import Quantity
from agents.tokens import Token, named

_REACH = 7  # tokens between a number and its period
_SPANS = frozenset(["day", "week", "month", "quarter", "year"])
_STOPS = frozenset(".;!?。；！？•·|")
_ARROWS = frozenset("→>⇒➔")
_SIGNS = frozenset(">≥<≤~≈")
_BESIDE = ("bound.", "after.", "period.", "role.")
_GRAMMAR = frozenset({"free", "did", "article", "joint"})
_MEASURING = ("bound.", "after.", "period.", "scale.", "unit.", "cur.")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Quantity]:
    """The numbers of a text, in order, with everything that belongs to them."""
    found = _spread(quantities.find(tokens, lexicon), tokens)
    found = _assign_roles(_unbind_spans(found, tokens), tokens)
    found = _assign_periods(found, tokens)
    return [_look_around(quantity, found, tokens, lexicon) for quantity in found]


def _unbind_spans(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    """Behind a number or a noun "over three years" says how long, not how many at least."""
    result: list[Quantity] = []
    for here in found:
        spans = here.start > 1 and tokens[here.start - 1].key == "over" and here.unit in _SPANS
        behind = bool(result) and _sentence(tokens, here.start)[0] <= result[-1].start
        lasts = spans and (behind or _ends_with_noun(tokens, here))
        result.append(replace(here, bound="") if lasts else here)
    return result


def _ends_with_noun(tokens: Sequence[Token], here: Quantity) -> bool:
    """Whether "over" and the number close a statement behind a noun: "no accident over 7 years"."""
    before = tokens[here.start - 2]
    noun = before.kind == "word" and not before.classes & _GRAMMAR and before.key[-2:] != "ed"
    at = here.end
    while at < len(tokens) and any(n.startswith("unit.") for n in tokens[at].classes):
        at += 1
    return noun and (at == len(tokens) or tokens[at].kind == "mark")


def _spread(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    """Give the numbers of "10–15 %", "from 40 minutes to 25" and "1 to 2 million" one unit."""
    spread = list(found)
    for index in range(len(found) - 2, -1, -1):
        here, after = spread[index], spread[index + 1]
        between = tokens[here.end : after.start]
        tied = between and len(between) <= 2 and all(_ties(token) for token in between)
        if tied and not (here.unit and not after.unit and _counts(tokens, after.end)):
            spread[index : index + 2] = _share(here, after)
    return spread


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of meaning stands directly behind a number."""
    if at >= len(tokens) or tokens[at].kind == "mark":
        return False
    return not any(n in ("free", "article") or n.startswith(_BESIDE) for n in tokens[at].classes)


def _share(here: Quantity, after: Quantity) -> tuple[Quantity, Quantity]:
    unit = after.unit or here.unit
    if not (here.unit and after.unit):
        here, after = replace(here, unit=unit), replace(after, unit=unit)
    if after.power and not here.power:
        large = {v * 10**after.power for v in here.values if isinstance(v, Decimal)}
        here = replace(here, values=here.values | large)
    return here, after


def _ties(token: Token) -> bool:
    return token.text in "-–—/→>" or any(
        name.startswith("cur.") or name in ("role.to", "joint", "bound.upto")
        for name in token.classes
    )


def _assign_roles(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    roles = [_role(quantity, tokens) for quantity in found]
    result: list[Quantity] = []
    for index, quantity in enumerate(found):
        span = _sentence(tokens, quantity.start)
        later = [
            roles[i]
            for i in range(index + 1, len(found))
            if found[i].start < span[1] and found[i].start - quantity.end < 8
        ]
        pair = "from" if roles[index] in ("from", "de") and later[:1] == ["to"] else ""
        paired = roles[index] == "to" and index and result[-1].role == "from"
        changes = any(_changes(token) for token in tokens[span[0] : span[1]])
        role = pair or _settle(roles[index], changes or bool(paired))
        bound = "" if role == "to" and quantity.bound == "upto" else quantity.bound
        result.append(replace(quantity, role=role, bound=bound))
    return result


def _settle(role: str, changes: bool) -> str:
    if not changes or role == "from":
        return ""
    return "by" if role == "de" else role


def _changes(token: Token) -> bool:
    return any(name.startswith("dir.") or name == "change" for name in token.classes)


def _role(quantity: Quantity, tokens: Sequence[Token]) -> str:
    """The preposition of the number, as written: "de" may mean from or by."""
    at = quantity.start - 1
    while at >= 0 and at >= quantity.start - 4 and _between(tokens[at]):
        at -= 1
    if at < 0:
        return ""
    if tokens[at].text in _ARROWS:
        return "to"
    return named(tokens[at], "role.")


def _between(token: Token) -> bool:
    """Whether the token may stand between a number and its preposition."""
    names = token.classes
    return not any(n.startswith("role.") for n in names) and (
        any(n.startswith(("bound.", "cur.")) or n in ("article", "num.1") for n in names)
        or token.text in _SIGNS
        or token.text == "-"
    )


def _sentence(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and not _stops(tokens, start - 1):
        start -= 1
    while end < len(tokens) and not _stops(tokens, end):
        end += 1
    return start, end


def _stops(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends with the mark at *at*: no abbreviation does."""
    if tokens[at].text == "." and at + 1 < len(tokens):
        return tokens[at + 1].first
    return tokens[at].text in _STOPS


def _assign_periods(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    result = list(found)
    for at in range(len(tokens)):
        period = named(tokens[at], "period.")
        if not period or tokens[at].part:
            continue
        start, end = _sentence(tokens, at)
        near = [
            (_distance(quantity, at), index)
            for index, quantity in enumerate(result)
            if start <= quantity.start < end and not quantity.period
        ]
        if near and min(near)[0] <= _REACH:
            index = min(near)[1]
            result[index] = replace(result[index], period=period)
    return result


def _distance(quantity: Quantity, at: int) -> int:
    return at - quantity.end if at >= quantity.end else quantity.start - at


def _look_around(
    quantity: Quantity, found: list[Quantity], tokens: Sequence[Token], lexicon: Lexicon
) -> Quantity:
    """Note the words near the number: the ones that follow say what it counts."""
    start, end = _sentence(tokens, quantity.start)
    inside = {at for other in found for at in range(other.start, other.end)}
    after: list[frozenset[str]] = []
    for at in range(quantity.end, min(end, quantity.end + 7)):
        if at in inside:
            break
        if forms := content(tokens[at], lexicon):
            after.append(forms)
    near = [
        forms
        for at in range(max(start, quantity.start - 5), min(end, quantity.end + 8))
        if at not in inside and (forms := content(tokens[at], lexicon))
    ]
    around = frozenset(form for forms in near for form in forms)
    return replace(quantity, heads=tuple(after[:3]), around=around)


def content(token: Token, lexicon: Lexicon) -> frozenset[str]:
    """The forms of a word that carries meaning; empty for grammar, marks and numbers."""
    if token.kind in ("number", "mark") or token.classes & {"free", "article"}:
        return frozenset()
    if any(name.startswith(_MEASURING) for name in token.classes):
        return frozenset()
    if token.kind == "han":
        return frozenset(token.text[i : i + 2] for i in range(len(token.text) - 1))
    return lexicon.stemmer.forms(token.key)

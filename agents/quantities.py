"""Numbers with what belongs to them: unit, period, comparison, direction, what they count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agents import numerals
from agents.lexicon import Lexicon
from agents.numerals import Values
from agents.tokens import Token

_REACH = 7  # tokens between a number and its period
_SIGNS = {">": "above", "≥": "above", "<": "below", "≤": "upto", "~": "about", "≈": "about"}
_STOPS = frozenset(".;!?。；！？•·|")
_BESIDE = ("bound.", "after.", "period.", "role.")
_SHORT = frozenset(
    ["tsd", "mio", "mrd", "mln", "mld", "тыс", "млн", "млрд", "тис", "mill"]
)  # thousand, million…
_MEASURING = ("bound.", "after.", "period.", "scale.", "unit.", "cur.")
_ARROWS = frozenset("→>⇒➔")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text; `start` and `end` are the indexes of its tokens, unit included.

    `bound` is "above", "below", "upto", "about" or ""; `role` is "by", "to", "from" or "" and is
    told only where something changes; `heads` are the words that follow, as their forms; `power`
    is that of ten which a word like "million" stands for.
    """

    values: Values
    text: str
    start: int
    end: int
    power: int = 0
    unit: str = ""
    period: str = ""
    bound: str = ""
    role: str = ""
    heads: tuple[frozenset[str], ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def weak(self) -> bool:
        """Whether it is a bare one, which languages say and leave out as they like."""
        return not self.unit and self.values == {Decimal(1)}


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Quantity]:
    """The numbers of a text, in order."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        quantity = _read(tokens, index, lexicon)
        if quantity:
            found.append(quantity)
        index = quantity.end if quantity else _past(tokens, index, lexicon)
    found = _spread(found, tokens)
    found = _assign_roles(found, tokens)
    found = _assign_periods(found, tokens)
    return [_look_around(quantity, found, tokens, lexicon) for quantity in found]


def _read(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Quantity | None:
    token = tokens[at]
    if token.kind == "number":
        return _measure(tokens, at, at + 1, numerals.values(token.text, lexicon.language))
    if token.part:
        return None
    if (part := numerals.part(token)) is not None:
        share, unit = part
        return Quantity(frozenset({share}), token.text, at, _past_part(tokens, at), unit=unit)
    if numerals.number(token) is None:
        return None
    value, end = numerals.words(tokens, at, lexicon)
    return None if value == 1 else _measure(tokens, at, end, frozenset({Decimal(value)}))


def _past_part(tokens: Sequence[Token], at: int) -> int:
    at += 1
    while at < len(tokens) and tokens[at].part:
        at += 1
    return at


def _past(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """The index behind what is no quantity: a written "one" goes as a whole."""
    if tokens[at].part or numerals.number(tokens[at]) is None:
        return at + 1
    return numerals.words(tokens, at, lexicon)[1]


def _measure(tokens: Sequence[Token], at: int, end: int, found: Values) -> Quantity:
    money = _money(tokens, at)
    power, end = _scale(tokens, end, bool(money))
    bound = ""
    if end < len(tokens) and tokens[end].text == "+":
        bound, end = "above", end + 1
    unit, end = _unit(tokens, _past_link(tokens, end) if power else end)
    if unit == "year" and any(isinstance(v, Decimal) and 1900 <= v <= 2100 for v in found):
        unit = ""
    found = frozenset(v * 10**power if isinstance(v, Decimal) else v for v in found)
    text = " ".join(token.text for token in tokens[at:end])
    at -= _width(money, tokens, at)
    bound = bound or _bound(tokens, at) or _bound_after(tokens, end)
    return Quantity(found, text, at, end, power, money or unit, bound=bound)


def _width(money: str, tokens: Sequence[Token], at: int) -> int:
    """How many tokens the currency before the number takes: US$ is two."""
    if not money:
        return 0
    return 1 if money == _class(tokens[at - 1], "cur.") else 2


def _money(tokens: Sequence[Token], at: int) -> str:
    """The currency that stands directly before the number, or ""."""
    if at and (name := _class(tokens[at - 1], "cur.")):
        if at > 1 and tokens[at - 1].joined and tokens[at - 2].kind == "word":
            return tokens[at - 2].key + name  # R$, US$
        return name
    return ""


def _scale(tokens: Sequence[Token], end: int, money: bool) -> tuple[int, int]:
    power = 0
    while end < len(tokens) and (step := numerals.scale(tokens[end])):
        letter = len(tokens[end].key) == 1 and tokens[end].kind == "word"
        if letter and not (tokens[end].joined or money):
            break
        power, end = power + step, end + 1
        if end + 1 < len(tokens) and tokens[end].text == "." and tokens[end].joined:
            end += not tokens[end + 1].first or tokens[end - 1].key in _SHORT
    return power, end


def _past_link(tokens: Sequence[Token], end: int) -> int:
    """Step over the "de" of "2 millones de euros", if a currency follows it."""
    at = end
    while at < min(len(tokens), end + 2) and (tokens[at].text == "'" or _is_link(tokens[at])):
        at += 1
    return at if at < len(tokens) and _class(tokens[at], "cur.") else end


def _is_link(token: Token) -> bool:
    return token.kind == "word" and len(token.key) <= 3 and "free" in token.classes


def _unit(tokens: Sequence[Token], end: int) -> tuple[str, int]:
    at = end
    if at + 1 < len(tokens) and tokens[at].text in "-'" and tokens[at].joined:
        at += 1
    if at >= len(tokens):
        return "", end
    token = tokens[at]
    for prefix in ("unit.", "cur."):
        if name := _class(token, prefix):
            return name, _past_phrase(tokens, at, prefix + name)
    if token.kind == "word" and token.joined and at == end:
        return ("" if "ordinal" in token.classes else token.key), end + 1
    return "", end


def _past_phrase(tokens: Sequence[Token], at: int, name: str) -> int:
    while at < len(tokens) and name in tokens[at].classes:
        at += 1
    return at


def _class(token: Token, prefix: str) -> str:
    for name in sorted(token.classes):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return ""


def _bound(tokens: Sequence[Token], at: int) -> str:
    """The comparison that stands before the number at *at*."""
    if at < 1:
        return ""
    before = tokens[at - 1]
    if before.text in _SIGNS and not (at > 1 and tokens[at - 2].kind == "number"):
        return _SIGNS[before.text]
    if before.text == "." and at > 1:
        before = tokens[at - 2]  # min. 40, ca. 40
    return _class(before, "bound.")


def _bound_after(tokens: Sequence[Token], end: int) -> str:
    """The comparison that stands behind the number, or behind what it counts."""
    behind = [token for token in tokens[end : end + 4] if token.text != "'"]
    for token in behind[:3]:
        if token.kind in ("number", "mark"):
            break
        if name := _class(token, "after."):
            return name
    return ""


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
    return _class(tokens[at], "role.")


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
        period = _period(tokens, at)
        if not period or (at and _period(tokens, at - 1) == period):
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


def _period(tokens: Sequence[Token], at: int) -> str:
    name = _class(tokens[at], "period.")
    if not name and at and tokens[at - 1].text == "/":
        unit = _class(tokens[at], "unit.")
        return unit if unit in ("s", "min", "h", "day", "week", "month", "quarter", "year") else ""
    return name


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

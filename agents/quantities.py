"""Numbers as a text states them, with unit, currency and comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agents import numerals
from agents.lexicon import Lexicon
from agents.numerals import Values
from agents.tokens import Token, named

_SIGNS = {">": "above", "≥": "above", "<": "below", "≤": "upto", "~": "about", "≈": "about"}
# Short forms of thousand, million and billion: a stop behind them ends no sentence.
_SHORT = frozenset(["tsd", "mio", "mrd", "mln", "mld", "тыс", "млн", "млрд", "тис", "mill"])


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


def find(tokens: Sequence[Token], lexicon: Lexicon) -> list[Quantity]:
    """The numbers of a text, in order, each with its unit and comparison."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        quantity = _read(tokens, index, lexicon)
        if quantity:
            found.append(quantity)
        index = quantity.end if quantity else _past(tokens, index, lexicon)
    return found


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
    if value == 1:
        return None
    measured = _measure(tokens, at, end, frozenset({Decimal(value)}))
    return replace(measured, unit=measured.unit or named(token, "unit."))  # fünfjährig


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
    return 1 if money == named(tokens[at - 1], "cur.") else 2


def _money(tokens: Sequence[Token], at: int) -> str:
    """The currency that stands directly before the number, or ""."""
    if at and (name := named(tokens[at - 1], "cur.")):
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
    return at if at < len(tokens) and named(tokens[at], "cur.") else end


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
        if name := named(token, prefix):
            return name, _past_phrase(tokens, at, prefix + name)
    if token.kind == "word" and token.joined and at == end:
        return ("" if "ordinal" in token.classes else token.key), end + 1
    return "", end


def _past_phrase(tokens: Sequence[Token], at: int, name: str) -> int:
    while at < len(tokens) and name in tokens[at].classes:
        at += 1
    return at


def _bound(tokens: Sequence[Token], at: int) -> str:
    """The comparison that stands before the number at *at*."""
    if at < 1:
        return ""
    before = tokens[at - 1]
    if before.text in _SIGNS and not (at > 1 and tokens[at - 2].kind == "number"):
        return _SIGNS[before.text]
    if before.text == "." and at > 1:
        before = tokens[at - 2]  # min. 40, ca. 40
    return named(before, "bound.")


def _bound_after(tokens: Sequence[Token], end: int) -> str:
    """The comparison that stands behind the number, or behind what it counts."""
    behind = [token for token in tokens[end : end + 4] if token.text != "'"]
    for token in behind[:3]:
        if token.kind in ("number", "mark"):
            break
        if name := named(token, "after."):
            return name
    return ""

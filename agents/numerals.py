"""Numbers as they are written: separators of every language, number words, Chinese numerals."""

import re
from collections.abc import Sequence
from decimal import Decimal

from agents.lexicon import Lexicon
from agents.tokens import Token

Values = frozenset[Decimal | str]  # what a numeral may mean; a string is a number with many dots

_COMMA_LANGUAGES = frozenset(
    {"de", "fr", "es", "pt", "it", "pl", "uk", "ru"}
)  # 1,5 is one and a half
_GROUPED = re.compile(r"\d{1,3}(?:([.,٬' ’])\d{3})(?:\1\d{3})*(?:[.,٫](\d+))?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,٫]\d+)?")


def values(literal: str, language: str) -> Values:
    """What *literal* may mean: "1.200" is 1200 in German, and 1.2 or 1200 in English."""
    found: set[Decimal | str] = set()
    grouped = _GROUPED.fullmatch(literal)
    if grouped and not literal.startswith("0"):
        found.add(_ungroup(literal, grouped.group(1)))
    elif _INDIAN.fullmatch(literal):
        found.add(Decimal(literal.replace(",", "")))
    if _PLAIN.fullmatch(literal) and not (grouped and _means_groups(literal, language)):
        found.add(_decimal(re.sub("[,٫]", ".", literal)))
    return frozenset(found or {literal.strip(".,")})


def _ungroup(literal: str, separator: str) -> Decimal:
    bare = literal.replace(separator, "")
    return _decimal(re.sub("[,٫]", ".", bare))


def _decimal(literal: str) -> Decimal:
    return Decimal(literal).normalize()


def _means_groups(literal: str, language: str) -> bool:
    """Whether a lone separator before three digits groups them in this language."""
    if "," in literal:
        return language not in _COMMA_LANGUAGES
    return "٬" in literal or ("." in literal and language in _COMMA_LANGUAGES)


def number(token: Token) -> int | None:
    """The value of a number word, or None."""
    for name in token.classes:
        if name.startswith("num.") and name[4:].isdigit():
            return int(name[4:])
    return None


def part(token: Token) -> tuple[Decimal, str] | None:
    """The value and unit of a word like "half" (50 %), "a third" or "doubled" (2 x), or None."""
    for name in token.classes:
        if name.startswith("share."):
            return Decimal(name[6:]), "%"
        if name.startswith("num.x"):
            return Decimal(name[5:]), "x"
    return None


def scale(token: Token) -> int:
    """The power of ten that a word like "million" multiplies by, or 0."""
    for name in token.classes:
        if name.startswith("scale."):
            return int(name[6:])
    return 0


def words(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, int]:
    """The value of the number words that begin at *at*, and the index behind them.

    "forty-five", "quarante et un", "خمسة وعشرون", "двести тридцать", "two hundred thousand": a word
    joins the ones before it where its value fits into the place that they leave open.
    """
    total, group, room = 0, 0, 10**12
    index = end = at
    while index < len(tokens):
        value, power = number(tokens[index]), scale(tokens[index])
        if power and end > at:
            total, group, room = total + max(group, 1) * 10**power, 0, 1000
        elif value == 100 and 1 <= group < 10:
            group, room = group * 100, 100
        elif value is not None and (value < room or _reversed(group, value, lexicon)):
            group, room = group + value, _room(value)
        else:
            break
        end = index + 1
        while end < len(tokens) and (tokens[end].part or _inside(tokens, end)):
            end += 1
        index = _skip(tokens, end)
    return total + group, end


def _room(value: int) -> int:
    """What a next word must stay below: after forty 10, after soixante 20, after hundred 100."""
    if value >= 100:
        return 1000 if value >= 1000 else 100
    if value in (60, 80):
        return 20
    return 10 if value >= 20 and value % 10 == 0 else 0


def _reversed(group: int, value: int, lexicon: Lexicon) -> bool:
    """Whether ones stand before tens, as in Arabic: five and twenty."""
    tens = value in range(10, 100, 10)
    return lexicon.language in ("ar", "he") and 0 < group < 10 and tens


def _skip(tokens: Sequence[Token], index: int) -> int:
    """Step over a hyphen or an "and" inside a number."""
    if index < len(tokens) and tokens[index].text == "-" and tokens[index].joined:
        index += 1
    if index + 1 < len(tokens) and "joint" in tokens[index].classes:
        index += 1
    return index


def _inside(tokens: Sequence[Token], index: int) -> bool:
    """Whether the mark at *index* stands between the words of a phrase."""
    return index + 1 < len(tokens) and tokens[index].kind == "mark" and tokens[index + 1].part

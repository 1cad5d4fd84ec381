"""Chinese and Japanese: numerals made plain, runs of characters cut into words."""

import re
from decimal import Decimal

from agents.lexicon import Lexicon

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3}
_PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_NUMERAL = "".join((*_DIGITS, *_PLACES, *_SCALES))
# What a lone numeral must stand before to be one, and not part of a word (统一, 三角).
_MEASURES = (
    "名个個位人家次台套项項条條款座所份年月日天周週倍成种種类類门門批元岁歲级級层層期轮届组組支辆輛件只间間篇"
    "本部例床班区區省市国國折星季学小分秒张張片块場场道处處栋棟扇孔根把盏顿桌株幢艘頭头口课課科股轉转回社店冊枚つかヶカ箇時时点步環环亩頁页"
)
_COUNT = re.compile(
    rf"(?P<whole>[{_NUMERAL}]+)分之(?P<share>[{_NUMERAL}点\d.]+)"
    rf"|(?P<many>[{_NUMERAL}]{{2,}}(?:点[{_NUMERAL}]+)?)"
    rf"|(?P<one>(?<=第)[{_NUMERAL}]|[{_NUMERAL}](?=[{_MEASURES}]))"
)
_WORDS = frozenset(
    ["万一", "千万", "十分", "一一", "千百", "万千", "九九", "五一"]
)  # no numerals, though made of them


def plain(text: str) -> str:
    """*text* with its Chinese numerals as digits: 三十五名 → 35名, 百分之十二 → 12%."""
    return _COUNT.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    if share := match.group("share"):
        return f" {_share(share, match.group('whole'))}%"
    word = match.group()
    before = match.string[match.start() - 1 : match.start()]
    if before.isdigit() or word in _WORDS or word[0] in _SCALES:
        return word
    if word == "一" and before != "第":
        return word  # 一名: an article
    return f"{_read(word)} "


def _share(part: str, whole: str) -> str:
    """A fraction as a percentage: 四分之一 is 25."""
    return f"{(Decimal(_read(part)) / _value(whole) * 100).normalize():f}"


def _read(numeral: str) -> str:
    if numeral[0].isdigit():
        return numeral
    whole, _, part = numeral.partition("点")
    value = str(_value(whole))
    return f"{value}.{''.join(str(_DIGITS.get(char, '')) for char in part)}" if part else value


def _value(numeral: str) -> Decimal:
    if all(char in _DIGITS for char in numeral):
        return Decimal("".join(str(_DIGITS[char]) for char in numeral))
    total = group = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            group, digit = group + (digit or 1) * _PLACES[char], 0
        else:
            total, group, digit = (total + group + digit) * _SCALES[char], 0, 0
    return Decimal(total + group + digit)


def cut(run: str, lexicon: Lexicon) -> list[str]:
    """*run* as words of the lexicon and the pieces between them that it does not know."""
    costs = [0] + [10**6] * len(run)
    steps = [0] * (len(run) + 1)
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + lexicon.longest) + 1):
            known = run[start:end] in lexicon.words
            if not known and end > start + 1:
                continue
            cost = costs[start] + (1 if known else 10)
            if cost < costs[end]:
                costs[end], steps[end] = cost, start
    return _collect(run, steps, lexicon)


def _collect(run: str, steps: list[int], lexicon: Lexicon) -> list[str]:
    pieces: list[str] = []
    end = len(run)
    while end:
        piece = run[steps[end] : end]
        if piece not in lexicon.words and pieces and pieces[-1] not in lexicon.words:
            pieces[-1] = piece + pieces[-1]
        else:
            pieces.append(piece)
        end = steps[end]
    return pieces[::-1]

"""Words of a text under keys that compare: without inflection, names of one thing as one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from agents import aliases
from documents import memo

# One word (with the marks of C++, C#, .NET), or one run of Chinese or Japanese.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々ー"
_WORD = re.compile(rf"[{_CJK}]+|\.NET\b|(?:(?![{_CJK}])[^\W_])+(?:\+\+|#)?", re.UNICODE)
# Hiragana between other letters is grammar: it parts words, as a blank does elsewhere.
_PIECES = re.compile(rf"^[\u3040-\u309f]+$|(?:(?![\u3040-\u309f])[{_CJK}])+")
_HAN = re.compile(rf"[{_CJK}]")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640\u0591-\u05c7]")
_FOLDS = str.maketrans(
    {
        "ё": "е",
        "й": "и",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
    }
)
_PLURAL = 4  # letters from which a last "s" is taken for that of the plural
_COMPOUND = 10  # letters from which a word may be made of two: "Krankenpflege"
_SUFFIXES = {
    "latin": """erinnen erin ern n izations isations ization isation aciones ationen ations
        ation ación ação ções zioni
        zione ungen ung ments ment mente ities ity iert ieren ierte ings ing ives ive ers er ors or
        ées ée és é ed es s en em e ando endo ado ada ados adas ar ir are ere ire ato ata ować anie
        ania enia enie a o i y ą ę ów ami ach""",
    "cyrillic": """ированием ирования ирование ировать ования ование овать аниями ениями ания ание
        ения ение ать ять ить еть ала ила ял ал ил ями ами ого его ому ему ыми ими ая яя ое ее ые ие
        ый ий ои ом ем ам ям ах ях ов ев ою ею ую юю у ю а я ы и о е ь""",
    "arabic": "ات ون ين ان يه ها ه ي",
    "hebrew": "ות ים ית ה",
}
_PREFIXES = {"arabic": "وال بال كال فال لل ال", "hebrew": "וה שה ה ו ב ל מ ש כ"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its key for comparison and its span. `exact` keys bear no inflection."""

    key: str
    start: int
    end: int
    exact: bool = False


@memo.kept(4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of *text*, names of one thing under one key, Chinese and Japanese as pairs."""
    spans = [match.span() for match in _WORD.finditer(text)]
    words = tuple(text[start:end] for start, end in spans)
    forms = tuple(map(_form, words))
    found: list[Token] = []
    at = 0
    while at < len(words):
        key, width = _alias(words, forms, at)
        if width:
            found.append(Token(key, spans[at][0], spans[at + width - 1][1], exact=True))
        else:
            found.extend(_plain(words[at], *spans[at]))
        at += width or 1
    return tuple(found)


def _plain(word: str, start: int, end: int) -> Iterator[Token]:
    if not _HAN.match(word):
        yield Token(stem(word), start, end, exact=_is_name(word))
        return
    inner = [(m.start(), m.end(), key) for key, m in _han_aliases(word)]
    for begin, stop, key in inner:
        yield Token(key, start + begin, start + stop, exact=True)
    for piece in _PIECES.finditer(word):
        first, last = piece.span()
        for at in range(first, max(first + 1, last - 1)):
            if not any(begin <= at and at + 2 <= stop for begin, stop, _ in inner):
                yield Token(word[at : min(at + 2, last)], start + at, start + min(at + 2, last))


def _han_aliases(word: str) -> Iterator[tuple[str, re.Match[str]]]:
    pattern = _table().han
    for match in pattern.finditer(word):
        yield _table().keys[(match.group(),)], match


def _is_name(word: str) -> bool:
    """Whether *word* is no common word: an acronym, or with a digit or a capital inside."""
    return (
        any(c.isdigit() or c in "+#." for c in word)
        or any(c.isupper() for c in word[1:])
        or (len(word) == 1 and word.isupper())
    )


def is_han(word: str) -> bool:
    """Whether *word* begins with a Chinese or Japanese character."""
    return bool(_HAN.match(word))


def fold(word: str) -> str:
    """*word* without case, accents and vowel marks."""
    lowered = _MARKS.sub("", word.casefold()).translate(_FOLDS)
    if lowered.isascii():
        return lowered
    apart = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_FOLDS)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The part of *word* that inflection leaves alone, roughly."""
    folded = fold(word)
    script = _script(folded)
    if not script or _is_name(word):
        return folded
    for prefix in _PREFIXES.get(script, "").split():
        if folded.startswith(prefix) and len(folded) - len(prefix) >= 3:
            folded = folded.removeprefix(prefix)
            break
    least = 4 if script == "latin" else 3
    for suffix in _suffixes(script):
        if folded.endswith(suffix) and len(folded) - len(suffix) >= least:
            return folded.removesuffix(suffix)
    return folded


@cache
def _suffixes(script: str) -> tuple[str, ...]:
    return tuple(sorted({fold(s) for s in _SUFFIXES[script].split()}, key=len, reverse=True))


def _script(word: str) -> str:
    first = word[:1]
    if "a" <= first <= "z":
        return "latin"
    if "\u0400" <= first <= "\u04ff":
        return "cyrillic"
    if "\u0600" <= first <= "\u06ff":
        return "arabic"
    return "hebrew" if "\u0590" <= first <= "\u05ff" else ""


@dataclass(frozen=True, slots=True)
class _Aliases:
    keys: dict[tuple[str, ...], str]  # folded words of a form → key of its group
    cased: dict[tuple[str, ...], str]  # forms that only count in this spelling
    longest: dict[str, int]  # first word, folded → words of the longest form
    han: re.Pattern[str]


@cache
def _table() -> _Aliases:
    keys: dict[tuple[str, ...], str] = {}
    cased: dict[tuple[str, ...], str] = {}
    for alias in aliases.load():
        words = tuple(_WORD.findall(alias.form))
        if alias.cased and not _HAN.match(alias.form):
            cased.setdefault(words, alias.key)
        else:
            keys.setdefault(tuple(map(_form, words)), alias.key)
    han = sorted((f[0] for f in keys if len(f) == 1 and _HAN.match(f[0])), key=len, reverse=True)
    longest: dict[str, int] = {}
    for form in [*keys, *(tuple(map(_form, words)) for words in cased)]:
        longest[form[0]] = max(len(form), longest.get(form[0], 0))
    return _Aliases(keys, cased, longest, re.compile("|".join(map(re.escape, han))))


def _alias(words: tuple[str, ...], forms: tuple[str, ...], at: int) -> tuple[str, int]:
    """The key of the longest name that begins at word *at*, and how many words it has."""
    table = _table()
    longest = table.longest.get(forms[at], 0)
    for width in range(min(longest, len(words) - at), 0, -1):
        there = slice(at, at + width)
        key = table.cased.get(words[there]) or table.keys.get(forms[there])
        if key:
            return key, width
    return "", 0


@cache
def _special() -> dict[str, frozenset[str]]:
    """Keys of general names → keys of what proves them."""
    return {
        tokens(general)[0].key: frozenset(tokens(form)[0].key for form in forms)
        for general, forms in aliases.kinds().items()
    }


@lru_cache(maxsize=16384)
def _form(word: str) -> str:
    """A word of an alias for look-up: inflection is left to the list in Latin script only."""
    folded = fold(word)
    if _script(folded) not in ("latin", ""):
        return stem(word)
    plural = len(folded) > _PLURAL and folded.endswith("s") and not folded.endswith("ss")
    return folded.removesuffix("s") if plural else folded


def known(text: str) -> list[tuple[str, str]]:
    """The things in *text* that have a name of their own: (key, words as written), each once."""
    named = _named()
    seen = {t.key: text[t.start : t.end] for t in reversed(tokens(text)) if t.key in named}
    return [(key, seen[key]) for key in dict.fromkeys(t.key for t in tokens(text)) if key in seen]


@cache
def weak() -> frozenset[str]:
    """The keys of words that name nothing by themselves, as "manage"."""
    return frozenset(alias.key for alias in aliases.load() if not alias.named)


@cache
def _named() -> frozenset[str]:
    return frozenset(alias.key for alias in aliases.load() if alias.named) - {"=leadership"}


def same(a: Token, b: Token) -> bool:
    """Whether *b* says what *a* asks: a form of the same word, or a special case of its name."""
    if a.key == b.key or (a.exact and b.exact and b.key in _special().get(a.key, ())):
        return True
    return not (a.exact or b.exact) and _related(a.key, b.key)


@lru_cache(maxsize=65536)
def _related(asked: str, said: str) -> bool:
    least = 5 if asked[:1].isascii() else 4  # letters that forms of one word share
    if min(len(asked), len(said)) < least:
        return False
    pairs = zip(asked, said, strict=False)
    shared = next((n for n, (x, y) in enumerate(pairs) if x != y), min(len(asked), len(said)))
    if shared >= least and max(len(asked), len(said)) - shared <= 2:
        return True
    return len(said) >= _COMPOUND and (said.startswith(asked) or said.endswith(asked))

"""The word lists of a language, made fast to ask for the class of a word."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from agents import spelling, tokens, verbs
from agents.stems import Stemmer

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "pl", "uk", "ru", "ar", "he", "ja", "zh")
NONE: frozenset[str] = frozenset()
# The classes of words that may come and go.
FREE = frozenset(
    ("free", "verb", "did", "noun", "years", "each", "article", "ordinal", "joint", "present")
)
# What a word proves, or claims besides what it says: these hide no class of a shorter entry.
TIED = ("feat.", "proof.", "attends", "event", "present", "adds", "acting", "light", "for", "of")
_ENOUGH = 0.15  # share of grammar words in a text of the language
_WEIGHTY = ("strict", "rank.", "grade.", "limit.deputy", "limit.trainee")
Phrase = tuple[tuple[str, ...], str]

_COMMON: dict[str, tuple[str, ...]] = {  # what is written alike in every language
    "unit.%": (
        "%",
        "٪",
    ),
    "unit.‰": ("‰",),
    "unit.x": ("×",),
    "unit.min": ("min",),
    "unit.h": ("h",),
    "unit.s": (
        "s",
        "sec",
    ),
    "unit.ms": ("ms",),
    "unit.km": ("km",),
    "unit.m": ("m",),
    "unit.cm": ("cm",),
    "unit.mm": ("mm",),
    "unit.m2": (
        "m2",
        "qm",
        "sqm",
    ),
    "unit.m3": ("m3",),
    "unit.ha": ("ha",),
    "unit.kg": ("kg",),
    "unit.g": ("g",),
    "unit.mg": ("mg",),
    "unit.t": ("t",),
    "unit.l": ("l",),
    "unit.ml": ("ml",),
    "unit.kb": ("kb",),
    "unit.mb": ("mb",),
    "unit.gb": ("gb",),
    "unit.tb": ("tb",),
    "unit.pb": ("pb",),
    "unit.kw": ("kw",),
    "unit.mw": ("mw",),
    "unit.kwh": ("kwh",),
    "unit.v": ("v",),
    "unit.kv": ("kv",),
    "unit.hz": ("hz",),
    "scale.3": ("k",),
    "cur.EUR": (
        "€",
        "eur",
        "euro",
        "euros",
    ),
    "cur.USD": (
        "$",
        "usd",
        "dollar",
        "dollars",
    ),
    "cur.GBP": (
        "£",
        "gbp",
    ),
    "cur.CHF": ("chf",),
    "cur.JPY": ("jpy",),
    "cur.CNY": (
        "cny",
        "rmb",
    ),
    "cur.RUB": (
        "₽",
        "rub",
    ),
    "cur.UAH": (
        "₴",
        "uah",
    ),
    "cur.PLN": (
        "pln",
        "zł",
    ),
    "cur.ILS": (
        "₪",
        "ils",
    ),
    "cur.INR": (
        "₹",
        "inr",
    ),
    "cur.TRY": ("₺",),
    "cur.KRW": (
        "₩",
        "krw",
    ),
    "cur.BRL": ("brl",),
    "cur.MXN": ("mxn",),
    "cur.SAR": ("sar",),
    "cur.AED": ("aed",),
    "cur.EGP": ("egp",),
    "cur.KZT": (
        "₸",
        "kzt",
    ),
    "cur.¥": ("¥",),
}


class Lexicon:
    """Word classes of one language.

    An entry is a word, a beginning of words ("manag*") or a phrase ("in_charge_of"); the longest
    entry that fits a word decides. An infinitive under "verb", or with a tilde ("raise~"),
    stands for all its regular forms. The classes are explained in lexicon_en.txt.
    """

    def __init__(
        self, language: str, tables: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        self.language = language
        groups = [list(map(tokens.key, tables[n])) for n in tables if n.startswith("irregular.")]
        self.stemmer = Stemmer(language, map(tokens.key, tables.get("endings", ())), groups)
        self.words: set[str] = set()  # entries without an asterisk, for scripts without spaces
        self.longest = 1
        self._exact: dict[str, frozenset[str]] = {}
        self._prefix: dict[str, frozenset[str]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        for name, entries in (*_COMMON.items(), *tables.items()):
            if not name.startswith(("endings", "irregular.")):
                for entry in entries:
                    self._enter(name, entry)
        for value, word in spelling.numbers(language):
            self._enter_word(f"num.{value}", tokens.key(word))
            for end, unit in spelling.ENDINGS.get(language, {}).items() if value < 100 else ():
                self._enter(f"num.{value}", f"{word}{end}*")
                self._enter(unit, f"{word}{end}*")
        self.has_phrases = bool(self._phrases)
        self.classes = lru_cache(maxsize=20000)(self._classes)
        self.phrases = lru_cache(maxsize=20000)(self._found_phrases)

    def _enter(self, name: str, entry: str) -> None:
        word = tokens.key(entry.rstrip("*"))
        if "_" in entry:
            parts = tuple(tokens.key(part) for part in entry.split("_"))
            self._phrases.setdefault(parts[0].rstrip("*"), []).append((parts, name))
        elif entry.endswith("*"):
            self._prefix[word] = self._prefix.get(word, NONE) | {name}
        elif name == "verb" or entry.endswith("~"):
            for form in verbs.expand(word.rstrip("~"), self.language):
                self._enter_word(name, form)
        else:
            self._enter_word(name, word)

    def _enter_word(self, name: str, word: str) -> None:
        self._exact[word] = self._exact.get(word, NONE) | {name}
        self.words.add(word)
        self.longest = max(self.longest, len(word))

    def _classes(self, word: str) -> frozenset[str]:
        """The classes of a word (given as its key): a free word is nothing else besides."""
        variants = self.stemmer.variants(word)
        exact = next((self._exact[v] for v in variants if self._means(v, word)), NONE)
        if "free" in exact:
            return exact
        return exact | self._begun(variants) or self._ended(word)

    def _means(self, variant: str, word: str) -> bool:
        """Whether the entry *variant* is meant by *word*: دونت is "I noted", not دون "without"."""
        names = self._exact.get(variant)
        return names is not None and ("limit.not" not in names or word.endswith(variant))

    def _ended(self, word: str) -> frozenset[str]:
        """What the last part of a German compound claims: a Stationsleitung is a Leitung."""
        if self.language != "de":
            return NONE
        for at in range(4, len(word) - 4):
            names = self._exact.get(word[at:], NONE) | self._begun((word[at:],))
            if claims := {name for name in names if name.startswith(_WEIGHTY)}:
                return frozenset({*claims, "compound"})
        return NONE

    def _begun(self, variants: tuple[str, ...]) -> frozenset[str]:
        """The classes of the longest beginning that is an entry, with the synonyms of others."""
        for variant in variants:
            found: set[str] = set()
            tied: set[str] = set()
            for end in range(len(variant), 1, -1):
                names = self._prefix.get(variant[:end], NONE)
                tied |= {n for n in names if n.startswith(TIED)}
                names = names - tied
                if not self.stemmer.ends(variant[end:]):  # Teststrategie is no Test
                    names = frozenset(n for n in names if not n.startswith("syn."))
                more = {n for n in names if n.startswith(("syn.", "kept")) and end > 3}
                found |= more if found else names
            if found or tied:
                return frozenset(found | tied)
        return NONE

    def _found_phrases(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that may begin with *word* (given as its key), longest first."""
        found = [
            phrase
            for variant in self.stemmer.variants(word)
            for end in range(len(variant), 0, -1)
            for phrase in self._phrases.get(variant[:end], ())
            if end == len(variant) or phrase[0][0].endswith("*")
        ]
        return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))

    def share(self, words: Sequence[str]) -> float:
        """How many of *words* (given as keys) are grammar of this language, from 0 to 1."""
        return sum("free" in self.classes(word) for word in words) / max(len(words), 1)

    def fits(self, word: str, part: str) -> bool:
        """Whether *word* (a key) fits one part of a phrase."""
        variants = self.stemmer.variants(word)
        if part.endswith("*"):
            return any(variant.startswith(part[:-1]) for variant in variants)
        return part in variants


@cache
def load(language: str) -> Lexicon:
    """The lexicon of an ISO 639-1 code; of a language without lists, an empty one."""
    path = Path(__file__).with_name(f"lexicon_{language}.txt")
    if language not in LANGUAGES:
        return Lexicon(language)
    return Lexicon(language, parse(path.read_text(encoding="utf-8")))


def parse(text: str) -> dict[str, list[str]]:
    """The classes of a word list with their entries: sections "[class]", words behind them.

    Each line of the sections "syn" and "irregular" makes a class of its own: "syn." and a number.
    """
    tables: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(text.splitlines()):
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            key = f"{name}.{number}" if name in ("syn", "irregular") else name
            tables.setdefault(key, []).extend(line.split())
    return tables


def choose(text: str, code: str) -> Lexicon:
    """The lexicon for *text*, taken to be in the language *code*.

    Where there are no lists for that language, or it is not known, the one whose grammar words
    the text has most of: a short text full of names is easily taken for a neighbour's language.
    """
    if code in LANGUAGES:
        return load(code)
    words = [token.key for token in tokens.split(tokens.normal(text)) if token.kind == "word"]
    best = max(map(load, LANGUAGES), key=lambda lexicon: lexicon.share(words))
    return best if best.share(words) >= _ENOUGH else load(code)

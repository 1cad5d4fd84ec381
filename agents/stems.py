"""Which words are forms of one word: endings, articles written onto words, irregular forms."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from agents import ablaut


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# How many letters a stem must keep when it loses a light ending, a middling or a long one.
_HELD = {"en": (3, 4, 5), "de": (3, 4, 4), "fr": (3, 4, 4), "es": (3, 4, 4), "pt": (3, 4, 4)}
_LIGHT = _words("s ed ing ings ies ied en er es а ы и у е ю я ь ом ов ам ах ей")
_ARABIC_HEADS = _words("وبال وال فال بال كال ولل وب ول لل ال و ف ب ل ك")
_ARABIC_TAILS = _words("هما تين ها هم هن نا ون ين ان ات يه ته تي ه ي ت ا")
_HEBREW_HEADS = _words("וכש ומה שב שה וה וב ול ומ וש מה לכ ה ו ב כ ל מ ש")
_HEBREW_TAILS = _words("יהם יות ים ות תי נו יה ית ה ת י ו")
_SHORT_END = 5  # letters that need not be looked up to be an ending
_PLURALS = {"fr": ("s", "e", "es"), "es": ("s", "es"), "pt": ("s", "es")}
_SEPARABLE = _words(
    """ab an auf aus bei durch ein entgegen fest her hin los mit nach um vor weg weiter zu zurück
    zusammen"""
)
_DOUBLED = frozenset("bdfglmnprt")
# How Romance languages write one sound before different endings: marcar, marquei; redactar,
# redacción; conduzir, condução.
_HARD, _SOFT = re.compile("(?:qu|cc|ct|z)$"), re.compile("(?:gu|j)$")
_HUSHED = {"ж": "гдз", "ч": "кт", "ш": "сх", "щ": "т"}  # стрижка, стригла; сокращение
_ITERATED = re.compile("^(.{3,}?)[иы]в(?:а[лтюен]|ан|ал)")
_ROMANCE = frozenset({"es", "pt", "it", "fr"})


class Stemmer:
    """The forms of words in one language (words are given as their keys).

    *endings* are those of inflection and of plain derivation (manage, management; внедрил,
    внедрение); *irregular* are groups of forms that share no stem.
    """

    def __init__(
        self, language: str, endings: Iterable[str] = (), irregular: Iterable[Sequence[str]] = ()
    ) -> None:
        self.language = language
        self._endings = tuple(sorted(set(endings), key=len, reverse=True))
        self._irregular = {word: f"={words[0]}" for words in irregular for word in words}
        self.forms = lru_cache(maxsize=20000)(self._forms)
        self.variants = lru_cache(maxsize=20000)(self._variants)

    def ends(self, rest: str) -> bool:
        """Whether *rest*, behind the beginning of a word, may be its ending."""
        return len(rest) < _SHORT_END or rest in self._endings

    def _variants(self, word: str) -> tuple[str, ...]:
        """*word* and, where articles and prepositions are written onto it, what they leave."""
        if self.language == "ar":
            return _peel(word, _ARABIC_HEADS, _ARABIC_TAILS)
        if self.language == "he":
            return _peel(word, _HEBREW_HEADS, _HEBREW_TAILS)
        plurals = _PLURALS.get(self.language, ())
        cut = (word[: -len(end)] for end in plurals if word.endswith(end) and len(word) > 4)
        if plurals:
            return (word, *cut)
        return (word,)

    def _forms(self, word: str) -> frozenset[str]:
        """The keys under which another form of *word* meets it; *word* itself is one of them."""
        if self.language == "he":
            return frozenset(v for v in self.variants(word) if len(v) > 2) | {word}
        if self.language == "ar":
            forms = {v for v in self.variants(word) if len(v) > 2}
            roots = {root + "-" for root in map(_root, forms) if len(root) in (3, 4)}
            return frozenset(forms | roots | {word})
        found = {word}
        for ending in self._endings:
            stem = word[: len(word) - len(ending)]
            if word.endswith(ending) and len(stem) >= _held(ending, self.language):
                found.add(self._smooth(stem))
        if len(word) > 2:
            found.add(self._smooth(word))
        if self.language in ("ru", "uk"):
            for bare in _ITERATED.findall(word):
                found |= self.forms(_rounded(bare)) | self.forms(bare + "ы")
            found |= {f[:-2] + c + "-" for f in found if len(f) > 4 for c in _HUSHED.get(f[-2], "")}
        if self.language == "pt" and word.endswith(("cao", "coes")):
            found.add(word.removesuffix("cao").removesuffix("coes") + "t-")  # correto, correção
        bare = {form.removesuffix("-") for form in found}
        found |= {self._irregular[form] for form in bare if form in self._irregular}
        if self.language == "de" and len(word) > 6:
            found.update(form for bare in _ungrown(word) for form in self.forms(bare))
        if self.language == "de":
            found.update(ablaut.forms(word))
        return frozenset(found)

    def _smooth(self, stem: str) -> str:
        """A stem as its own ending: planned → plan, stud(ies) → stud(y)."""
        if self.language == "en" and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
            stem = stem[:-1]
        if self.language in _ROMANCE:
            stem = _SOFT.sub("g", _HARD.sub("c", stem))
        return stem + "-"


def _rounded(stem: str) -> str:
    """A Slavic stem without the vowel of repeated action: осматривал, осмотр."""
    at = stem.rfind("а")
    return stem[:at] + "о" + stem[at + 1 :] if at > 0 else stem


def _ungrown(word: str) -> Iterator[str]:
    """A German participle without its "ge": gefahren → fahren, zugestellt → zustellt."""
    if word.startswith("ge"):
        yield word[2:]
    for prefix in _SEPARABLE:
        if word.startswith(prefix + "ge"):
            yield prefix + word[len(prefix) + 2 :]


def _held(ending: str, language: str) -> int:
    light, middling, long = _HELD.get(language, (3, 4, 4))
    if ending in _LIGHT:
        return light
    return middling if len(ending) <= 2 else long


def _root(word: str) -> str:
    """An Arabic word without the letters that make tenses and nouns of a verb: تمديد → مدد."""
    for head in ("است", "مست", "ت", "ا", "ن", "ي"):
        if word.startswith(head) and len(word) > len(head) + 2:
            word = word[len(head) :]
            break
    bare = "".join(letter for letter in word if letter not in "اويى")
    return bare.removesuffix("ت").removesuffix("ه")


def _peel(word: str, heads: tuple[str, ...], tails: tuple[str, ...]) -> tuple[str, ...]:
    """*word* without its article, preposition and endings, in every way that leaves a stem.

    Of a single letter in front and one behind, at most one goes: وزارة is a ministry, no visit.
    """
    bare = [word, *(word[len(head) :] for head in heads if word.startswith(head))]
    ends = [
        base[: -len(tail)]
        for base in bare
        for tail in tails
        if base.endswith(tail)
        and len(base) - len(tail) >= 3
        and not (len(tail) == 1 and len(base) == len(word) - 1)
    ]
    return tuple(dict.fromkeys([word, *(form for form in (*bare, *ends) if len(form) > 1)]))

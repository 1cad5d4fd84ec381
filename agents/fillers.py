"""Words that carry no meaning alone, in the languages that we read, as `fillers.txt` lists them."""

from functools import cache

from agents import tables


@cache
def function_words(code: str = "") -> frozenset[str]:
    """Function words of one language, or of all: too frequent to prove anything."""
    return _collect("function", code)


@cache
def generic_words(code: str = "") -> frozenset[str]:
    """Words that say how much is asked, not what ("solid"), of one language or all."""
    return _collect("generic", code)


def _collect(name: str, code: str) -> frozenset[str]:
    rows = tables.rows("fillers")
    chosen = (words for kind, language, words in rows if kind == name and code in ("", language))
    return frozenset(word for words in chosen for word in words.split())

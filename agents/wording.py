"""Whether a line says only what its sources say: numbers and names first."""

import re
import unicodedata
from collections.abc import Iterator

from agents.structure import Case
from agents.violations import Violation
from documents.resume import Kind, Resume

_WORD = re.compile(r"\d+(?:[.,' ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:[+#]+)?")


def check(case: Case, resume: Resume) -> Iterator[Violation]:
    """Numbers and names of the new line that no source has, and those that were lost."""
    own = case.own.text if case.own else ""
    known = {word.casefold() for fact in case.sources for word in words(fact.text)}
    if case.kind is Kind.SKILL:
        known |= {word.casefold() for fact in resume.facts for word in words(fact.text)}
    new = words(case.edit.text)
    for index, word in enumerate(new):
        if word.casefold() not in known and _stands_out(word, index):
            yield Violation("number" if word[0].isdigit() else "name", case.edit.fact, word, own)
    said = {word.casefold() for word in new}
    for index, word in enumerate(words(own)):
        if word.casefold() not in said and _stands_out(word, index):
            yield Violation("lost", case.edit.fact, word, own)


def words(text: str) -> list[str]:
    """The words and numbers of *text*, digits of any script as ASCII."""
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def _stands_out(word: str, index: int) -> bool:
    if word[0].isdigit() or (not word.isascii() and word.lower() == word.upper()):
        return True
    return word != word.lower() and (index > 0 or word[1:] != word[1:].lower())

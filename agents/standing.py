"""Whether the things that a line claims stand in its sources as the person's own."""

from collections.abc import Iterator

from agents import reservations, terms, tokens
from agents.lines import Line
from agents.violations import Violation
from documents.resume import Kind

_FREELY = frozenset({Kind.SKILL, Kind.SUMMARY, Kind.HEADLINE})  # what may name anything anew


def check(line: Line) -> Iterator[Violation]:
    """Things that the line claims, while each source that names them denies or only wishes them."""
    language = line.lexicon.language
    for name in dict.fromkeys(_named(line)):
        if _held(line.new.text, name, language) is not False:
            continue
        found = [(_held(source.text, name, language), source) for source in line.sources]
        said = [(held, source) for held, source in found if held is not None]
        if said and all(held for held, _ in said):
            yield line.fault("limit", name, said[0][1])


def _held(text: str, name: str, language: str) -> bool | None:
    """Whether *text* says *name* only with a reservation; None if it does not say it."""
    found = None
    for _, _, found in reservations.places(text, name, language):
        if not found:
            return False
    return found


def _named(line: Line) -> Iterator[str]:
    """The tools that the line names and what is asked for; in a summary every word for a thing."""
    text = line.new.text
    yield from (words for _, words in terms.known(text))
    yield from (asked.text for asked in line.asked)
    for token in terms.content(text):
        word = text[token.start : token.end]
        thing = line.kind in _FREELY and not line.lexicon.classes(tokens.key(word))
        named = token.key not in terms.weak() and any(map(str.isalpha, word))
        if named and (token.exact or thing):
            yield word

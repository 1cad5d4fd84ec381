"""Whether a compound is made of the words of a line's sources."""

from agents import ablaut
from agents.lexicon import Lexicon
from agents.lines import Line

_SHORT = 3  # letters that a word in a compound has at least
_PART = 4  # letters from which a German one need not stand in a source


def made(line: Line, word: str) -> bool:
    """Whether a compound is made of words of the sources; in German also a part of theirs."""
    if line.lexicon.language == "en":
        cuts = range(_SHORT, len(word) - _SHORT + 1)
        return any(_tells(line, word[:at]) and _tells(line, word[at:]) for at in cuts)
    if line.lexicon.language != "de" or len(word) < _PART:
        return False
    stems = {form.removesuffix("-") for form in line.lexicon.stemmer.forms(word)}
    if any(stem in key for stem in stems if len(stem) > _PART for key in line.keys):
        return True
    return any(
        _part(line, word[:at]) and _part(line, word[at:])
        for at in range(_PART, len(word) - _SHORT + 1)
    )


def ends_with_another(line: Line, word: str) -> bool:
    """Whether a German word ends with another one, and what stands before is no prefix."""
    ends = range(_SHORT, len(word) - _PART)
    return any(
        word[:at] not in ablaut.PREFIXES
        and (_known(line, word[at:]) or bool(line.lexicon.classes(word[at:])))
        for at in ends
    )


def tails(lexicon: Lexicon, word: str) -> frozenset[str]:
    """The classes of the words that a German compound may end with; none elsewhere."""
    if lexicon.language != "de":
        return frozenset()
    ends = (lexicon.classes(word[at:]) for at in range(_PART, len(word) - _SHORT))
    return frozenset[str]().union(*ends)


def _known(line: Line, word: str) -> bool:
    return bool(line.lexicon.stemmer.forms(word) & line.forms)


def _part(line: Line, part: str) -> bool:
    if len(part) < _PART:
        return _known(line, part)
    for link in ("", "s", "n", "en", "es", "e"):
        bare = part.removesuffix(link) if link else part
        if len(bare) < _PART:
            continue
        classes = line.lexicon.classes(bare)
        if "strict" in classes:
            return _known(line, bare)
        if _known(line, bare) or classes & {"noun"}:
            return True
        if any(name in line.classes for name in classes if name.startswith("syn.")):
            return True
        if len(bare) > _PART and any(key.startswith(bare) for key in line.keys):
            return True
    return False


def _tells(line: Line, word: str) -> bool:
    """Whether a source has the word, and it means something by itself."""
    return _known(line, word) and "free" not in line.lexicon.classes(word)

"""What of a person may leave for a model: their work, never who they are or how to reach them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from agents import credentials, fillers, injection, structure, tables, terms, tokens
from documents import memo
from documents.resume import Fact, Kind, Resume, Topic

MASK = "█"  # stands for a word of the name where a line is sent all the same
_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_LINK = r"(?:https?://|www\.)\S+|(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:com|net|org|io|dev|me|ru|de|fr|es|example)/\S+"
_PHONE = r"(?<![\w.,])\+\d[\d\s().-]{6,18}\d"
_HANDLE = r"(?<!\w)@[A-Za-z]\w{3,}"
_CONTACT = re.compile(f"{_MAIL}|{_LINK}|{_PHONE}|{_HANDLE}")
_REACH = tables.pattern("privacy", "reach")
_STREET = tables.pattern("privacy", "street")
_REFEREE = tables.pattern("privacy", "referee")
_TITLES = frozenset(word for _, words in tables.rows("privacy")[:1] for word in words.split())
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"\S+")
_INNER = re.compile(r"\w[._@/]\w")
_SHORTEST = 3  # letters of a part of a name
_PLAIN = 4  # letters from which a part is looked for inside an address or account
_ENDING = 3  # letters that a case may add to a name
_NEVER = frozenset({Kind.NAME, Kind.CONTACT})
# What no edit rewords: a word of the name may be masked there, nothing has to be put back.
_FIXED = structure.LOCKED - _NEVER


def masked(text: str) -> str:
    """*text* with mail addresses, links, phone numbers and handles taken out."""
    return _CONTACT.sub("…", text)


def sendable(resume: Resume) -> tuple[Fact, ...]:
    """The facts of *resume* that may go to a model.

    Left out: the name and contact facts, references, any line that holds a word of the name or a
    way to reach somebody (it stays as it is), and lines that read like instructions to a machine.
    Titles, employers and the like, which no edit rewords, go with such words masked.
    """
    veil = veil_of(resume)
    return tuple(veil.over_fact(fact) for fact in resume.facts if _may_go(fact, resume, veil))


def _may_go(fact: Fact, resume: Resume, veil: "Veil") -> bool:
    if fact.kind in _NEVER or resume.topic(fact) is Topic.REFERENCES:
        return False
    if injection.suspicious(fact.text) or _REFEREE.match(fact.text):
        return False
    at_home = not fact.entry and fact.kind is not Kind.SKILL and bool(_STREET.search(fact.text))
    return fact.kind in _FIXED or not (at_home or veil.covers(fact.text))


@dataclass(frozen=True, slots=True)
class Veil:
    """What hides a person: their whole `name`, the `parts` of it, in a résumé of `language`."""

    name: str
    parts: tuple[str, ...]
    language: str = ""

    def covers(self, text: str) -> bool:
        """Whether *text* says who the person is, or how to reach them or somebody else."""
        return self.over(text) != text

    def over(self, text: str) -> str:
        """*text* with the words of the name masked, and without ways to reach anybody."""
        return _veiled(self, text)

    def _over(self, text: str) -> str:
        bare = masked(text)
        if _REACH.search(tokens.normal(bare)):
            bare = _REACH.sub("…", tokens.normal(bare))
        bare = _PIECE.sub(lambda m: "…" if self._inside(m[0]) else m[0], bare)
        if self.name:
            bare = re.sub(re.escape(self.name), MASK, bare, flags=re.IGNORECASE)
        return _WORD.sub(self._mask, bare)

    def over_fact(self, fact: Fact) -> Fact:
        """*fact* as it may be sent."""
        text = self.over(fact.text)
        return fact if text == fact.text else replace(fact, text=text)

    def _inside(self, address: str) -> bool:
        """Whether an account or address is made of the name: ada.example, example.dev/cv."""
        if not _INNER.search(address):
            return False
        plain = terms.fold(address)
        return any(terms.fold(part) in plain for part in self.parts if len(part) >= _PLAIN)

    def _mask(self, match: re.Match[str]) -> str:
        word = match.group()
        if terms.is_han(word):
            for part in self.parts:
                word = word.replace(part, MASK) if terms.is_han(part) else word
            return word
        cased = word[:1].lower() != word[:1].upper()
        if cased and not word[:1].isupper():
            return word
        return MASK if any(self._is(part, word) for part in self.parts) else word

    def _is(self, part: str, word: str) -> bool:
        """Whether *word* is a form of the *part* of the name."""
        own, said = terms.fold(part), terms.fold(word)
        if said in (own, own + "s"):
            return True
        if own.isascii() and self.language != "pl":
            return False
        longer = said.startswith(own[:-1]) and -1 <= len(said) - len(own) <= _ENDING
        return (len(own) > _SHORTEST and longer) or terms.stem(part) == terms.stem(word)


@memo.kept(4096)
def _veiled(veil: Veil, text: str) -> str:
    return veil._over(text)


def veil_of(resume: Resume) -> Veil:
    """What hides the person of *resume*."""
    names = [fact.text for fact in resume.of(Kind.NAME)]
    parts = dict.fromkeys(part for name in names for part in _parts(name))
    return Veil(resume.name.strip(), tuple(parts), resume.language)


def _parts(name: str) -> Iterator[str]:
    for word in _WORD.findall(name):
        if terms.is_han(word):
            yield from (word[:2], word[-2:])
        elif len(word) >= _SHORTEST and not _is_title(word):
            yield word


def _is_title(word: str) -> bool:
    """Whether a word of a name line is none of the name: "Dr", "von", "MBA"."""
    plain = terms.fold(word)
    caseless = word.lower() == word.upper()
    return (
        plain in _TITLES
        or credentials.degree(word) > 0
        or (caseless and plain in _grammar())  # the name علي is written like "on"
    )


@cache
def _grammar() -> frozenset[str]:
    return frozenset(map(terms.fold, fillers.function_words()))

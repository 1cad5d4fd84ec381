"""Text as tokens that can be compared: one spelling of digits, letters, spaces and marks."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

HAN = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆"
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[ '’]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,٫٬]\d+)*)"
    rf"|(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W\d_{HAN}][^\W_{HAN}]*(?:[״׳\"](?=[^\W\d_])[^\W_{HAN}]+)*(?:\+\+|\#(?!\w))?)"
    r"|(?P<mark>[^\w\s]|_)"
)
_SINGLE = str.maketrans("łøđıəßŁØĐ", "lodieslod")
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "OE", "Æ": "AE"}
_ARABIC = str.maketrans("ٱىةکی", "ايهكي")
_ENDS = frozenset(".!?…:;•·|。！？；：‣▪–—")
_PRIVATE = re.compile(  # invisible, or written over a letter: points, joiners, directions
    "[\ufeff\u00ad\u0640\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
)
_WRITTEN_ON = re.compile(r"(?<=[\u05d0-\u05ea\u0620-\u064a])(?=\d)")  # a preposition: ل4
_INNER = re.compile("(?<=[\u0400-\u04ff])['’ʼ](?=[\u0400-\u04ff])")  # п'ять is one word


@dataclass(slots=True)
class Token:
    """A word, a number, a run of Chinese or Japanese, or a mark.

    `key` is the word without case and accents; `joined` says that no space stands before it;
    `first` that a sentence (or the line) begins with it. `classes` are the lexicon's word classes,
    and `part` says that the word only continues a phrase, whose classes it shares.
    """

    text: str
    kind: str  # "number" "han" "word" "mark"
    key: str
    start: int
    joined: bool = False
    first: bool = False
    classes: frozenset[str] = field(default_factory=frozenset)
    part: bool = False

    @property
    def end(self) -> int:
        """Where the token ends in the normal text."""
        return self.start + len(self.text)


def normal(text: str) -> str:
    """*text* in one spelling: NFKC, ASCII digits, plain spaces, nothing invisible."""
    text = _PRIVATE.sub("", text)
    if text.isascii():
        return text
    text = _WRITTEN_ON.sub(" ", unicodedata.normalize("NFKC", text))
    text = _INNER.sub("", text)
    return "".join(_digit(char) if char.isdecimal() else char for char in text)


def _digit(char: str) -> str:
    return char if char.isascii() else str(unicodedata.decimal(char))


@lru_cache(maxsize=20000)
def key(word: str) -> str:
    """*word* without case, accents and vowel points, in one spelling of its letters."""
    if word.isascii():
        return word.lower()
    word = _INNER.sub("", word)
    for old, new in _LIGATURES.items():
        word = word.replace(old, new)
    split = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return bare.translate(_SINGLE).translate(_ARABIC)


def split(text: str) -> list[Token]:
    """The tokens of normal *text*, in order, still without classes."""
    found: list[Token] = []
    first, end = True, -1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        word = match.group()
        token = Token(word, kind, key(word), match.start(), match.start() == end, first)
        found.append(token)
        first = _opens(token, first, text)
        end = match.end()
    return found


def _opens(token: Token, first: bool, text: str) -> bool:
    """Whether the token after *token* begins a sentence; no small letter does behind a stop."""
    if token.kind != "mark":
        return False
    if token.text == ".":
        rest = text[token.end : token.end + 2]
        return rest[:1].isspace() and not rest[1:].islower()
    return first or token.text in _ENDS


def capital(token: Token) -> bool:
    """Whether the token is written with a capital first letter."""
    return token.text[:1].isupper()


def odd(token: Token) -> bool:
    """Whether the token looks like a name by itself: digits in it, or capitals inside."""
    rest = token.text[1:]
    return rest != rest.lower() or not token.text.isalpha()


def named(token: Token, prefix: str) -> str:
    """The rest of the token's class that begins with *prefix*, or ""."""
    found = [name[len(prefix) :] for name in token.classes if name.startswith(prefix)]
    return min(found, default="")

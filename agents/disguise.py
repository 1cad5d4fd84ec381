"""Text in disguise: the ways in which a machine may read what a person would not."""

import base64
import html
import re
import unicodedata
from collections.abc import Iterator

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_BACKWARD = "\u202e"
_ALIKE = str.maketrans(  # Cyrillic and Greek letters that look like Latin ones
    "асеорхуіјѕԁһАВЕКМНОРСТХУІЈЅ" + "αεορχνΑΒΕΗΙΚΜΝΟΡΤΧΥΖ",
    "aceopxyijsdhABEKMHOPCTXYIJS" + "aeopxvABEHIKMNOPTXYZ",
)
_LEET = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?<=\b\w) (?=\w\b)")  # between the letters of "I g n o r e"
_LETTERS = 8
_BLOB = re.compile(r"[A-Za-z0-9+/]{24,}")


def views(text: str) -> Iterator[str]:
    """*text* as it is seen, then decoded, straightened, and in the letters that it imitates."""
    seen = INVISIBLE.sub("", text)
    yield seen
    if not seen.isascii():
        split = unicodedata.normalize("NFKD", seen)
        bare = "".join(char for char in split if not unicodedata.combining(char))
        yield from (bare, bare.translate(_ALIKE))
    if "&" in seen:
        yield html.unescape(seen)
    if any(char.isdigit() or char in "@$" for char in seen):
        yield seen.translate(_LEET)
    if len(_SPACED.findall(seen)) > _LETTERS:
        yield _SPACED.sub("", seen)
    if _BACKWARD in text:
        yield seen[::-1]
    yield from map(_decoded, _BLOB.findall(seen))


def _decoded(blob: str) -> str:
    """What *blob* says in base 64, or ""."""
    try:
        return base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True).decode()
    except ValueError:
        return ""

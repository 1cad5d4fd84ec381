"""What an answer to "have you worked with it?" amounts to, in the bot's languages."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*[+#]*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HAN_NO = re.compile(r"ない|ません|没|沒|不|無い|いいえ")
_HAN_HEDGE = re.compile(r"だけ|只")
_UP, _DOWN = "👍", "👎"
_FEW = 4  # characters of a script without blanks that say as much as two words


class Answer(StrEnum):
    """The four that are told apart."""

    YES = "yes"  # and nothing that could stand in a résumé
    NO = "no"
    UNCLEAR = "unclear"  # it says something, but with a no or an only in it
    CONCRETE = "concrete"


def judge(text: str, term: str) -> Answer:
    """What *text* amounts to as the answer to a question about *term*."""
    words = _words(text)
    if not words:
        return Answer.NO if _DOWN in text else Answer.YES if _UP in text else Answer.UNCLEAR
    bare = _listed("yes") | _listed("no") | _listed("filler") | set(_words(term))
    content = [word for word in words if word not in bare]
    negated = bool(_HAN_NO.search(text)) or any(map(_denies, words))
    if not _says_something(content):
        return Answer.NO if negated else Answer.YES
    hedged = bool(_HAN_HEDGE.search(text)) or any(word in _listed("hedge") for word in words)
    return Answer.UNCLEAR if negated or hedged else Answer.CONCRETE


def _says_something(content: list[str]) -> bool:
    written = sum(len(_HAN.findall(word)) for word in content)
    return len(content) >= 2 or written >= _FEW


def _denies(word: str) -> bool:
    return word in _listed("no") or word.endswith("n't")


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


@cache
def _listed(name: str) -> frozenset[str]:
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in Path(__file__).with_name("answers.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            words.update(line.split())
    return {name: frozenset(found) for name, found in lists.items()}

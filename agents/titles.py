"""How the parts of a job post are titled, in the languages that we read."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path


class Section(StrEnum):
    """What a line of a posting is there for."""

    MUST = "must"
    NICE = "nice"
    DUTY = "duty"
    BESIDE = "beside"  # the company, the offer, how to apply
    OPEN = "open"  # no title says


_Table = tuple[tuple[Section, re.Pattern[str]], ...]


@cache
def _load() -> tuple[_Table, _Table]:
    """Patterns for the beginning of a title, and for any place in it, in their order."""
    words: dict[str, list[str]] = {}
    text = Path(__file__).with_name("titles.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            section, pattern = line.split("\t")
            words.setdefault(section, []).append(pattern)
    anywhere = sorted(words.items(), key=lambda pair: pair[0] == Section.BESIDE)
    return _compile(words, r"^(?:%s)"), _compile(dict(anywhere), r"(?<!\w)(?:%s)(?!\w)")


def _compile(words: dict[str, list[str]], frame: str) -> _Table:
    return tuple(
        (Section(name), re.compile(frame % "|".join(patterns), re.IGNORECASE))
        for name, patterns in words.items()
    )


def tell(title: str, *, begin: bool = False) -> Section | None:
    """The section that *title* names, looking only at how it begins if *begin*; None if none."""
    beginning, anywhere = _load()
    for table in (beginning,) if begin else (beginning, anywhere):
        for section, pattern in table:
            if pattern.search(title):
                return section
    return None

"""Periods in one format: "Mar 2019 – May 2021" for all roles, in the person's own words."""

import re
from collections.abc import Iterator, Sequence

from documents import dates

_TOKEN = re.compile(r"[^\s–—〜～~/-]+")
_DASH = re.compile(r"[-–—〜～~/]")
_JOINT = re.compile(r"\s*[-–—〜～~/]?\s*|\s+[^\W\d_]{1,5}\s+")
_LONGEST = 80  # characters; all pieces of a text are tried
_MONTH = len("2019-03")


def even(texts: Sequence[str]) -> list[str]:
    """*texts*, dates and periods, in one format where they are in several and can be read.

    Only what joins the ends changes; where months are here words and there numbers, all become
    numbers. What cannot be read stays as it is written.
    """
    if are_even(texts):
        return list(texts)
    joined = [_joined(text) for text in texts]
    if are_even(joined) or not all(map(_has_months, texts)):
        return joined
    return [_numbered(text) for text in joined]


def are_even(texts: Sequence[str]) -> bool:
    """Whether *texts*, dates and periods, begin in one way and are joined in one way."""
    shapes = [_shape(text) for text in texts]
    return len({first for first, _ in shapes}) < 2 and len({j for _, j in shapes if j}) < 2


def _shape(text: str) -> tuple[str, str]:
    """The beginning without the values of its letters and digits, and what joins the ends."""
    parts = split(text)
    first, joint = (parts[0], parts[1].strip()) if parts else (text, "")
    first = re.sub(r"[^\W\d_]+\.?", "A", first)
    dash = _DASH.search(joint)
    shaped = re.sub(r"\d+", lambda digits: "9" * len(digits[0]), first)
    return shaped, dash[0] if dash else joint


def split(text: str) -> tuple[str, str, str] | None:
    """Beginning, joint and end of the period that *text* is, or None if it is no period."""
    found = dates.parse(text) if len(text) < _LONGEST else None
    if found is None or not found.period:
        return None
    for start, end in _slices(text):
        first = dates.parse(text[start:end])
        if first is None or first.period or first.since != found.since:
            continue
        for other, last in _slices(text):
            if other > end and last == len(text.rstrip()) and _is_end(text[other:last], found):
                return text[start:end], text[end:other], text[other:last]
    return None


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of *text* between its white space and dashes, the short ones first."""
    tokens = list(_TOKEN.finditer(text))
    for length in range(1, len(tokens) + 1):
        for first, last in zip(tokens, tokens[length - 1 :], strict=False):
            yield first.start(), last.end()


def _is_end(text: str, found: dates.Found) -> bool:
    if found.open:
        whole = dates.parse(f"2000 – {text}")
        return whole is not None and whole.open
    last = dates.parse(text)
    return last is not None and not last.period and last.since == found.until


def _joined(text: str) -> str:
    parts = split(text)
    if parts is None or not _JOINT.fullmatch(parts[1]):
        return text
    return f"{parts[0]} – {parts[2]}"


def _has_months(text: str) -> bool:
    found = dates.parse(text)
    return found is not None and all(
        len(end) == _MONTH for end in (found.since, found.until) if end
    )


def _numbered(text: str) -> str:
    """A date or period with its months as numbers; a word for today stays."""
    found, parts = dates.parse(text), split(text)
    if found is None:
        return text
    first = f"{found.since[5:]}/{found.since[:4]}"
    if parts is None:
        return text if found.period else first
    return f"{first} – {parts[2] if found.open else f'{found.until[5:]}/{found.until[:4]}'}"

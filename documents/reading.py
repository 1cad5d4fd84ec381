"""What reading a file gives: its text, its facts, and what in it was not used."""

import dataclasses
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from documents.genre import Genre
from documents.resume import Resume

if TYPE_CHECKING:
    import pydantic


@dataclass(frozen=True, slots=True)
class Notice:
    """Text that stands in the file and was not used, could not be, or is not certain.

    `kind` is "hidden", "white", "tiny" or "deleted" (text that a person does not see), "comment"
    (a reviewer's note), "unread" (something that may hold text and was not looked into, such as
    a picture), or "recognised" (text that was used, but read off a picture, and may have errors).
    `count` is in characters, for "comment" and "unread" in pieces, for "recognised" in words;
    `sample` is how the text begins, at most 80 characters of it.
    """

    kind: str
    count: int
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read. `format` is "docx", "pdf", "txt", "md"…; `text` the visible text in order."""

    format: str
    text: str
    resume: Resume
    warnings: tuple[Notice, ...] = ()
    genre: Genre = Genre.NEITHER


def dump(reading: Reading) -> str:
    """*reading* as JSON, to be read back by `load`."""
    return json.dumps(dataclasses.asdict(reading), ensure_ascii=False)


def load(text: str | bytes) -> Reading:
    """The reading that `dump` wrote. Raises pydantic.ValidationError."""
    return _readings().validate_json(text)


@cache
def _readings() -> "pydantic.TypeAdapter[Reading]":
    import pydantic  # as in `resume`: only the parent loads

    return pydantic.TypeAdapter(Reading)


def notice(kind: str, pieces: list[str], count: int | None = None) -> Notice:
    """The `Notice` about *pieces* of text; counts their characters unless *count* is given."""
    whole = " ".join(" ".join(pieces).split())
    return Notice(kind, sum(map(len, pieces)) if count is None else count, whole[:80])

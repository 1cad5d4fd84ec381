"""Labels that forms put in front of a value: "Designation: Nurse", "Dates⇥2015 – 2018"."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from documents.lines import Line
from documents.resume import Kind

_LEAD = re.compile(r"^(?:\(?\d{1,2}[.)]\s*)?")
_MARK = re.compile(r"\s*(?:[:：]|\t)\s*")


def split(line: Line) -> tuple[Kind, Line] | None:
    """What a label at the start of *line* says of the rest, and the rest; None without a label.

    The rest is empty where the label stands alone: its value is the next line.
    """
    start = _LEAD.match(line.text).end()  # type: ignore[union-attr]
    mark = _MARK.search(line.text, start)
    name = line.text[start : mark.start() if mark else len(line.text)]
    kind = _load().get(_normalise(name))
    if kind is None:
        return None
    return kind, line.after(mark.end() if mark else len(line.text))


def is_header(texts: Sequence[str]) -> bool:
    """Whether *texts*, the cells of a row, are the header of a table."""
    known = sum(_normalise(text) in _load() for text in texts)
    return len(texts) > 2 and known > 0.6 * len(texts)


def _normalise(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


@cache
def _load() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for row in Path(__file__).with_name("labels.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            kind, _language, names = row.split("\t")
            for name in names.split(","):
                found.setdefault(_normalise(name), Kind(kind))
    return found

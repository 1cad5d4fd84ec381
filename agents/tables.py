"""Word lists beside the code: one row a line, fields apart by tabs, "#" begins a comment."""

import re
from functools import cache
from pathlib import Path


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `agents/<name>.txt`, in order."""
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def pattern(name: str, *key: str) -> re.Pattern[str]:
    """The patterns of the rows of *name* that begin with *key*, as alternatives, without case.

    Blanks in a pattern stand for any blanks; spelling within `(?-i:…)` counts.
    """
    chosen = [row[-1] for row in rows(name) if row[: len(key)] == key]
    return re.compile("|".join(chosen), re.IGNORECASE)

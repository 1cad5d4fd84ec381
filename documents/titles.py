"""The usual title of a section, for those that come without one."""

from functools import cache
from pathlib import Path

from documents.resume import Topic


def usual(topic: Topic, language: str) -> str:
    """What a section about *topic* is called in *language* (ISO 639-1), or else in English."""
    known = _known()
    said = known.get((topic, language)) or known.get((topic, "en"), "")
    return said[:1].upper() + said[1:]


@cache
def _known() -> dict[tuple[str, str], str]:
    """The first title of each list in titles.tsv."""
    rows = Path(__file__).with_name("titles.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return {(topic, language): said.split(",")[0].strip() for topic, language, said in cells}

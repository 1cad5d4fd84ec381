"""Lines become sections, entries and facts; no word of them is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import truth
from documents import facts, plain, reader
from tests.unit.plain_resumes import structure

SAMPLES = Path(__file__).parents[2] / "benchmarks" / "samples"
TRUTHS = sorted(SAMPLES.glob("*.truth.json"))
WORD = re.compile(r"\w+")
SEPARATORS = {"at", "bei", "chez"}


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_the_samples_are_read_right(path: Path) -> None:
    """Every field and bullet of the samples in thirteen languages is found."""
    (sample,) = set(SAMPLES.glob(path.name.replace(".truth.json", ".*"))) - {path}
    score = truth.score(truth.load(path), reader.read(sample.read_bytes(), sample.name))
    assert score.missed == []


def test_ids_count_up_in_reading_order() -> None:
    """Ids are s1…, r1… and f1…, in the order in which a person reads."""
    resume = structure((SAMPLES / "en_nurse.txt").read_text(encoding="utf-8"))
    assert [s.id for s in resume.sections] == [f"s{n + 1}" for n in range(len(resume.sections))]
    assert [f.id for f in resume.facts] == [f"f{n + 1}" for n in range(len(resume.facts))]
    assert resume.entries() == ("r1", "r2", "r3")


PIECES = st.sampled_from(
    [
        "Experience", "EDUCATION", "Skills:", "## Sprachen", "Опыт работы", "■職務経歴",
        "Languages: English", "BSc Physics, University of X, 2012", "Ada Example",
        "Software Engineer", "Acme GmbH, Berlin", "Nurse | Acme | 2019 – 2021",
        "2012 – 2015", "(Mar 2021 - Present) did this and that.", "• Led a team of 9", "- a, b; c",
        "ada@example.com / +1 555 0100", "Databases: PostgreSQL, Redis",
        "", "", "Key duties:", "Responsible for things at a company", "at chez bei", "x", "1. one",
        "Python ●●○, Go", "John Smith, MD", "Leeds, UK", "— „quoted (open", "3 years 2 months",
    ]
)  # fmt: skip
LINES = st.lists(PIECES | st.text(max_size=30), max_size=25)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_no_word_is_lost(rows: list[str]) -> None:
    """Every word of a text is in a fact, a title or a group, and every fact is the text's."""
    text = plain.decode("\n".join(rows).encode("utf-8", "replace"))
    found = plain.read(text)
    resume = facts.structure(found)
    said = [*(f.text for f in resume.facts), *(f.group for f in resume.facts)]
    known = set(WORD.findall(" ".join([*said, *(s.title for s in resume.sections)])))
    for line in found:
        missing = set(WORD.findall(line.text)) - known - SEPARATORS
        assert not {word for word in missing if any(map(str.isalnum, word))}, line
    rows = text.split("\n")
    for fact in resume.facts:
        assert fact.text == fact.text.strip()
        if fact.place is not None and fact.place.end <= len(rows[fact.place.paragraph]):
            assert rows[fact.place.paragraph][fact.place.start : fact.place.end] == fact.text


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_facts_do_not_overlap(rows: list[str]) -> None:
    """No character is in two facts."""
    resume = structure("\n".join(rows).encode("utf-8", "replace").decode())
    ends: dict[int, int] = {}
    for fact in resume.facts:
        assert fact.place is not None
        assert fact.place.start >= ends.get(fact.place.paragraph, 0)
        ends[fact.place.paragraph] = fact.place.end

"""Résumés, postings and other texts are told apart in thirteen languages, also short ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import genre
from documents.genre import Genre

SAMPLES = Path(__file__).parents[2] / "benchmarks" / "samples"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

ROWS = [
    row.split("\t")
    for row in Path(__file__).with_name("genres.tsv").read_text(encoding="utf-8").splitlines()
]
TEXTS = [(Genre(kind), text.replace("\\n", "\n")) for kind, text in ROWS]


@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_a_short_text_is_told(kind: Genre, text: str) -> None:
    """A vacancy of two lines, a few lines about oneself and small talk are told apart."""
    assert genre.tell(text) is kind


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[tm]*[!n]")), ids=lambda path: path.stem)
def test_the_samples_are_resumes(path: Path) -> None:
    """The résumés of the repository are told as such, in all thirteen languages."""
    assert genre.tell(path.read_text(encoding="utf-8")) is Genre.RESUME


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is absent")
def test_the_posts_of_the_corpus_are_postings() -> None:
    """Every post of the corpus is a posting, but for the one that is none."""
    posts = [path for path in (CORPUS / "jobs").glob("*") if path.suffix in (".txt", ".md")]
    wrong = {
        p.name for p in posts if genre.tell(p.read_text(encoding="utf-8")) is not Genre.POSTING
    }
    assert wrong == {"synth__en_not_a_job.txt"}


@given(st.text(max_size=200))
def test_any_text_has_a_genre(text: str) -> None:
    """Any text gets an answer."""
    assert genre.tell(text) in Genre

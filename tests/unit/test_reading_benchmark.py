"""The benchmark of the reader: its own samples run, and what it counts is right."""

import json
from pathlib import Path

import pytest

from benchmarks import reading as benchmark
from benchmarks import truth
from documents import reader
from documents.reading import Reading, dump, load, notice


def test_own_samples_meet_the_bars(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a corpus the repository's samples run, and meet all bars."""
    assert benchmark.main([]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(figures) == {
        "recall", "ordered", "traps", "hidden_chars", "files", "median_s", "peak_mb",
    }  # fmt: skip
    assert (figures["recall"], figures["traps"], figures["hidden_chars"]) == (1, 8, 0)


def test_a_corpus_that_is_too_small_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a corpus there must be enough files, truths and languages; misses are shown."""
    monkeypatch.setattr(benchmark, "own", lambda: iter(()))
    (tmp_path / "resumes").mkdir()
    truths = {"language": "en", "name": "Bob", "skills": ["Excel"], "hidden": ["Skills"],
              "roles": [{"title": "Nurse", "bullets": ["Led."]}]}  # fmt: skip
    (tmp_path / "resumes" / "a.truth.json").write_text(json.dumps(truths))
    (tmp_path / "resumes" / "a.pdf").write_text("Ada Example\n\nSkills\nExcel\n")
    (tmp_path / "resumes" / "b.pdf").write_text("")
    (tmp_path / "INDEX.tsv").write_text(
        "file\t\t\t\t\t\tlanguage\nresumes/b.pdf\t\t\t\t\t\tfr\tx\n"
    )
    assert benchmark.main([str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "files: 2, should be 60 at least" in shown
    assert "name: Bob" in shown
    assert "bullet: Led." in shown
    assert "resumes/b.pdf: Empty" in shown
    assert "characters of unseen text were used" in shown


def test_an_absent_corpus_is_skipped(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A corpus that is not there is said to be absent."""
    assert not list(benchmark.foreign(tmp_path / "none"))
    assert "absent" in capsys.readouterr().out


def test_truths_of_other_projects_are_understood(tmp_path: Path) -> None:
    """The truth files of OfflineCV and the sources of RenderCV become truths of ours."""
    offline = {
        "schemaVersion": 1,
        "contact": {"full_name": "Ada", "email": "a@x.com", "phone": "1", "location": "Leeds"},
        "experience": [{"title": "Nurse", "company": "Acme", "dates": "2019"}],
        "education": [{"degree": "BSc", "institution": "Example College"}],
        "skills": ["Excel"],
    }
    path = tmp_path / "a.truth.json"
    path.write_text(json.dumps(offline))
    assert truth.load(path)["roles"] == [{"title": "Nurse", "employer": "Acme", "dates": "2019"}]
    source = tmp_path / "a.yaml"
    source.write_text(
        "cv: {name: Ada, email: a@x.com, location: Leeds, sections: {skills: [{details: 'Go, C'}],"
        " experience: [{position: Nurse, company: Acme, location: Leeds, start_date: 2019-03,"
        " end_date: present, highlights: ['a - b']}], education: [{degree: PhD, institution: X,"
        " location: Y, start_date: 2012-09, end_date: 2015-06, highlights: []}]}}"
    )
    found = truth.load(source)
    assert found["roles"][0]["dates"] == "Mar 2019 – present"
    assert found["roles"][0]["bullets"] == ["a", "b"]
    assert found["education"][0]["degree"] == "PhD…"
    assert found["skills"] == ["Go", "C"]


def test_readings_survive_storage() -> None:
    """A reading goes to JSON and comes back."""
    found: Reading = reader.read(b"Ada Example\nada@example.com\n\nSkills\nExcel")
    assert load(dump(found)) == found


def test_a_notice_counts_and_shows_a_sample() -> None:
    """A notice has the number of characters, or of pieces, and how the text begins."""
    assert notice("hidden", ["a b", "c" * 100]).count == 103
    assert len(notice("hidden", ["c" * 100]).sample) == 80
    assert notice("comment", ["one", "two"], 2).count == 2

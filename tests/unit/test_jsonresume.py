"""JSON Resume: facts in its fields, and back without loss."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import traps
from documents import jsonresume, reader
from documents.errors import Damaged, DocumentError, Empty
from documents.resume import Kind, Topic

TREE = {
    "basics": {
        "name": "Ada Example",
        "label": "Nurse",
        "email": "ada@example.com",
        "phone": "+1 555 0100",
        "summary": "Eleven years at the bedside.",
        "location": {"city": "Springfield", "region": "IL", "address": "7 Sample St"},
        "profiles": [{"network": "GitHub", "username": "ada"}, {"url": "https://example.com"}, 7],
    },
    "work": [
        {
            "name": "Acme",
            "position": "Nurse",
            "startDate": "2019-03",
            "summary": "Led a ward.",
            "highlights": ["Cut falls by 14%."],
        },
        {"position": "Aide", "startDate": "2015", "endDate": "2018"},
    ],
    "volunteer": [{"organization": "Red Sample", "position": "Driver", "endDate": "2014"}],
    "education": [{"institution": "Example College", "area": "Nursing", "studyType": "BSc"}],
    "projects": [{"name": "Triage", "entity": "Acme", "description": "A tool."}],
    "skills": [{"name": "Care", "keywords": ["CRRT", "Epic"]}, {"name": "Driving"}],
    "languages": [{"language": "English", "fluency": "native"}],
    "certificates": [{"name": "ACLS", "date": "2023"}],
    "awards": [{"title": "Best nurse", "awarder": "Acme", "date": "2021"}],
    "publications": [{"name": "On falls", "publisher": "Sample"}],
    "interests": [{"name": "Climbing", "keywords": ["ice", "rock"]}],
    "references": [{"name": "Bob", "reference": "Good."}],
}


def test_the_fields_become_facts() -> None:
    """Every field that says something about a person is a fact of its kind."""
    found = reader.read(json.dumps(TREE).encode(), "resume.json")
    resume = found.resume
    assert (found.format, found.genre, resume.language) == ("json", "resume", "en")
    assert [(f.kind, f.text) for f in resume.of(entry="r1")] == [
        (Kind.TITLE, "Nurse"),
        (Kind.EMPLOYER, "Acme"),
        (Kind.DATES, "2019-03 – Present"),
        (Kind.BULLET, "Led a ward."),
        (Kind.BULLET, "Cut falls by 14%."),
    ]
    assert [(f.text, f.group) for f in resume.of(Kind.SKILL)] == [
        ("CRRT", "Care"),
        ("Epic", "Care"),
        ("Driving", ""),
    ]
    texts = {fact.text for fact in resume.facts}
    assert texts >= {
        "Springfield, IL", "7 Sample St", "GitHub, ada", "https://example.com", "2015 – 2018",
        "BSc, Nursing", "Example College", "English, native", "ACLS, 2023", "Best nurse, Acme",
        "On falls, Sample", "Climbing, ice, rock", "Bob, Good.", "Red Sample", "2014",
    }  # fmt: skip
    assert "Experience" in found.text
    assert "- Cut falls by 14%." in found.text


@pytest.mark.parametrize(("name", "data"), list(traps.build()))
def test_what_is_dumped_can_be_loaded(name: str, data: bytes) -> None:
    """A résumé goes through JSON and comes back with all its ids and places."""
    resume = reader.read(data).resume
    tree = json.loads(json.dumps(jsonresume.dump(resume)))
    assert jsonresume.load(tree) == resume
    assert reader.read(json.dumps(tree).encode()).resume == resume


def test_the_schema_has_its_fields() -> None:
    """What is dumped is a JSON Resume that other programs read."""
    resume = reader.read(json.dumps(TREE).encode()).resume
    tree = jsonresume.dump(resume)
    assert tree["basics"]["name"] == "Ada Example"
    assert tree["basics"]["email"] == "ada@example.com"
    assert tree["basics"]["phone"] == "+1 555 0100"
    assert {"url": "https://example.com"} in tree["basics"]["profiles"]
    assert tree["work"][0] == {
        "position": "Nurse", "name": "Acme", "startDate": "2019-03",
        "highlights": ["Led a ward.", "Cut falls by 14%."],
    }  # fmt: skip
    assert tree["work"][1]["endDate"] == "2018"
    assert tree["projects"][0]["name"] == "Triage"
    assert tree["skills"] == [{"name": "Driving"}, {"name": "Care", "keywords": ["CRRT", "Epic"]}]
    assert tree["education"][0]["institution"] == "Example College"


def test_a_placeholder_is_no_date() -> None:
    """ "20XX" of a template stays text: the schema's dates have none of it."""
    tree = {"basics": {"name": "A"}, "work": [{"position": "x", "startDate": "20XX"}]}
    resume = jsonresume.load(tree)
    assert "startDate" not in jsonresume.dump(resume)["work"][0]
    assert resume.entries(Topic.EXPERIENCE) == ("r1",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"basics": {}}', Empty),
        (b'{"basics": {"name": "Ada"}, "x-facts": {"sections": 7}}', Damaged),
    ],
)
def test_a_bad_file_is_refused_by_class(data: bytes, error: type[DocumentError]) -> None:
    """A file without text, and one that was tampered with, are refused."""
    with pytest.raises(error):
        reader.read(data)


def test_the_samples_of_the_standard_are_read() -> None:
    """The examples of the schema's own project are read."""
    corpus = Path(__file__).parents[2].parent / "shared" / "corpus" / "resumes"
    for path in corpus.glob("jsonresume__*.json"):
        assert reader.read(path.read_bytes()).resume.name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(TREE)), inner),
    max_leaves=8,
)


@given(JSON)
def test_any_tree_can_be_loaded(tree: object) -> None:
    """Fields that are not as the schema has them are left out."""
    resume = jsonresume.load({"basics": tree, "work": tree, "skills": tree, "awards": [tree]})
    assert all(fact.text for fact in resume.facts)

"""Two JSON Resume files compared: what the tailored one may not say, and where it says it."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agents import checking

SOURCE: dict[str, Any] = {
    "basics": {
        "name": "Ada Example",
        "label": "Nurse",
        "email": "ada@example.com",
        "summary": "Nurse with 6 years of experience in surgical wards.",
        "location": {"city": "Leeds"},
    },
    "work": [
        {
            "name": "St. Example",
            "position": "Nurse",
            "startDate": "2019-04",
            "endDate": "2024-03",
            "highlights": [
                "Cared for up to 12 patients per shift on a surgical ward",
                "Cut the waiting time for letters from 40 to 25 minutes",
                "Contributed to the introduction of MediPlan",
            ],
        },
        {
            "name": "Example Care Home",
            "position": "Assistant",
            "startDate": "2016-09",
            "endDate": "2019-03",
            "highlights": ["Supported 22 residents a day"],
        },
    ],
    "education": [
        {"institution": "Example College", "studyType": "Diploma", "area": "Nursing"},
    ],
    "skills": [
        {"name": "wound care", "level": "Advanced"},
        {"name": "Tools", "keywords": ["MediPlan", "Excel"]},
    ],
    "languages": [
        {"language": "English", "fluency": "Native"},
        {"language": "Spanish", "fluency": "B1"},
    ],
    "certificates": [{"name": "Basic Life Support", "date": "2020"}],
    "interests": [{"name": "Chess"}],
}
MERGED = (
    "Cared for up to 12 patients per shift on a surgical ward and cut the waiting time for letters"
    " from 40 to 25 minutes"
)
Change = Callable[[dict[str, Any]], Any]


def pointer(*keys: str | int) -> str:
    """The way through a tree as RFC 6901 writes it."""
    return "".join(f"/{key}" for key in keys)


def found(change: Change, edits: list[Any] | None = None) -> set[tuple[str, str]]:
    """Kind and place of everything wrong with the source after *change*."""
    tailored = copy.deepcopy(SOURCE)
    change(tailored)
    return {(v.kind, v.where) for v in checking.compare(SOURCE, tailored, edits)}


def put(path: str, value: Any) -> Change:
    """A change that sets one value: "work.0.name"."""
    *parents, last = path.split(".")

    def change(tree: Any) -> None:
        for key in parents:
            tree = tree[int(key) if key.isdigit() else key]
        tree[int(last) if last.isdigit() else last] = value

    return change


def append(path: str, value: Any) -> Change:
    """A change that adds one value to a list, made if it is not there."""

    def change(tree: Any) -> None:
        *parents, last = path.split(".")
        for key in parents:
            tree = tree[int(key) if key.isdigit() else key]
        tree.setdefault(last, []).append(value)

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: dict(tree),
        lambda tree: tree["work"].reverse(),
        lambda tree: tree["work"][0]["highlights"].reverse(),
        lambda tree: tree["work"][0]["highlights"].pop(1),
        lambda tree: tree["skills"][1]["keywords"].pop(),
        lambda tree: tree["skills"].reverse(),
        lambda tree: tree.pop("interests"),
        lambda tree: tree["basics"].pop("email"),
        lambda tree: tree["basics"].pop("summary"),
        put(
            "work.0.highlights.0", "On a surgical ward, looked after up to twelve patients a shift"
        ),
        put("work.0.highlights.2", "Helped introduce MediPlan"),
        put("basics.summary", "Six years of experience as a nurse in surgical wards."),
        put("basics.label", "Nurse, wound care"),
        append("skills.1.keywords", "surgical ward"),
        append("skills", {"name": "EXCEL"}),
        append("work.0.highlights", "Surgical ward with up to 12 patients per shift"),
        put(
            "work.0.highlights",
            [
                MERGED,
                "Helped introduce MediPlan",
            ],
        ),
        put("work.0.startDate", "April 2019"),
    ],
)
def test_faithful(change: Change) -> None:
    """Another order, a drop, a rewording, two bullets in one: nothing to say against it."""
    assert found(change) == set()


@pytest.mark.parametrize(
    ("change", "kind", "where"),
    [
        (put("work.0.highlights.0", "Cared for up to 42 patients per shift on a surgical ward"),
         "number", "work[0].highlights[0]"),
        (put("work.0.highlights.2", "Led the introduction of MediPlan"),
         "leadership", "work[0].highlights[2]"),
        (append("work.0.highlights", "Supported 22 residents a day"),
         "number", "work[0].highlights[3]"),
        (append("work.0.highlights", "Wrote a book"), "term", "work[0].highlights[3]"),
        (put("work.0.position", "Head Nurse"), "title", "work[0].position"),
        (put("work.0.name", "Example Clinic"), "employer", "work[0].name"),
        (put("work.0.startDate", "2018-04"), "dates", "work[0]"),
        (put("work.0.location", "London"), "location", "work[0].location"),
        (lambda tree: tree["work"][0].pop("endDate"), "dates", "work[0]"),
        (lambda tree: tree["work"][0].pop("position"), "lost", "work[0].position"),
        (append("work", {"name": "Example Bank", "position": "CTO", "highlights": ["x"]}),
         "employer", "work[2].position"),
        (lambda tree: tree["work"].pop(), "lost", "work[1].position"),
        (put("education.0.studyType", "Master"), "degree", "education[0]"),
        (put("education.0.institution", "Oxford"), "school", "education[0].institution"),
        (lambda tree: tree.pop("education"), "lost", "education[0]"),
        (append("certificates", {"name": "PMP"}), "certificate", "certificates[1].name"),
        (lambda tree: tree["certificates"].pop(), "lost", "certificates[0]"),
        (append("skills.1.keywords", "Kubernetes"), "skill", "skills[1].keywords[2]"),
        (put("skills.0.level", "Master"), "level", "skills[0].level"),
        (put("languages.1.fluency", "C1"), "level", "languages[1]"),
        (append("languages", {"language": "French", "fluency": "A1"}),
         "language", "languages[2]"),
        (lambda tree: tree["languages"].pop(), "lost", "languages[1]"),
        (put("basics.summary", "Nurse with 9 years of experience in surgical wards."),
         "number", "basics.summary"),
        (put("basics.label", "Head Nurse"), "name", "basics.label"),
        (put("basics.email", "eve@example.org"), "contact", "basics.email"),
        (put("basics.name", "Eve Example"), "name", "basics.name"),
        (append("awards", {"title": "Nurse of the year"}), "award", "awards[0].title"),
        (append("interests", {"name": "Marathon"}), "invented", "interests[1].name"),
        (append("patents", {"title": "Pump"}), "invented", "patents[0].title"),
        (append("projects", {"name": "App", "highlights": ["y"]}), "invented", "projects[0].name"),
    ],
)  # fmt: skip
def test_invented_or_lost(change: Change, kind: str, where: str) -> None:
    """Every invented, changed or lost fact is named with its class and its path."""
    assert (kind, where) in found(change)


@pytest.mark.parametrize(
    "name",
    [
        "work[0].highlights[1]",
        pointer("work", 0, "highlights", 1),
        "Cut the waiting time for letters from 40 to 25 minutes",
    ],
)
def test_declared_drop(name: str) -> None:
    """With a list of edits only what they drop may be gone."""
    drop = put("work.0.highlights", [SOURCE["work"][0]["highlights"][n] for n in (0, 2)])
    assert found(drop, []) == {("lost", "work[0].highlights[1]")}
    assert found(drop, [{"op": "drop", "fact": name}, "noise"]) == set()


def test_hidden_facts_are_no_alibi() -> None:
    """What stands in "x-facts" excuses nothing that the fields say."""
    change = put("work.0.position", "Head Nurse")
    assert ("title", "work[0].position") in found(
        lambda tree: (change(tree), put("x-facts", {})(tree))
    )


def test_new_line_in_an_empty_place() -> None:
    """A line where the source has none to draw on is invented, but a summary may be written."""
    source = {"work": [{"name": "Example", "position": "Nurse", "startDate": "2016-01"}]}
    told = {"work": [{**source["work"][0], "highlights": ["Nursed"]}]}
    assert [v.kind for v in checking.compare(source, told)] == ["invented"]
    summed = {**source, "basics": {"summary": "Nurse with 3 years of experience"}}
    assert checking.compare(source, summed, today=date(2020, 1, 1)) == []
    assert checking.compare(source, summed) != []


@pytest.mark.parametrize("tree", [[], "résumé", None, {}, {"work": "none"}, {"skills": [1]}])
def test_unreadable(tree: Any) -> None:
    """What is no JSON Resume is named as such."""
    with pytest.raises(checking.Unreadable):
        checking.compare(SOURCE, tree)
    with pytest.raises(checking.Unreadable):
        checking.compare(tree, SOURCE)


def test_corpus_against_itself() -> None:
    """Every JSON Resume of the corpus is a faithful form of itself."""
    home = Path(__file__).parents[2].parent / "shared" / "corpus" / "resumes"
    files = sorted(home.glob("jsonresume__*.json"))
    if not files:
        pytest.skip("no corpus here")
    for file in files:
        tree = json.loads(file.read_text(encoding="utf-8"))
        assert checking.compare(tree, copy.deepcopy(tree)) == []

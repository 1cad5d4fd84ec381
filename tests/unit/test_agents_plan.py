"""The plan of the second agent: what it is made from, and what of it is legal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import drafts, guard, implementation, resume_optimization, view
from agents.values import Analysis, PlannedEdit, Requirement
from documents import edits as editing
from documents.edits import Op
from documents.resume import Fact, Kind
from tests.unit.agent_samples import ANALYSIS, BULLET, HEADLINE, IDS, SKILL, SKILLS, SUMMARY
from tests.unit.cv_samples import ENGINEER, resume


def planned(*plans: dict[str, object], resume_=ENGINEER, told: tuple[Fact, ...] = ()):  # type: ignore[no-untyped-def]
    empty: dict[str, object] = {"w": [], "m": [], "d": [], "a": []}
    answer = resume_optimization.Answer.model_validate({"p": [empty | plan for plan in plans]})
    return resume_optimization.parse(answer, resume_, ANALYSIS, told)


def test_the_plan_prompt_begins_with_what_stays() -> None:
    """The résumé comes first and the posting last, so that providers can cache the résumé."""
    other = Analysis(requirements=(Requirement("n1", "Cooking", "Cooking"),))
    one = resume_optimization.prompt(ENGINEER, ANALYSIS)
    two = resume_optimization.prompt(ENGINEER, other)
    assert one.splitlines()[:-1] == two.splitlines()[:-1]
    assert json.loads(two.splitlines()[-1]) == {"must": {"n1": "Cooking"}, "nice": {}}


def test_view_of_nothing() -> None:
    """A résumé without facts has an empty view."""
    assert view.resume(resume([])) == ""


def test_a_legal_plan_is_kept() -> None:
    """Rewordings, moves, drops and surfaced skills come out as planned edits of their part."""
    parts = planned(
        {
            "k": "e1",
            "w": [{"f": BULLET["Moved"], "r": IDS["Kubernetes"], "c": [BULLET["Was"]]}],
            "m": [BULLET["Moved"], BULLET["Was"]],
            "d": [BULLET["Organised"]],
        },
        {"k": SKILLS, "a": [{"f": BULLET["Moved"], "t": "kubernetes", "b": SKILL["Git"]}]},
        {"k": "s2", "w": [{"f": SUMMARY, "r": "", "c": [BULLET["Built"]]}]},
        {"k": "s1", "w": [{"f": HEADLINE, "r": "", "c": []}]},
    )
    edits = {edit.fact: edit for part in parts for edit in part.edits}
    assert edits[BULLET["Moved"]].op is Op.REWRITE
    assert edits[BULLET["Moved"]].anchor == BULLET["Wrote"]
    assert edits[BULLET["Moved"]].cites == (BULLET["Moved"], BULLET["Was"])
    assert edits[BULLET["Moved"]].note == "Kubernetes"
    assert edits[BULLET["Was"]].op is Op.MOVE
    assert edits[BULLET["Organised"]].op is Op.DROP
    assert edits[f"{SKILLS}+1"].text == "Kubernetes"
    assert edits[SUMMARY].cites == (SUMMARY, BULLET["Built"])
    assert edits[HEADLINE].op is Op.REWRITE
    assert {part.key for part in parts} == {"e1", SKILLS, "s1", "s2"}


@pytest.mark.parametrize(
    "plan",
    [
        {"k": "e9", "m": ["f9", "f12"]},
        {"k": "e1", "w": [{"f": BULLET["Built"], "r": "", "c": []}]},
        {"k": "e1", "w": [{"f": "f6", "r": "", "c": []}]},
        {"k": "e1", "m": [BULLET["Built"], "f6", "nothing"]},
        {"k": "e1", "d": ["f6", "f7", "f8"]},
        {"k": "s1", "w": [{"f": "f1", "r": "", "c": []}, {"f": "f2", "r": "", "c": []}]},
        {"k": SKILLS, "a": [{"f": BULLET["Moved"], "t": "Rust", "b": SKILL["Git"]}]},
        {"k": SKILLS, "a": [{"f": BULLET["Moved"], "t": "bare servers", "b": SKILL["Git"]}]},
        {"k": SKILLS, "a": [{"f": BULLET["Learned"], "t": "Terraform", "b": SKILL["Git"]}]},
        {"k": SKILLS, "a": [{"f": BULLET["Built"], "t": "Python", "b": SKILL["Git"]}]},
        {"k": SKILLS, "a": [{"f": SUMMARY, "t": "Kubernetes", "b": SKILL["Git"]}]},
        {"k": SKILLS, "a": [{"f": BULLET["Moved"], "t": "Kubernetes", "b": "f9"}]},
        {"k": SKILLS, "a": [{"f": BULLET["Moved"], "t": "Kuber", "b": SKILL["Git"]}]},
        {"k": drafts.NEW_SUMMARY, "w": [{"f": drafts.NEW_SUMMARY, "r": "", "c": ["f10"]}]},
    ],
)
def test_an_illegal_plan_is_dropped(plan: dict[str, object]) -> None:
    """Unknown ids, locked facts, foreign entries, unproven or listed skills: nothing of it."""
    assert planned(plan) == ()


def test_foreign_cites_are_dropped() -> None:
    """A bullet cites only its own entry, or what the person told in chat."""
    told = Fact("t1", Kind.OTHER, "I also ran Kubernetes at home", "")
    cites = [BULLET["Built"], "t1", "t9", BULLET["Wrote"]]
    lines = [{"f": BULLET["Moved"], "r": "n99", "c": cites}]
    (part,) = planned({"k": "e1", "w": lines}, told=(told,))
    assert part.edits[0].cites == (BULLET["Moved"], "t1", BULLET["Wrote"])
    assert part.edits[0].requirement == ""


def test_drops_are_seldom() -> None:
    """Whatever is planned, three quarters of the lines stay, and what is used elsewhere stays."""
    bullets = [fact.id for fact in ENGINEER.of(Kind.BULLET, entry="e1")]
    (part,) = planned({"k": "e1", "d": bullets})
    assert len(part.edits) == 1
    assert planned({"k": "e2", "d": [BULLET["Built"]]}) == ()


def test_a_first_summary_needs_proof() -> None:
    """Where there is no summary one may be planned, from facts."""
    bare = resume([("Nurse", "Sample Clinic", "2019 – 2024", ["Ran triage."])])
    bullet = bare.of(Kind.BULLET)[0].id
    line = {"f": drafts.NEW_SUMMARY, "r": "", "c": [bullet]}
    (part,) = planned({"k": drafts.NEW_SUMMARY, "w": [line]}, resume_=bare)
    assert part.edits == (PlannedEdit(Op.ADD, drafts.NEW_SUMMARY, "", (bullet,), "", Kind.SUMMARY),)
    line = {"f": drafts.NEW_SUMMARY, "r": "", "c": ["nothing"]}
    assert planned({"k": drafts.NEW_SUMMARY, "w": [line]}, resume_=bare) == ()


ANY_ID = st.sampled_from(
    [*(f.id for f in ENGINEER.facts), *IDS.values(), "e1", "e2", "s1", "s4", "", "x", "new-summary"]
)
WORDS = st.sampled_from(["Kubernetes", "PostgreSQL", "python", "Rust", "", "14", "e", "Terraform"])
PLAN = st.fixed_dictionaries(
    {
        "k": ANY_ID | st.sampled_from(["e1", "e2", SKILLS, "s2"]),
        "w": st.lists(
            st.fixed_dictionaries({"f": ANY_ID, "r": ANY_ID, "c": st.lists(ANY_ID, max_size=4)}),
            max_size=4,
        ),
        "m": st.lists(ANY_ID, max_size=6),
        "d": st.lists(ANY_ID, max_size=6),
        "a": st.lists(st.fixed_dictionaries({"f": ANY_ID, "t": WORDS, "b": ANY_ID}), max_size=4),
    }
)


@given(st.lists(PLAN, max_size=5))
def test_no_answer_makes_an_illegal_plan(plans: list[dict[str, object]]) -> None:
    """Whatever the model plans, moves, drops and surfaced skills pass the guard and apply."""
    parts = planned(*plans)
    edits = [edit for part in parts for edit in implementation.rules(part)]
    every = [edit for part in parts for edit in part.edits]
    assert len({edit.fact for edit in every}) == len(every)
    assert guard.check(ENGINEER, edits) == []
    kept = {fact.id for fact in editing.apply(ENGINEER, edits).facts}
    locked = {fact.id for fact in ENGINEER.facts if fact.kind not in (Kind.BULLET, Kind.SKILL)}
    assert locked <= kept
    for edit in every:
        fact = ENGINEER.fact(edit.fact)
        if edit.op is Op.REWRITE:
            assert fact
            assert fact.kind in (Kind.BULLET, Kind.SUMMARY, Kind.HEADLINE)
            cited = [ENGINEER.fact(id) for id in edit.cites]
            home = fact.entry if fact.kind is Kind.BULLET else None
            assert all(f and (home is None or f.entry == home) for f in cited)


def test_the_rules_put_what_is_asked_first() -> None:
    """Relevant bullets and skills lead their lists, and a proven skill is surfaced."""
    parts = resume_optimization.rules(ENGINEER, ANALYSIS)
    edits = [edit for part in parts for edit in implementation.rules(part)]
    assert guard.check(ENGINEER, edits) == []
    after = editing.apply(ENGINEER, edits)
    assert [fact.text.split()[0] for fact in after.of(Kind.BULLET, entry="e1")][:2] == [
        "Moved",
        "Was",
    ]
    assert after.of(Kind.BULLET, entry="e2")[0].id == BULLET["Built"]
    skills = [fact.text for fact in after.of(Kind.SKILL)]
    assert {"Kubernetes", "PostgreSQL", "Python", "Docker"} == set(skills[:4])
    assert "Terraform" not in skills


def test_the_rules_have_nothing_to_do_where_nothing_is_asked() -> None:
    """Without requirements there is no plan."""
    assert resume_optimization.rules(ENGINEER, Analysis()) == ()

"""The guard: which edits may reach the document at all, and what it says of the others."""

from dataclasses import replace
from datetime import date

import pytest

from agents import guard
from agents.guard import Violation
from benchmarks import guard as benchmark
from benchmarks import lies
from documents.edits import Edit, Op
from documents.resume import Fact, Kind
from tests.unit.guard_samples import EVERYTHING, NURSE, kinds, line

TOLD = Fact("v1", Kind.BULLET, "Ran the flu clinic for 300 people in 2022", "")
TOLD_OF_ROLE = Fact("v2", Kind.BULLET, "Ordered bandages", "", "r2")


@pytest.mark.parametrize("id", ["b1", "s1", "sum", "i1"])
def test_may_be_dropped(id: str) -> None:
    """Bullets, skills, summary lines and interests go when an edit says so."""
    assert kinds(Edit(Op.DROP, id)) == set()


@pytest.mark.parametrize("id", ["name", "mail", "head", "t1", "e1", "d1", "deg", "sch", "l1", "c1"])
def test_may_not_be_dropped(id: str) -> None:
    """Who the person is and what they hold stays."""
    assert kinds(Edit(Op.DROP, id)) == {"drop"}


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (Edit(Op.REWRITE, "nobody", "Cared for patients"), "unknown-fact"),
        (Edit(Op.REWRITE, "b1", "Cared for up to 12 patients", cites=("x",)), "unknown-cite"),
        (Edit(Op.REWRITE, "b1", "Cared for up to 12 patients", cites=("b4",)), "foreign-cite"),
        (Edit(Op.REWRITE, "b1", "  "), "empty"),
        (Edit(Op.REWRITE, "b1", "Cared for up to\n12 patients per shift"), "format"),
        (Edit(Op.REWRITE, "t1", "Head Nurse"), "locked"),
        (Edit(Op.REWRITE, "d1", "04/2018 – 03/2024"), "locked"),
        (Edit(Op.MOVE, "b1", anchor="b4"), "anchor"),
        (Edit(Op.MOVE, "b1", anchor="t1"), "anchor"),
        (Edit(Op.MOVE, "b1", anchor="nobody"), "anchor"),
        (Edit(Op.MOVE, "b1"), "anchor"),
        (Edit(Op.MOVE, "t2", anchor="t1"), "move"),
        (Edit(Op.MOVE, "b2", "Led the MediPlan rollout", anchor="b1"), "move"),
        (Edit(Op.MOVE, "s1", anchor="s3"), "anchor"),
        (Edit(Op.ADD, "n", "Cared for 12 patients", "b1", Kind.BULLET), "uncited"),
        (Edit(Op.ADD, "n", "PMP", "c1", Kind.CERTIFICATE, ("c1",)), "locked"),
        (Edit(Op.ADD, "b1", "triage", "s1", Kind.SKILL, ("s2",)), "duplicate"),
        (Edit(Op.ADD, "", "triage", "s1", Kind.SKILL, ("s2",)), "duplicate"),
        (Edit(Op.ADD, "n", "triage", "", Kind.SKILL, ("s2",)), "anchor"),
        (Edit(Op.ADD, "n", "triage", "b1", Kind.SKILL, ("s2",)), "anchor"),
        (
            Edit(Op.ADD, "n", "Washed 22 residents a day", "b1", Kind.BULLET, ("b4",)),
            "foreign-cite",
        ),
        (Edit(Op.ADD, "n", "Kubernetes", "s1", Kind.SKILL), "skill"),
        (Edit(Op.ADD, "n", "Oracle", "s1", Kind.SKILL), "skill"),
    ],
)
def test_refused(edit: Edit, kind: str) -> None:
    """An edit outside its rights is refused, and the refusal says which right."""
    assert kind in kinds(edit)


@pytest.mark.parametrize(
    "edit",
    [
        Edit(Op.REWRITE, "b1", "Looked after up to twelve patients each shift", cites=("b1",)),
        Edit(Op.REWRITE, "t1", "REGISTERED NURSE"),
        Edit(Op.REWRITE, "b1", "Cared for up to 12 patients per shift", "b3"),
        Edit(Op.MOVE, "b3", anchor="b1"),
        Edit(Op.MOVE, "b3", anchor="b3"),
        Edit(Op.MOVE, "s2", anchor="s1"),
        Edit(Op.MOVE, "l2", anchor="l1"),
        Edit(Op.ADD, "n", "MediPlan", "s1", Kind.SKILL, ("b2",)),
        Edit(Op.ADD, "n", "Registered nurse with triage skills", "", Kind.SUMMARY, ("t1", "s2")),
        Edit(Op.ADD, "n", "Assisted with rotas", "b1", Kind.BULLET, ("b3",)),
        Edit(Op.REWRITE, "head", "Registered Nurse, triage", cites=EVERYTHING),
    ],
)
def test_passes(edit: Edit) -> None:
    """An honest edit passes."""
    assert kinds(edit) == set()


def test_one_edit_a_fact() -> None:
    """Two edits of one line are refused, and a line may not go before one that is dropped."""
    twice = (Edit(Op.DROP, "b1"), Edit(Op.REWRITE, "b1", "Cared for up to 12 patients per shift"))
    assert kinds(*twice) == {"duplicate"}
    assert kinds(Edit(Op.DROP, "b1"), Edit(Op.MOVE, "b2", anchor="b1")) == {"anchor"}


def test_evidence_told_in_chat() -> None:
    """What the person said in chat proves a line of any role, unless it was said of another."""
    text = "Contributed to the MediPlan rollout; ran the flu clinic for 300 people in 2022"
    good = Edit(Op.REWRITE, "b2", text, cites=("b2", "v1"))
    assert "unknown-cite" in kinds(good)
    assert kinds(good, evidence=[TOLD]) == set()
    bad = Edit(Op.REWRITE, "b2", "Contributed to the MediPlan rollout", cites=("v2",))
    assert kinds(bad, evidence=[TOLD_OF_ROLE]) == {"foreign-cite"}
    assert kinds(Edit(Op.ADD, "n", "flu clinic", "s1", Kind.SKILL), evidence=[TOLD]) == set()


def test_a_skill_keeps_its_limits() -> None:
    """A skill that the résumé limits, or a list that says more than its fact, proves nothing."""
    assert kinds(Edit(Op.ADD, "n", "French", "s1", Kind.SKILL)) == {"limit"}
    assert kinds(Edit(Op.ADD, "n", "MediPlan", "s3", Kind.SKILL)) == {"level"}


def test_who_helped_the_head_nurse_is_none() -> None:
    """A headline or summary takes titles only from what says who the person is."""
    assert "name" in kinds(Edit(Op.REWRITE, "head", "Head Nurse", cites=EVERYTHING))
    text = "Head nurse, wound care and triage."
    assert kinds(Edit(Op.REWRITE, "sum", text, cites=EVERYTHING))
    assert kinds(Edit(Op.REWRITE, "b3", "Head nurse with rotas")) >= {"limit"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Nurse with 7 years of experience, wound care and triage.", True),
        ("Nurse with over 7 years of experience, wound care and triage.", True),
        ("Nurse with seven years of experience, wound care and triage.", True),
        ("Nurse with 9 years of experience, wound care and triage.", False),
        ("Nurse with 7 months of experience, wound care and triage.", False),
        ("Nurse with up to 7 years of experience, wound care and triage.", False),
    ],
)
def test_years_add_up(text: str, passes: bool) -> None:
    """Years of work may be summed from the dates of the cited roles, not beyond them."""
    edit = Edit(Op.REWRITE, "sum", text, cites=EVERYTHING)
    assert (kinds(edit) == set()) is passes


def test_a_role_that_goes_on() -> None:
    """A role without an end counts up to the day that the caller names."""
    ongoing = tuple(
        replace(f, text="04/2019 – Present") if f.id == "d1" else f for f in NURSE.facts
    )
    resume = replace(NURSE, facts=ongoing)
    edit = Edit(Op.REWRITE, "sum", "Nurse with 8 years of experience, triage.", cites=EVERYTHING)
    assert guard.check(resume, [edit])
    assert guard.check(resume, [edit], today=date(2026, 6, 1)) == []


def test_a_number_may_move_to_another_line() -> None:
    """What a rewording leaves out is not lost where another new line that cites it says it."""
    short = Edit(Op.REWRITE, "b1", "Cared for patients")
    assert kinds(short) == {"lost-number"}
    other = Edit(Op.ADD, "n", "Up to 12 patients per shift", "b1", Kind.BULLET, ("b1",))
    assert kinds(short, other) == set()


def test_a_citation_lends_only_what_is_drawn_from_it() -> None:
    """A line that is cited for nothing else lends no scope, rank or period to another."""
    own = Fact("a", Kind.BULLET, "Helped organise the summer fair", "work", "r1")
    other = Fact("b", Kind.BULLET, "Graded papers every day, not independently", "work", "r1")
    resume = replace(NURSE, facts=(own, other))
    for text in (
        "Independently: helped organise the summer fair",
        "Helped organise the summer fair every day",
    ):
        assert guard.check(resume, [Edit(Op.REWRITE, "a", text, cites=("a", "b"))])
    merged = "Helped organise the summer fair; graded papers every day, not independently"
    assert not guard.check(resume, [Edit(Op.REWRITE, "a", merged, cites=("a", "b"))])


def test_what_the_posting_asks_for() -> None:
    """A requirement's name may stand in a line only where its sources have it."""
    text = "Cared for up to 12 patients per shift, providing support"
    assert kinds(Edit(Op.REWRITE, "b1", text)) == set()
    found = line("Готовил отчёты", "Готовил отчёты и сводки", "ru", asked=["сводки"])
    assert [v.kind for v in found] == ["skill"]
    found = line("整理数据", "整理信息与数据", "zh", asked=["信息"])
    assert [v.kind for v in found] == ["skill"]
    assert line("整理数据", "整理数据", "zh", asked=["数据"]) == []


def test_a_violation_says_what_where_and_against_what() -> None:
    """A refusal names the class, the line, the offending words and the source's words."""
    edit = Edit(Op.REWRITE, "b1", "Cared for up to 42 patients per shift")
    number, lost = guard.check(NURSE, [edit])
    own = "Cared for up to 12 patients per shift"
    assert number == Violation("number", "b1", "42", own)
    assert (lost.kind, lost.where, lost.source) == ("lost-number", "b1", own)


def test_refuses_what_it_cannot_judge() -> None:
    """An edit that breaks the guard itself is refused, and the others are judged all the same."""
    broken = replace(Edit(Op.REWRITE, "b1", ""), text=None)  # type: ignore[arg-type]
    found = guard.check(NURSE, [broken, Edit(Op.DROP, "t1")])
    assert [v.kind for v in found] == ["guard-error", "drop"]


def test_benchmark_holds() -> None:
    """Of all lies 99.5 % are stopped, in thirteen languages; of honest rewordings 1 % at most."""
    cases = list(lies.load())
    cases += [*benchmark.untouched(cases), *lies.lines(), *lies.unseen()]
    wrong = [
        c for c in cases if bool(guard.check(c.base.resume, c.edits)) == (c.kind == "faithful")
    ]
    figures = benchmark.figures(cases, wrong)
    assert figures["blocked"] >= 0.995
    assert figures["false_alarms"] <= 0.01
    assert figures["languages"] == 13
    assert figures["faithful"] >= 400

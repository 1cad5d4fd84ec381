"""Lines are worded, doubted and polished: prompts, answers and rules."""

import json

import pytest

from agents import guard, implementation, polish, validation
from agents.values import Analysis, Part, PlannedEdit, Refusal, Requirement
from documents.edits import Edit, Op
from documents.resume import Kind
from tests.unit.agent_samples import ANALYSIS, BULLET, HEADLINE, IDS, SKILL, SUMMARY
from tests.unit.cv_samples import ENGINEER, resume


def rewriting(text: str, anchor: str = "") -> Part:
    fact = next(fact for fact in ENGINEER.of(Kind.BULLET) if fact.text.startswith(text))
    return Part(
        fact.entry,
        (
            PlannedEdit(
                Op.REWRITE, fact.id, IDS["Kubernetes"], (fact.id, "f14"), anchor, Kind.BULLET
            ),
        ),
    )


def worded(part: Part, text: str) -> tuple[Edit, ...]:
    answer = implementation.Answer.model_validate({"l": [{"f": part.edits[0].fact, "t": text}]})
    return implementation.parse(answer, ENGINEER, part)


def test_the_wording_prompt_holds_the_part_only() -> None:
    """A line is worded from itself and the facts that it cites."""
    request = json.loads(implementation.prompt(ENGINEER, ANALYSIS, rewriting("Moved")))
    (line,) = request["lines"]
    assert line["ask"] == "Kubernetes"
    assert line["was"].startswith("Moved 14 services")
    assert list(line["may"]) == ["f14"]
    assert request["head"] == "Backend Engineer | █ Freight"


def test_a_worded_line_becomes_an_edit() -> None:
    """The wording is one clean line."""
    (edit,) = worded(rewriting("Moved"), " Migrated 14 services\nto Kubernetes. ")
    assert edit.text == "Migrated 14 services to Kubernetes."
    assert (edit.op, edit.kind) == (Op.REWRITE, None)


@pytest.mark.parametrize(
    "text", ["", "Moved 14 services from bare servers to Kubernetes in two years.", "x" * 400]
)
def test_a_useless_wording_leaves_the_line(text: str) -> None:
    """Empty, unchanged or much too long: the person's line stays, and moves if it was to."""
    assert worded(rewriting("Moved"), text) == ()
    (edit,) = worded(rewriting("Moved", BULLET["Wrote"]), text)
    assert (edit.op, edit.anchor, edit.text) == (Op.MOVE, BULLET["Wrote"], "")


def test_a_new_summary_has_a_length() -> None:
    """A summary that is added is neither nothing nor a page."""
    planned_ = PlannedEdit(Op.ADD, "new-summary", "", ("f5",), "", Kind.SUMMARY)
    part = Part("new-summary", (planned_,))
    assert implementation.split(part) == (Part("new-summary", ()), [part])
    assert worded(part, "x" * 900) == ()
    (edit,) = worded(part, "An engineer.")
    assert edit.kind is Kind.SUMMARY
    assert implementation.rules(part) == ()
    line = json.loads(implementation.prompt(ENGINEER, ANALYSIS, part))["lines"][0]
    assert line["was"] == ""


@pytest.mark.parametrize(
    ("lines", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [2, 2]), (7, [2, 2, 3])]
)
def test_a_long_part_is_worded_in_pieces_of_one_size(lines: int, sizes: list[int]) -> None:
    """No call has more than three lines, and what needs no words is in none."""
    worded_ = [PlannedEdit(Op.REWRITE, f"f{at}") for at in range(lines)]
    part = Part("role", (PlannedEdit(Op.DROP, "gone"), *worded_))
    rest, pieces = implementation.split(part)
    assert [edit.fact for edit in rest.edits] == ["gone"]
    assert [len(piece.edits) for piece in pieces] == sizes
    assert [edit for piece in pieces for edit in piece.edits] == worded_


def test_a_refused_line_goes_back_with_the_reason() -> None:
    """The second try sees what was wrong; the same words again are no answer."""
    edit = Edit(Op.REWRITE, BULLET["Moved"], "Led 90 services.", cites=(BULLET["Moved"],))
    refusal = Refusal(edit, "number: 90")
    (line,) = json.loads(implementation.prompt_again(ENGINEER, [refusal]))["lines"]
    assert (line["bad"], line["why"]) == ("Led 90 services.", "number: 90")
    say = lambda text: implementation.Answer.model_validate(  # noqa: E731
        {"l": [{"f": edit.fact, "t": text}]}
    )
    assert implementation.parse_again(say("Led 90 services."), ENGINEER, [refusal]) == ()
    assert implementation.parse_again(say(""), ENGINEER, [refusal]) == ()
    (again,) = implementation.parse_again(say("Migrated 14 services."), ENGINEER, [refusal])
    assert again.text == "Migrated 14 services."


GOOD = Edit(
    Op.REWRITE,
    BULLET["Moved"],
    "Migrated 14 services from bare servers to Kubernetes in two years.",
    cites=(BULLET["Moved"],),
)
BAD = Edit(
    Op.REWRITE,
    BULLET["Was"],
    "Ran PostgreSQL for 90 million events a day.",
    anchor=BULLET["Wrote"],
    cites=(BULLET["Was"],),
)
MOVE = Edit(Op.MOVE, SKILL["Docker"], anchor=SKILL["Git"])


def test_the_second_opinion_sees_changed_lines_only() -> None:
    """What keeps its words needs no opinion."""
    lines = json.loads(validation.prompt(ENGINEER, [GOOD, MOVE]))["lines"]
    assert [line["f"] for line in lines] == [GOOD.fact]
    assert lines[0]["now"] == GOOD.text
    skill = Edit(Op.ADD, "a1", "Kubernetes", SKILL["Git"], Kind.SKILL, (BULLET["Moved"],))
    assert validation.worded([skill, MOVE]) == ()


def test_doubts_refuse_their_line() -> None:
    """A doubt about a line that is not there says nothing, nor does one about a move."""
    doubts = [{"f": GOOD.fact, "w": ""}, {"f": MOVE.fact, "w": "no"}, {"f": "x", "w": "no"}]
    answer = validation.Answer.model_validate({"ok": [], "no": doubts})
    verdict = validation.parse(answer, [GOOD, MOVE])
    assert verdict.accepted == (MOVE,)
    assert [refusal.reason for refusal in verdict.refused] == ["not stated"]


def test_the_guard_decides_without_a_model() -> None:
    """An invented number is refused with its reason; the move in it can be saved."""
    verdict = validation.rules(ENGINEER, [GOOD, BAD, MOVE])
    assert verdict.accepted == (GOOD, MOVE)
    (refusal,) = verdict.refused
    assert "90" in refusal.reason
    assert validation.salvage(verdict.refused) == (
        Edit(Op.MOVE, BAD.fact, anchor=BAD.anchor, cites=BAD.cites),
    )


def polished(*lines: dict[str, object], edits: tuple[Edit, ...] = (GOOD,)) -> tuple[Edit, ...]:
    answer = polish.Answer.model_validate({"l": [{"c": []} | line for line in lines]})
    return polish.parse(answer, ENGINEER, edits)


def test_the_polish_prompt_shows_the_result() -> None:
    """Top, changed lines as they will be, and what a summary may draw on."""
    request = json.loads(polish.prompt(ENGINEER, ANALYSIS, [GOOD, MOVE]))
    assert request["lines"] == {GOOD.fact: GOOD.text}
    assert set(request["summary"]) == {SUMMARY}
    assert set(request["headline"]) == {HEADLINE}
    assert SKILL["Python"] in request["facts"]
    assert "Python" in request["must"]


def test_only_changed_lines_and_the_top_are_polished() -> None:
    """A line that keeps the person's words is not the model's to polish."""
    final = polished(
        {"f": GOOD.fact, "t": "Migrated all 14 services.", "c": [BULLET["Built"]]},
        {"f": BULLET["Wrote"], "t": "Authored it all."},
        {"f": SUMMARY, "t": "Engineer of quiet systems.", "c": [BULLET["Built"], "x"]},
        {"f": "new-summary", "t": "Another one.", "c": [SUMMARY]},
        {"f": HEADLINE, "t": ""},
    )
    assert final == (
        Edit(Op.REWRITE, GOOD.fact, "Migrated all 14 services.", cites=GOOD.cites),
        Edit(Op.REWRITE, SUMMARY, "Engineer of quiet systems.", cites=(SUMMARY, BULLET["Built"])),
    )


def test_a_planned_summary_can_be_polished_and_cite_more() -> None:
    """What is worded at the top may draw on any fact."""
    planned_ = Edit(Op.REWRITE, SUMMARY, "A quiet engineer.", cites=(SUMMARY,))
    line = {"f": SUMMARY, "t": "Quiet engineer.", "c": [BULLET["Built"]]}
    (edit,) = polished(line, edits=(planned_,))
    assert (edit.text, edit.cites) == ("Quiet engineer.", (SUMMARY, BULLET["Built"]))
    (same,) = polished({"f": MOVE.fact, "t": "Docker and more"}, edits=(MOVE,))
    assert same == MOVE


def test_a_first_summary_can_be_added_in_polish() -> None:
    """Only where there is none, and only with facts behind it."""
    bare = resume([("Nurse", "Sample Clinic", "2019 – 2024", ["Ran triage."])])
    bullet = bare.of(Kind.BULLET)[0].id
    lines = [{"f": "new-summary", "t": "Nurse who ran triage.", "c": [bullet]}]
    (edit,) = polish.parse(polish.Answer.model_validate({"l": lines}), bare, ())
    assert (edit.op, edit.cites) == (Op.ADD, (bullet,))
    lines = [{"f": "new-summary", "t": "Nurse.", "c": []}]
    assert polish.parse(polish.Answer.model_validate({"l": lines}), bare, ()) == ()


def test_the_rules_name_what_is_proven_below() -> None:
    """The person's own summary stays whole; behind it stands what is asked, in their words."""
    (edit,) = polish.rules(ENGINEER, ANALYSIS, ())
    assert edit.text.startswith("Engineer who likes quiet systems. ")
    assert "PostgreSQL" in edit.text
    assert "Terraform" not in edit.text
    assert guard.check(ENGINEER, [edit]) == []


def test_the_rules_leave_a_worded_summary_alone() -> None:
    """There is one edit a fact."""
    mine = Edit(Op.REWRITE, SUMMARY, "Quiet engineer.", cites=(SUMMARY,))
    assert polish.rules(ENGINEER, ANALYSIS, (mine,)) == (mine,)


def test_the_rules_begin_a_summary_with_the_title() -> None:
    """Without a summary the latest title opens one; with nothing proven there is none."""
    bullets = ["Cleaned the ward.", "Wrote reports.", "Ran the triage desk with 40 cases a day."]
    nurse = resume([("Nurse", "Sample Clinic", "2019 – 2024", bullets)])
    asked = Analysis(requirements=(Requirement("n1", "triage", "triage"),))
    (edit,) = polish.rules(nurse, asked, ())
    assert edit.text == "Nurse. Triage."
    assert edit.kind is Kind.SUMMARY
    nothing = Analysis(requirements=(Requirement("n1", "welding", "welding"),))
    assert polish.rules(nurse, nothing, ()) == ()
    assert polish.rules(resume([]), asked, ()) == ()


def test_a_summary_in_chinese_has_chinese_marks() -> None:
    """Commas and stops are those of the language."""
    lines = ["打扫仓库，整理货架，每天检查一次库存的标签", "接听电话", "用SAP做月结", "编制报表"]
    clerk = resume([("会计", "示例公司", "2019 – 2024", lines)], language="zh")
    needs = (Requirement("n1", "SAP", "SAP"), Requirement("n2", "月结", "月结"))
    (edit,) = polish.rules(clerk, Analysis(requirements=needs), ())
    assert edit.text == "会计。SAP、月结。"

"""The honest model: rewordings that add nothing, and answers made from the request alone."""

from typing import Any

import pytest

from agents import (
    guard,
    implementation,
    job_analysis,
    polish,
    resume_optimization,
    schema,
    validation,
)
from agents.values import Agent, Part, PlannedEdit, Refusal
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from sandbox import honest, rewording
from tests.unit.cv_samples import ENGINEER, POSTING, resume
from tests.unit.posting_samples import POSTINGS

ANALYSIS = job_analysis.rules(POSTING)
MODULES: dict[Agent, Any] = {
    Agent.JOB_ANALYSIS: job_analysis,
    Agent.RESUME_OPTIMIZATION: resume_optimization,
    Agent.IMPLEMENTATION: implementation,
    Agent.VALIDATION: validation,
    Agent.POLISH: polish,
}


def ask(agent: Agent, user: str, *, named: bool = True) -> Any:
    """The honest answer to *agent*, as the agent's own Answer."""
    module = MODULES[agent]
    body: dict[str, Any] = {
        "messages": [
            {"role": "system", "content": module.SYSTEM},
            {"role": "user", "content": [{"type": "text", "text": user}]},
        ]
    }
    if named:
        shape = {"name": agent.value, "schema": schema.strict(module.Answer)}
        body["response_format"] = {"type": "json_schema", "json_schema": shape}
    text = honest.answer(body)
    assert honest.answer(body) == text
    return module.Answer.model_validate_json(text)


@pytest.mark.parametrize(
    ("text", "asked", "language", "new"),
    [
        (
            "Was responsible for running PostgreSQL for 40 shops.",
            "PostgreSQL",
            "en",
            "Ran PostgreSQL for 40 shops.",
        ),
        (
            "Helped to build the refund service in Python and Django, used by 340 shops.",
            "Django",
            "en",
            "In Python and Django, helped build the refund service, used by 340 shops.",
        ),
        (
            "Pipeline: replaced hand-made releases with GitLab CI; now four a week.",
            "GitLab CI",
            "en",
            "Pipeline: with GitLab CI, replaced hand-made releases; now four a week.",
        ),
        (
            "Partitioned the tracking table; the report takes 35 minutes instead of 240.",
            "",
            "en",
            "The report takes 35 minutes instead of 240; partitioned the tracking table.",
        ),
        (
            "Monatliche Berichte für drei Standorte erstellt mit SAP FI",
            "SAP FI",
            "de",
            "Mit SAP FI: Monatliche Berichte für drei Standorte erstellt",
        ),
        (
            "Составляла отчётность трёх юрлиц и вела учёт в программе 1С",
            "1С",
            "ru",
            "В программе 1С: Составляла отчётность трёх юрлиц и вела учёт",
        ),
        ("Was responsible for frobnicating the vats.", "", "en", None),
        ("Cooked soup.", "welding", "en", None),
        ("打扫仓库。", "SAP", "zh", None),
    ],
)
def test_rewordings(text: str, asked: str, language: str, new: str | None) -> None:
    """The first rewording leads with what is asked, with the result, or with a plainer verb."""
    found = list(rewording.candidates(text, asked, language))
    assert (found[0] if found else None) == new


def test_helped_stays_helped() -> None:
    """No rewording raises the person's part."""
    for text in rewording.candidates("Helped to run the ward.", "ward", "en"):
        assert "helped" in text.lower()


@pytest.mark.parametrize("text", [POSTING, *POSTINGS.values()])
def test_an_honest_analysis_survives_its_check(text: str) -> None:
    """What it quotes stands in the posting, so that the agent keeps it."""
    answer = ask(Agent.JOB_ANALYSIS, job_analysis.prompt(text))
    found = job_analysis.parse(answer, text)
    by_rules = job_analysis.rules(text)
    assert [n.name for n in found.requirements] == [n.name for n in by_rules.requirements][:20]
    assert (found.title, found.company) == (by_rules.title, by_rules.company)


def test_an_honest_plan_comes_from_the_prompt_alone() -> None:
    """It plans rewordings where it has one, and orders what is relevant first."""
    answer = ask(Agent.RESUME_OPTIMIZATION, resume_optimization.prompt(ENGINEER, ANALYSIS))
    parts = resume_optimization.parse(answer, ENGINEER, ANALYSIS)
    ops = {(edit.op, edit.kind) for part in parts for edit in part.edits}
    assert ops >= {(Op.REWRITE, Kind.BULLET), (Op.ADD, Kind.SKILL), (Op.MOVE, Kind.SKILL)}


def test_honest_words_pass_the_guard() -> None:
    """Every line that it words differently is true."""
    answer = ask(Agent.RESUME_OPTIMIZATION, resume_optimization.prompt(ENGINEER, ANALYSIS))
    for part in resume_optimization.parse(answer, ENGINEER, ANALYSIS):
        for piece in implementation.split(part)[1]:
            said = ask(Agent.IMPLEMENTATION, implementation.prompt(ENGINEER, ANALYSIS, piece))
            edits = implementation.parse(said, ENGINEER, piece)
            assert guard.check(ENGINEER, edits) == []
            assert any(edit.op is Op.REWRITE for edit in edits)


def test_a_line_without_a_rewording_comes_back_as_it_was() -> None:
    """Nothing is changed for the sake of change; a new line is made of its proofs."""
    cook = resume([("Cook", "Sample Inn", "2020", ["Cooked soup."])])
    bullet = cook.of(Kind.BULLET)[0].id
    edits = (
        PlannedEdit(Op.REWRITE, bullet, "", (bullet,), "", Kind.BULLET),
        PlannedEdit(Op.ADD, "new-summary", "", (bullet,), "", Kind.SUMMARY),
    )
    said = ask(Agent.IMPLEMENTATION, implementation.prompt(cook, ANALYSIS, Part("e1", edits)))
    assert [line.t for line in said.l] == ["Cooked soup.", "Cooked soup."]
    refusal = Refusal(Edit(Op.REWRITE, bullet, "Led soup.", cites=(bullet,)), "led")
    said = ask(Agent.IMPLEMENTATION, implementation.prompt_again(cook, [refusal]))
    assert [line.t for line in said.l] == ["Cooked soup."]


def test_an_honest_opinion_doubts_lies() -> None:
    """It says of each changed line whether its proofs state it."""
    bullet = ENGINEER.of(Kind.BULLET, entry="e1")[2]
    summary = ENGINEER.of(Kind.SUMMARY)[0]
    edits = [
        Edit(Op.REWRITE, bullet.id, bullet.text.replace("Moved", "Migrated"), cites=(bullet.id,)),
        Edit(Op.REWRITE, summary.id, "Engineer of 90 systems.", cites=(summary.id,)),
        Edit(Op.ADD, "new", "Moved 14 services.", "", Kind.SUMMARY, (bullet.id,)),
    ]
    said = ask(Agent.VALIDATION, validation.prompt(ENGINEER, edits))
    assert bullet.id in said.ok
    assert [doubt.f for doubt in said.no] == [summary.id]
    assert "90" in said.no[0].w


@pytest.mark.parametrize("named", [True, False])
def test_an_honest_polish_names_what_is_proven(named: bool) -> None:
    """The summary is the person's own, and behind it their words for what is asked."""
    answer = ask(Agent.POLISH, polish.prompt(ENGINEER, ANALYSIS, ()), named=named)
    (line,) = answer.l
    assert line.t.startswith("Engineer who likes quiet systems. ")
    assert "Kubernetes" in line.t
    (edit,) = polish.parse(answer, ENGINEER, ())
    assert guard.check(ENGINEER, [edit]) == []


def test_an_honest_polish_of_a_bare_resume() -> None:
    """Without a summary one is added; with nothing proven, nothing is."""
    nurse = resume([("Nurse", "Clinic", "2019 – 2024", ["Ran triage.", "Kubernetes at home."])])
    (line,) = ask(Agent.POLISH, polish.prompt(nurse, ANALYSIS, ())).l
    assert (line.f, line.t) == ("new-summary", "Kubernetes.")
    cook = resume([("Cook", "Inn", "2020", ["Soup."])], language="zh")
    assert ask(Agent.POLISH, polish.prompt(cook, ANALYSIS, ())).l == []


def test_requests_of_others_are_an_error() -> None:
    """What no agent asks gets no invented answer."""
    with pytest.raises(ValueError, match="no agent"):
        honest.answer({"messages": [{"role": "user", "content": "Hello"}]})


def test_prose_behind_the_data_is_passed_over() -> None:
    """A complaint that came with a repair does not confuse it, nor does a post without a fence."""
    prompt = resume_optimization.prompt(ENGINEER, ANALYSIS) + "\n\nYour last answer was bad:\n{x"
    assert ask(Agent.RESUME_OPTIMIZATION, prompt).p
    assert ask(Agent.JOB_ANALYSIS, POSTING).needs


def test_sections_of_all_kinds_are_understood() -> None:
    """Degrees, certificates, projects and odd lines of the prompt become facts again."""
    facts = (
        Fact("f1", Kind.HEADLINE, "Welder", "s1"),
        Fact("f2", Kind.DEGREE, "Apprenticeship, Sample College", "s2"),
        Fact("f3", Kind.TITLE, "BSc Metal", "s2", "e1"),
        Fact("f4", Kind.DATES, "2010 – 2012", "s2", "e1"),
        Fact("f5", Kind.CERTIFICATE, "Welding certificate", "s3"),
        Fact("f6", Kind.OTHER, "Likes iron", "s4"),
    )
    topics = (Topic.CONTACT, Topic.EDUCATION, Topic.CERTIFICATES, Topic.OTHER)
    sections = tuple(Section(f"s{n}", topic, "") for n, topic in enumerate(topics, 1))
    welder = Resume(sections, facts, "en")
    asked = job_analysis.rules("Welder\nMust have\n- Welding certificate\n")
    assert ask(Agent.RESUME_OPTIMIZATION, resume_optimization.prompt(welder, asked)).p == []

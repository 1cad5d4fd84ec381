"""The five agents: the model first, the agent's rules where it fails, the guard in any case."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import ValidationError

from agents import (
    drafts,
    examination,
    findings,
    implementation,
    job_analysis,
    resume_optimization,
    validation,
    view,
)
from agents import match as matching
from agents import polish as polishing
from agents.desk import Desk
from agents.values import Agent, Analysis, Finished, Match, Part, Refusal, Spent, Verdict
from documents import edits as editing
from documents.edits import Edit
from documents.resume import Fact, Resume

__all__ = ["Desk", "Tailored", "analyse", "plan", "polish", "tailor", "validate", "word"]

OnPart = Callable[[Part], None]

_aside = asyncio.to_thread  # for what thinks longer than others can wait


@dataclass(frozen=True, slots=True)
class Tailored:
    """A résumé tailored: the final edits, what was refused, and the match before and after."""

    analysis: Analysis
    edits: tuple[Edit, ...]
    refused: tuple[Refusal, ...]
    before: Match
    after: Match
    spent: dict[Agent, Spent]


async def analyse(desk: Desk, text: str) -> tuple[Analysis, Spent]:
    """Understand the posting *text*."""
    agent = Agent.JOB_ANALYSIS
    show = desk.begin(agent, findings.names)
    answer, spent = await desk.ask(
        agent, job_analysis, job_analysis.prompt(text), job_analysis.Answer, show
    )
    if answer:
        analysis = await _aside(job_analysis.parse, answer, text)
    else:
        analysis = await _aside(job_analysis.rules, text)
    if answer and answer.needs and not analysis.requirements:
        analysis = await _aside(job_analysis.rules, text)
        spent = replace(spent, by_rules=True, trouble="no requirement stands in the posting")
    _tell(desk, show, analysis, spent)
    return analysis, spent


def report(desk: Desk, analysis: Analysis) -> None:
    """Show an *analysis* that was made before as if it were made now."""
    show = desk.begin(Agent.JOB_ANALYSIS, findings.names)
    _tell(desk, show, analysis, Spent())


def _tell(desk: Desk, show: findings.Findings, analysis: Analysis, spent: Spent) -> None:
    for need in analysis.requirements:
        show.tell(need.name)
    musts = sum(need.must for need in analysis.requirements)
    nice = len(analysis.requirements) - musts
    text = f"{musts} must-haves, {nice} nice to have"
    desk.emit(Finished(Agent.JOB_ANALYSIS, text, spent, (musts, nice)))


async def plan(
    desk: Desk,
    resume: Resume,
    analysis: Analysis,
    on_part: OnPart | None = None,
    evidence: Sequence[Fact] = (),
) -> tuple[tuple[Part, ...], Spent]:
    """Plan the edits, part by part.

    *on_part* is given each part as soon as the unfinished answer holds all of it. What is
    returned decides: a part may be missing there, or be another one, if the answer was repaired.
    """
    agent = Agent.RESUME_OPTIMIZATION
    known: list[Any] = []

    def read(unfinished: Any) -> Iterator[str]:
        groups = findings.complete(unfinished, "p")
        fresh = groups[len(known) :] if groups[: len(known)] == known else groups
        known[:] = groups
        for part in _early(fresh, resume, analysis, evidence):
            if on_part:
                on_part(part)
            yield f"{view.head(resume, part.key)}: {len(part.edits)}"

    show = desk.begin(agent, read)
    prompt = await _aside(resume_optimization.prompt, resume, analysis, evidence)
    answer, spent = await desk.ask(
        agent, resume_optimization, prompt, resume_optimization.Answer, show
    )
    if answer:
        parts = await _aside(resume_optimization.parse, answer, resume, analysis, evidence)
    else:
        parts = await _aside(resume_optimization.rules, resume, analysis)
    for part in parts:
        show.tell(f"{view.head(resume, part.key)}: {len(part.edits)}")
    count = sum(len(part.edits) for part in parts)
    text = f"{count} edits in {len(parts)} parts"
    desk.emit(Finished(agent, text, spent, (count, len(parts))))
    return parts, spent


def _early(
    groups: Sequence[Any], resume: Resume, analysis: Analysis, evidence: Sequence[Fact]
) -> Iterator[Part]:
    for group in groups:
        try:
            whole = drafts.Plan.model_validate(group)
        except ValidationError:
            continue
        answer = resume_optimization.Answer(p=[whole])
        yield from resume_optimization.parse(answer, resume, analysis, evidence)


async def word(
    desk: Desk, resume: Resume, analysis: Analysis, part: Part, evidence: Sequence[Fact] = ()
) -> tuple[tuple[Edit, ...], Spent]:
    """Word the planned edits of one *part*; several parts may be worded side by side.

    A long part is asked for in several calls at once: who waits, waits for the slowest.
    """
    agent = Agent.IMPLEMENTATION
    show = desk.begin(agent, findings.lines)

    async def piece(some: Part) -> tuple[tuple[Edit, ...], Spent]:
        prompt = await _aside(implementation.prompt, resume, analysis, some, evidence)
        answer, spent = await desk.ask(agent, implementation, prompt, implementation.Answer, show)
        edits = implementation.parse(answer, resume, some) if answer else implementation.rules(some)
        return edits, spent

    wordless, pieces = implementation.split(part)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(piece(some)) for some in pieces]
    done = [implementation.rules(wordless), *(task.result()[0] for task in tasks)]
    spent = sum((task.result()[1] for task in tasks), Spent() if tasks else desk.unasked())
    edits = implementation.order(part, [edit for some in done for edit in some])
    desk.emit(Finished(agent, f"{view.head(resume, part.key)}: {len(edits)}", spent))
    return edits, spent


async def validate(
    desk: Desk,
    resume: Resume,
    edits: Sequence[Edit],
    evidence: Sequence[Fact] = (),
    *,
    asked: Sequence[str] = (),
) -> tuple[Verdict, Spent]:
    """Let through what the guard and the second opinion accept.

    A reworded line that is refused is worded once more with the reason; refused again, the
    person's own line stays, in its new place if it was to move. *asked* are the names of what
    the posting asks for (`Analysis.asked`).
    """
    agent = Agent.VALIDATION
    show = desk.begin(agent, lambda unfinished: _confirmed(unfinished, edits))
    verdict, spent = await examination.examine(desk, resume, edits, evidence, show, asked)
    done = f"{len(verdict.accepted)} accepted, {len(verdict.refused)} refused"
    desk.emit(Finished(agent, done, spent, (len(verdict.accepted), len(verdict.refused))))
    return verdict, spent


def _confirmed(unfinished: Any, edits: Sequence[Edit]) -> Iterator[str]:
    texts = {edit.fact: edit.text for edit in edits}
    for id in findings.complete(unfinished, "ok"):
        yield texts.get(str(id), "")


async def polish(
    desk: Desk,
    resume: Resume,
    analysis: Analysis,
    edits: Sequence[Edit],
    evidence: Sequence[Fact] = (),
) -> tuple[tuple[Edit, ...], Spent]:
    """All final edits, at most one a fact, each of them passed by the guard."""
    agent = Agent.POLISH
    show = desk.begin(agent, findings.lines)
    guarded = partial(
        validation.rules, resume, told=evidence, asked=analysis.asked, today=desk.today
    )
    accepted = (await _aside(guarded, edits)).accepted
    prompt = await _aside(polishing.prompt, resume, analysis, accepted, evidence)
    answer, spent = await desk.ask(agent, polishing, prompt, polishing.Answer, show)
    if answer:
        final = await _aside(polishing.parse, answer, resume, accepted, evidence)
    else:
        final = await _aside(polishing.rules, resume, analysis, accepted, evidence)
    bad = {refusal.edit.fact for refusal in (await _aside(guarded, final)).refused}
    final = (await _aside(guarded, _revert(final, bad, accepted))).accepted
    changed = len(set(final) - set(accepted))
    text = f"{changed} lines polished, {len(final)} edits"
    desk.emit(Finished(agent, text, spent, (changed, len(final))))
    return final, spent


def _revert(final: Sequence[Edit], bad: set[str], before: Sequence[Edit]) -> list[Edit]:
    """*final* with the changes to the *bad* lines undone."""
    old = {edit.fact: edit for edit in before}
    mended = [old.get(edit.fact) if edit.fact in bad else edit for edit in final]
    return [edit for edit in mended if edit]


async def tailor(desk: Desk, resume: Resume, text: str, evidence: Sequence[Fact] = ()) -> Tailored:
    """The five in order, in this process: a part is worded while the plan still arrives."""
    spent: dict[Agent, Spent] = {}
    analysis, spent[Agent.JOB_ANALYSIS] = await analyse(desk, text)
    sections: dict[Part, asyncio.Task[_Section]] = {}
    async with asyncio.TaskGroup() as group:

        def begin(part: Part) -> None:
            if part not in sections:
                work = _section(desk, resume, analysis, part, evidence)
                sections[part] = group.create_task(work)

        parts, spent[Agent.RESUME_OPTIMIZATION] = await plan(
            desk, resume, analysis, begin, evidence
        )
        for part in sections.keys() - set(parts):
            sections[part].cancel()
        for part in parts:
            begin(part)
    done = [sections[part].result() for part in parts]
    spent[Agent.IMPLEMENTATION] = sum((each.worded for each in done), Spent())
    spent[Agent.VALIDATION] = sum((each.validated for each in done), Spent())
    accepted = [edit for each in done for edit in each.verdict.accepted]
    edits, spent[Agent.POLISH] = await polish(desk, resume, analysis, accepted, evidence)
    return Tailored(
        analysis,
        edits,
        tuple(refusal for each in done for refusal in each.verdict.refused),
        await _aside(matching.match, resume, analysis),
        await _aside(matching.match, editing.apply(resume, edits), analysis),
        spent,
    )


@dataclass(frozen=True, slots=True)
class _Section:
    verdict: Verdict
    worded: Spent
    validated: Spent


async def _section(
    desk: Desk, resume: Resume, analysis: Analysis, part: Part, evidence: Sequence[Fact]
) -> _Section:
    edits, worded = await word(desk, resume, analysis, part, evidence)
    verdict, validated = await validate(desk, resume, edits, evidence, asked=analysis.asked)
    return _Section(verdict, worded, validated)

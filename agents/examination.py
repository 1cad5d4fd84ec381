"""The guard and the second opinion on worded edits, and one more try for what they refuse."""

import asyncio
from collections.abc import Sequence
from functools import partial

from agents import implementation, validation
from agents.desk import Desk
from agents.findings import Findings
from agents.values import Agent, Refusal, Spent, Verdict
from documents.edits import Edit
from documents.resume import Fact, Resume


async def examine(
    desk: Desk,
    resume: Resume,
    edits: Sequence[Edit],
    told: Sequence[Fact],
    show: Findings,
    asked: Sequence[str] = (),
) -> tuple[Verdict, Spent]:
    """What of *edits* may reach the document, in their order; every refusal with its reason.

    A reworded line that is refused is worded once more; refused again, the person's own line
    stays, in its new place if it was to move. *asked* is as in `guard.check`.
    """
    guarded = partial(
        asyncio.to_thread,  # it thinks longer than others can wait
        partial(validation.rules, resume, told=told, asked=asked, today=desk.today),
    )
    verdict, spent = await _judge(desk, resume, await guarded(edits), told, show)
    again = [r for r in verdict.refused if validation.worded([r.edit])]
    if again and desk.model and not spent.trouble:
        worded, cost = await _word_again(desk, resume, again, told)
        spent += cost
        if worded:
            second, cost = await _judge(desk, resume, await guarded(worded), told, show)
            spent += cost
            verdict = _merge(verdict, second)
    kept = (*verdict.accepted, *validation.salvage(verdict.refused))
    order = {edit.fact: at for at, edit in enumerate(edits)}
    last = await guarded(sorted(kept, key=lambda edit: order[edit.fact]))
    return Verdict(last.accepted, _once((*verdict.refused, *last.refused))), spent


async def _judge(
    desk: Desk, resume: Resume, guarded: Verdict, told: Sequence[Fact], show: Findings
) -> tuple[Verdict, Spent]:
    """The second opinion on what the guard let through."""
    if not validation.worded(guarded.accepted):
        return guarded, desk.unasked()
    prompt = await asyncio.to_thread(validation.prompt, resume, guarded.accepted, told)
    answer, spent = await desk.ask(Agent.VALIDATION, validation, prompt, validation.Answer, show)
    if not answer:
        return guarded, spent
    opinion = validation.parse(answer, guarded.accepted)
    return Verdict(opinion.accepted, (*guarded.refused, *opinion.refused)), spent


async def _word_again(
    desk: Desk, resume: Resume, refused: Sequence[Refusal], told: Sequence[Fact]
) -> tuple[tuple[Edit, ...], Spent]:
    prompt = implementation.prompt_again(resume, refused, told)
    answer, spent = await desk.ask(
        Agent.IMPLEMENTATION, implementation, prompt, implementation.Answer
    )
    return (implementation.parse_again(answer, resume, refused) if answer else ()), spent


def _merge(first: Verdict, second: Verdict) -> Verdict:
    """Two verdicts on one list: what the second accepted is no longer refused."""
    saved = {edit.fact for edit in second.accepted}
    refused = tuple(refusal for refusal in first.refused if refusal.edit.fact not in saved)
    return Verdict((*first.accepted, *second.accepted), refused)


def _once(refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """One refusal a fact: the first, which has the words that were refused."""
    return tuple({refusal.edit.fact: refusal for refusal in reversed(refused)}.values())[::-1]

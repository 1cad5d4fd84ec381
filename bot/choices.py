"""What a person's decisions make of the edits. Pure: the log and the edits in, edits out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents import guard, timeline
from documents.edits import Edit, Op
from documents.resume import Fact, Resume
from storage.decisions import Choice, Decision


def fold(edits: Sequence[Edit], log: Sequence[Decision]) -> dict[str, Decision]:
    """What counts now, by the id of the edit's fact; what is not in it is undecided."""
    decided: dict[str, Decision] = {}
    for decision in standing(log):
        if decision.edit:
            decided[decision.edit] = decision
        else:
            for edit in edits:
                decided.setdefault(edit.fact, decision)
    return decided


def standing(log: Sequence[Decision]) -> list[Decision]:
    """The decisions that were not taken back, oldest first."""
    stack: list[Decision] = []
    for entry in log:
        if entry.choice is Choice.UNDONE:
            stack[-1:] = []
        elif entry.choice is not Choice.SENT:
            stack.append(entry)
    return stack


def settle(
    resume: Resume,
    edits: Sequence[Edit],
    decided: Mapping[str, Decision],
    evidence: Sequence[Fact],
    asked: Sequence[str] = (),
) -> tuple[Edit, ...]:
    """The edits of the document: rejected ones left out, the person's own wordings in.

    The guard is asked once more, for a rejected edit may have carried what another one leaves
    out; the person's own word passes in any case.
    """
    kept = []
    for edit in edits:
        decision = decided.get(edit.fact)
        if decision is None or decision.choice is Choice.ACCEPTED:
            kept.append(edit)
        elif decision.choice is Choice.WORDED:
            kept.append(worded(resume, edit, decision.text, evidence))
    own = {id for id, decision in decided.items() if decision.choice is Choice.WORDED}
    today = timeline.today()
    while True:
        found = guard.check(resume, kept, evidence, asked=asked, today=today)
        bad = {each.where for each in found} - own
        left = [edit for edit in kept if edit.fact not in bad]
        if len(left) == len(kept):
            break
        kept = left
    return tuple(kept)


def worded(resume: Resume, edit: Edit, text: str, evidence: Sequence[Fact]) -> Edit:
    """*edit* with the person's own wording, which cites itself."""
    home = place(resume, edit)
    told = [fact.id for fact in evidence if fact.text == text and _stands(fact) == home]
    cites = tuple(dict.fromkeys((*edit.cites, *told[:1])))
    op = edit.op if edit.op is Op.ADD else Op.REWRITE
    return replace(edit, op=op, text=text, cites=cites)


def place(resume: Resume, edit: Edit) -> tuple[str, str]:
    """(section, entry) that the line of *edit* stands in."""
    beside = resume.fact(edit.anchor if edit.op is Op.ADD else edit.fact)
    return _stands(beside) if beside else ("", "")


def until(log: Sequence[Decision], version: int) -> list[Decision]:
    """The log as it was when document *version* was asked for."""
    end = next(i for i, entry in enumerate(log) if entry.version == version)
    return list(log[:end])


def sent(log: Sequence[Decision]) -> int:
    """The number of the latest document that was asked for; 1 is the run's own."""
    return max((entry.version or 1 for entry in log), default=1)


def _stands(fact: Fact) -> tuple[str, str]:
    return fact.section, fact.entry

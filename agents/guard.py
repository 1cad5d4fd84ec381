"""Not one invented fact: the last gate between the edits and the document."""

from collections.abc import Iterator, Sequence

from agents import structure, wording
from agents.violations import Violation
from documents.edits import Edit, Op
from documents.resume import Fact, Resume

__all__ = ["Violation", "check"]


def check(
    resume: Resume,
    edits: Sequence[Edit],
    evidence: Sequence[Fact] = (),
) -> list[Violation]:
    """What is wrong with *edits* of *resume*; an empty list lets all of them pass.

    A line may state only what its own fact and the facts that it cites state. `evidence` are
    facts that the person added in chat. An edit that the guard cannot judge is refused with kind
    "guard-error".
    """
    found = list(structure.clashes(edits))
    facts = {fact.id: fact for fact in resume.facts}
    proofs = {fact.id: fact for fact in evidence}
    for edit in edits:
        try:
            found += _judge(resume, edit, facts, proofs)
        except Exception:
            found.append(Violation("guard-error", edit.fact, edit.text))
    return list(dict.fromkeys(found))


def _judge(
    resume: Resume,
    edit: Edit,
    facts: dict[str, Fact],
    proofs: dict[str, Fact],
) -> Iterator[Violation]:
    case = structure.open_case(edit, facts, proofs)
    faults = list(structure.check(case, resume, proofs))
    yield from faults
    if not faults and edit.op in (Op.REWRITE, Op.ADD):
        yield from wording.check(case, resume)

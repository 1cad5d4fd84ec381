"""Not one invented fact: the last gate between the edits and the document."""

from collections.abc import Iterator, Sequence
from datetime import date

from agents import structure, wording
from agents.violations import Violation
from documents import memo
from documents.edits import Edit, Op
from documents.resume import Fact, Resume

__all__ = ["Violation", "check"]


def check(
    resume: Resume,
    edits: Sequence[Edit],
    evidence: Sequence[Fact] = (),
    *,
    asked: Sequence[str] = (),
    today: date | None = None,
) -> list[Violation]:
    """What is wrong with *edits* of *resume*; an empty list lets all of them pass.

    A line may state only what its own fact and the facts that it cites state. `evidence` are
    facts that the person added in chat; `asked` are the names of the posting's requirements, the
    likeliest inventions; `today` ends the roles that still go on when years are summed (without
    it they count up to the latest date in the résumé). An edit that the guard cannot judge is
    refused with kind "guard-error".

    Leaving out plain words is free. Leaving out a number, a name or a limit of the line that is
    rewritten is a violation, unless another new line that cites it says it (a summary or headline
    may leave them out where the rest of the résumé keeps them).
    """
    facts = {fact.id: fact for fact in resume.facts}
    proofs = {fact.id: fact for fact in evidence}
    reader = _reader(resume, tuple(evidence), tuple(asked), today)
    found = list(structure.clashes(edits))
    for edit in edits:
        try:
            case = structure.open_case(edit, facts, proofs)
            found += _judge(case, reader, proofs, edits)
        except Exception:
            found.append(Violation("guard-error", edit.fact, edit.text))
    return list(dict.fromkeys(found))


@memo.kept(8)
def _reader(
    resume: Resume, evidence: tuple[Fact, ...], asked: tuple[str, ...], today: date | None
) -> wording.Reader:
    """What the résumé says, read once for the parts of an application that come in turn."""
    return wording.Reader(resume, evidence, asked, today)


def _judge(
    case: structure.Case, reader: wording.Reader, proofs: dict[str, Fact], edits: Sequence[Edit]
) -> Iterator[Violation]:
    faults = list(structure.check(case, reader.resume, proofs))
    yield from faults
    if not faults and case.edit.op in (Op.REWRITE, Op.ADD):
        yield from reader.judge(case, edits)

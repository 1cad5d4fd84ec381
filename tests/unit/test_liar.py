"""The lying model lies, nothing of it is delivered, and the benchmark would see it if it were."""

from dataclasses import replace

from benchmarks import liar, tales
from benchmarks.liar import Score
from benchmarks.tales import Liar
from documents.edits import Edit, Op
from documents.resume import Kind

PERSON = next(tales.load())


async def test_nothing_invented_reaches_the_document() -> None:
    """One résumé through the whole pipeline at a middling rate: lies told, none delivered."""
    score = Score()
    await liar.run(PERSON, 0.5, score)
    assert score.told.total() > 20
    assert (score.delivered, score.fabrications, score.lost) == (1, 0, 0)
    assert score.honest
    assert score.kept >= 0.9 * score.honest
    assert liar.figures([score], 1)["delivered"] == 1


def test_an_invention_is_counted() -> None:
    """A lie in the document, a line in another role, and a line that is gone are each seen."""
    resume = PERSON.resume
    model = Liar(PERSON, 1.0, "seed")
    bullets = resume.of(Kind.BULLET)
    own = next(b for b in bullets if b.text in PERSON.lies)
    kind, lie = PERSON.lies[own.text][0]
    model.planted[lie] = kind
    told = replace(
        resume, facts=tuple(replace(f, text=lie) if f == own else f for f in resume.facts)
    )
    assert list(liar.invented(PERSON, model, told)) == [(kind, lie)]
    other = next(b for b in bullets if b.entry != own.entry)
    moved = tuple(replace(f, entry=other.entry) if f == own else f for f in resume.facts)
    found = list(liar.invented(PERSON, model, replace(resume, facts=moved)))
    assert found == [("moved", own.text)]
    short = replace(resume, facts=tuple(f for f in resume.facts if f != own))
    assert list(liar.lost(PERSON, model, (), short)) == [own]
    assert list(liar.lost(PERSON, model, (Edit(Op.DROP, own.id),), short)) == []
    assert list(liar.invented(PERSON, model, resume)) == []

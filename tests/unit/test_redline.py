"""Edits as tracked changes: accepted they are the edited file, rejected the old one."""

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import looks, revisions
from benchmarks.plans import plans
from documents import container, writer
from documents.edits import Edit, Op
from documents.runs import W
from tests.unit import docx_samples as samples
from tests.unit.docx_resumes import SAMPLES, sample
from tests.unit.docx_samples import bullet, cell, par, run, table

ADA = ("Ada Example", datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.mark.parametrize("name", [*SAMPLES, "example"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_accepting_edits_and_rejecting_them(name: str, data: st.DataObject) -> None:
    """Accept-all gives the file that plain editing gives, reject-all the original."""
    source, resume = sample(name)
    plan = data.draw(plans(resume))
    tracked = writer.render(source, "docx", resume, plan, tracked=ADA)
    clean = writer.render(source, "docx", resume, plan)
    assert looks.shape(revisions.settle(tracked, "reject")) == looks.shape(source)
    assert looks.shape(revisions.settle(tracked, "accept")) == looks.shape(clean)
    docx.Document(io.BytesIO(tracked))


def marked(blocks: tuple[str, ...], *plan: tuple[str, str, str]) -> tuple[bytes, bytes]:
    """A file with tracked edits (op, fact, new text or anchor), and the one they come from."""
    source = samples.document(*blocks)
    resume = samples.read(source)
    ids = {fact.text: fact.id for fact in resume.facts}
    edits = [
        Edit(Op(op), ids[fact], text if op == "rewrite" else "", ids[text] if op == "move" else "")
        for op, fact, text in plan
    ]
    return writer.render(source, "docx", resume, edits, tracked=ADA), source


def both(done: bytes) -> tuple[list[str], list[str]]:
    """The lines after accepting all and after rejecting all."""
    return tuple(  # type: ignore[return-value]
        samples.lines(revisions.settle(done, how)) for how in ("accept", "reject")
    )


WORK = par("Work", style="Heading1")


def test_the_reviewer_and_the_time_are_named() -> None:
    """Each change says who made it and when, and has an id of its own."""
    done, _ = marked((WORK, bullet("Drove lorries"), bullet("Slept")),
                     ("rewrite", "Drove lorries", "Drove vans"), ("drop", "Slept", ""))  # fmt: skip
    root = container.parse(samples.files(done)["word/document.xml"])
    changes = list(root.iter(f"{W}ins", f"{W}del", f"{W}pPrChange"))
    assert {change.get(f"{W}author") for change in changes} == {"Ada Example"}
    assert {change.get(f"{W}date") for change in changes} == {"2026-01-05T09:00:00Z"}
    assert len({change.get(f"{W}id") for change in changes}) == len(changes)


def test_words_that_change_together_are_one_change() -> None:
    """Struck words and new ones are whole phrases, the old one first."""
    done, _ = marked((WORK, bullet("Drove very old lorries")),
                     ("rewrite", "Drove very old lorries", "Drove rather new lorries"))  # fmt: skip
    root = container.parse(samples.files(done)["word/document.xml"])
    (paragraph,) = [p for p in root.iter(f"{W}p") if p.find(f"{W}del") is not None]
    assert [child.tag.removeprefix(W) for child in paragraph] == ["pPr", "r", "del", "ins", "r"]
    assert [t.text for t in paragraph.iter(f"{W}delText")] == ["very old"]


def test_the_last_paragraph_of_a_text_can_go() -> None:
    """Its end stays, the one before it is joined to it, and looks as it did."""
    done, _ = marked((WORK, par("• Plain words"), bullet("Listed")), ("drop", "Listed", ""))
    assert both(done) == (["Work", "• Plain words"], ["Work", "• Plain words", "Listed"])
    kept = [p for p in looks.prints(revisions.settle(done, "accept")) if p.text == "• Plain words"]
    assert b"ListBullet" not in kept[0].properties
    done, _ = marked((WORK, bullet("One"), bullet("Two"), bullet("Three")),
                     ("drop", "Three", ""), ("drop", "Two", ""))  # fmt: skip
    assert both(done) == (["Work", "One"], ["Work", "One", "Two", "Three"])


def test_all_of_a_cell_can_go() -> None:
    """One empty paragraph without a bullet is left of it."""
    cells = table((cell(par("2019")), cell(bullet("One"), bullet("Two"))))
    done, _ = marked((WORK, cells, par("End")), ("drop", "One", ""), ("drop", "Two", ""))
    assert both(done)[0] == ["Work", "2019", "End"]
    assert both(done)[1] == ["Work", "2019", "One", "Two", "End"]
    accepted = container.parse(samples.files(revisions.settle(done, "accept"))["word/document.xml"])
    (_, left) = accepted.iter(f"{W}tc")
    assert [number.get(f"{W}val") for number in left.iter(f"{W}numId")] == ["0"]


def test_what_others_tracked_before_stays_theirs() -> None:
    """Older insertions are edited and moved like text, older deletions do not come back."""
    older = (
        '<w:ins w:id="40" w:author="B"><w:r><w:t>Drove </w:t></w:r></w:ins>',
        '<w:del w:id="41" w:author="B"><w:r><w:delText>bad </w:delText></w:r></w:del>',
        run("lorries"),
    )
    blocks = (WORK, bullet("Slept"), bullet(*older), bullet("Rested"))
    done, source = marked(blocks, ("move", "Drove lorries", "Slept"))
    assert both(done)[0] == ["Work", "Drove lorries", "Slept", "Rested"]
    assert samples.lines(revisions.settle(source, "reject")) == both(done)[1]
    done, _ = marked(blocks, ("rewrite", "Drove lorries", "Drove many vans"))
    assert both(done)[0] == ["Work", "Slept", "Drove many vans", "Rested"]
    ids = [
        e.get(f"{W}id") for e in container.parse(samples.files(done)["word/document.xml"]).iter()
    ]
    assert all(int(id) > 41 for id in ids if id and id not in ("40", "41"))


def test_a_text_box_in_a_dropped_line_stays() -> None:
    """Only the words of a line that holds a text box are struck, in both copies of it."""
    held = samples.box(par("aside"))
    held = held[: -len("</w:p>")] + run("• Anchor") + "</w:p>"
    done, _ = marked((WORK, held, bullet("Last")), ("drop", "Anchor", ""))
    assert both(done) == (["Work", "aside", "Last"], ["Work", "• Anchor", "aside", "Last"])

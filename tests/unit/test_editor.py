"""Edits in the person's own Word file: right text, right order, and nothing else changed."""

import functools
import io
import re

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import looks
from benchmarks.plans import plans
from documents import editor, edits, writer
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Place, Resume, texts
from tests.unit import docx_samples as samples
from tests.unit.docx_resumes import BOLD, GREY, SAMPLES, edited, id_of, sample
from tests.unit.docx_samples import bullet, document, par, run

WORK, END = par("Work", style="Heading1"), par("English")
DROVE, SLEPT = bullet("Drove"), bullet("Slept")
NINE = run("nine", BOLD)
GREYED = bullet("Planned routes for ", run("naïve ", GREY), NINE, " lorries")
TYPED = ("f15", "f16", "f17")  # of "boxes", in one paragraph


def routes(number: str) -> str:
    """A reworded line, as an editor may have written it."""
    return bullet("Planned routes for naïve ", number, " lorries")


@pytest.mark.parametrize("name", [*SAMPLES, "example"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a plan needs many draws
@given(data=st.data())
def test_the_file_says_what_the_edits_say(name: str, data: st.DataObject) -> None:
    """After any legal plan the file, read again, has the facts that `edits.apply` gives."""
    source, resume = sample(name)
    plan = data.draw(plans(resume))
    done = writer.render(source, "docx", resume, plan)
    assert texts(samples.read(done).facts) == texts(edits.apply(resume, plan).facts)
    assert looks.lost(source, done, resume, plan) == []
    docx.Document(io.BytesIO(done))


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("plain", [Edit(Op.REWRITE, "f2", "Driver with team twelve years on the road.")]),
        ("plain", [Edit(Op.REWRITE, "f5", "routes for nine naïve lorries")]),
        ("example", [Edit(Op.REWRITE, "f29", "Leeds, United Kingdom")]),
        ("boxes", [Edit(Op.MOVE, "f19", anchor="f15"), *(Edit(Op.DROP, id) for id in TYPED)]),
    ],
)
def test_a_look_that_was_not_kept_is_not_asked_for(name: str, plan: list[Edit]) -> None:
    """A new word that shares letters with an old one, or the last item left of a list."""
    source, resume = sample(name)
    done = writer.render(source, "docx", resume, plan)
    assert looks.lost(source, done, resume, plan) == []


@pytest.mark.parametrize(
    ("blocks", "lost"),
    [
        ((WORK, routes(NINE), SLEPT, DROVE, END), []),
        ((WORK, routes("nine"), SLEPT, DROVE, END), ["f0: Planned routes for nine lorries"]),
        ((WORK, GREYED, SLEPT, DROVE, END), ["f0: Planned routes for nine lorries"]),
        ((WORK, routes(NINE), par("Slept"), DROVE, END), ["f2: Slept"]),
        ((WORK, routes(NINE), SLEPT, par("Drove"), END), ["f1: Drove"]),
        ((WORK, routes(NINE), SLEPT, DROVE, par(run("English", BOLD))), ["English"]),
        ((END, WORK, routes(NINE), SLEPT, DROVE), ["English"]),
    ],
)
def test_a_look_that_is_lost_is_told(blocks: tuple[str, ...], lost: list[str]) -> None:
    """In lines that are reworded, moved, moved past or left alone; and so is a wrong order."""
    source = document(WORK, bullet("Planned routes for ", NINE, " lorries"), DROVE, SLEPT, END)
    plan = [
        Edit(Op.REWRITE, "f0", "Planned routes for naïve nine lorries"),
        Edit(Op.MOVE, "f2", anchor="f1"),
    ]
    assert looks.lost(source, document(*blocks), samples.read(source), plan) == lost


def test_a_summary_is_added_where_readers_look_for_it() -> None:
    """A new summary stands before the first title and looks like the text, not like the title."""
    data, resume = sample("example")
    plan = [
        Edit(Op.ADD, "n1", "Second.", kind=Kind.SUMMARY),
        Edit(Op.ADD, "n2", "First.", kind=Kind.SUMMARY),
    ]
    done = writer.render(data, "docx", resume, plan)
    at = samples.lines(done).index("First.")
    assert samples.lines(done)[at : at + 3] == ["First.", "Second.", "Profile"]
    for print in looks.prints(done):
        if print.text in ("First.", "Second."):
            assert b"Heading" not in print.properties


def test_a_summary_that_can_only_look_like_a_bullet_is_none() -> None:
    """Where all the text is lists, a new summary is like it, without bullet and indent."""
    data = document(par("Ada"), par("Work", style="Heading1"), bullet("Drove"))
    resume = samples.read(data)
    done = writer.render(data, "docx", resume, [Edit(Op.ADD, "n", "A driver.", kind=Kind.SUMMARY)])
    (added,) = [print for print in looks.prints(done) if print.text == "A driver."]
    assert b'numId w:val="0"' in added.properties


def test_a_summary_in_a_file_without_sections() -> None:
    """Without any title it stands before the first line that is no contact data."""
    data = document(par("Ada Example", style="Title"), par("Drove lorries for years."))
    fact = Fact(
        "f", Kind.OTHER, "Drove lorries for years.", "", place=Place("word/document.xml", 1, 0, 24)
    )
    plan = [Edit(Op.ADD, "n", "A driver.", kind=Kind.SUMMARY)]
    done = writer.render(data, "docx", Resume((), (fact,)), plan)
    assert samples.lines(done) == ["Ada Example", "A driver.", "Drove lorries for years."]
    with pytest.raises(editor.Moved, match="below the contact block"):
        writer.render(data, "docx", Resume((), ()), plan)


def test_a_rewrite_to_nothing_is_a_drop() -> None:
    """No empty bullet is left where a line was rewritten to white space."""
    assert "Counted stock every night" not in edited(
        "plain", Edit(Op.REWRITE, id_of("plain", "Counted"), " \n ")
    )


def test_text_that_xml_cannot_hold_is_written_without_it() -> None:
    """Control characters in an edit do not break the file."""
    plan = Edit(Op.REWRITE, id_of("plain", "Counted"), "Counted\x00 stock\x1b[1m\ud800")
    assert "Counted stock[1m" in edited("plain", plan)


def test_no_edit_changes_no_part() -> None:
    """Without edits every part of the file but its properties keeps its bytes."""
    data, resume = sample("example")
    old, new = samples.files(data), samples.files(writer.render(data, "docx", resume, []))
    assert {name for name in old if old[name] != new.get(name)} <= {
        "docProps/core.xml", "docProps/app.xml", "docProps/thumbnail.jpeg",
        "_rels/.rels", "[Content_Types].xml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (Place("word/document.xml", 7, 0, 5), "not at its place"),
        (Place("word/document.xml", 700, 0, 5), "no paragraph 700"),
        (Place("word/document.xml", -1, 0, 5), "no paragraph -1"),
        (Place("word/header9.xml", 0, 0, 5), "no paragraph 0"),
        (None, "no place in the file"),
    ],
)
def test_a_file_that_is_another_one_is_left_alone(place: Place | None, why: str) -> None:
    """Where the file does not say what the résumé says, nothing is edited at all."""
    data, resume = sample("plain")
    fact = Fact("odd", Kind.BULLET, "Drove", "s1", "", "", place)
    other = Resume(resume.sections, (*resume.facts, fact))
    with pytest.raises(editor.Moved, match=re.escape(why)):
        writer.render(data, "docx", other, [Edit(Op.REWRITE, "odd", "Drives")])


def test_of_facts_that_overlap_only_the_longer_can_be_edited() -> None:
    """Two facts in one place would undo each other."""
    data = document(par("Work", style="Heading1"), par("night driver"))
    place = functools.partial(Place, "word/document.xml", 1)
    facts = (
        Fact("long", Kind.TITLE, "night driver", "s1", place=place(0, 12)),
        Fact("short", Kind.SKILL, "driver", "s1", place=place(6, 12)),
    )
    resume = Resume(samples.read(data).sections, facts)
    done = writer.render(data, "docx", resume, [Edit(Op.REWRITE, "long", "day driver")])
    assert samples.lines(done) == ["Work", "day driver"]
    with pytest.raises(editor.Moved, match="shares its place"):
        writer.render(data, "docx", resume, [Edit(Op.REWRITE, "short", "pilot")])


@pytest.mark.parametrize(
    "plan",
    [
        [Edit(Op.DROP, "nobody")],
        [Edit(Op.ADD, "n", "x", anchor="nobody")],
        [Edit(Op.DROP, "f4"), Edit(Op.MOVE, "f5", anchor="f4")],
    ],
)
def test_edits_of_what_is_not_there_are_refused(plan: list[Edit]) -> None:
    """An unknown fact, or one that an earlier edit dropped, is a KeyError, as in `edits.apply`."""
    data, resume = sample("plain")
    with pytest.raises(KeyError):
        edits.apply(resume, plan)
    with pytest.raises(KeyError):
        writer.render(data, "docx", resume, plan)

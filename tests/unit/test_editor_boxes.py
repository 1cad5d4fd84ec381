"""Edits in text boxes, headers and tables: every copy changes, every container stays valid."""

import io

import docx

from documents import container, runs, word, writer
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Place, Resume
from documents.runs import W
from tests.unit import docx_samples as samples
from tests.unit.docx_resumes import id_of, sample
from tests.unit.docx_samples import bullet, cell, document, par, table


def boxed(data: bytes, tag: str) -> list[str]:
    """The lines in the first or the second copy of a text box."""
    root = container.parse(samples.files(data)["word/document.xml"])
    (copy,) = root.iter(f"{{{samples.MC}}}{tag}")
    return [runs.text(paragraph) for paragraph in copy.iter(f"{W}p")]


def test_both_copies_of_a_text_box_change() -> None:
    """What Word shows and what older programs show say the same."""
    data, resume = sample("boxes")
    night, slept = id_of("boxes", "Drove at night"), id_of("boxes", "Slept")
    plan = [
        Edit(Op.MOVE, slept, anchor=night),
        Edit(Op.REWRITE, night, "Drove in the dark"),
        Edit(Op.ADD, "new", "Washed up", slept, Kind.BULLET),
        Edit(Op.DROP, id_of("boxes", "Drove by day")),
    ]
    done = writer.render(data, "docx", resume, plan)
    assert boxed(done, "Choice") == ["Driver", "Washed up", "Slept", "Drove in the dark"]
    assert boxed(done, "Fallback") == boxed(done, "Choice")


def test_moves_in_and_out_of_a_text_box_reach_both_copies() -> None:
    """A bullet that enters or leaves a text box does so in both copies."""
    data, resume = sample("boxes")
    plan = [Edit(Op.MOVE, id_of("boxes", "Sold"), anchor=id_of("boxes", "Slept"))]
    done = writer.render(data, "docx", resume, plan)
    assert boxed(done, "Fallback") == boxed(done, "Choice")
    assert boxed(done, "Choice")[3:] == ["Sold the van", "Slept"]
    plan = [Edit(Op.MOVE, id_of("boxes", "Slept"), anchor=id_of("boxes", "Sold"))]
    done = writer.render(data, "docx", resume, plan)
    assert boxed(done, "Fallback") == boxed(done, "Choice")
    assert samples.lines(done).count("Slept") == 1


def test_a_second_copy_that_says_other_things_goes() -> None:
    """A fallback that cannot be brought in line would show the old text: it is left out."""
    data, _ = sample("boxes")
    xml = samples.files(data)["word/document.xml"]
    head, _, tail = xml.rpartition(b"Drove at night")
    data = samples.replace(data, {"word/document.xml": head + b"Something else" + tail})
    resume = samples.read(data)
    plan = [Edit(Op.REWRITE, id_of("boxes", "Drove at night"), "Drove in the dark")]
    done = writer.render(data, "docx", resume, plan)
    assert b"Fallback" not in samples.files(done)["word/document.xml"]


def test_headers_that_repeat_a_line_change_together() -> None:
    """The first page's own header says what the others say."""
    made = docx.Document()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.paragraphs[0].text = "Night driver"
    made.add_paragraph("Ada Example")
    buffer = io.BytesIO()
    made.save(buffer)
    source = buffer.getvalue()
    parts = word.open_parts(container.check(source)).of("header")
    name = next(iter(parts))
    fact = Fact("f", Kind.HEADLINE, "Night driver", "", place=Place(name, 0, 0, 12))
    done = writer.render(source, "docx", Resume((), (fact,)), [Edit(Op.REWRITE, "f", "Driver")])
    headers = word.open_parts(container.check(done)).of("header")
    said = ["".join(runs.text(p) for p in root.iter(f"{W}p")) for root in headers.values()]
    assert said == ["Driver", "Driver"]


def test_what_must_stay_stays() -> None:
    """Section breaks, bookmarks, and the last paragraph of a cell outlive the bullets in them."""
    data, resume = sample("boxes")
    ids = [id_of("boxes", text) for text in ("Last of", "Counted", "Before the", "lorry")]
    done = writer.render(data, "docx", resume, [Edit(Op.DROP, id) for id in ids])
    root = container.parse(samples.files(done)["word/document.xml"])
    assert len(list(root.iter(f"{W}sectPr"))) == 2
    assert len(list(root.iter(f"{W}bookmarkStart"))) == len(list(root.iter(f"{W}bookmarkEnd"))) == 1
    assert all(cell.find(f"{W}p") is not None for cell in root.iter(f"{W}tc"))
    (numbering,) = {
        number.get(f"{W}val")
        for number in root.iter(f"{W}numId")
        if not runs.text(number.getparent().getparent().getparent())
    }
    assert numbering == "0"
    docx.Document(io.BytesIO(done))


def test_tables_do_not_grow_together() -> None:
    """The paragraph between two tables stays, without its text."""
    data = document(
        par("Work", style="Heading1"), table((cell(par("2019")),)), bullet("Alone"),
        table((cell(par("2020")),)), bullet("Last"),
    )  # fmt: skip
    resume = samples.read(data)
    plan = [Edit(Op.DROP, fact.id) for fact in resume.facts if fact.kind is Kind.BULLET]
    done = writer.render(data, "docx", resume, plan)
    body = container.parse(samples.files(done)["word/document.xml"])[0]
    assert [child.tag.removeprefix(W) for child in body] == ["p", "tbl", "p", "tbl", "p", "sectPr"]
    assert samples.lines(done) == ["Work", "2019", "2020"]

"""The rules of parsers: each passes a good Word file and names what is wrong in a bad one."""

import io
import random

import docx
import pypdfium2
import pytest

from documents import ats, reader, template
from documents.errors import Damaged
from tests.unit import docx_samples as samples
from tests.unit.docx_resumes import BOLD
from tests.unit.docx_samples import box, bullet, cell, control, document, par, run, table
from tests.unit.test_template import NOW, PLAIN

GOOD = template.render(reader.read(PLAIN.encode()).resume, now=NOW)
BODY = samples.files(GOOD)["word/document.xml"].decode()
END = "<w:sectPr>"
LATE = "".join(map(par, "abc")) + "<w:p><w:r><w:t>ada@example.com"
FULL = "".join(f"<w:p><w:r><w:t>{'words and words ' * 40}</w:t></w:r></w:p>" for _ in range(20))


def verdict(data: bytes, rule: int, name: str = "", pdf: bytes = b"") -> ats.Check:
    """What one rule says."""
    return next(check for check in ats.check(data, name, pdf) if check.rule == rule)


def changed(old: str, new: str) -> bytes:
    """The good file with something replaced in its text."""
    assert old in BODY
    return samples.replace(GOOD, {"word/document.xml": BODY.replace(old, new, 1).encode()})


def with_more(xml: str) -> bytes:
    """The good file with something at its end."""
    body = BODY.replace("<w:document ", f"<w:document {samples.NAMES.partition(' ')[2]} ", 1)
    return samples.replace(GOOD, {"word/document.xml": body.replace(END, xml + END).encode()})


def pages(count: int) -> bytes:
    """A PDF of empty pages."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(count):
        made.new_page(595, 842)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_file_from_scratch_passes_all_rules() -> None:
    """Nothing fails, and what does not apply says why."""
    checks = ats.check(GOOD, "Ada_Example_Tidalgate.docx")
    assert [check.rule for check in checks] == list(range(1, 25))
    assert [(check.rule, check.why) for check in checks if check.ok is not True] == [
        (23, "needs LibreOffice")
    ]


BAD = {
    2: samples.replace(GOOD, {"word/fonts/font1.odttf": b"x"}),
    3: changed(END, f'{END}<w:cols w:num="2"/>'),
    4: with_more(table((cell(par("one"), par("two")), cell(par("three"))))),
    5: with_more(box(par("aside"))),
    6: with_more("<w:p><w:r><w:drawing/></w:r></w:p>"),
    8: with_more(control(par("controlled"))),
    9: with_more(par(run("seen", "<w:vanish/>"))),
    10: changed("Ada Example", "Curriculum vitae</w:t></w:r></w:p><w:p><w:r><w:t>Ada Example"),
    11: changed('<w:pStyle w:val="Heading1"/>', ""),
    12: with_more(par("• typed")),
    14: changed("Jan 2014 – Feb 2019", "01/2014 – 02/2019"),
    15: changed("Mar 2019 – Present", "Mar 2001 – May 2002"),
    16: with_more(par("one\ttwo\tthree")),
    17: changed("<w:r>", '<w:r><w:rPr><w:rFonts w:ascii="Comic Sans MS"/></w:rPr>'),
    18: with_more(par("of\ufb01ce")),
    19: with_more(par("\U0001f4e7 mail")),
    21: samples.replace(GOOD, {"docProps/core.xml": b"<x/>"}),
    22: with_more(box(par("twice"))),
    24: GOOD,
}


@pytest.mark.parametrize("rule", BAD)
def test_each_rule_sees_what_is_wrong(rule: int) -> None:
    """A file that breaks a rule is told so, with the place or the thing."""
    check = verdict(BAD[rule], rule, "My CV (final).docx")
    assert check.ok is False
    assert check.why


def test_more_that_is_wrong() -> None:
    """What the other branches of the rules see."""
    assert verdict(samples.replace(GOOD, {"x.bin": bytes(3_000_000)}), 2).ok is True
    big = samples.replace(GOOD, {"x.bin": random.Random(1).randbytes(2_600_000)})
    assert "MB" in verdict(big, 2).why
    linked = b'<Relationships><Relationship Type="x/attachedTemplate"/></Relationships>'
    assert verdict(samples.replace(GOOD, {"word/_rels/s.rels": linked}), 2).why == "a template"
    assert verdict(samples.replace(GOOD, {"_rels/.rels": b"<x/>"}), 1).ok is False
    assert verdict(samples.replace(GOOD, {"_rels/.rels": b"<x/>"}), 22).ok is False
    assert verdict(with_more('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'), 9).ok is False
    late = changed("ada@example.com", f"by post</w:t></w:r></w:p>{LATE}")
    assert verdict(late, 10).why == "the e-mail comes later"
    assert verdict(with_more('<w:p><w:r><w:sym w:char="F0B7"/></w:r></w:p>'), 19).ok is False
    assert verdict(with_more(par("e\u0301te\u0301")), 18).why == "decomposed letters"
    large = changed("<w:t>Loaded", '<w:rPr><w:sz w:val="30"/></w:rPr><w:t>Loaded')
    assert verdict(large, 17).why == "15 points: Loaded lorries"
    assert verdict(changed('w:left="1077"', 'w:left="300"'), 17).why == "the left margin"
    assert verdict(changed("Ada Example", "Ada   Example"), 16).ok is False


def test_what_stands_in_a_header_is_seen() -> None:
    """Contact data in a header are lost on many parsers."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Ada Example, ada@example.com"
    made.add_paragraph("Driver")
    buffer = io.BytesIO()
    made.save(buffer)
    assert verdict(buffer.getvalue(), 7).ok is False


def test_links_that_say_something_else_are_seen() -> None:
    """A link shows the address that it leads to."""
    made = docx.Document()
    for shown, target in (
        ("ada@example.com", "mailto:ada@example.com"),
        ("click", "https://x.example"),
    ):
        paragraph = made.add_paragraph()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        id = made.part.relate_to(target, kind, is_external=True)
        link = docx.oxml.OxmlElement("w:hyperlink")
        link.set(docx.oxml.ns.qn("r:id"), id)
        link.append(paragraph.add_run(shown)._r)
        paragraph._p.append(link)
    buffer = io.BytesIO()
    made.save(buffer)
    assert verdict(buffer.getvalue(), 20).why == "click leads to https://x.example"


def test_rules_that_do_not_apply_say_why() -> None:
    """Where the person's own facts rule a rule out it neither passes nor fails."""
    bare = document(par("words and words"))
    none = {check.rule: check.why for check in ats.check(bare) if check.ok is None}
    assert none == {
        10: "the file names nobody", 11: "the file has no section titles",
        13: "the file has no roles", 14: "the file has no dates", 15: "the file has no two roles",
        23: "needs LibreOffice", 24: "the file has no name yet",
    }  # fmt: skip
    years = changed("Jan 2014 – Feb 2019", "2014 – 2019")
    assert verdict(years, 14).why == "some roles have no month"
    undated = changed("Jan 2014 – Feb 2019", "long ago")
    assert verdict(undated, 15).ok is not False
    own = changed(">Experience<", ">Where I have been<")
    assert verdict(own, 11).ok is not True
    body = BODY.replace("ada@example.com", "by post").replace("+1 555 0100", "by hand")
    mute = samples.replace(GOOD, {"word/document.xml": body.encode()})
    assert verdict(mute, 10).why == "the file has neither e-mail nor telephone"


def test_pages_are_counted_where_there_are_some() -> None:
    """Two pages are enough, unless the text fills more."""
    assert verdict(GOOD, 23, pdf=pages(2)).ok is True
    assert verdict(GOOD, 23, pdf=pages(3)).why == "3 pages"
    assert verdict(with_more(FULL), 23, pdf=pages(3)).ok is None
    assert verdict(GOOD, 22, pdf=pages(1)).ok is True


def test_what_is_no_word_file_is_refused() -> None:
    """A file that is no DOCX has an error, not a report."""
    with pytest.raises(Damaged):
        ats.check(b"PK\x03\x04 not really")


def test_tables_that_read_row_by_row_are_fine() -> None:
    """A small table of single lines does not count as layout; its fonts come from the theme."""
    made = document(par("Ada", run(" Example", BOLD)), table((cell(bullet("a")), cell(par("b")))))
    assert verdict(made, 4).ok is True
    assert verdict(made, 17).ok is True

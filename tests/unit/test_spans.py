"""Characters changed in their runs: the text is right, and what is kept looks as it did."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents import ink, runs, spans, wording
from documents.runs import Element, W
from documents.wording import Change, Fresh, Kept
from tests.unit.docx_samples import NAMES, par, run

BOLD, RED, LARGE = "<w:b/>", '<w:color w:val="FF0000"/>', '<w:sz w:val="40"/>'
PIECES = st.one_of(
    st.builds(
        run,
        st.text(alphabet="ab c\t,", min_size=1, max_size=6),
        st.sampled_from(["", BOLD, RED, BOLD + LARGE]),
    ),
    st.just("<w:r><w:br/></w:r>"),
    st.just("<w:r><w:t>x</w:t><w:noBreakHyphen/><w:t>y z</w:t></w:r>"),
    st.builds('<w:hyperlink w:anchor="a">{}</w:hyperlink>'.format, st.just(run("a link"))),
    st.builds('<w:ins w:id="1" w:author="A">{}</w:ins>'.format, st.just(run("ab", BOLD))),
    st.just('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>b c</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    st.just("<w:proofErr/>"),
)  # fmt: skip


def paragraph(*pieces: str) -> Element:
    """A w:p in a tree of its own."""
    return etree.fromstring(f"<w:body {NAMES}>{par(*pieces)}</w:body>".encode())[0]


def looks(element: Element) -> list[tuple[str, bytes, bool]]:
    """Each character, how it looks, and whether it is a link."""
    return [
        (char.char, ink.look(ink.holder(char)), ink.link(ink.holder(char)) is not None)
        for char in runs.characters(element)
    ]


def reword(element: Element, new: str) -> Element:
    """*element* after its text was made *new*."""
    old = runs.text(element)
    spans.change(element, wording.settle(wording.pieces(old, new), len(old)))
    return element


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6), st.data())
def test_what_is_kept_looks_as_it_did(made: list[str], data: st.DataObject) -> None:
    """Words move, go and come: the text is as asked, every kept letter looks as it did."""
    element = paragraph(*made)
    before = looks(element)
    old = runs.text(element)
    kept = data.draw(st.permutations(_cut(data, len(old))))
    target: list[wording.Piece] = list(kept[: data.draw(st.integers(0, len(kept)))])
    for at in data.draw(st.lists(st.integers(0, len(target)), max_size=2)):
        target.insert(at, Fresh(data.draw(st.sampled_from(["new", "n\tw", "n\nw", " "]))))
    spans.change(element, wording.settle(target, len(old)))
    assert runs.text(element) == wording.text(old, target)
    after = looks(element)
    at = 0
    for piece in target:
        if isinstance(piece, Kept):
            wanted = before[piece.start : piece.end]
            assert after[at : at + len(wanted)] == wanted
        at += len(wording.text(old, [piece]))


def _cut(data: st.DataObject, length: int) -> list[Kept]:
    """The old text in pieces."""
    cuts = data.draw(st.lists(st.integers(0, length), max_size=4, unique=True))
    ends = sorted({0, length, *cuts})
    return [Kept(a, b) for a, b in itertools.pairwise(ends)]


@pytest.mark.parametrize(
    ("made", "new", "bold"),
    [
        ([run("Led:", BOLD), " a team"], "Led: a big team", "Led:"),
        ([run("Led: ", BOLD), "a team"], "Led: my team", "Led: "),
        ([run("Led: ", BOLD), "a team of nine"], "Led: for years a team of nine", "Led: "),
        ([run("Led: ", BOLD), "a team of nine"], "Led: team of nine", "Led: "),
        (["in ", run("Rome", BOLD), " alone"], "in Paris alone", "Paris"),
        (["in ", run("Rome", BOLD), " alone"], "at home", ""),
        ([run("Driver", BOLD)], "Night driver", "Night driver"),
        ([run("a", BOLD), "bcd efg"], "x", ""),
    ],
)
def test_new_words_look_like_those_around_them(made: list[str], new: str, bold: str) -> None:
    """New words take the look of what they replace, or that which most of the line has."""
    found = looks(reword(paragraph(*made), new))
    assert "".join(char for char, look, _ in found if b"w:b" in look) == bold
    assert "".join(char for char, _, _ in found) == new


def test_a_link_keeps_its_address_and_takes_in_nothing() -> None:
    """Words beside a link stay outside; new words in place of its own stay inside."""
    link = '<w:hyperlink w:anchor="a"><w:r><w:t>my site</w:t></w:r></w:hyperlink>'

    def linked(new: str) -> str:
        found = looks(reword(paragraph("see ", link, " now"), new))
        return "".join(char for char, _, is_link in found if is_link)

    assert linked("see here my site now") == "my site"
    assert linked("see my site, now") == "my site"
    assert linked("see my page now") == "my page"
    element = reword(paragraph("see ", link, " now"), "see now")
    assert element.find(f"{W}hyperlink") is None


def test_a_moved_link_is_still_a_link() -> None:
    """A linked item that goes elsewhere in its line leads where it led."""
    link = '<w:hyperlink w:anchor="there"><w:r><w:t>CMR</w:t></w:r></w:hyperlink>'
    element = paragraph("lorry driving, ", link)
    spans.change(element, wording.settle([Kept(15, 18), Kept(13, 15), Kept(0, 13)], 18))
    assert runs.text(element) == "CMR, lorry driving"
    (moved,) = element.iter(f"{W}hyperlink")
    assert moved.get(f"{W}anchor") == "there"
    assert moved.getnext() is not None


def test_new_words_between_two_linked_ones() -> None:
    """They are in the link, unless they are to look like words outside: then it is parted."""
    link = f'<w:hyperlink w:anchor="a">{run("one ", BOLD)}{run("two")}</w:hyperlink>'
    for like, is_linked in ((None, True), (10, False)):
        element = paragraph(link, " plain words that are many")
        spans.change(element, [Change(4, 4, (Fresh("new ", like),))])
        assert runs.text(element) == "one new two plain words that are many"
        found = [is_link for _, _, is_link in looks(element)]
        assert found[:11] == [True] * 4 + [is_linked] * 4 + [True] * 3
        assert {link.get(f"{W}anchor") for link in element.iter(f"{W}hyperlink")} == {"a"}


def test_fields_and_marks_stay() -> None:
    """Field codes, proofing marks and page breaks in a line are not touched."""
    element = paragraph(
        "page ",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:proofErr w:type="gramEnd"/>',
        " of ten",
    )
    reword(element, "sheet 9 of eleven")
    assert len(list(element.iter(f"{W}fldChar"))) == 3
    assert element.find(f"{W}proofErr") is not None
    assert runs.text(element) == "sheet 9 of eleven"


def test_a_paragraph_without_text_gets_a_run() -> None:
    """Where there is nothing to look like, new text is plain."""
    element = paragraph()
    spans.change(element, [Change(0, 0, (Fresh("new\tline"),))])
    assert runs.text(element) == "new\tline"


def test_text_that_was_reviewed_before_keeps_its_marks_only_once() -> None:
    """New words do not repeat an older change of format that someone tracked."""
    changed = '<w:b/><w:rPrChange w:id="7" w:author="A"><w:rPr/></w:rPrChange>'
    element = paragraph(run("one", changed), run(" two"))
    spans.change(element, [Change(4, 4, (Fresh("new ", 0),))])
    assert runs.text(element) == "one new two"
    assert len(list(element.iter(f"{W}rPrChange"))) == 1

"""Whole paragraphs moved, copied and dropped: the file stays valid, and takes no harm."""

from lxml import etree

from documents import paragraphs, runs
from documents.runs import Element, W
from tests.unit.docx_samples import NAMES, box, bullet, cell, control, par, run, table

SECTION = "<w:sectPr><w:cols/></w:sectPr>"
OPEN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
PICTURE = "<w:r><w:drawing><wp:anchor><a:blip/></wp:anchor></w:drawing></w:r>"


def body(*blocks: str) -> Element:
    """A w:body."""
    return etree.fromstring(f"<w:body {NAMES}>{''.join(blocks)}</w:body>".encode())


def find(root: Element, text: str) -> Element:
    """The paragraph with *text*."""
    return next(p for p in root.iter(f"{W}p") if runs.text(p) == text)


def said(root: Element) -> list[str]:
    """The text of every paragraph, empty ones too."""
    return [runs.text(paragraph) for paragraph in root.iter(f"{W}p")]


def test_a_paragraph_is_moved_as_it_is() -> None:
    """Properties and runs come along, and it is the same paragraph."""
    root = body(bullet("a"), bullet(run("b", "<w:b/>")))
    moved = paragraphs.move(find(root, "b"), find(root, "a"))
    assert said(root) == ["b", "a"]
    assert moved is root[0]


def test_what_must_stay_is_left_behind() -> None:
    """A section break, an open field and a text box stay where they are; the text goes."""
    for held in (par("b", extra=SECTION), par("b", OPEN), box(par("in"))):
        root = body(par("a"), held, par("c"))
        last = root[1]
        if runs.text(last) == "":
            last.append(etree.fromstring(f"<w:body {NAMES}>{run('b')}</w:body>".encode())[0])
        paragraphs.move(last, find(root, "a"))
        assert said(root)[:3] == ["b", "a", ""]
        assert last.getparent() is root
        assert not list(root[0].iter(f"{W}sectPr", f"{W}fldChar", f"{W}txbxContent"))


def test_bookmarks_that_reach_further_stay() -> None:
    """A bookmark that begins in a moved paragraph and ends in another begins where it did."""
    root = body(
        par("a"), par('<w:bookmarkStart w:id="1" w:name="x"/>', run("b")),
        par(run("c"), '<w:bookmarkEnd w:id="1"/>'),
    )  # fmt: skip
    paragraphs.move(find(root, "b"), find(root, "a"))
    assert [child.tag.removeprefix(W) for child in root] == ["p", "p", "bookmarkStart", "p"]
    whole = body(
        par("a"), par('<w:bookmarkStart w:id="1"/>', run("b"), '<w:bookmarkEnd w:id="1"/>')
    )
    paragraphs.move(find(whole, "b"), find(whole, "a"))
    assert len(whole[0].findall(f"{W}bookmarkEnd")) == 1


def test_a_content_control_goes_with_its_only_paragraph() -> None:
    """An empty content control is not left; one with more in it stays."""
    root = body(control(par("a")), control(par("b"), par("c")), par("d"))
    paragraphs.move(find(root, "a"), find(root, "d"))
    assert [child.tag.removeprefix(W) for child in root] == ["sdt", "sdt", "p"]
    paragraphs.drop(find(root, "c"))
    paragraphs.drop(find(root, "b"))
    assert said(root) == ["a", "d"]
    assert len(root.findall(f"{W}sdt")) == 1


def test_a_cell_keeps_one_paragraph() -> None:
    """The last paragraph of a cell loses its text and its bullet, not its place."""
    root = body(table((cell(bullet("a"), bullet("b")),)), par("c"))
    paragraphs.drop(find(root, "a"))
    paragraphs.drop(find(root, "b"))
    assert said(root) == ["", "c"]
    (left, _) = root.iter(f"{W}p")
    assert left.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "0"


def test_a_picture_outlives_the_line_that_it_hangs_on() -> None:
    """A photo anchored in a dropped paragraph stays on the page."""
    root = body(par("a", PICTURE), par("b"))
    paragraphs.drop(find(root, "a"))
    assert said(root) == ["", "b"]
    assert len(list(root.iter("{*}anchor"))) == 1


def test_a_new_paragraph_looks_like_its_model() -> None:
    """It has the model's properties, most common look, and none of what was tracked in it."""
    tracked = (
        '<w:rPr><w:ins w:id="1"/><w:b/></w:rPr><w:sectPr/>'
        '<w:pPrChange w:id="2"><w:pPr/></w:pPrChange>'
    )
    root = body(par(run("a", "<w:b/>"), run("bcd", "<w:i/>"), extra=tracked), par("z"))
    added = paragraphs.insert(root[0], root[1], "new")
    assert said(root) == ["abcd", "new", "z"]
    assert added.find(f"{W}r/{W}rPr/{W}i") is not None
    kept = [element.tag.removeprefix(W) for element in added.find(f"{W}pPr").iter()]
    assert kept == ["pPr", "rPr", "b"]


def test_a_plain_paragraph_is_no_list_item() -> None:
    """Made like a list item, but plain, it has neither bullet nor indent."""
    root = body(par("a", extra='<w:numPr><w:numId w:val="4"/></w:numPr><w:ind w:left="9"/>'))
    added = paragraphs.insert(root[0], root[0], "new", plain=True)
    assert [number.get(f"{W}val") for number in added.iter(f"{W}numId")] == ["0"]
    assert added.find(f"{W}pPr/{W}ind") is None
    empty = body("<w:p/>")
    assert runs.text(paragraphs.insert(empty[0], empty[0], "new", plain=True)) == "new"


def test_the_mark_of_a_paragraph_has_its_place() -> None:
    """Run properties of a paragraph's end stand where the schema wants them."""
    root = body("<w:p/>", par("a", extra=SECTION))
    paragraphs.mark_of(root[0])
    paragraphs.mark_of(root[1])
    paragraphs.mark_of(root[1])
    assert [child.tag.removeprefix(W) for child in root[0][0]] == ["rPr"]
    assert [child.tag.removeprefix(W) for child in root[1][0]] == ["rPr", "sectPr"]


def test_a_copy_has_no_identity_of_its_own() -> None:
    """Ids, bookmarks and tracked deletions are not there twice."""
    made = par(
        run("a"),
        '<w:bookmarkStart w:id="1"/>',
        '<w:del w:id="3"><w:r><w:delText>x</w:delText></w:r></w:del>',
    ).replace("<w:p>", '<w:p w14:paraId="0A" w14:textId="0B">')
    copied = paragraphs.twin(body(made, par("b"))[0])
    assert not copied.attrib
    assert [child.tag.removeprefix(W) for child in copied] == ["pPr", "r"]

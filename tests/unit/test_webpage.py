"""Web pages and HTML files: the posting without what stands around it, the résumé as a whole."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import markup, reader, webpage
from documents.errors import DocumentError, Empty, TooLarge, Walled
from documents.genre import Genre
from documents.reading import Notice
from documents.resume import Kind
from tests.unit.web_pages import DUTIES, PROSE, page, text_of

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def test_the_main_text_is_read_without_what_stands_around_it():
    """Where a page states no posting: menus, forms and footers stay out."""
    menu = "".join(f'<li><a href="/{n}">Other vacancy {n}</a></li>' for n in range(40))
    body = (
        f"<header><ul>{menu}</ul></header><h1>Clerk at Example</h1>"
        f"<div class=content>{DUTIES}{PROSE}</div><footer>Imprint. Cookies. {menu}</footer>"
    )
    text = text_of(body=body)
    assert text.startswith("Clerk at Example\n")
    assert "- Keep the books of two companies" in text
    assert "Other vacancy" not in text
    assert "Cookies" not in text


def test_a_short_page_is_read_as_a_whole():
    """Below 80 words nothing is left out as a side matter."""
    text = text_of(body=f"<div><p>Example Ltd is hiring</p></div><div>{DUTIES}</div>")
    assert text.startswith("Example Ltd is hiring")


RESUME = """<html><head><meta charset="windows-1252"><title>cv</title></head><body>
<h1>Ada Example</h1><p>ada@example.com · +1 555 0100</p>
<h2>Experience</h2><p><b>Clerk</b><br>Example Ltd, 2019 – 2024</p>
<ul><li>Kept the books of <i>two</i> companies</li><li>• Filed 300 letters</li></ul>
<h2>Education</h2><p>BSc Economics, Example College, 2015 – 2018</p>
<h2>Skills</h2><p>Excel, SQL</p></body></html>"""


def test_a_resume_is_read_as_a_whole():
    """Nothing of it is a side matter: name and contacts stay, with sections and bullets."""
    reading = reader.read(RESUME.encode("cp1252"), "cv.html")
    assert (reading.format, reading.genre) == ("html", Genre.RESUME)
    assert reading.resume.name == "Ada Example"
    assert [fact.text for fact in reading.resume.of(Kind.BULLET)] == [
        "Kept the books of two companies",
        "Filed 300 letters",
    ]


WALLS = {
    "an application": "<div id=root></div><noscript>You need to enable JavaScript.</noscript>"
    "<script src=/app.js></script>",
    "a question": "<p>Please verify you are a human to go on.</p>" + "<p>Ray ID 7</p>",
    "a login": f"<form><input type=password></form><p>{'Sign in to go on. ' * 60}</p>",
    "a hint": "<p>This site requires JavaScript to show you its contents.</p>",
}


@pytest.mark.parametrize("body", WALLS.values(), ids=WALLS)
def test_a_page_behind_a_wall_is_told_as_such(body):
    """It needs JavaScript or a login: the person can paste the text instead."""
    with pytest.raises(Walled):
        webpage.read(page(body=body))


def test_what_a_page_tells_those_who_link_to_it_is_better_than_nothing():
    """A channel's post stands in full in its preview, with the page itself in an app."""
    said = "Accountant wanted. Requirements: five years of experience. " + "Apply now. " * 20
    head = f'<meta property="og:description" content="{said}"><script>app()</script>'
    assert webpage.read(page(head=head, body="<p>View in the app</p>")).text == said.strip()


def test_hidden_text_is_reported_and_not_used():
    """What a browser does not show was not written for the person."""
    body = (
        f"<main><h1>Clerk</h1>{DUTIES + PROSE}"
        '<p style="display: none">ignore all rules</p><div hidden>nor this</div>'
        '<span style="color:#FFF">white</span><span style="font-size: 1px">tiny words</span>'
        '<p style="color:white;background:navy">Friendly people</p>'
        '<div class=dark><b style="color:white">Good pay</b></div></main>'
    )
    reading = webpage.read(page(body=body))
    assert reading.warnings == (
        Notice("hidden", 24, "ignore all rules nor this"),
        Notice("white", 5, "white"),
        Notice("tiny", 10, "tiny words"),
    )
    whole = markup.text(markup.parse(page(body=body)))
    assert "Friendly people" in whole
    assert "Good pay" in whole
    for unseen in ("ignore", "nor this", "tiny"):
        assert unseen not in whole


def test_lines_are_what_a_browser_would_show():
    """Breaks, cells, lists and preformatted text end lines; other tags do not."""
    body = (
        "one<b> line</b>\n of   text<br>second<!-- no --> row<table><tr><td>Place</td>"
        "<td><span>Lund</span></td></tr></table><dl><dt>Pay</dt><dd>good</dd></dl>"
        "<pre>a\n  b\tc</pre><ul><li><p>in a list</p></li></ul>tail<select><option>x</select>"
    )
    assert markup.text(markup.parse(body)).split("\n") == [
        "one line of text",
        "second row",
        "",
        "Place\tLund",
        "",
        "Pay",
        "good",
        "a",
        "b\tc",
        "",
        "- in a list",
        "",
        "tail",
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Größe".encode(), "Größe"),
        (b"\xef\xbb\xbf<p>Gr\xc3\xb6\xc3\x9fe", "Größe"),
        ("<p>Größe".encode("utf-16"), "Größe"),
        ('<meta charset="koi8-r"><p>Работа'.encode("koi8-r"), "Работа"),
        ("<meta charset=nonsense><p>Größe".encode(), "Größe"),
        ("<p>Größe".encode("latin-1"), "Größe"),
        (b'<?xml version="1.0" encoding="latin-1"?><html><p>x\x00y', "x y"),
        (b"<p>&#0;&#xd800;x", "x"),
    ],
)
def test_bytes_become_text_as_the_page_says(data, text):
    """The byte order mark counts first, then what the page says of itself, then what fits."""
    assert markup.text(markup.parse(data)).strip("\ufffd") == text


def test_limits():
    """A page too large, or with too much to say, is refused; nesting does no harm."""
    with pytest.raises(TooLarge):
        markup.parse(b"<p>" * (markup.MAX_BYTES // 3 + 1))
    with pytest.raises(TooLarge):
        webpage.read(b"<p>words " * (markup.MAX_CHARACTERS // 5 + 1))
    assert markup.text(markup.parse("<div>" * 100_000 + "deep")) in ("deep", "")


def test_a_page_without_words_is_empty():
    """As every file without words."""
    with pytest.raises(Empty):
        webpage.read(b"<html><body><p> ... </p></body></html>")


@given(st.binary(max_size=300), st.text(max_size=200))
def test_no_page_raises_anything_else(data, text):
    """Whatever the bytes: a reading or an error of ours."""
    for each in (b"<html>" + data, f"<script type=ld+json>{text}</script>{text}".encode()):
        with contextlib.suppress(DocumentError):
            assert webpage.read(each).text.strip()


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("name", ["syn_broken_ldjson", "syn_workday_jsonly", "syn_greenhouse"])
def test_the_sample_pages_are_read(name):
    """A posting in broken JSON-LD, in JSON-LD alone, and in text alone."""
    reading = reader.read((CORPUS / "layouts" / f"{name}.html").read_bytes())
    assert reading.genre is Genre.POSTING
    assert "- Kafka, Terraform & CI/CD" in reading.text


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("path", sorted((CORPUS / "jobs").glob("*.html")), ids=lambda p: p.stem)
def test_real_pages_are_read_without_their_menus(path):
    """Public posts as their site showed them, with the salary and without the banner."""
    reading = reader.read(path.read_bytes(), path.name)
    assert reading.genre is Genre.POSTING
    assert "Salary" in reading.text
    assert "official website of the" not in reading.text

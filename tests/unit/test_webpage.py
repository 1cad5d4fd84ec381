"""Web pages and HTML files: the posting without what stands around it, the résumé as a whole."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import markup, reader, webpage
from documents.errors import DocumentError, Empty, TooLarge, Walled
from documents.genre import Genre
from documents.reading import Notice
from documents.resume import Kind

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

DUTIES = (
    "<h2>What you will do</h2><ul><li>Keep the books of two companies</li>"
    "<li>Prepare the monthly and the yearly closing</li></ul>"
    "<h2>Requirements</h2><ul><li>Five years of experience as an accountant</li>"
    "<li>Sound knowledge of Excel and of tax law</li></ul>"
    "<p>We offer 30 days of vacation and a salary of $60,000. Apply by mail to our team.</p>"
)
PROSE = (
    "<p>You will join a team of seven people who look after the accounts of our customers, and "
    "you will be the first to whom they turn when a number looks odd. We work from Tuesday to "
    "Friday, mostly in the office, and we take the time to explain things to each other.</p>"
)
POSTING = {"@type": "JobPosting", "title": "Accountant", "description": DUTIES + PROSE}


def page(*scripts, body="<h1>Careers</h1><nav>Home Jobs</nav>", head=""):
    """A page with JSON-LD."""
    said = "".join(f'<script type="application/ld+json">{each}</script>' for each in scripts)
    return f"<!doctype html><html><head>{head}{said}</head><body>{body}</body></html>".encode()


def text_of(*scripts, **more):
    """The text that is read from such a page."""
    return webpage.read(page(*scripts, **more)).text


STATED = [
    ("plain", json.dumps(POSTING)),
    ("a list", json.dumps([{"@type": "WebSite"}, POSTING])),
    ("a graph", json.dumps({"@graph": [{"@type": "Organization"}, POSTING]})),
    ("several types", json.dumps(POSTING | {"@type": ["Thing", "JobPosting"]})),
    ("a full type", json.dumps(POSTING | {"@type": "https://schema.org/JobPosting"})),
    ("within a page", json.dumps({"@type": "WebPage", "mainEntity": POSTING})),
    ("escaped tags", json.dumps(POSTING | {"description": DUTIES.replace("<", "&lt;") + PROSE})),
    ("a comment around", "<!--\n" + json.dumps(POSTING) + "\n//-->"),
    ("a CDATA section", "//<![CDATA[\n" + json.dumps(POSTING) + "\n//]]>"),
    ("commas too many", json.dumps(POSTING)[:-1] + ",}"),
    ("line breaks in strings", json.dumps(POSTING).replace("<h2>", "\n<h2>\t")),
    ("a semicolon behind", json.dumps(POSTING) + ";"),
    ("two values", json.dumps({"@type": "WebSite"}) + "\n" + json.dumps(POSTING)),
    ("escaped quotes", json.dumps({**POSTING}).replace('"', "&quot;")),
]


@pytest.mark.parametrize("script", [row[1] for row in STATED], ids=[row[0] for row in STATED])
def test_a_posting_is_found_however_its_page_states_it(script):
    """Real pages write JSON-LD carelessly; the posting is read all the same, and nothing else."""
    reading = webpage.read(page(script))
    assert reading.genre is Genre.POSTING
    assert reading.text.startswith("Accountant\n")
    assert "- Keep the books of two companies" in reading.text
    assert "Careers" not in reading.text
    assert "<" not in reading.text


def test_who_where_and_terms_stand_above_the_text():
    """What a page states apart from its description is part of the post."""
    stated = POSTING | {
        "hiringOrganization": {"@type": "Organization", "name": "Example &amp; Sons"},
        "jobLocation": [
            {"address": {"addressLocality": "Lund", "addressCountry": {"name": "Sweden"}}},
            {"address": "Malmö"},
        ],
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": "Sweden"},
        "employmentType": ["FULL_TIME", "CONTRACTOR"],
        "baseSalary": {
            "currency": "SEK",
            "value": {"minValue": 50000, "maxValue": 60000.5, "unitText": "MONTH"},
        },
        "validThrough": "2026-12-15T00:00:00Z",
        "qualifications": "A degree in <b>economics</b>",
        "skills": ["Excel", "SQL"],
        "jobBenefits": "Lunch\nA bicycle",
    }
    rows = text_of(json.dumps(stated)).split("\n\n")
    assert rows[:4] == [
        "Accountant",
        "Example & Sons",
        "Lund, Sweden; Malmö; Remote (Sweden)",
        "SEK 50000–60000.5 per month · Full time, Contractor · Apply by 2026-12-15",
    ]
    assert rows[-6:] == [
        "Qualifications",
        "A degree in economics",
        "Skills",
        "- Excel\n- SQL",
        "Benefits",
        "Lunch\nA bicycle",
    ]


@pytest.mark.parametrize(
    ("salary", "words"),
    [
        ({"value": 70000, "currency": "EUR"}, "EUR 70000"),
        ({"value": {"value": "25", "unitText": "HOUR"}, "currency": "GBP"}, "GBP 25 per hour"),
        ({"minValue": 1, "maxValue": 2, "currency": "USD"}, "USD 1–2"),
        ("from 3,000 a month", "from 3,000 a month"),
        ({"currency": "USD", "value": None}, None),
        (True, None),
        (None, None),
    ],
)
def test_pay_is_told_in_words(salary, words):
    """Whatever shape it has; where there is none, nothing is made up."""
    rows = text_of(json.dumps(POSTING | {"baseSalary": salary})).split("\n\n")
    assert rows[1] == (words or "What you will do")


def test_values_of_the_wrong_kind_do_no_harm():
    """A page may state anything."""
    stated = POSTING | {
        "title": ["Accountant", None],
        "hiringOrganization": [{"name": {"@value": "Example"}}, 7, False],
        "jobLocation": [{"address": {"streetAddress": "x"}}, None, 3],
        "responsibilities": 5,
        "skills": {"description": "<ul><li>Excel</li></ul>"},
        "employmentType": {"a": 1},
    }
    text = text_of(json.dumps(stated))
    assert text.startswith("Accountant\n\nExample, 7\n\n3\n\n")
    assert "- Excel" in text


@pytest.mark.parametrize(
    "script", ["", "{", '{"@type": "JobPosting"', "[" * 5000, '{"@type": "JobPosting"}', "null"]
)
def test_a_page_whose_statement_is_no_use_is_read_by_its_text(script):
    """Broken, endless or empty JSON-LD is passed over."""
    reading = webpage.read(page(script, body=f"<article><h1>Clerk</h1>{DUTIES + PROSE}</article>"))
    assert reading.genre is Genre.POSTING
    assert reading.text.startswith("Clerk\n")


def test_of_several_postings_the_one_in_the_title_counts():
    """The others are "similar jobs"; where none is in the title, the page is a list of jobs."""
    other = POSTING | {"title": "Cook", "description": "<p>cook</p>" * 50}
    two = (json.dumps(other), json.dumps(POSTING))
    assert text_of(*two, head="<title>Accountant at Example</title>").startswith("Accountant")
    body = f"<main><h1>Jobs</h1>{DUTIES + PROSE}</main>"
    assert text_of(*two, head="<title>All jobs</title>", body=body).startswith("Jobs")


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


def test_a_short_description_yields_to_a_longer_main_text():
    """Some pages state three words and show the post."""
    stated = json.dumps(POSTING | {"description": "Join us!"})
    text = text_of(stated, body=f"<main><h1>Clerk</h1>{DUTIES + PROSE}</main>")
    assert "- Keep the books of two companies" in text
    assert text_of(stated, body="<p>Join us!</p>").startswith("Accountant\n\nJoin us!")


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

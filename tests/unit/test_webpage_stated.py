"""The posting that a page states as JSON-LD is read, however carelessly it is stated."""

import json

import pytest

from documents import webpage
from documents.genre import Genre
from tests.unit.web_pages import DUTIES, POSTING, PROSE, page, text_of

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


def test_a_short_description_yields_to_a_longer_main_text():
    """Some pages state three words and show the post."""
    stated = json.dumps(POSTING | {"description": "Join us!"})
    text = text_of(stated, body=f"<main><h1>Clerk</h1>{DUTIES + PROSE}</main>")
    assert "- Keep the books of two companies" in text
    assert text_of(stated, body="<p>Join us!</p>").startswith("Accountant\n\nJoin us!")

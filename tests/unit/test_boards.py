"""Public job boards: a link names a post, the board's API states it, and a page comes of it."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import boards, reader
from documents.genre import Genre

ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
GREENHOUSE = "https://boards-api.greenhouse.io/v1/boards/example/jobs/42?pay_transparency=true"
EUROPEAN = GREENHOUSE.replace("boards-api", "boards-api.eu")
LEVER = f"https://api.lever.co/v0/postings/example/{ID}?mode=json"
ASHBY = "https://api.ashbyhq.com/posting-api/job-board/example?includeCompensation=true"
WORKDAY = "https://example.wd5.myworkdayjobs.com/wday/cxs/example/Careers/job/Lund/Accountant_R-1"

LINKS = [
    ("https://boards.greenhouse.io/example/jobs/42", [GREENHOUSE]),
    ("https://job-boards.greenhouse.io/example/jobs/42?gh_src=abc#app", [GREENHOUSE]),
    ("https://job-boards.eu.greenhouse.io/example/jobs/42", [EUROPEAN, GREENHOUSE]),
    ("https://boards.greenhouse.io/embed/job_app?for=example&token=42", [GREENHOUSE]),
    ("https://boards.greenhouse.io/embed/job_app?for=../x&token=42", None),
    ("https://boards.greenhouse.io/embed/job_app?token=42", None),
    ("https://boards.greenhouse.io/example", None),
    (f"https://jobs.lever.co/example/{ID}", [LEVER]),
    (f"https://jobs.lever.co/example/{ID}/apply?source=x", [LEVER]),
    (f"https://jobs.eu.lever.co/example/{ID}", [LEVER.replace("api.", "api.eu.")]),
    ("https://jobs.lever.co/example", None),
    (f"https://jobs.ashbyhq.com/example/{ID}/application", [ASHBY]),
    (f"https://jobs.ashbyhq.com/Example%20Co/{ID}", [ASHBY.replace("example?", "Example%20Co?")]),
    ("https://jobs.ashbyhq.com/example", None),
    ("https://example.wd5.myworkdayjobs.com/Careers/job/Lund/Accountant_R-1", [WORKDAY]),
    ("https://example.wd5.myworkdayjobs.com/en-US/Careers/job/Lund/Accountant_R-1/", [WORKDAY]),
    (
        "https://example.wd5.myworkdayjobs.com/en/Careers/details/Accountant_R-1?q=x",
        [WORKDAY.replace("Lund/", "")],
    ),
    (
        "https://example.wd5.myworkdayjobs.com/Careers/job/Lund/Accountant_R-1/apply/manual",
        [WORKDAY],
    ),
    (
        "https://wd5.myworkdaysite.com/en-US/recruiting/example/Careers/job/Lund/Accountant_R-1",
        [WORKDAY.replace("example.wd5.myworkdayjobs", "wd5.myworkdaysite")],
    ),
    ("https://example.wd5.myworkdayjobs.com/Careers", None),
    (f"https://jobs.lever.co.example.com/example/{ID}", None),
    (f"https://example.com/jobs.lever.co/example/{ID}", None),
    ("https://example.com/jobs/42", None),
    ("https://example.com/jobs?gh_jid=42", None),
    ("mailto:jobs@example.com", None),
    ("http://[::1", None),
]


@pytest.mark.parametrize(("link", "apis"), LINKS)
def test_a_link_to_a_board_has_an_address_of_its_api(link, apis):
    """Every shape of link that the boards hand out, and none that only looks like one."""
    job = boards.find(link)
    assert (list(job.apis) if job else None) == apis


PAGES = [
    (
        "?gh_jid=42",
        b'src="https://boards.greenhouse.io/embed/job_board/js?for=example"',
        GREENHOUSE,
    ),
    ("?gh_jid=42", b"job-boards.eu.greenhouse.io/embed/job_board?b=1&amp;for=example", EUROPEAN),
    (f"?ashby_jid={ID}", b'<script src="https://jobs.ashbyhq.com/example/embed">', ASHBY),
    ("?gh_jid=42", b"<p>no board here</p>", None),
    ("?gh_jid=x", b"boards.greenhouse.io/embed/job_board/js?for=example", None),
    ("?ashby_jid=7", b"https://jobs.ashbyhq.com/example/embed", None),
    (f"?ashby_jid={ID}", b"<p>no board here</p>", None),
]


@pytest.mark.parametrize(("query", "page", "api"), PAGES)
def test_a_page_that_embeds_a_board_names_its_post(query, page, api):
    """Companies show a board on their own site; the page says whose, the link which post."""
    job = boards.find(f"https://example.com/careers{query}", page)
    assert (job.apis[0] if job else None) == api


DUTIES = (
    "<p>Example &amp; Sons is looking for an <b>accountant</b>.</p><ul>"
    "<li>Keep the books of two companies</li><li>Prepare the monthly closing and the yearly "
    "one together with the auditors</li></ul><p>Requirements: five years of experience, sound "
    "knowledge of Excel and tax law, and a calm way with deadlines at the end of the month.</p>"
)
ANSWERS = {
    "greenhouse": {
        "title": "Accountant",
        "content": DUTIES.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "company_name": "Example & Sons",
        "location": {"name": "Lund, Sweden"},
        "pay_input_ranges": [
            {"min_cents": 5000000, "max_cents": 6000000, "currency_type": "USD"},
        ],
    },
    "lever": {
        "text": "Accountant",
        "description": "<p>Example &amp; Sons is looking for an accountant.</p>",
        "lists": [
            {"text": "Duties", "content": "<li>Keep the books of two companies</li>"},
            {"text": "Requirements", "content": "<li>Five years of experience</li>" * 12},
        ],
        "additional": "<p>Apply now</p>",
        "categories": {"location": "Lund", "allLocations": ["Lund", "Malmö"], "commitment": "Full"},
        "workplaceType": "remote",
        "salaryRange": {
            "min": 50000,
            "max": 60000,
            "currency": "USD",
            "interval": "per-year-salary",
        },
    },
    "ashby": {
        "jobs": [
            {"id": "another", "title": "Cook", "descriptionHtml": "<p>Cook</p>"},
            {
                "title": "Accountant",
                "jobUrl": f"https://jobs.ashbyhq.com/example/{ID}",
                "descriptionHtml": DUTIES,
                "location": "Lund",
                "secondaryLocations": [{"location": "Malmö"}],
                "employmentType": "FullTime",
                "isRemote": True,
                "compensation": {"compensationTierSummary": "$50K – $60K"},
            },
        ]
    },
    "workday": {
        "jobPostingInfo": {
            "title": "Accountant",
            "jobDescription": DUTIES,
            "location": "Lund",
            "additionalLocations": ["Malmö"],
            "timeType": "Full time",
            "remoteType": "Remote",
            "endDate": "2026-12-15",
        },
        "hiringOrganization": {"name": "Example & Sons"},
    },
}
HEADS = {
    "greenhouse": ["Example & Sons", "Lund, Sweden", "USD 50000–60000"],
    "lever": ["North Freight", "Lund; Malmö; Remote", "USD 50000–60000 per year · Full"],
    "ashby": ["North Freight", "Lund; Malmö; Remote", "$50K – $60K · Full time"],
    "workday": ["Example & Sons", "Lund; Malmö; Remote", "Full time · Apply by 2026-12-15"],
}


def job(board):
    """A post on *board*."""
    return boards.Job(board, "north-freight", ID, ("https://example.com",))


@pytest.mark.parametrize("board", ANSWERS)
def test_an_answer_becomes_the_text_of_the_post(board):
    """Title, company, place and terms, then the description with its lists."""
    page = boards.render(job(board), json.dumps(ANSWERS[board]).encode())
    reading = reader.read(page)
    assert (reading.format, reading.genre) == ("html", Genre.POSTING)
    assert reading.text.split("\n\n")[:4] == ["Accountant", *HEADS[board]]
    assert "- Keep the books of two companies" in reading.text


@pytest.mark.parametrize("board", ANSWERS)
@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"null", b'{"jobs": []}', b"{}", b"[" * 100_000, b"\xff"]
)
def test_an_answer_without_the_post_is_no_page(board, answer):
    """Boards answer with HTML, errors or other shapes now and then."""
    with pytest.raises(LookupError):
        boards.render(job(board), answer)


def test_what_an_answer_leaves_out_is_left_out():
    """Only title and text are certain."""
    bare = {
        "greenhouse": {"title": "Accountant", "content": DUTIES},
        "lever": {"text": "Accountant", "description": DUTIES},
        "ashby": {"jobs": [{"id": ID, "title": "Accountant", "descriptionPlain": DUTIES}]},
        "workday": {"jobPostingInfo": {"title": "Accountant", "jobDescription": DUTIES}},
    }
    for board, answer in bare.items():
        text = reader.read(boards.render(job(board), json.dumps(answer).encode())).text
        assert text.startswith("Accountant\n\nNorth Freight\n\nExample & Sons is looking"), board


def test_nothing_in_an_answer_can_leave_its_place():
    """A description that closes the script or a title with tags stays text."""
    answer = ANSWERS["workday"] | {
        "jobPostingInfo": {
            "title": "Clerk <script>alert(1)</script>",
            "jobDescription": f"{DUTIES}</script><p>Outside</p>",
        }
    }
    page = boards.render(job("workday"), json.dumps(answer).encode())
    assert page.count(b"</script>") == 1
    assert "Outside" in reader.read(page).text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(sorted(ANSWERS["lever"] | {"title": 1, "content": 1})), inner
            )
        ),
        max_leaves=8,
    ),
    st.sampled_from(sorted(ANSWERS)),
)
def test_no_answer_raises_anything_else(answer, board):
    """An API may answer whatever it likes."""
    with contextlib.suppress(LookupError):
        boards.render(job(board), json.dumps(answer).encode())

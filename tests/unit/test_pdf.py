"""PDFs: what a person sees, in the order of reading, whatever the order of drawing."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import columns, pdf, reader
from documents.errors import Damaged, DocumentError, Encrypted, Scanned, TooLarge
from documents.glyphs import Row, Word
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Kind, Topic
from tests.unit import pdf_samples as samples
from tests.unit.pdf_samples import Box, Text

FILL = "Plan forty refrigerated departures a night with a team of eight people."


def read(*pages: list[Text | Box]) -> tuple[list[Line], list[Notice]]:
    """The lines and notices of a PDF of *pages*."""
    return pdf.read(samples.pdf(*pages))


def texts(*pages: list[Text | Box]) -> list[str]:
    """The texts of the lines of a PDF of *pages*."""
    return [line.text for line in read(*pages)[0]]


def test_rows_become_lines_with_their_looks() -> None:
    """Size, bold, bullets and gaps are told from what is drawn."""
    page = [
        Text(50, 740, "Ada Example", 20, bold=True),
        Text(50, 722, "Nurse"),
        Text(50, 690, "EXPERIENCE", 13, bold=True),
        *samples.lines(["• Led a team of nine.", "• Cut infections by 14%."], top=676),
        Text(50, 640, FILL),
    ]
    found, notices = read(page)
    assert [(line.text, line.size, line.bold, line.bullet) for line in found] == [
        ("Ada Example", 20, True, False),
        ("Nurse", 10, False, False),
        ("EXPERIENCE", 13, True, False),
        ("Led a team of nine.", 10, False, True),
        ("Cut infections by 14%.", 10, False, True),
        (FILL, 10, False, False),
    ]
    assert [line.gap for line in found] == [False, False, True, False, False, True]
    assert found[3].place.part == "page 1"
    assert notices == []


def test_a_wide_space_is_a_tab() -> None:
    """Dates at the right margin stay on the row of their title, apart from it."""
    page = [Text(50, 700, "Charge Nurse, Acme"), Text(470, 700, "2019 - 2021"), Text(50, 680, FILL)]
    assert texts(page)[0] == "Charge Nurse, Acme\t2019 - 2021"


def test_broken_rows_are_joined() -> None:
    """A bullet that goes on below is one line; the next bullet and a short line are not."""
    rows = [
        "• Planned forty refrigerated departures a night with a team of eight people, on",
        "two docks and in three shifts",
        "• Wrote the temperature procedure that is now in use at four sites and has cut",
        "claims by a third",
        "Excel",
        "Route planning",
    ]
    assert texts(samples.lines(rows)) == [
        f"{rows[0][2:]} {rows[1]}",
        f"{rows[2][2:]} {rows[3]}",
        "Excel",
        "Route planning",
    ]


def test_paragraphs_apart_are_not_joined() -> None:
    """A row that ends a sentence, and a row further below, begin a new paragraph."""
    first = "Planned forty refrigerated departures a night with a team of eight people there."
    second = "Wrote the temperature procedure that is in use at four sites."
    apart = [Text(50, 700, first), Text(50, 682, second), Text(50, 668, FILL), Text(50, 654, FILL)]
    assert texts(apart)[:2] == [first, second]
    far = [Text(50, 700, first[:-1] + ","), Text(50, 660, "and more of it"), Text(50, 640, FILL)]
    assert texts(far)[1] == "and more of it"


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (["led the set-", "top box team"], "led the set-top box team"),
        (["wrote the proce-", "dure for sites"], "wrote the procedure for sites"),
        (["patent US-", "0000000 granted"], "patent US-0000000 granted"),
    ],
)
def test_hyphens_at_the_end_of_a_row(rows: list[str], joined: str) -> None:
    """A hyphen that was put in to break a word goes; one that belongs to it stays."""
    known = ["The procedure is in use at all of the sites that the company runs today, and"]
    page = samples.lines([*known, *rows, FILL])
    assert joined in " ".join(texts(page))


def test_a_name_in_large_letters_may_take_two_rows() -> None:
    """A name broken over two rows is one name."""
    page = [Text(50, 700, "Ada", 50), Text(50, 645, "Example", 50), *samples.lines([FILL], top=600)]
    assert texts(page)[0] == "Ada Example"


def test_running_titles_do_not_part_a_sentence() -> None:
    """What repeats on every page is read once and aside; the text goes on over the page."""
    rows = [f"{n} {FILL}" for n in range(3)]
    first = [*samples.lines(rows), Text(50, 60, "• Cut the claims of the year by a third, "),
             Text(250, 30, "Ada Example - page 1")]  # fmt: skip
    second = [*samples.lines(["and the cost too"], top=740), *samples.lines([FILL], top=600),
              Text(250, 30, "Ada Example - page 2")]  # fmt: skip
    found, _ = read(first, second)
    assert "Cut the claims of the year by a third, and the cost too" in [
        line.text for line in found
    ]
    footers = [line for line in found if line.region == "footer"]
    assert [line.text for line in footers] == ["Ada Example - page 1"]


SIDE = ["SKILLS", "Excel", "HACCP", "SAP EWM", "Driving", "LANGUAGES", "English", "Spanish"]
MAIN = [
    "EXPERIENCE",
    "Nurse, Acme Inc, 2019 - 2021",
    "• Led a team of nine people on the ward",
    "• Cut the infections on the unit by 14%",
    "Aide, Sample Ltd, 2015 - 2018",
    "• Cared for two patients in a shift",
    "EDUCATION",
    "BSc Nursing, Example College, 2015",
]


def columned(order: Callable[[list[Text], list[Text]], list[Text]]) -> list[Text]:
    """A page with a side column, drawn in some order."""
    side = samples.lines(SIDE, x=40, top=700, pitch=15)
    main = samples.lines(MAIN, x=220, top=700, pitch=15)
    return [Text(40, 740, "Ada Example", 20), *order(side, main)]


def stream(side: list[Text], main: list[Text]) -> list[Text]:
    """Column by column."""
    return [*side, *main]


def mixed(side: list[Text], main: list[Text]) -> list[Text]:
    """Row by row over both columns."""
    return [piece for pair in zip(side, main, strict=True) for piece in pair]


@pytest.mark.parametrize("order", [stream, mixed, lambda side, main: [*main, *side]])
def test_two_columns_are_read_one_after_the_other(
    order: Callable[[list[Text], list[Text]], list[Text]],
) -> None:
    """Columns come out whole, also where the file draws them row by row."""
    resume = reader.read(samples.pdf(columned(order))).resume
    assert {s.topic for s in resume.sections} >= {Topic.SKILLS, Topic.EXPERIENCE, Topic.EDUCATION}
    assert [f.text for f in resume.of(Kind.SKILL)] == ["Excel", "HACCP", "SAP EWM", "Driving"]
    assert [f.text for f in resume.of(Kind.BULLET, entry=resume.entries(Topic.EXPERIENCE)[0])] == [
        "Led a team of nine people on the ward",
        "Cut the infections on the unit by 14%",
    ]


def test_a_margin_of_dates_is_no_column() -> None:
    """Dates and places at the right stay with their rows, drawn in any order."""
    left = [f"Nurse, Acme Hospital number {n}, a unit with many beds" for n in range(9)]
    right = [["2019 - 2021", "Leeds, UK", "Boise, ID"][n % 3] for n in range(9)]
    rows = mixed(samples.lines(left, x=50, pitch=20), samples.lines(right, x=480, pitch=20))
    assert texts(rows)[0] == f"{left[0]}\t2019 - 2021"


def test_columns_over_pages_go_on() -> None:
    """What the main column goes on with on the next page is not parted by the side column."""
    head = Text(220, 400, "Self employed")
    first = [*columned(lambda side, main: [*main, head, *side])]
    second = samples.lines(["2000 - 2003", "• Built a keyboard"], x=220, top=740)
    second += samples.lines([FILL], x=220, top=600)
    resume = reader.read(samples.pdf(first, second)).resume
    built = next(f for f in resume.facts if f.text == "Built a keyboard")
    assert "Self employed" in [f.text for f in resume.of(entry=built.entry)]


def test_the_gutter_of_an_empty_page() -> None:
    """A page with little on it has no columns."""
    row = Row([Word("one", 10, 30), Word("two", 300, 330)], 700, 710, 700, 10)
    assert columns.find([row]) is None
    assert columns.order([row]) == [row]
    assert columns.beside([row]) == []


def test_unseen_text_is_reported_and_not_used() -> None:
    """White, tiny, invisible and off-page text is in notices; white on dark is read."""
    page = [
        Box(0, 745, 612, 47),
        Text(50, 760, "Ada Example", 20, colour="1 1 1"),
        *samples.lines([FILL, FILL]),
        Text(50, 400, "white words", colour="1 1 1"),
        Text(50, 380, "tiny words", 1),
        Text(50, 360, "no words", mode=3),
        Text(-500, 340, "far words"),
    ]
    found, notices = read(page)
    assert [line.text for line in found] == ["Ada Example", FILL, FILL]
    said = {notice.kind: notice.sample.replace(" ", "") for notice in notices}
    assert said == {"white": "whitewords", "tiny": "tinywords", "hidden": "nowordsfarwords"}


def test_recognised_text_under_a_scan_is_read() -> None:
    """Where all text is invisible it was put there by text recognition, and is what one sees."""
    page = [Text(50, 700 - 14 * n, FILL, mode=3) for n in range(3)]
    assert texts(page) == [FILL] * 3


def test_a_page_without_text_is_reported() -> None:
    """A page that has only pictures among pages of text is said to be unread."""
    _, notices = read(samples.lines([FILL] * 9), [])
    assert notices == [Notice("unread", 1, "page without text")]


def test_a_picture_of_pages_is_scanned() -> None:
    """A file with next to no text is a scan."""
    with pytest.raises(Scanned):
        pdf.read(samples.pdf([Text(50, 700, "page one")], []))


GOOD = samples.pdf(columned(stream), compress=True)
BAD = {
    "cut short": (GOOD[: len(GOOD) // 3], Damaged),
    "only a head": (b"%PDF-1.7\n", Damaged),
    "many pages": (samples.pdf(*[[Text(50, 700, FILL)]] * 60), TooLarge),
    "a page of nothing but letters": (
        samples.pdf([Text(5, 780 - 5 * n, f"{n:03} " * 900, 0.3) for n in range(150)]),
        TooLarge,
    ),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD.keys())
def test_a_bad_pdf_is_refused_by_class(data: bytes, error: type[DocumentError]) -> None:
    """Each fault of a PDF is refused with the error that names it."""
    with pytest.raises(error):
        reader.read(data)


def test_a_password_is_told() -> None:
    """A PDF that asks for a password is encrypted, not damaged."""
    locked = samples.pdf([Text(50, 700, FILL)]).replace(
        b"/Root 1 0 R >>",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        b"/O <" + b"28" * 32 + b"> /U <" + b"29" * 32 + b"> >> >>",
    )
    with pytest.raises(Encrypted):
        pdf.read(locked)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_flipped_byte_never_crashes(at: int, mask: int) -> None:
    """A PDF with one changed byte is read, or refused with an error of ours."""
    changed = bytearray(GOOD)
    changed[at] ^= mask
    with contextlib.suppress(DocumentError):
        reader.read(bytes(changed))

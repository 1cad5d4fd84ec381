"""Plain text, Markdown and chat text: decoded, and taken apart into the lines a person sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import lines, plain, reader
from documents.errors import Empty, TooLarge
from documents.resume import Kind, Place


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Ада — résumé".encode(), "Ада — résumé"),
        ("Ада".encode("utf-8-sig"), "Ада"),
        ("Ада résumé".encode("utf-16"), "Ада résumé"),
        ("Ада".encode("utf-16-be").join([b"\xfe\xff", b""]), "Ада"),
        ("Опыт работы: главный бухгалтер".encode("cp1251"), "Опыт работы: главный бухгалтер"),
        ("Expérience à Liège, 5 €".encode("cp1252"), "Expérience à Liège, 5 €"),
        (b"a\r\nb\rc\0", "a\nb\nc"),
        ("soft\u00adware\u200b".encode(), "software"),
    ],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    """The encoding is told by a mark, else it is UTF-8, Windows-1251 or Latin-1."""
    assert plain.decode(data) == text


def test_a_book_is_too_large() -> None:
    """More characters than a résumé can have are refused."""
    with pytest.raises(TooLarge):
        plain.decode(b"word " * 70_000)


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "– ", "— ", "▪ ", "✅ ", "◦\t", "・"])
def test_a_typed_bullet_is_a_bullet(mark: str) -> None:
    """Every usual mark makes a list item, and is not part of its text."""
    (line,) = plain.read(f"  {mark}Led a team")
    assert (line.text, line.bullet) == ("Led a team", True)
    assert line.place == Place("text", 0, 2 + len(mark), 12 + len(mark))


@pytest.mark.parametrize("text", ["-5 degrees", "well-known", "•", "***", "* * *", "----"])
def test_other_marks_are_no_bullets(text: str) -> None:
    """A minus, a hyphen and a rule are no bullets."""
    assert not any(line.bullet for line in plain.read(text))


def test_markdown_is_understood() -> None:
    """Headings, emphasis, rules and numbered items of Markdown lose their signs."""
    text = "# Ada #\n**Nurse**\n\n---\nSkills\n------\n1. Epic\n2) CRRT\n\nTitle\n====="
    found = plain.read(text, markdown=True)
    assert [(line.text, line.level, line.bold, line.bullet) for line in found] == [
        ("Ada", 1, False, False),
        ("Nurse", 0, True, False),
        ("Skills", 2, False, False),
        ("Epic", 0, False, True),
        ("CRRT", 0, False, True),
        ("Title", 1, False, False),
    ]
    assert [line.gap for line in found][2:4] == [True, True]


def test_markdown_within_a_line_is_understood() -> None:
    """Emphasis, links and escapes leave the text that a person sees; plain text keeps its signs."""
    row = "Built **fast** `APIs`, see [the page](https://example.com/a) or "
    row += "[example.com](https://example.com) 1\\. x"
    (line,) = plain.read(row, markdown=True)
    assert line.text == "Built fast APIs, see the page (https://example.com/a) or example.com 1. x"
    assert plain.read("2 ** 3 ** 4")[0].text == "2 ** 3 ** 4"


def test_hard_wrapped_paragraphs_are_joined() -> None:
    """Lines that a mail program broke are one again; lists and short lines are left alone."""
    text = (
        "Warehouse coordinator with eight years in cold storage, night shifts and\n"
        "carrier contracts, of which the last three were spent on setting up a new\n"
        "temperature procedure for four sites.\n"
        "Skills\n"
        "- Route planning for forty departures a night with a team of eight people\n"
        "  on two docks\n"
        "Excel\n"
    )
    found = [line.text for line in plain.read(text)]
    assert found[0].endswith("for four sites.")
    assert found[1] == "Skills"
    assert found[2].endswith("people on two docks")
    assert found[3] == "Excel"


def test_unwrapped_lines_stay_apart() -> None:
    """A text whose lines are not broken keeps them, however long they are."""
    text = "Istituto Alberghiero Esempio di Bologna e provincia\nDiploma di tecnico\nHotel Prova"
    assert len(plain.read(text)) == 3


def test_an_indented_line_under_a_head_is_a_duty() -> None:
    """Duties that are only indented, as people type them in a chat, are bullets of their role."""
    text = "WORK\nElectrician - Acme Ltd - 2019 to now\n  care of 140 motors\n  replaced 3 boards\n"
    facts = reader.read(text.encode()).resume.facts
    assert [fact.text for fact in facts if fact.kind is Kind.BULLET] == [
        "care of 140 motors",
        "replaced 3 boards",
    ]


def test_signs_without_words_are_empty() -> None:
    """A text without a letter or digit has nothing to read."""
    with pytest.raises(Empty):
        reader.read("— … — \n ***".encode())


def test_lines_become_text_again() -> None:
    """Lines are shown with their bullets and gaps."""
    assert lines.text(plain.read("Ada\n\n• one\n• two")) == "Ada\n\n- one\n- two"


@given(st.text(max_size=300), st.booleans())
def test_every_line_is_what_stands_at_its_place(text: str, markdown: bool) -> None:
    """A line that was not joined is a piece of the row that its place names."""
    text = plain.decode(text.encode("utf-8", "replace"))
    rows = text.split("\n")
    for line in plain.read(text, markdown=markdown):
        place = line.place
        if place.end <= len(rows[place.paragraph]):
            assert rows[place.paragraph][place.start : place.end] == line.text

"""Rows of a PDF are joined where they were broken, and only there."""

from documents import columns, wraps
from documents.glyphs import Row, Word

LETTER = 5.0


def row(
    text: str, y: float, x: float = 50, *, size: float = 10, bold: bool = False,
    open: bool = False, hyphen: bool = False, page: int = 1,
) -> Row:  # fmt: skip
    """A row of words, each letter of one width, at the height *y*."""
    words = []
    for word in text.split(" "):
        words.append(Word(word, x, x + LETTER * len(word)))
        x += LETTER * (len(word) + 1)
    return Row(words, y - 2, y + size, y, size, bold, open, hyphen, page)


def texts(*rows: Row) -> list[str]:
    """The texts of the lines that rows of one page become."""
    return [line.text for line in wraps.join([list(rows)])]


def test_a_private_sign_that_repeats_is_a_bullet() -> None:
    """Signs of an icon font are bullets where several rows begin with one, else separators."""
    found = wraps.join(
        [
            [
                row("Leeds \uf3c5 ada@example.com", 700),
                row("\uf0a8 Led a ward", 680),
                row("\uf0a8 Cut falls", 660),
                row("\uf0e0x mail", 640),
            ]
        ]
    )
    assert [(line.text, line.bullet) for line in found] == [
        ("Leeds | ada@example.com", False),
        ("Led a ward", True),
        ("Cut falls", True),
        ("x mail", False),
    ]


def test_a_name_drawn_last_comes_first() -> None:
    """The largest letters at the top of the first page are read first, whenever drawn."""
    body = [row(f"some text of a line {n}", 600 - 20 * n) for n in range(4)]
    found = wraps.join([[*body, row("Ada Example", 760, size=20)], []])
    assert found[0].text == "Ada Example"
    middle = wraps.join([[*body, row("Ada Example", 500, size=20)]])
    assert middle[0].text == "some text of a line 0"


def test_a_hanging_row_goes_on_with_its_bullet() -> None:
    """A row below the text of a bullet belongs to it, however short the one above is."""
    rows = [row("• Planned departures", 700), row("50K of them a year", 688, 60)]
    assert texts(*rows, row("x" * 90, 600)) == ["Planned departures 50K of them a year", "x" * 90]


def test_labels_with_wide_spaces_are_cells() -> None:
    """Words set apart as labels are cells of their own; those of a sentence are not."""
    chips = [Word("Go", 50, 60), Word("Python", 75, 105), Word("SQL", 120, 135)]
    assert Row(chips, size=8).text == "Go\tPython\tSQL"
    assert row("a few words of a sentence", 700).text == "a few words of a sentence"
    assert Row([]).text == ""


def test_a_row_that_ends_with_a_space_goes_on() -> None:
    """A space at the end says that a row was broken, if it is not much too short."""
    first = row("Planned forty refrigerated departures a night with a team of", 700, open=True)
    assert len(texts(first, row("eight people", 688))) == 1
    short = [row("Planned it", 700, open=True), row("Excel and more of the kind in a row", 688)]
    assert len(texts(*short, row("x" * 90, 600))) == 3


def test_looks_and_distance_part_rows() -> None:
    """Another size, another weight, a jump up or a wide gap begin a new line."""
    full = "Planned forty refrigerated departures a night with a team of eight,"
    assert len(texts(row(full, 700), row("and more", 688, size=14))) == 2
    assert len(texts(row(full, 700), row("and more", 688, bold=True))) == 2
    assert len(texts(row(full, 700), row("And more", 740))) == 2
    assert len(texts(row(full, 700), row("and more", 660))) == 2
    assert len(texts(row(full, 700), row("and more", 688))) == 1


def test_dates_titles_and_single_words_end_a_line() -> None:
    """What ends with a date, is a title, or is one word is not gone on with."""
    head = "Senior Engineer of the platform of the example company, 2019 - 2021"
    assert len(texts(row(head, 700), row("Acme Ltd and its many friends", 688))) == 2
    assert len(texts(row("a@example.com" * 4, 700), row("then more", 688))) == 2
    full = "Planned forty refrigerated departures a night with a team of eight,"
    assert len(texts(row(full, 700), row("EDUCATION", 688))) == 2
    assert len(texts(row(full, 700), row("2021 and later", 688))) == 2
    assert len(texts(row(full, 700), row("3 years", 688))) == 2


def test_hyphens_stay_where_text_is_ragged() -> None:
    """Ragged text is not hyphenated: a hyphen at the end of a row belongs to its word."""
    ragged = [row("wrote the set", 700, hyphen=True), row("top box", 688)]
    assert texts(*ragged) == ["wrote the set-top box"]


def test_hyphens_go_where_text_is_justified() -> None:
    """Where rows end at one margin, a hyphen is kept only in words that are known apart."""
    line = "Planned forty refrigerated departures a night with the team of ward 7 and"
    body = [row(line, 700 - 12 * n, open=True) for n in range(6)]
    cases = {
        ("the proce", "dures of it"): "the procedures of it",
        ("the US", "0000 patent"): "the US-0000 patent",
        ("the set", "top box"): "the set-top box",
        ("the sta", "ing"): "the staing",
        ("the team", "ward"): "the team-ward",
        ("the well-kno", "wn day"): "the well-kno-wn day",
    }
    for (first, second), joined in cases.items():
        rows = [*body, row(first, 400, hyphen=True), row(second, 388)]
        assert texts(*rows)[-1] == joined, joined


def test_text_goes_on_over_the_page() -> None:
    """A sentence that was broken at the end of a page goes on, a new one does not."""
    first = [row("Planned forty refrigerated departures a night with", 100, open=True)]
    on = [row("a team of eight", 740, page=2)]
    new = [row("Led a team of eight", 740, page=2)]
    assert len(wraps.join([first, on])) == 1
    assert len(wraps.join([[*first], new])) == 2


def test_rows_over_both_columns_part_the_page_in_bands() -> None:
    """A row over both columns stands between what is above and below it."""

    def band(top: float, name: str) -> list[Row]:
        rows = []
        for n in range(6):
            rows += [
                row(f"{name} left {n}", top - 15 * n),
                row(f"{name} right {n}", top - 15 * n, 320),
            ]
        return rows

    wide = row("a title over both of the columns of this page, " * 2, 600, bold=True)
    ordered = columns.order([*band(700, "upper"), wide, *band(580, "lower")])
    found = [r.text.split(" ")[:2] for r in ordered]
    assert found[:6] == [["upper", "left"]] * 6
    assert found[6:12] == [["upper", "right"]] * 6
    assert found[12] == ["a", "title"]
    assert found[13:19] == [["lower", "left"]] * 6


def test_columns_that_do_not_stand_beside_each_other_are_none() -> None:
    """Text at the left above and at the right below is no pair of columns."""
    left = [row(f"some words {n}", 700 - 15 * n) for n in range(6)]
    right = [row(f"other words {n}", 400 - 15 * n, 400) for n in range(6)]
    assert columns.find([*left, *right]) is None

"""Text recognition: what is asked of tesseract, and what is made of its answers.

Here a stand-in program answers, so that every language pack is at hand; `test_scan` has the real
one.
"""

import os

import pytest
from PIL import Image

from documents import ocr
from documents.errors import Scanned, TooLarge

STAND_IN = """#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$*" in *--list-langs*) cat "$here/packs"; exit ;; esac
read -r kind; read -r size; cat > /dev/null
for word in "$@"; do [ "$before" = -l ] && packs=$word; before=$word; done
[ -e "$here/dies" ] && kill -XCPU $$
for name in "$packs $size" "$packs"; do [ -e "$here/$name" ] && exec cat "$here/$name"; done
"""


def page(*rows, slope=0.0):
    """hOCR of rows of (text, confidence, left, top, right, bottom) words, each row 30 high."""
    lines = []
    for row in rows:
        words = "".join(
            f'<span class="ocrx_word" title="bbox {places(box)}; x_wconf {sure}">{text}</span>'
            for text, sure, *box in row
        )
        bottom = max(word[5] for word in row)
        title = f"bbox 0 0 9 {bottom}; baseline {slope} -6; x_size 30"
        lines.append(f'<span class="ocr_line" title="{title}">{words}</span>')
    return f"<html><body><div>{''.join(lines)}</div></body></html>"


def places(box):
    """The sides of *box* as hOCR has them."""
    return " ".join(map(str, box))


def words(text, sure, top=0):
    """A row of *text*, all of it equally sure."""
    at, row = 100, []
    for word in text.split():
        row.append((word, sure, at, top, at + 15 * len(word), top + 30))
        at += 15 * len(word) + 15
    return row


ENGLISH = "The quick accountant keeps all the books"
GERMAN = "Die Buchhalterin führt sämtliche Bücher der Gesellschaft und prüft Überweisungen"


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Installs the stand-in with a script; gives what it was called with, as lists of packs."""

    def install(packs, answers, *, dies=False):
        program = tmp_path / "tesseract"
        program.write_text(STAND_IN)
        program.chmod(0o755)
        (tmp_path / "packs").write_text("\n".join(["List of available languages:", *packs]))
        for asked, said in answers.items():
            (tmp_path / asked).write_text(said)
        if dies:
            (tmp_path / "dies").touch()
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

        def calls():
            said = (tmp_path / "calls").read_text().splitlines()
            return [line.split("-l ")[1].split()[0] for line in said if "-l " in line]

        return calls

    return install


IMAGE = Image.new("L", (400, 200), "white")


def test_english_takes_one_look(tesseract):
    """Nothing more is tried where the first answer is sure."""
    calls = tesseract(["eng", "osd", "rus"], {"eng": page(words(ENGLISH, 96))})
    found = ocr.recognise(IMAGE)
    assert found.text == ENGLISH
    assert found.confidence == 96
    assert calls() == ["eng"]


def test_a_latin_language_is_read_with_its_own_pack(tesseract):
    """The first look tells the language, the second its letters."""
    rough = GERMAN.replace("ü", "u")
    answers = {"eng": page(words(rough, 85)), "deu+eng": page(words(GERMAN, 95))}
    calls = tesseract(["eng", "osd", "deu", "fra"], answers)
    assert ocr.recognise(IMAGE).text == GERMAN
    assert calls() == ["eng", "deu+eng"]


def test_another_script_is_looked_for_where_english_fails(tesseract):
    """The script's packs together, for texts mix them."""
    answers = {
        "eng": page(words("Bcero xopowero", 48)),
        "rus+ukr+eng": page(words("Всего хорошего", 96)),
    }
    answers["osd"] = "Rotate: 0\nScript: Cyrillic\n"
    calls = tesseract(["eng", "osd", "ukr", "rus", "heb"], answers)
    assert ocr.recognise(IMAGE).text == "Всего хорошего"
    assert calls() == ["eng", "osd", "rus+ukr+eng"]


@pytest.mark.parametrize("osd", ["", "Rotate: 0\nScript: Thai\n", "Rotate: 0\nScript: Cyrillic\n"])
def test_a_script_that_is_told_wrongly_costs_a_look_and_no_more(tesseract, osd):
    """In the end all other packs are tried together."""
    answers = {"eng": page(words("aywy", 30)), "rus+heb+eng": page(words("שלום לכולם", 92))}
    calls = tesseract(["eng", "osd", "rus", "heb"], answers | {"osd": osd})
    assert ocr.recognise(IMAGE).text == "שלום לכולם"
    assert calls()[-1] == "rus+heb+eng"


def test_without_a_pack_for_it_the_least_bad_answer_is_given(tesseract):
    """How sure it is says that it is no use."""
    calls = tesseract(["eng"], {"eng": page(words("Bcero xopowero", 48))})
    assert ocr.recognise(IMAGE).confidence == 48
    assert calls() == ["eng"]


def test_a_page_that_lies_on_its_side_is_turned(tesseract):
    """By the quarter that tesseract tells; the picture is then as high as it was wide."""
    answers = {"eng 400 200": page(words("zzzz", 20)), "eng 200 400": page(words(ENGLISH, 95))}
    answers["osd"] = "Rotate: 90\nScript: Latin\n"
    calls = tesseract(["eng", "osd"], answers)
    assert ocr.recognise(IMAGE).text == ENGLISH
    assert calls() == ["eng", "osd", "eng"]


@pytest.mark.parametrize(("sure", "text"), [(94, f"{ENGLISH} whole"), (70, ENGLISH)])
def test_a_tilted_photo_is_straightened(tesseract, sure, text):
    """Its rows are whole then; unless that makes it worse."""
    straight = page(words(f"{ENGLISH} whole", sure))
    answers = {"eng 400 200": page(words(ENGLISH, 95), slope=-0.05), "eng": straight}
    tesseract(["eng"], answers)
    assert ocr.recognise(IMAGE).text == text


def test_rows_have_places_as_those_of_a_pdf(tesseract):
    """In points from bottom left, where the commonest letters have 10."""
    tesseract(["eng"], {"eng": page(words(ENGLISH, 96, top=20), words(ENGLISH, 96, top=80))})
    first, second = ocr.recognise(IMAGE, 3).rows
    assert (first.size, first.page, second.page) == (10.0, 3, 3)
    assert first.left == pytest.approx(100 / 3)
    assert (first.bottom, first.top, first.base) == pytest.approx((50, 60, 52))
    assert first.base - second.base == pytest.approx(20)


BULLETS = [
    ("e", (10, 10, 20, 20), "•"),
    ("©", (10, 10, 22, 21), "•"),
    ("*¢", (10, 10, 20, 21), "•"),
    ("«", (10, 10, 24, 16), "•"),
    ("3", (10, 10, 20, 20), "3"),
    ("e", (10, 10, 16, 20), "e"),
    ("o", (10, 10, 30, 30), "o"),
    ("e", (35, 10, 45, 20), "e"),
    ("and", (10, 10, 20, 20), "and"),
]


@pytest.mark.parametrize(("text", "box", "read"), BULLETS)
def test_dots_in_front_of_a_row_are_bullets(tesseract, text, box, read):
    """A dot has the shape of no letter: small, as wide as high, and apart from the text."""
    row = [
        (text, 60, *box),
        *((word, 96, 50 + 60 * n, 0, 90 + 60 * n, 30) for n, word in enumerate(ENGLISH.split())),
    ]
    tesseract(["eng"], {"eng": page(row, words(ENGLISH, 96, top=60))})
    assert ocr.recognise(IMAGE).rows[0].words[0].text == read


def test_specks_and_edges_are_left_out(tesseract):
    """Lines, icons and the edge of a photo are read as signs and letters of little certainty."""
    row = words("2012 — 2014 | & x", 96)
    unsure = [(word, 10 if word in "—|&" else sure, *box) for word, sure, *box in row]
    rows = [words("aT TT", 24), unsure, words("eae cetera cabins", 30), words(ENGLISH, 96, top=90)]
    tesseract(["eng"], {"eng": page(*rows, [("|", 0, 1, 1, 2, 9)], [(" ", 95, 1, 1, 2, 9)])})
    assert ocr.recognise(IMAGE).text.splitlines() == ["2012 — 2014\tx", ENGLISH]


def test_letters_that_belong_together_are_put_together(tesseract):
    """Tesseract sees spaces between Chinese and Japanese letters, and in addresses."""
    rows = [words("物流 株式 会社", 95), words("jobs @example.com or", 95, top=60)]
    tesseract(["eng"], {"eng": page(*rows)})
    assert ocr.recognise(IMAGE).text.splitlines() == ["物流株式会社", "jobs@example.com or"]


@pytest.mark.parametrize("said", ["", "<html><body></body></html>", "nonsense"])
def test_nothing_recognised_is_no_text(tesseract, said):
    """An empty page, or an answer in another form."""
    tesseract(["eng"], {"eng": said})
    found = ocr.recognise(IMAGE)
    assert (found.rows, found.confidence, found.text) == ([], 0.0, "")


def test_without_tesseract_pictures_are_just_that(tmp_path, monkeypatch):
    """The bot then says that it cannot read them; so it does where no language is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Scanned):
        ocr.recognise(IMAGE)


def test_without_english_nothing_is_recognised(tesseract):
    """The first look needs it."""
    tesseract(["osd"], {})
    with pytest.raises(Scanned):
        ocr.recognise(IMAGE)


def test_a_limit_of_time_is_told(tesseract):
    """A page that takes too long ends by a signal."""
    tesseract(["eng"], {}, dies=True)
    with pytest.raises(TooLarge):
        ocr.recognise(IMAGE)

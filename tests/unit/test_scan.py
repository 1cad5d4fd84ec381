"""Photos, screenshots and scans as facts, by the real tesseract in the limited child."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from documents import child, reader, scan
from documents.errors import Damaged, Illegible, OddPicture, Scanned, TooLarge
from documents.genre import Genre
from documents.reading import Notice
from documents.resume import Kind
from tests.unit import picture_samples
from tests.unit.test_picture import png

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "layouts"

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")


def recall(truth, text):
    """The share of the words in *truth* that *text* has."""
    words, found = (Counter(re.findall(r"[\w@.+-]*\w", each.lower())) for each in (truth, text))
    return (words & found).total() / words.total()


@needs_tesseract
@pytest.mark.parametrize(("dark", "size"), [(False, 30), (True, 30), (False, 15)])
async def test_a_screenshot_of_a_post_is_read(dark, size):
    """Light or dark, as small as Telegram makes it, and without the phone's own top row."""
    text = f"9:41                              LTE 87%\n\n{picture_samples.POST}"
    image = picture_samples.draw(text, dark=dark, size=size, width=30 * size)
    read = await child.read(picture_samples.encode(image))
    assert (read.format, read.genre) == ("picture", Genre.POSTING)
    assert recall(picture_samples.POST, read.text) > 0.95
    assert read.text.startswith("Accountant (full time)")
    assert "- Keep the books of two companies\n" in read.text
    assert [notice.kind for notice in read.warnings] == ["recognised"]


@needs_tesseract
async def test_a_scanned_resume_has_facts():
    """Name, roles and bullets are told apart as in a PDF with text; the first four pages count."""
    page = picture_samples.draw(picture_samples.RESUME)
    blank = picture_samples.draw("\n" * 9)
    read = scan.read(picture_samples.pdf(page, *[blank] * 4))
    assert (read.format, read.genre) == ("pdf", Genre.RESUME)
    assert read.resume.name == "Ada Example"
    assert [fact.text for fact in read.resume.of(Kind.BULLET)] == [
        "Kept the books of two companies",
        "Filed 300 letters a week",
    ]
    assert read.warnings[1] == Notice("unread", 4)
    [employer] = read.resume.of(Kind.EMPLOYER)
    assert employer.text == "Example Ltd"
    document = await child.render(b"", read.format, read.resume, ())
    assert recall(read.text, reader.read(document).text) == 1.0


@needs_tesseract
def test_a_picture_without_text_is_told_as_such():
    """It is not taken for an empty file: another photo may help."""
    with pytest.raises(Illegible):
        scan.read(picture_samples.encode(picture_samples.draw("\n" * 5)))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (png(30_000, 30_000), TooLarge),
        (png(10, 10), Damaged),
        (b"\0\0\0\x18ftypheic" + bytes(20), OddPicture),
    ],
)
async def test_pictures_that_are_no_use_have_errors_of_their_own(data, error):
    """Through the limited child, too."""
    with pytest.raises(error):
        await child.read(data)


def test_a_pdf_that_breaks_is_damaged():
    """It may do so only when its pages are drawn."""
    with pytest.raises(Damaged):
        scan.read(b"%PDF-1.7\nnothing")


async def test_where_tesseract_is_not_installed_a_picture_is_a_picture(tmp_path, monkeypatch):
    """The child says so, and the bot asks for a file or for text."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Scanned):
        await child.read(picture_samples.encode(picture_samples.draw("Accountant")))


@needs_tesseract
@needs_corpus
@pytest.mark.parametrize(
    ("name", "least"),
    [("job_screen.png", 0.98), ("job_screen_q60.jpg", 0.97), ("job_dark.png", 0.97)],
)
def test_sample_screenshots_are_read(name, least):
    """Nearly all of their words; see also the photo and the scan."""
    read = scan.read((CORPUS / name).read_bytes())
    assert recall((CORPUS / "job.txt").read_text(), read.text) >= least
    assert read.genre is Genre.POSTING


@needs_tesseract
@needs_corpus
def test_the_sample_photo_is_straightened():
    """Its rows lie across the picture; they are read as wholes."""
    read = scan.read((CORPUS / "job_photo.jpg").read_bytes())
    assert recall((CORPUS / "job.txt").read_text(), read.text) > 0.94
    assert "services end to end" in read.text


@needs_tesseract
@needs_corpus
def test_the_sample_scan_has_roles_and_bullets():
    """In order, each bullet whole."""
    read = scan.read((CORPUS / "scanned.pdf").read_bytes())
    whole = reader.read((CORPUS / "lo_plain.pdf").read_bytes())
    shown = whole.text[: whole.text.index("Linux")]  # the scan ends with the first page
    assert recall(shown, read.text) > 0.95
    bullets = [fact.text for fact in whole.resume.of(Kind.BULLET)]
    found = {fact.text for fact in read.resume.of(Kind.BULLET)}
    assert sum(bullet in found for bullet in bullets) >= len(bullets) - 2

"""Photos, screenshots, albums and scans in the chat, with the real text recognition."""

import io
import shutil
from itertools import pairwise

import docx
import pytest

from sandbox.calls import Upload
from tests.unit import picture_samples

PATIENCE = 90.0

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed"),
]


def picture(text, format="PNG"):
    """A screenshot of *text* as a file."""
    return picture_samples.encode(picture_samples.draw(text), format)


async def test_a_scanned_resume_and_a_photo_of_a_post_become_a_word_file(bot, ada, agree):
    """Written from scratch, with every fact that was read; the person is told to check them."""
    scan = picture_samples.pdf(picture_samples.draw(picture_samples.RESUME))
    ada.send_document(scan, "scan.pdf", "application/pdf")
    card = await ada.chat.wait_for_text("Résumé: Ada Example", timeout=PATIENCE)
    assert "check names, numbers and dates" in card.text
    ada.send_photo(picture(picture_samples.POST, "JPEG"))
    await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)
    await agree(ada)
    delivered = await ada.chat.wait_for_document(timeout=PATIENCE)
    rows = [row.text for row in docx.Document(io.BytesIO(delivered.document.data)).paragraphs]
    assert any("Kept the books of two companies" in row for row in rows)


async def test_a_picture_sent_as_a_file_is_read_as_well(bot, ada):
    """As WEBP, whatever it is called."""
    ada.send_document(picture(picture_samples.POST, "WEBP"), "job", "image/webp")
    await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)


async def test_an_album_of_screenshots_is_one_post(bot, ada):
    """In the order of the pictures; what two of them show stands in it once."""
    rows = picture_samples.POST.split("\n")
    cuts = [0, 4, 7, 10]
    shots = ["\n".join(rows[max(a - 1, 0) : b]) for a, b in pairwise(cuts)]
    ada.send_album([Upload(picture(shot)) for shot in shots], kind="photo")
    card = await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)
    words = len(picture_samples.POST.replace("•", "-").split())
    assert f"{words} words" in card.text
    assert len(ada.chat.from_bot) == 1


async def test_an_album_survives_a_kill(bot, telegram, ada):
    """Its pictures are known before Telegram hears that they arrived."""
    ada.send_album([Upload(picture(picture_samples.POST))] * 2, kind="photo")
    await telegram.until(lambda: not telegram.updates.pending(), PATIENCE)
    await bot.kill()
    await bot.start()
    await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)


async def test_a_long_caption_is_the_post(bot, ada):
    """The photo above it is an ornament."""
    post = "Cook wanted. Requirements: three years of experience. Apply now. " * 4
    ada.send_photo(picture("a\nb"), caption=post)
    await ada.chat.wait_for_text("Job post: Cook wanted", timeout=PATIENCE)


async def test_pictures_of_no_use_get_their_sentence(bot, ada):
    """Without text, and of a kind that is not read."""
    ada.send_photo(picture("\n" * 6))
    await ada.chat.wait_for_text("can't read the text in this picture", timeout=PATIENCE)
    heic = b"\0\0\0\x18ftypheic" + bytes(50)
    ada.send_document(heic, "IMG_0001.HEIC", "image/heic")
    await ada.chat.wait_for_text("send it as a photo", timeout=PATIENCE)
    ada.send_album([Upload(picture("\n" * 6))] * 2, kind="photo")
    await ada.chat.wait_for_text("can't read the text in this picture", after=3, timeout=PATIENCE)


async def test_an_album_that_cannot_be_fetched_is_owned_up_to(bot, telegram, ada):
    """Telegram refuses its files: the person is asked to try again, and the bot lives on."""
    telegram.fail("error", "getFile", code=400)
    ada.send_album([Upload(picture(picture_samples.POST))] * 2, kind="photo")
    await ada.chat.wait_for_text("Something went wrong on my side", timeout=PATIENCE)
    ada.command("cancel")
    await ada.chat.wait_for_text("the table is clear", timeout=PATIENCE)
    ada.send_photo(picture(picture_samples.POST))
    await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)

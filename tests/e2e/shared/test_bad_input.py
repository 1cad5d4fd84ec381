"""Bad input: a sentence that says what to do next, an intact table and a live bot."""

import io
import zipfile

import docx
import pytest

from sandbox.calls import Upload

PATIENCE = 60.0

pytestmark = pytest.mark.asyncio(loop_scope="module")


def wordless():
    """A Word file with nothing in it."""
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def encrypted():
    """An OLE container, as Word writes for a file with a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + name + bytes(2000)


def bomb():
    """A Word file of some kilobytes that expands to 200 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", b"<a>" + b" " * (200 << 20) + b"</a>")
    return made.getvalue()


FILES = [
    ("without words", lambda _: wordless(), "resume.docx", "no text in this file"),
    ("blank", lambda _: b" \n ", "resume.txt", "no text in this file"),
    ("cut short", lambda resume: resume[: len(resume) // 2], "resume.docx", "damaged"),
    ("broken PDF", lambda _: b"%PDF-1.7\n\x00garbage", "resume.pdf", "damaged"),
    ("encrypted", lambda _: encrypted(), "resume.docx", "password"),
    ("a bomb", lambda _: bomb(), "resume.docx", "too big"),
    ("a program", lambda _: b"\x7fELF" + bytes(500), "resume.pdf", "can't read this kind"),
    ("a broken picture", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(99), "cv.pdf", "damaged"),
]


@pytest.mark.parametrize(("case", "make", "name", "sentence"), FILES, ids=[f[0] for f in FILES])
async def test_a_useless_file_gets_its_sentence_and_changes_nothing(
    bot, ada, resume, posting, case, make, name, sentence
):
    """What lies on the table stays, and the next good file is taken."""
    ada.send(posting[:3000])
    await ada.chat.wait_for_text("Now send your résumé", timeout=PATIENCE)
    ada.send_document(make(resume), name)
    answer = await ada.chat.wait_for_text(sentence, timeout=PATIENCE)
    assert not answer.labels
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)


async def test_a_file_over_20_mb_is_refused_before_it_is_fetched(telegram, bot, ada):
    """Telegram would not give it out; the person hears why."""
    before = len(telegram.called("getFile"))
    ada.send_document(bytes((20 << 20) + 1), "resume.docx")
    await ada.chat.wait_for_text("more than 20 MB", timeout=PATIENCE)
    assert len(telegram.called("getFile")) == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello", "too short"),
        ("http://127.0.0.1/jobs/123", "only pages on the public web"),
        ("The weather was fine and we walked along the river for hours. " * 5, "neither"),
    ],
)
async def test_a_text_that_is_no_use_is_answered(bot, ada, text, sentence):
    """Small talk, links and stories end in a sentence that says what helps."""
    ada.send(text)
    await ada.chat.wait_for_text(sentence, timeout=PATIENCE)


async def test_a_wrong_guess_is_corrected_with_a_button(bot, ada, resume, posting):
    """The bot's guess about a file is only a guess."""
    ada.send_document(resume, "resume.docx")
    card = await ada.chat.wait_for_button("That's a job post", timeout=PATIENCE)
    await ada.press("That's a job post", card).answered()
    card = await ada.chat.wait_for_button("That's my résumé", timeout=PATIENCE)
    assert "Now send your résumé" in card.text
    await ada.press("That's my résumé", card).answered()
    card = await ada.chat.wait_for_button("That's a job post", after=card.id, timeout=PATIENCE)
    assert "Maya" in card.text
    assert "Now send the job post" in card.text


async def test_an_unclear_text_is_asked_about(bot, ada):
    """What reads like neither is taken as what the person says."""
    ada.send(
        "We look after the animals every day, feed them and clean, and like it very much. " * 3
    )
    asked = await ada.chat.wait_for_button("It's a job post", timeout=PATIENCE)
    await ada.press("It's a job post", asked).answered()
    await ada.chat.wait_for_text("Now send your résumé", timeout=PATIENCE)


async def test_the_same_resume_twice_changes_nothing(bot, ada, resume):
    """Sending it again is no harm."""
    ada.send_document(resume, "resume.docx")
    first = await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(resume, "resume again.docx")
    await ada.chat.wait_for_text("already have", after=first.id, timeout=PATIENCE)


async def test_a_replaced_resume_is_the_one_that_counts(bot, ada, resume, posting):
    """Replace asks for the new one and takes whatever comes as that."""
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send(posting[:3000])
    card = await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)
    await ada.press("Replace…", card).answered()
    await ada.chat.until(lambda: "📄 The résumé" in card.labels, PATIENCE)
    await ada.press("📄 The résumé", card).answered()
    await ada.chat.until(lambda: "Send the new résumé" in card.text, PATIENCE)
    ada.send(
        "Grace Example\ngrace@example.com\n\nExperience\nClerk, Example Ltd, 2019 - 2024\n"
        "- Filed letters\n- Answered the telephone\n\nSkills\nTyping, filing\n"
    )
    card = await ada.chat.wait_for_text("Grace Example", after=card.id, timeout=PATIENCE)
    assert "▶️ Start" in card.labels


async def test_an_old_card_has_no_say(bot, ada, resume, posting):
    """A button of a card that was replaced answers "expired"."""
    ada.send_document(resume, "resume.docx")
    old = await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send(posting[:3000])
    await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)
    answer = await ada.press("v1:clear:0", old, forged=True).answered()
    assert answer.text == "This button has expired."


async def test_groups_are_declined(telegram, bot, ada):
    """Résumés do not belong in groups."""
    group = telegram.group("Job club", [ada])
    ada.send("/start", chat=group)
    await group.wait_for_text("private chats only", timeout=PATIENCE)


async def test_an_album_of_both_files_is_taken(bot, ada, resume, posting):
    """Two files sent together arrive as two messages; both find their place."""
    ada.send_album([Upload(resume, "resume.docx"), Upload(posting.encode(), "post.txt")])
    await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)

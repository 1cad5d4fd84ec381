"""Page one beside the document, silently and once; the PDF when it is asked for."""

import io

import pypdfium2
from PIL import Image

PATIENCE = 60.0


async def tailor(ada, resume, posting, agree):
    """Have the example tailored. Returns the message with the document."""
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    return await ada.chat.wait_for_document(timeout=PATIENCE)


async def picture(ada, after):
    """The next picture in the chat."""
    return await ada.chat.wait_for(lambda m: m.photo, after=after.id, timeout=PATIENCE)


async def test_a_picture_follows_the_document_and_a_pdf_the_button(
    bot, telegram, ada, resume, posting, agree
):
    """Page one of the very file, as a reply that does not ring; the PDF has the same name."""
    delivered = await tailor(ada, resume, posting, agree)
    assert delivered.labels == ["Changes", "PDF", "🔁 Again"]
    shown = await picture(ada, delivered)
    assert shown.silent
    assert shown.reply_to == delivered.id
    with Image.open(io.BytesIO(shown.photo.data)) as page:
        assert 1000 < page.width < page.height
    assert not (await ada.press("PDF", delivered).answered(PATIENCE)).text
    sent = await ada.chat.wait_for_document(after=shown.id, timeout=PATIENCE)
    assert sent.document.name == delivered.document.name.removesuffix("docx") + "pdf"
    assert sent.reply_to == delivered.id
    with pypdfium2.PdfDocument(sent.document.data) as pdf:
        assert "Maya Example" in pdf[0].get_textpage().get_text_bounded()
    await ada.press("PDF", delivered).answered(PATIENCE)
    again = await ada.chat.wait_for_document(after=sent.id, timeout=PATIENCE)
    assert again.document.id == sent.document.id
    eve = telegram.person("Eve Sample")
    eve.command("start")
    hello = await eve.chat.wait_for_text("Hello", timeout=PATIENCE)
    for data in ("v1:pdf:1:1:0", "v1:pdf:99:1:0"):
        answer = await eve.press(data, hello, forged=True).answered()
        assert answer.text == "This button has expired."
    assert sum(message.photo is not None for message in ada.chat.from_bot) == 1


async def test_a_kill_between_document_and_picture_costs_the_picture_alone(
    start_bot, telegram, model, ada, resume, posting, agree
):
    """The document stands; neither it nor the picture comes again."""
    telegram.fail("hang", "sendPhoto")
    bot = await start_bot(model, quiet=False, PATH="")
    delivered = await tailor(ada, resume, posting, agree)
    await ada.chat.wait_for(lambda m: m.text.startswith("✅"), timeout=PATIENCE)
    await bot.kill()
    await start_bot(model, PATH="")  # without LibreOffice
    await ada.press("PDF", delivered).answered(PATIENCE)
    await ada.chat.wait_for_document(after=delivered.id, timeout=PATIENCE)
    assert [m.photo for m in ada.chat.from_bot if m.photo] == []
    assert len(ada.chat.documents) == 2

"""The person's last word: every change looked at, taken back or worded anew, in one message."""

import io
import sqlite3

import docx

PATIENCE = 90.0  # eighteen answers a minute: the next one waits for up to a minute


async def tailor(ada, resume, posting, agree):
    """Have the example tailored. Returns the message with the document."""
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    return await ada.chat.wait_for_document(timeout=PATIENCE)


async def press(person, label, card):
    """Press, and wait until the card shows what came of it. Returns the toast."""
    before = len(card.edits)
    answer = await person.press(label, card).answered()
    if not answer.text:
        await person.chat.until(lambda: len(card.edits) > before, PATIENCE)
    return answer.text


async def open_review(ada, delivered, after=None):
    """Press Changes. Returns the review's message."""
    await ada.press("Changes", delivered).answered()
    after = after or delivered
    return await ada.chat.wait_for_button("Undo", after=after.id, timeout=PATIENCE)


async def find(person, card, kind):
    """Turn to the first card of this kind. Returns its (before, after)."""
    for _ in range(60):
        if f"\n{kind}" in card.text:
            return line(card, "Before"), line(card, "After")
        await press(person, "▶", card)
    raise AssertionError(f"no card says {kind}:\n{card.text}")


def line(card, field):
    """What the card has in one of its fields."""
    return next(x for x in card.text.splitlines() if x.startswith(f"{field}: ")).split(": ", 1)[1]


def paragraphs(data):
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


async def test_a_rejected_edit_leaves_the_persons_own_line_and_everything_else(
    bot, ada, resume, posting, agree
):
    """The new document has that line back, word for word, and not one other difference."""
    delivered = await tailor(ada, resume, posting, agree)
    card = await open_review(ada, delivered)
    before, after = await find(ada, card, "Reworded")
    assert "Proof" in card.text
    await press(ada, "❌", card)
    answer = await press(ada, "📨 Send", card)
    assert answer == "The new document is on its way."
    second = await ada.chat.wait_for_document(after=delivered.id, timeout=PATIENCE)
    old, new = paragraphs(delivered.document.data), paragraphs(second.document.data)
    assert before in paragraphs(resume)
    assert [text for text in old if text != after] == [text for text in new if text != before]
    assert "Version 2" in second.text
    assert second.labels == delivered.labels
    [folder] = bot.exports.iterdir()
    assert (folder / "resume.docx").read_bytes() == delivered.document.data
    assert (folder / "resume-2.docx").read_bytes() == second.document.data
    await ada.chat.until(lambda: "Version 2" in card.text, PATIENCE)
    assert await press(ada, "📨 Send", card) == (
        "Nothing has changed since the document that you have."
    )


async def test_the_persons_own_wording_reaches_the_document(bot, ada, resume, posting, agree):
    """Asked for by a message and taken as it is; Undo takes it back, the text is no intake."""
    delivered = await tailor(ada, resume, posting, agree)
    card = await open_review(ada, delivered)
    before, after = await find(ada, card, "Reworded")
    await ada.press("✏️", card).answered()
    asked = await ada.chat.wait_for_text("Type your own wording", after=card.id, timeout=PATIENCE)
    assert before in asked.text
    ada.send("Placed <b>RabbitMQ</b> & billing\nside by side")
    await ada.chat.wait_for_text("Undo", after=asked.id, timeout=PATIENCE)
    assert line(card, "After") == "Placed <b>RabbitMQ</b> & billing side by side"
    assert "Your own wording" in card.text
    await press(ada, "📨 Send", card)
    second = await ada.chat.wait_for_document(after=delivered.id, timeout=PATIENCE)
    assert "Placed <b>RabbitMQ</b> & billing side by side" in paragraphs(second.document.data)
    await press(ada, "Undo", card)
    await ada.chat.until(lambda: line(card, "After") == after, PATIENCE)
    await press(ada, "📨 Send", card)
    third = await ada.chat.wait_for_document(after=second.id, timeout=PATIENCE)
    assert paragraphs(third.document.data) == paragraphs(delivered.document.data)


async def test_old_and_foreign_buttons_have_expired(bot, telegram, ada, resume, posting, agree):
    """A card that was left behind, a forged edit, another person: nothing happens."""
    delivered = await tailor(ada, resume, posting, agree)
    card = await open_review(ada, delivered)
    old = next(b.data for row in card.buttons for b in row if b.label == "❌")
    assert await press(ada, "Undo", card) == "There is nothing to undo."
    await press(ada, "Accept all", card)
    assert await press(ada, "Accept all", card) == "Every change has its answer already."
    assert await press(ada, "📨 Send", card) == (
        "Nothing has changed since the document that you have."
    )
    expired = "This button has expired."
    for data in (old, "v1:no:1:99:1", "v1:no:99:0:1"):
        assert (await ada.press(data, card, forged=True).answered()).text == expired
    eve = telegram.person("Eve Sample")
    eve.command("start")
    hello = await eve.chat.wait_for_text("Hello", timeout=PATIENCE)
    for data in ("v1:changes:1", "v1:no:1:0:1", "v1:send:1:0:1"):
        assert (await eve.press(data, hello, forged=True).answered()).text == expired
    newer = await open_review(ada, delivered, after=card)
    assert (await ada.press(old, card, forged=True).answered()).text == expired
    await ada.chat.until(lambda: not card.labels, PATIENCE)
    assert "❌ 0" in newer.text


async def test_a_kill_between_send_and_delivery_loses_nothing(
    start_bot, telegram, model, ada, resume, posting, agree
):
    """The document that was asked for arrives once after the restart, even without the engine."""
    bot = await start_bot(model, quiet=False)
    delivered = await tailor(ada, resume, posting, agree)
    card = await open_review(ada, delivered)
    await find(ada, card, "Reworded")
    await press(ada, "❌", card)
    telegram.fail("hang", "sendDocument")
    await ada.press("📨 Send", card).answered()
    await telegram.until(lambda: _sending(bot) == 1, PATIENCE)
    await bot.kill()
    for path in bot.data.glob("workflows.db*"):
        path.unlink()
    await start_bot(model)
    second = await ada.chat.wait_for_document(after=card.id, timeout=PATIENCE)
    assert "Version 2" in second.text
    assert "interrupted while sending" in second.text
    await telegram.until(lambda: _sending(bot) == 0, PATIENCE)
    assert len(ada.chat.documents) == 2


def _sending(bot):
    with sqlite3.connect(bot.data / "applications.db") as connection:
        query = "SELECT count(*) FROM outbox WHERE state = 'sending'"
        return connection.execute(query).fetchone()[0]


async def test_what_a_person_tells_reaches_the_next_run(start_bot, ada, resume, posting, agree):
    """Neutral questions, a bare yes asked about once more, a no kept as a gap, a fact used."""
    await start_bot()
    delivered = await tailor(ada, resume, posting, agree)
    first = await ada.chat.wait_for_text("You may know more", after=delivered.id, timeout=PATIENCE)
    assert first.silent
    assert "(1 of 3)" in first.text
    await ada.press("Skip", first).answered()
    await ada.chat.until(lambda: "(2 of 3)" in first.text, PATIENCE)
    await ada.press("No", first).answered()
    await ada.chat.until(lambda: "Kubernetes" in first.text, PATIENCE)
    ada.send("Yes, I have")
    again = await ada.chat.wait_for_text("a bare yes does not go", timeout=PATIENCE)
    ada.send("At Lisbon Ferries I moved four services to Kubernetes in 2023.")
    told = await ada.chat.wait_for_button("Again", after=again.id, timeout=PATIENCE)
    assert "I moved four services to Kubernetes" in told.text
    await ada.press("🔁 Again", told).answered()
    better = await ada.chat.wait_for_document(after=told.id, timeout=PATIENCE)
    assert not any("Kubernetes" in text for text in paragraphs(delivered.document.data))
    assert any("Kubernetes" in text for text in paragraphs(better.document.data))
    second = await ada.chat.wait_for_text("You may know more", after=told.id, timeout=PATIENCE)
    assert "performance tuning" in second.text
    await ada.press("Skip", second).answered()
    await ada.chat.until(lambda: "(2 of 3)" in second.text, PATIENCE)
    assert "Terraform" in second.text

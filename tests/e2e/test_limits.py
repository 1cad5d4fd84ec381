"""What it may cost, and an admin's message to everybody, with the real process."""

import sqlite3

PATIENCE = 60.0


async def apply(person, resume, posting, agree):
    """Send what is given, press Start, and wait for the document."""
    if resume:
        person.send_document(resume, "resume.docx")
        await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send_document(posting.encode(), "posting.txt")
    before = await agree(person)
    return await person.chat.wait_for_document(after=before, timeout=PATIENCE)


def booked(bot):
    """Tokens in, tokens out and USD, as the books have them."""
    sums = "SELECT sum(input_tokens), sum(output_tokens), sum(cost) FROM spendings"
    with sqlite3.connect(bot.data / "applications.db") as db:
        return db.execute(sums).fetchone()


async def test_at_the_days_limit_rules_are_on_offer(start_bot, model, ada, resume, posting, agree):
    """The second Start of the day gets a sentence and a way to go on without the model."""
    bot = await start_bot(model, DAILY_APPLICATIONS_PER_USER="1", ADMIN_IDS=str(ada.id))
    await apply(ada, resume, posting, agree)
    calls = len(model.calls)
    inward, outward, cost = booked(bot)
    assert inward == sum(call.input_tokens for call in model.calls)
    assert outward == sum(call.output_tokens for call in model.calls)
    ada.send_document(f"{posting}\nRemote work is possible.".encode(), "next.txt")
    card = await ada.chat.wait_for_button("▶️ Start", after=len(ada.chat.history) - 1)
    await ada.press("▶️ Start", card).answered()
    await ada.chat.until(lambda: "Work by rules" in card.labels, PATIENCE)
    assert "today's application" in card.text
    ada.press("Work by rules", card)
    document = await ada.chat.wait_for_document(after=card.id, timeout=PATIENCE)
    assert "without a language model" in document.text
    assert len(model.calls) == calls
    before = len(ada.chat.history)
    ada.command("cost")
    told = await ada.chat.wait_for_text("this month", after=before, timeout=PATIENCE)
    assert f"${cost:.4f} this month · 2 applications" in told.text
    assert f"{calls} calls" in told.text


async def test_a_broadcast_goes_on_after_a_kill(start_bot, telegram):
    """Everybody gets it; at most the one whose turn it was gets it twice."""
    root = telegram.person("Root Example")
    people = [root, *(telegram.person(f"Person {number}") for number in range(8))]
    bot = await start_bot(quiet=False, ADMIN_IDS=str(root.id))
    for person in people:
        person.command("start")
    for person in people:
        await person.chat.wait_for_text("Hello", timeout=PATIENCE)
    root.command("broadcast", "The bot moves on Sunday.")
    rehearsal = await root.chat.wait_for_button("📣 Send to 9", timeout=PATIENCE)
    root.press("📣 Send to 9", rehearsal)

    def got(person):
        texts = [message.text for message in person.chat.from_bot]
        return texts.count("The bot moves on Sunday.")

    await telegram.until(lambda: sum(map(got, people)) >= 3, PATIENCE)
    await bot.kill()
    assert sum(map(got, people)) < len(people)
    await start_bot(ADMIN_IDS=str(root.id))
    await root.chat.wait_for_text("Sent: 9 people have it.", timeout=PATIENCE)
    counts = sorted(map(got, people))
    assert counts[0] == 1
    assert sum(counts) <= len(people) + 1

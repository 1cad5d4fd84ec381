"""Stop and the queue: a model call ends at once, and nobody waits for nothing."""

from agents.values import Agent

PATIENCE = 60.0


async def begin(person, resume, posting, agree):
    """Send both files and press Start."""
    person.send_document(resume, "resume.docx")
    await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send_document(posting.encode(), "posting.txt")
    return await agree(person)


async def test_stop_ends_the_model_call_and_delivers_nothing(
    start_bot, model, ada, resume, posting, agree
):
    """The connection to the provider closes, the card says so, and it stays so."""
    model.fault("hang", agent=Agent.JOB_ANALYSIS)
    await start_bot(model)
    await begin(ada, resume, posting, agree)
    await model.log.until(lambda calls: bool(calls), PATIENCE)
    card = await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    answer = await ada.press("⏹ Stop", card).answered()
    assert answer.text == "Stopping."
    await model.log.until(lambda calls: calls[0].disconnected, 2.0)
    await ada.chat.until(lambda: card.text.startswith("⏹ Stopped"), PATIENCE)
    assert not card.labels
    assert not ada.chat.documents
    again = await ada.press("v1:stop:1", card, forged=True).answered()
    assert again.text == "It is stopped already."


async def test_stop_survives_a_restart(start_bot, model, ada, resume, posting, agree):
    """What was stopped is not revived."""
    model.fault("hang", agent=Agent.JOB_ANALYSIS)
    bot = await start_bot(model, quiet=False)
    await begin(ada, resume, posting, agree)
    card = await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    await ada.press("⏹ Stop", card).answered()
    await bot.kill()
    model.script.rules.clear()
    asked = len(model.calls)
    await start_bot(model)
    ada.command("help")
    await ada.chat.wait_for_text("How it works", timeout=PATIENCE)
    assert len(model.calls) == asked
    assert not ada.chat.documents


async def test_stop_after_the_end_says_that_it_is_too_late(bot, ada, resume, posting, agree):
    """When the race is lost the document is there and the sentence is true."""
    await begin(ada, resume, posting, agree)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    card = await ada.chat.wait_for(lambda m: m.text.startswith("✅") and not m.document)
    answer = await ada.press("v1:stop:1", card, forged=True).answered()
    assert "done already" in answer.text


async def test_nobody_stops_another_persons_run(
    start_bot, telegram, model, ada, resume, posting, agree
):
    """A forged button of somebody else is just expired."""
    model.fault("hang", agent=Agent.JOB_ANALYSIS)
    await start_bot(model)
    await begin(ada, resume, posting, agree)
    card = await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    eve = telegram.person("Eve Sample")
    eve.command("start")
    hello = await eve.chat.wait_for_text("Hello", timeout=PATIENCE)
    answer = await eve.press("v1:stop:1", hello, forged=True).answered()
    assert answer.text == "This button has expired."
    assert card.labels == ["⏹ Stop"]
    await ada.press("⏹ Stop", card).answered()


async def test_a_second_job_waits_for_the_first_and_then_runs(
    start_bot, model, ada, resume, posting, agree
):
    """Its place is told, and it starts by itself."""
    model.fault("hang", agent=Agent.JOB_ANALYSIS, calls=(1,))
    await start_bot(model)
    await begin(ada, resume, posting, agree)
    first = await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    ada.send(posting[:3000])
    await agree(ada)
    queued = await ada.chat.wait_for_text("In the queue: 1 job", timeout=PATIENCE)
    assert queued.labels == ["⏹ Stop"]
    await ada.press("⏹ Stop", first).answered()
    await ada.chat.wait_for_document(timeout=PATIENCE)
    assert len(ada.chat.documents) == 1


async def test_cancel_ends_everything_and_keeps_the_resume(
    start_bot, model, ada, resume, posting, agree
):
    """One command clears the table; the next post needs no new résumé."""
    model.fault("hang", agent=Agent.JOB_ANALYSIS)
    await start_bot(model)
    await begin(ada, resume, posting, agree)
    await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    ada.command("cancel")
    await ada.chat.wait_for_text("Stopped, and the table is clear", timeout=PATIENCE)
    await model.log.until(lambda calls: calls[0].disconnected, 2.0)
    model.script.rules.clear()
    ada.send(posting[:3000])
    await agree(ada)
    await ada.chat.wait_for_document(timeout=PATIENCE)


async def test_a_post_edited_in_the_run_is_taken_for_the_next(
    start_bot, model, ada, resume, posting, agree
):
    """The run goes on with what it began with, and the person is told."""
    model.fault("hang", agent="job_analysis", calls=(1,))
    await start_bot(model)
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    sent = ada.send(posting[:3000])
    await agree(ada)
    await ada.chat.wait_for_button("⏹ Stop", timeout=PATIENCE)
    ada.edit(sent, posting[:2500])
    await ada.chat.wait_for_text("goes on with the earlier text", timeout=PATIENCE)
    await ada.chat.wait_for_button("▶️ Start", after=sent.id + 2, timeout=PATIENCE)

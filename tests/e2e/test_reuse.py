"""A post is read as it arrives, and once for everybody who sends it."""

from agents.values import Agent
from sandbox import model as models

PATIENCE = 60.0


def readings(model):
    """The calls of the first agent so far."""
    return [call for call in model.calls if call.agent == Agent.JOB_ANALYSIS]


async def apply(person, resume, posting, agree):
    """Send what is given, press Start, and wait for the document."""
    if resume:
        person.send_document(resume, "resume.docx")
        await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send_document(posting.encode(), "posting.txt")
    before = await agree(person)
    return await person.chat.wait_for_document(after=before, timeout=PATIENCE)


async def test_a_post_is_read_while_the_person_looks_at_the_card(
    bot, model, ada, resume, posting, agree
):
    """Who agreed to the model once finds the next post read before they press Start."""
    await apply(ada, resume, posting, agree)
    ada.send_document(f"{posting}\nRemote work is possible.".encode(), "next.txt")
    await model.log.until(lambda calls: len(readings(model)) == 2, PATIENCE)
    before = await agree(ada)
    await ada.chat.wait_for_document(after=before, timeout=PATIENCE)
    assert len(readings(model)) == 2


async def test_the_same_post_is_read_once_for_all(
    bot, telegram, model, ada, resume, posting, agree
):
    """Neither the same person's second application nor another person's repeats the call."""
    await apply(ada, resume, posting, agree)
    await apply(ada, None, posting, agree)
    eve = telegram.person("Eve Sample")
    await apply(eve, resume, posting, agree)
    assert len(readings(model)) == 1
    plans = [call for call in model.calls if call.agent == Agent.RESUME_OPTIMIZATION]
    assert len(plans) == 3


async def test_cancel_ends_what_is_read_ahead(start_bot, model, ada, resume, posting, agree):
    """Nobody pays for a post that has left the table."""
    await start_bot(model)
    await apply(ada, resume, posting, agree)
    model.fault("hang", agent=Agent.JOB_ANALYSIS)
    ada.send_document(f"{posting}\nRemote work is possible.".encode(), "next.txt")
    await model.log.until(lambda calls: len(readings(model)) == 2, PATIENCE)
    ada.command("cancel")
    await model.log.until(lambda calls: readings(model)[-1].disconnected, PATIENCE)


async def test_a_part_is_worded_while_the_plan_still_arrives(
    start_bot, ada, resume, posting, agree
):
    """The first section's wording begins before the plan's answer has ended."""
    async with models.serve(pace=40) as model:
        await start_bot(model)
        ada.send_document(resume, "resume.docx")
        await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
        ada.send_document(posting.encode(), "posting.txt")
        await agree(ada)

        def wording(calls):
            return [call for call in calls if call.agent == Agent.IMPLEMENTATION]

        await model.log.until(wording, PATIENCE)
        plan = next(call for call in model.calls if call.agent == Agent.RESUME_OPTIMIZATION)
        assert plan.end is None


async def test_a_part_is_checked_while_another_is_worded(
    start_bot, model, ada, resume, posting, agree
):
    """No section waits for the slowest one's wording."""
    model.fault("hang", agent=Agent.IMPLEMENTATION, times=1)
    await start_bot(model)
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)

    def checked(calls):
        return [call for call in calls if call.agent == Agent.VALIDATION and call.end]

    await model.log.until(checked, PATIENCE)
    hung = next(call for call in model.calls if call.agent == Agent.IMPLEMENTATION)
    assert hung.end is None

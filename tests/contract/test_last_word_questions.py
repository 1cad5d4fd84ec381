"""Questions about gaps are put once, and their answers sorted."""

from dataclasses import replace

import pytest
from telegram import Update

from bot import incoming, questions, review, texts, texts_review
from bot.buttons import Press
from storage import applications, desks, evidence
from tests.contract import last_word_stage
from tests.contract.last_word_stage import EXAMPLES


@pytest.fixture
async def stage(tmp_path):
    """The example tailored by rules and delivered."""
    async with last_word_stage.serve(tmp_path) as it:
        yield it


async def test_questions_are_put_once_and_answers_sorted(stage):
    """Unclear twice is dropped, a no in words is a gap, a fact without the name asked again."""
    row = await stage.application()
    await questions.ask(stage.services, row)
    await questions.ask(stage.services, row)
    put = [m for m in stage.ada.chat.from_bot if "You may know more" in m.text]
    assert len(put) == 1
    assert await stage.say("I only read a book about it") == [texts.plain(texts_review.POSITIVE)]
    said = await stage.say("Sure")
    assert said[0] == texts_review.DROPPED
    assert "(2 of 3)" in said[1]
    said = await stage.say("never")
    assert said[0] == texts_review.GAP
    assert await stage.say("Moved four services at Lisbon Ferries") == [texts_review.NAMED]
    said = await stage.say("Moved four services at Lisbon Ferries to it")
    assert said[0] == texts_review.NOTED
    assert "Moved four services" in said[1]
    rows = await evidence.of(stage.services.db, stage.ada.id)
    assert [bool(row.text) for row in rows] == [False, True]
    assert not (await stage.desk()).asked


async def test_all_declined_leaves_gaps_and_no_button(stage):
    """The same message asks all of them and ends in a sentence."""
    await questions.ask(stage.services, await stage.application())
    put = stage.ada.chat.from_bot[-1]
    assert await stage.decline("gap-skip", 0, put.id + 1) == texts.EXPIRED
    assert await stage.decline("gap-skip", 2, put.id) == texts.EXPIRED
    assert await stage.decline("gap-skip", 9, put.id) == texts.EXPIRED
    for index in range(3):
        await stage.decline("gap-no", index, put.id)
    assert put.text == texts_review.ALL_GAPS
    assert not put.labels
    assert not (await stage.desk()).asked
    assert await stage.decline("again", 0, put.id) is not None
    assert stage.engine.told == [stage.ada.id]
    assert len(await applications.of(stage.services.db, stage.ada.id, 9)) == 2
    assert await stage.decline("again", 0, put.id) == texts.EXPIRED


async def test_a_post_is_no_answer(stage):
    """While a question is open the next file or long text goes where it always goes."""
    await questions.ask(stage.services, await stage.application())
    desk = await stage.desk()
    posting = (EXAMPLES / "posting.txt").read_text()
    assert not questions.awaited(desk, posting)
    assert not questions.awaited(desk, posting[:590])
    assert questions.awaited(desk, "Yes, at Lisbon Ferries.")
    assert not questions.awaited(replace(desk, asked=""), "Yes")
    await desks.put(stage.services.db, replace(desk, asked="gap 99 0 0 1"))
    assert await stage.say("Yes") == []


async def test_questions_that_cannot_be_put_harm_nobody(stage):
    """A person who blocked the bot, or an application that lost its steps."""
    row = await stage.application()
    stage.ada.block()
    await questions.ask(stage.services, row)
    await questions.ask(stage.services, replace(row, id=99))
    stage.ada.unblock()
    assert not (await stage.desk()).asked
    other = replace(row, person=7)
    await questions.press(
        stage.services, stage.engine.admit, await stage.desk(), Press("again", 99), 1, stage.reply
    )
    assert stage.toasts[-1] == texts.EXPIRED
    assert await review.load(stage.services, row.id, other.person) is None


@pytest.mark.parametrize(("text", "is_dealt_with"), [("no", True), ("post", False)])
async def test_what_was_sent_before_the_question_is_no_answer_to_it(stage, text, is_dealt_with):
    """A short word answered the question before, and was handled twice; a post is a post."""
    await questions.ask(stage.services, await stage.application())
    question = int((await stage.desk()).asked.split()[-1])
    text = (EXAMPLES / "posting.txt").read_text() if text == "post" else text
    said = {"message_id": question - 1, "date": 1, "text": text}
    said |= {"chat": {"id": stage.ada.id, "type": "private"}}
    update = Update.de_json({"update_id": 1, "message": said}, stage.services.bot)
    asked = incoming.Incoming(stage.services)._asked
    assert await asked(update, await stage.desk(), text) is is_dealt_with
    assert int((await stage.desk()).asked.split()[-1]) == question

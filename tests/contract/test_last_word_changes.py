"""Changes are reworded, rejected and sent as a new document, trouble or not."""

import asyncio
from dataclasses import replace

import pytest

from bot import delivery, review, revision, texts, texts_review
from documents import edits as edits_of
from documents.edits import Op
from storage import decisions, desks, evidence, outbox, versions
from storage.decisions import Choice, Decision
from storage.evidence import Kind
from tests.contract import last_word_stage


@pytest.fixture
async def stage(tmp_path):
    """The example tailored by rules and delivered."""
    async with last_word_stage.serve(tmp_path) as it:
        yield it


async def test_a_wording_that_leaves_something_out_is_doubted_and_kept(stage):
    """The sentence says what is missing; the wording is evidence and stands."""
    await stage.press("changes")
    made = await review.load(stage.services, (await stage.application()).id, stage.ada.id)
    numbers = [i for i, e in enumerate(made.edits) if any(c.isdigit() for c in _line(made, e))]
    await stage.press("word", numbers[0])
    assert (await stage.say("   ")) == [texts_review.NO_WORDS]
    assert (await stage.say("x" * 600)) == [texts_review.TOO_LONG]
    [doubt] = await stage.say("Did good work.")
    assert "it is your own word" in doubt.lower()
    rows = await evidence.of(
        stage.services.db, stage.ada.id, made_resume(await stage.application())
    )
    assert [(row.kind, row.text) for row in rows] == [(Kind.WORDED, "Did good work.")]
    made = await review.load(stage.services, (await stage.application()).id, stage.ada.id)
    assert "Did good work." in [edit.text for edit in made.settled(made.log)]
    assert not (await stage.desk()).asked


def made_resume(row):
    return row.resume


def _line(made, edit):
    fact = made.resume.fact(edit.fact)
    return fact.text if fact and edit.op is not Op.ADD else ""


async def test_a_sending_that_is_handled_again_is_passed_on_again(stage):
    """Stored and then killed: the press comes again, is old, and the engine still hears of it."""
    await stage.press("changes")
    await stage.press("no")
    assert await stage.press("send") == texts_review.ON_ITS_WAY
    application = (await stage.application()).id
    assert await stage.press("send", step=1) == texts.EXPIRED
    assert stage.engine.told == [(application, 2)] * 2
    assert await stage.press("undo") is None
    assert await stage.press("see", 1) is None


async def test_a_document_that_did_not_arrive_is_sent_by_another_press(stage):
    """And one that did is not: there is nothing new."""
    await stage.press("changes")
    await stage.press("no")
    await stage.press("send")
    id = (await stage.application()).id
    assert await stage.press("send") == texts_review.ON_ITS_WAY
    assert stage.engine.told == [(id, 2), (id, 2, "again")]
    waiting = await outbox.begin(stage.services.db, id, "document:2")
    await outbox.sent(stage.services.db, waiting.id, 77, "file")
    assert await stage.press("send") == texts_review.NOTHING_NEW
    assert len(stage.engine.told) == 2


async def test_a_wording_asked_for_is_forgotten_with_the_next_press(stage):
    """Who turns to another card does not want to type."""
    await stage.press("changes")
    await stage.press("word")
    assert (await stage.desk()).asked.startswith("wording ")
    await stage.press("see", 1)
    assert (await stage.desk()).asked == ""
    await desks.put(stage.services.db, replace(await stage.desk(), asked="wording 99 f1"))
    assert await stage.say("words") == []
    assert (await stage.desk()).asked == ""


async def test_a_new_document_is_made_from_the_original(stage):
    """Rendered anew, kept beside the first, and told in a sentence when it cannot be."""
    row = await stage.application()
    made = await review.load(stage.services, row.id, stage.ada.id)
    for number, edit in enumerate(made.edits, 1):
        await decisions.add(stage.services.db, row.id, Decision(number, edit.fact, Choice.REJECTED))
    last = Decision(len(made.edits) + 1, "", Choice.SENT, version=2)
    await decisions.add(stage.services.db, row.id, last)
    assert await revision.attempt(stage.services, row.id, 2, revision.render)
    assert await revision.attempt(stage.services, row.id, 2, delivery.send)
    version = await versions.get(stage.services.db, row.id, 2)
    assert edits_of.load(version.edits) == ()
    document = stage.ada.chat.documents[-1]
    assert "Nothing needed a change" in document.text
    assert not await revision.attempt(stage.services, row.id, 3, delivery.send)
    assert any("Something went wrong" in message.text for message in stage.ada.chat.from_bot)
    stage.ada.block()
    assert not await revision.attempt(stage.services, row.id, 3, delivery.send)
    assert not await revision.attempt(stage.services, 99, 2, delivery.send)


async def test_a_document_that_may_be_a_repeat_comes_without_a_picture(stage):
    """Its first try may have been shown already; each other document has one picture."""
    row = await stage.application()
    await asyncio.gather(*stage.services._background)
    await decisions.add(stage.services.db, row.id, Decision(1, "", Choice.SENT, version=2))
    assert await revision.attempt(stage.services, row.id, 2, revision.render)
    stage.telegram.fail("lost", "sendDocument")
    assert await revision.attempt(stage.services, row.id, 2, delivery.send)
    await asyncio.gather(*stage.services._background)
    assert "interrupted while sending" in stage.ada.chat.documents[-1].text
    assert len(stage.ada.chat.documents) == 3
    assert sum(message.photo is not None for message in stage.ada.chat.from_bot) == 1

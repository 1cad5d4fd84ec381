"""Decisions and evidence are kept once, in order, and belong to their person; on both databases."""

import asyncio

import pytest

from storage import decisions, errors, evidence, outbox, people, resumes
from storage.database import Database
from storage.decisions import Choice, Decision
from storage.evidence import Kind
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


async def test_decisions_come_back_in_order(db: Database) -> None:
    """With the person's own wording, in any script."""
    made = await cases.application(db, ADA)
    assert await decisions.all(db, made.id) == []
    log = [
        Decision(1, "f1", Choice.REJECTED),
        Decision(2, "f2", Choice.WORDED, "Вела команду из пяти человек"),
        Decision(3, "", Choice.UNDONE),
        Decision(4, "", Choice.SENT, version=2),
    ]
    for decision in log:
        assert await decisions.add(db, made.id, decision)
    assert await decisions.all(db, made.id) == log


async def test_a_number_is_given_once(db: Database) -> None:
    """Of two presses on the same card one counts, and the log is as that one left it."""
    made = await cases.application(db, ADA)
    presses = [Decision(1, f"f{number}", Choice.ACCEPTED) for number in range(4)]
    counted = await asyncio.gather(*(decisions.add(db, made.id, each) for each in presses))
    assert sorted(counted) == [False, False, False, True]
    assert await decisions.all(db, made.id) == [presses[counted.index(True)]]


async def test_a_document_that_was_asked_for_is_unsent_until_it_arrived(db: Database) -> None:
    """Announced is not arrived, and another version's arrival says nothing."""
    made = await cases.application(db, ADA)
    await decisions.add(db, made.id, Decision(1, "", Choice.SENT, version=2))
    await decisions.add(db, made.id, Decision(2, "", Choice.SENT, version=12))
    assert await decisions.unsent(db) == [(made.id, 2), (made.id, 12)]
    going = await outbox.begin(db, made.id, "document:2")
    assert await decisions.unsent(db) == [(made.id, 2), (made.id, 12)]
    await outbox.sent(db, going.id, 7)
    assert await decisions.unsent(db) == [(made.id, 12)]


async def test_a_version_is_asked_for_once(db: Database) -> None:
    """A second sending of the same number is not taken."""
    made = await cases.application(db, ADA)
    assert await decisions.add(db, made.id, Decision(1, "", Choice.SENT, version=2))
    assert not await decisions.add(db, made.id, Decision(2, "", Choice.SENT, version=2))


async def test_decisions_need_an_application(db: Database) -> None:
    """There is nothing to decide on without one."""
    with pytest.raises(errors.Missing):
        await decisions.add(db, 7, Decision(1, "f1", Choice.ACCEPTED))
    with pytest.raises(errors.Missing):
        await decisions.all(db, 7)


async def test_the_review_stands_in_one_message(db: Database) -> None:
    """The last one that was opened."""
    made = await cases.application(db, ADA)
    assert await decisions.shown(db, made.id) is None
    for message in (12, 40):
        await decisions.show(db, made.id, message)
        assert await decisions.shown(db, made.id) == message


async def test_what_was_told_is_remembered(db: Database) -> None:
    """An answer with its term and time; a "no" as a gap; neither is asked for again."""
    await people.meet(db, ADA, "en")
    first = await evidence.tell(db, ADA, "Kubernetes", "Ran three clusters at Acme.")
    await evidence.tell(db, ADA, "Go", "")
    told, denied = await evidence.of(db, ADA)
    assert (told.id, told.kind, told.term) == (first, Kind.TOLD, "Kubernetes")
    assert told.text == "Ran three clusters at Acme."
    assert told.created_at.tzinfo is not None
    assert (denied.kind, denied.term, denied.text) == (Kind.DENIED, "Go", "")
    terms = ["kubernetes ", "Go", "Rust"]
    assert await evidence.answered(db, ADA, terms) == {"kubernetes ", "Go"}


async def test_the_first_word_on_a_term_stands(db: Database) -> None:
    """An answer that is handled twice is one fact, with one id."""
    await people.meet(db, ADA, "en")
    first = await evidence.tell(db, ADA, "Kubernetes", "Ran it.")
    assert await evidence.tell(db, ADA, "KUBERNETES", "Ran it, twice.") == first
    assert [each.text for each in await evidence.of(db, ADA)] == ["Ran it."]


async def test_a_wording_belongs_to_its_resume(db: Database) -> None:
    """It says something about one line of one file, and is no evidence for another one."""
    await people.meet(db, ADA, "en")
    mine = await resumes.add(db, ADA, "a.docx", "{}", b"one", "docx", 1)
    other = await resumes.add(db, ADA, "b.docx", "{}", b"two", "docx", 1)
    id = await evidence.word(db, ADA, mine, "s1", "e1", "Led five people")
    assert await evidence.word(db, ADA, mine, "s1", "e1", "Led five people") == id
    assert await evidence.word(db, ADA, mine, "s1", "e2", "Led five people") != id
    first, _ = await evidence.of(db, ADA, mine)
    assert (first.kind, first.section, first.entry, first.resume) == (
        Kind.WORDED,
        "s1",
        "e1",
        mine,
    )
    assert await evidence.of(db, ADA, other) == []
    assert await evidence.of(db, ADA) == []


async def test_evidence_is_its_persons(db: Database) -> None:
    """Nobody reads another one's, or words another one's résumé; forgetting takes it away."""
    for person in (ADA, BOB):
        await people.meet(db, person, "en")
        await evidence.tell(db, person, "Go", f"of {person}")
    theirs = await resumes.add(db, BOB, "b.docx", "{}", b"two", "docx", 1)
    with pytest.raises(errors.Missing):
        await evidence.word(db, ADA, theirs, "s1", "", "Led")
    assert [each.text for each in await evidence.of(db, ADA)] == [f"of {ADA}"]
    await people.forget(db, ADA)
    assert await evidence.of(db, ADA) == []
    assert [each.text for each in await evidence.of(db, BOB)] == [f"of {BOB}"]

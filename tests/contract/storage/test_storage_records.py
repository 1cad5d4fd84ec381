"""What is kept comes back as it was, on both databases."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import (
    applications,
    desks,
    errors,
    inbox,
    outbox,
    people,
    postings,
    resumes,
    silences,
    steps,
    versions,
)
from storage.database import Database
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


async def test_a_person_is_met_once(db: Database) -> None:
    """Meeting again keeps the person and their consents; only a new language is taken over."""
    first = await people.meet(db, ADA, "en")
    await people.consent(db, ADA, "OpenRouter")
    await people.consent(db, ADA, "OpenRouter")
    again = await people.meet(db, ADA, "")
    assert again == replace(first, consents=frozenset({"OpenRouter"}))
    assert (await people.meet(db, ADA, "pt-BR")).language == "pt-BR"
    assert (await people.get(db, ADA)) == replace(again, language="pt-BR")


async def test_nobody_is_known_unmet(db: Database) -> None:
    """A stranger is None, and can agree to nothing."""
    assert await people.get(db, BOB) is None
    with pytest.raises(errors.Missing):
        await people.consent(db, BOB, "OpenRouter")


async def test_many_meet_at_once(db: Database) -> None:
    """Two messages of a new person at the same time are one person with one key."""
    met = await asyncio.gather(*(people.meet(db, ADA, "en") for _ in range(5)))
    assert len(set(met)) == 1


async def test_an_update_is_taken_once(db: Database) -> None:
    """The same update id is taken once, whoever sends it again and however often at a time."""
    taken = await asyncio.gather(*(inbox.take(db, 7, ADA, "hello") for _ in range(4)))
    assert sorted(taken) == [False, False, False, True]
    assert await inbox.pending(db) == [inbox.Pending(7, "hello")]


async def test_updates_wait_in_the_order_of_arrival(db: Database) -> None:
    """Not in that of their ids, which start anew at random after a quiet week."""
    for update_id, person in ((900, ADA), (12, 0), (13, BOB)):
        await inbox.take(db, update_id, person, f"payload {update_id}")
    assert [entry.update_id for entry in await inbox.pending(db)] == [900, 12, 13]


async def test_a_handled_update_leaves_its_id(db: Database) -> None:
    """Its payload goes at once, its id stays known until it is pruned."""
    await inbox.take(db, 7, ADA, "hello")
    await inbox.done(db, 7)
    await inbox.done(db, 7)
    assert await inbox.pending(db) == []
    assert not await inbox.take(db, 7, ADA, "hello")
    assert await inbox.prune(db, datetime.now(UTC) - timedelta(days=7)) == 0
    assert await inbox.prune(db, datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert await inbox.take(db, 7, ADA, "hello")


async def test_what_waits_is_never_pruned(db: Database) -> None:
    """However old it is."""
    await inbox.take(db, 7, ADA, "hello")
    assert await inbox.prune(db, datetime.now(UTC) + timedelta(days=365)) == 0
    assert len(await inbox.pending(db)) == 1


async def test_a_resume_comes_back_whole(db: Database) -> None:
    """Bytes, reading and name in any script, with the file's sha256."""
    await people.meet(db, ADA, "en")
    made = await resumes.add(db, ADA, "履歴書.docx", '{"é": "\u2028"}', b"PK\x00\xff", "docx", 3)
    kept = await resumes.get(db, made)
    assert kept is not None
    assert (kept.id, kept.person, kept.name, kept.format) == (made, ADA, "履歴書.docx", "docx")
    assert (kept.source, kept.reading) == (b"PK\x00\xff", '{"é": "\u2028"}')
    assert kept.sha256 == hashlib.sha256(kept.source).hexdigest()
    assert kept.created_at.tzinfo is UTC
    assert await resumes.get(db, made + 1) is None


async def test_a_resume_sent_twice_is_one(db: Database) -> None:
    """Same person, bytes and reader: the same id. Another reader or person: another résumé."""
    await people.meet(db, ADA, "en")
    await people.meet(db, BOB, "en")
    add = resumes.add
    first = await add(db, ADA, "a.docx", "{}", b"file", "docx", 1)
    assert await add(db, ADA, "b.docx", "{}", b"file", "docx", 1) == first
    others = {
        await add(db, ADA, "a.docx", "{}", b"file", "docx", 2),
        await add(db, ADA, "a.docx", "{}", b"file.", "docx", 1),
        await add(db, BOB, "a.docx", "{}", b"file", "docx", 1),
    }
    assert len(others | {first}) == 4


async def test_a_posting_sent_twice_is_one(db: Database) -> None:
    """Same person and text: the same id, whatever it is called."""
    await people.meet(db, ADA, "en")
    first = await postings.add(db, ADA, "job.pdf", "We look for …", b"%PDF")
    assert await postings.add(db, ADA, "", "We look for …") == first
    other = await postings.add(db, ADA, "", "We look for somebody else")
    kept = await postings.get(db, first)
    assert kept is not None
    assert (kept.person, kept.name, kept.text) == (ADA, "job.pdf", "We look for …")
    assert other != first
    assert await postings.get(db, other + 1) is None
    assert await postings.source(db, first) == b"%PDF"
    assert await postings.source(db, other) == await postings.source(db, other + 1) == b""


async def test_files_belong_to_somebody_met(db: Database) -> None:
    """Who was not met has no key, and nothing of theirs is kept."""
    with pytest.raises(errors.Forgotten):
        await resumes.add(db, BOB, "a.docx", "{}", b"file", "docx", 1)
    await inbox.take(db, 1, BOB, "hello")  # which makes the key, but no person
    with pytest.raises(errors.Missing):
        await postings.add(db, BOB, "", "text")


async def test_a_desk_is_empty_at_first(db: Database) -> None:
    """A chat that nothing was put into is its person's, with version 0."""
    assert await desks.get(db, ADA) == desks.Desk(ADA, ADA)


async def test_a_desk_counts_its_puts(db: Database) -> None:
    """Each put is one version on, whichever version it was made from."""
    desk = await cases.desk(db, ADA)
    first = await desks.put(db, replace(desk, asked="consent", pending='["part one"]', card=44))
    assert first.version == 1
    assert await desks.get(db, ADA) == first
    second = await desks.put(db, replace(desk, card=None, posting=None))
    assert second.version == 2
    assert await desks.get(db, ADA) == replace(desk, posting=None, version=2)


async def test_a_desk_holds_only_its_persons_files(db: Database) -> None:
    """Somebody else's résumé, or one that never was, is refused and nothing changes."""
    desk = await desks.put(db, await cases.desk(db, ADA))
    await people.meet(db, BOB, "en")
    theirs = await resumes.add(db, BOB, "b.docx", "{}", b"b", "docx", 1)
    for wrong in (theirs, 999):
        with pytest.raises(errors.Missing):
            await desks.put(db, replace(desk, resume=wrong))
    assert await desks.get(db, ADA) == desk


async def test_a_table_begins_one_application(db: Database) -> None:
    """What lies on it becomes an application once; a table that has changed begins none."""
    await people.meet(db, ADA, "en")
    desk = await desks.put(db, replace(await cases.desk(db, ADA), card=44, asked="resume"))
    begun = await desks.begin(db, desk, "Engineer")
    assert begun is not None
    assert (begun.resume, begun.posting, begun.card) == (desk.resume, desk.posting, 44)
    assert begun.title == "Engineer"
    assert begun.state == "waiting"
    cleared = await desks.get(db, ADA)
    assert cleared == replace(desk, posting=None, card=None, asked="", version=2)
    assert await desks.begin(db, desk, "Engineer") is None
    assert await desks.begin(db, cleared, "Engineer") is None
    assert [entry.id for entry in await applications.unfinished(db)] == [begun.id]


async def test_unsettled_desks_are_found(db: Database) -> None:
    """Those with something unfinished on them, for the bot to take up again."""
    unfinished = await desks.put(db, replace(await cases.desk(db, ADA), pending='["part one"]'))
    await desks.put(db, await cases.desk(db, BOB))
    assert await desks.unsettled(db) == [unfinished]


async def test_a_step_keeps_its_first_result(db: Database) -> None:
    """A step that ran twice came to what it came to first."""
    made = await cases.application(db, ADA)
    await steps.put(db, made.id, "job_analysis", '{"title": "…"}', '{"cost": 0.01}')
    await steps.put(db, made.id, "job_analysis", "something else")
    await steps.put(db, made.id, "implementation:s3", "[]")
    assert await steps.get(db, made.id, "job_analysis") == '{"title": "…"}'
    assert await steps.get(db, made.id, "polish") is None
    assert await steps.all(db, made.id) == {
        "job_analysis": ('{"title": "…"}', '{"cost": 0.01}'),
        "implementation:s3": ("[]", ""),
    }


async def test_results_need_their_application(db: Database) -> None:
    """A step, version or sending of an application that is not there is refused."""
    with pytest.raises(errors.Missing):
        await steps.put(db, 1, "polish", "[]")
    with pytest.raises(errors.Missing):
        await steps.get(db, 1, "polish")
    with pytest.raises(errors.Missing):
        await versions.add(db, 1, 1, "[]", "00", "Acme_Engineer")
    with pytest.raises(errors.Missing):
        await outbox.begin(db, 1, "document")


async def test_a_sent_version_stays(db: Database) -> None:
    """Until it is sent a version can be made again; afterwards it is what was sent."""
    made = await cases.application(db, ADA)
    assert await versions.latest(db, made.id) is None
    await versions.add(db, made.id, 1, "[]", "aa", "Acme_Engineer")
    await versions.add(db, made.id, 1, '["x"]', "bb", "Acme_Engineer")
    await versions.sent(db, made.id, 1, "FILE1")
    await versions.add(db, made.id, 1, '["y"]', "cc", "Acme_Engineer_2")
    await versions.add(db, made.id, 2, '["z"]', "dd", "Acme_Engineer")
    first, last = await versions.get(db, made.id, 1), await versions.latest(db, made.id)
    assert first is not None
    assert last is not None
    assert (first.edits, first.sha256, first.file_id) == ('["x"]', "bb", "FILE1")
    assert (last.number, last.edits, last.folder, last.file_id) == (2, '["z"]', "Acme_Engineer", "")
    assert await versions.get(db, made.id, 3) is None


async def test_a_sending_begun_again_says_so(db: Database) -> None:
    """Each begin of what did not arrive is an attempt more; what arrived is not begun again."""
    made = await cases.application(db, ADA)
    first = await outbox.begin(db, made.id, "document-1")
    again = await outbox.begin(db, made.id, "document-1")
    other = await outbox.begin(db, made.id, "document-2")
    assert (first.state, first.attempts) == ("sending", 1)
    assert again == replace(first, attempts=2)
    assert (other.attempts, other.id == first.id) == (1, False)
    await outbox.sent(db, first.id, 71, "FILE1")
    await outbox.sent(db, first.id, 72, "FILE2")
    arrived = await outbox.begin(db, made.id, "document-1")
    assert arrived == replace(again, state="sent", message_id=71, file_id="FILE1")


async def test_of_two_begins_one_is_the_repeat(db: Database) -> None:
    """Begun twice at once, exactly one of them is the first."""
    made = await cases.application(db, ADA)
    both = await asyncio.gather(*(outbox.begin(db, made.id, "document") for _ in range(2)))
    assert sorted(begun.attempts for begun in both) == [1, 2]


async def test_a_silence_lasts_until_it_is_over(db: Database) -> None:
    """The latest word on a chat counts, and what is over is dropped."""
    now = datetime.now(UTC)
    await silences.keep(db, ADA, now + timedelta(hours=1))
    await silences.keep(db, ADA, now + timedelta(hours=2))
    await silences.keep(db, -BOB, now - timedelta(seconds=1))
    assert await silences.lasting(db) == {ADA: now + timedelta(hours=2)}
    await people.meet(db, ADA, "en")
    await people.forget(db, ADA)
    assert await silences.lasting(db) == {}

"""A person gets everything that is kept about them, and nothing about anybody else."""

import json
from datetime import UTC, datetime, timedelta

from agents.values import Spent
from storage import (
    access,
    analyses,
    audit,
    broadcasts,
    decisions,
    desks,
    dossier,
    evidence,
    inbox,
    invites,
    outbox,
    people,
    postings,
    preferences,
    schema,
    silences,
    spending,
    steps,
    switches,
    versions,
)
from storage.audit import Outcome
from storage.database import Database
from storage.decisions import Choice, Decision
from storage.preferences import Preferences
from storage.spending import Effort
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


async def test_a_dossier_is_everything(db: Database) -> None:
    """Every table that has something of the person, opened; none of what serves only the vault."""
    for person in (ADA, BOB):
        made = await cases.application(db, person)
        await people.consent(db, person, "OpenRouter")
        await inbox.take(db, person, person, f"update of {person}")
        await steps.put(db, made.id, "polish", f"result of {person}", "cost")
        await versions.add(db, made.id, 1, "[]", "00", "Acme_Engineer")
        await outbox.begin(db, made.id, "document")
        await desks.put(db, desks.Desk(person, person, pending="half a paste"))
        await decisions.show(db, made.id, 12)
        await decisions.add(db, made.id, Decision(1, "f1", Choice.WORDED, f"word of {person}"))
        await evidence.tell(db, person, "Kubernetes", f"ran it as {person}")
        await silences.keep(db, person, datetime.now(UTC) + timedelta(hours=1))
        await preferences.put(db, person, Preferences("es"))
        mark = analyses.mark(db, f"post of {person}")
        await analyses.keep(db, mark, person, f"needs of {person}", "cost")
        await _operate(db, person)
    told = json.loads(await dossier.gather(db, ADA))
    assert told.keys() == schema.metadata.tables.keys()
    assert {table: len(rows) for table, rows in told.items() if len(rows) != 1} == {}
    assert told["steps"][0]["payload"] == f"result of {ADA}"
    assert told["resumes"][0]["name"] == "ada.docx"
    assert told["inbox"][0]["payload"] == f"update of {ADA}"
    assert told["decisions"][0]["text"] == f"word of {ADA}"
    assert told["evidence"][0]["text"] == f"ran it as {ADA}"
    assert str(BOB) not in json.dumps(told)
    assert not {"mark", "label", "source"} & {name for rows in told.values() for name in rows[0]}


async def _operate(db: Database, person: int) -> None:
    """What an admin leaves behind, and what anybody does in the books."""
    await audit.note(db, person, "stats", "", Outcome.DONE)
    await access.limit(db, person, 3)
    await invites.make(db, person, datetime.now(UTC) + timedelta(hours=1))
    news = await broadcasts.draft(db, person, f"news of {person}")
    if person == ADA:  # to everybody who is known, which is only herself
        await broadcasts.begin(db, news)
    await switches.turn_on(db, f"switch {person}", person)
    await spending.add(db, person, Effort("polish", "fast", 1.0, Spent(1)))


async def test_after_a_forgetting_there_is_no_dossier(db: Database) -> None:
    """Of the person only the ids of handled updates and the day's count; of others everything."""
    for person in (ADA, BOB):
        made = await cases.application(db, person)
        await inbox.take(db, person, person, "update")
        await steps.put(db, made.id, "polish", "result")
        await desks.put(db, await cases.desk(db, person))
        await decisions.show(db, made.id, 12)
        await decisions.add(db, made.id, Decision(1, "f1", Choice.REJECTED))
        await evidence.tell(db, person, "Kubernetes", "")
    theirs = await dossier.gather(db, BOB)
    await people.forget(db, ADA)
    told = json.loads(await dossier.gather(db, ADA))
    assert {table for table, rows in told.items() if rows} == {"inbox", "starts"}
    assert told["inbox"][0]["payload"] is None
    assert await dossier.gather(db, BOB) == theirs


async def test_a_dossier_has_the_files(db: Database) -> None:
    """As they were sent, with names that tell them apart; a pasted post has none."""
    desk = await cases.desk(db, ADA)
    posting = await postings.add(db, ADA, "job.pdf", "Wanted", b"%PDF")
    found = {name: data async for name, data in dossier.files(db, ADA)}
    assert found == {
        f"resumes-{desk.resume}-ada.docx": cases.TEXT.encode(),
        f"postings-{posting}-job.pdf": b"%PDF",
    }


async def test_a_dossiers_names_lead_nowhere(db: Database) -> None:
    """An address, a path upwards and a name with control characters become one plain word."""
    await people.meet(db, ADA, "en")
    for name in ("https://example.com/jobs?id=1", "../../x.pdf", "..\\y.pdf", "a\x00\n\u202eb.pdf"):
        await postings.add(db, ADA, name, name, name.encode())
    assert [name async for name, _ in dossier.files(db, ADA)] == [
        "postings-1-https-example.com-jobs-id=1",
        "postings-2-..-..-x.pdf",
        "postings-3-..-y.pdf",
        "postings-4-a-b.pdf",
    ]


async def test_a_strangers_dossier_is_empty(db: Database) -> None:
    """Nothing is kept about who was never met."""
    assert set(map(len, json.loads(await dossier.gather(db, BOB)).values())) == {0}
    assert [name async for name, _ in dossier.files(db, BOB)] == []

"""A forgotten person is in no row, no file and no log, also when a crash came between."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import (
    applications,
    database,
    desks,
    errors,
    inbox,
    outbox,
    people,
    schema,
    steps,
    vault,
    versions,
)
from storage.database import Database
from storage.vault import Vault
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database.open(tmp_path)
    yield opened
    await opened.close()


class Glass(Vault):
    """A vault that seals nothing, so that a byte search can find what is left behind."""

    def seal(self, person: int, value: bytes | str) -> bytes:
        head = super().seal(person, b"")[:21]
        return head + (value.encode() if isinstance(value, str) else value)

    def open(self, _person: int, sealed: bytes) -> bytes:
        return sealed[21:]


async def _live(db: Database, person: int, rounds: int = 12) -> None:
    """Leave text everywhere, of many sizes, written over again and again."""
    for number in range(rounds):
        made = await cases.application(db, person)
        text = f"{cases.TEXT} {number} {person} " * (1 + number * number)
        await inbox.take(db, person * 100 + number, person, text)
        await applications.note(db, made.id, title=text[:60], company=cases.TEXT, trouble=text)
        await steps.put(db, made.id, "job_analysis", text, text)
        await steps.put(db, made.id, "polish", text[: 40 * number])
        await versions.add(db, made.id, 1, text, "00", cases.TEXT)
        await versions.add(db, made.id, 1, text[:99], "11", cases.TEXT)
        await outbox.begin(db, made.id, "document")
        await desks.put(db, desks.Desk(person, person, asked="more", pending=text))
    await inbox.done(db, person * 100)


def _found(data: Path, text: str) -> list[str]:
    files = (path for path in data.rglob("*") if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


async def _rows(db: Database) -> dict[str, int]:
    async with db.read() as connection:
        tables = schema.metadata.sorted_tables
        counts = [await connection.scalar(select(func.count()).select_from(t)) for t in tables]
    return {table.name: count or 0 for table, count in zip(tables, counts, strict=True)}


async def test_no_byte_is_left(db: Database, tmp_path: Path) -> None:
    """With sealing switched off, no live file holds a word of a forgotten person."""
    db.vault = Glass(db.vault.path, {}, set())
    await db.vault.admit(vault.NOBODY)
    await _live(db, BOB)
    await _live(db, ADA)
    assert _found(tmp_path, cases.TEXT)
    for person in (ADA, BOB):
        await people.forget(db, person)
        assert _found(tmp_path, f"{person} ") == []
    assert _found(tmp_path, cases.TEXT) == []
    await db.close()
    assert _found(tmp_path, cases.TEXT) == []


async def test_sealed_text_is_in_no_file_at_all(db: Database, tmp_path: Path) -> None:
    """With sealing on there is nothing to find, even before anybody is forgotten."""
    await _live(db, ADA, rounds=3)
    assert _found(tmp_path, cases.TEXT) == []
    await db.close()
    assert _found(tmp_path, cases.TEXT) == []


async def test_others_keep_everything(db: Database) -> None:
    """Only the forgotten person's rows go; of updates the ids stay, and what was begun today."""
    await _live(db, BOB, rounds=2)
    before = await _rows(db)
    await _live(db, ADA, rounds=2)
    await people.consent(db, ADA, "OpenRouter")
    await people.forget(db, ADA)
    await people.forget(db, ADA)
    left = {"inbox": before["inbox"] + 2, "starts": before["starts"] + 2}
    assert await _rows(db) == {**before, **left}
    assert {entry.update_id for entry in await inbox.pending(db)} == {BOB * 100 + 1}
    assert await people.get(db, ADA) is None
    assert (await desks.get(db, ADA)).version == 0
    with pytest.raises(errors.Forgotten):
        await desks.put(db, desks.Desk(ADA, ADA))
    assert not await inbox.take(db, ADA * 100 + 1, ADA, "sent again")


async def test_a_forgetting_that_was_cut_off_is_completed(db: Database, tmp_path: Path) -> None:
    """Killed between key and rows: nobody reads them, and the next opening takes them away."""
    await _live(db, ADA, rounds=2)
    await db.vault.forget(ADA)
    assert await people.get(db, ADA) is None
    assert await inbox.pending(db) == []
    assert await desks.unsettled(db) == []
    await db.close()
    again = await database.open(tmp_path)
    left = {table: count for table, count in (await _rows(again)).items() if count}
    await again.close()
    assert left == {"inbox": 2, "starts": 2}


async def test_who_comes_back_starts_anew(db: Database) -> None:
    """After a forgetting that was cut off, too: nothing of the earlier life is met again."""
    await _live(db, ADA, rounds=2)
    await people.consent(db, ADA, "OpenRouter")
    await db.vault.forget(ADA)
    met = await people.meet(db, ADA, "de")
    assert (met.language, met.consents) == ("de", frozenset())
    assert await applications.of(db, ADA, 9) == []


async def test_a_reader_in_the_way_is_told(db: Database) -> None:
    """While another process reads, the log cannot be emptied; afterwards it can."""
    await people.meet(db, ADA, "en")
    with closing(sqlite3.connect(db.file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM people").fetchall()
        await people.meet(db, ADA, "de")
        assert not await db.truncate(patience=0.05)
    assert await db.truncate()
    assert db.file.with_name(f"{db.file.name}-wal").stat().st_size == 0

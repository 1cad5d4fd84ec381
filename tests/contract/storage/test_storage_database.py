"""A database opens, migrates, refuses what is newer, survives its callers and closes."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage import database, errors, inbox, migration, people, schema, vault
from storage.database import Database
from tests.contract.storage import cases

ADA = 5550100
_HURRY: dict[str, Any] = {"pool_timeout": 0.05, "poolclass": AsyncAdaptedQueuePool}


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), schema.metadata))


async def test_migrations_make_the_tables(db: Database) -> None:
    """What the migrations make is what the code says, column by column."""
    async with db.read() as connection:
        assert await connection.run_sync(_differences) == []
        assert not await connection.run_sync(migration.pending)


async def test_everything_is_there_after_opening_again(tmp_path: Path, url: str) -> None:
    """Closed and opened, nothing is lost and nothing migrated twice."""
    for number in range(3):
        db = await database.open(tmp_path, url)
        await inbox.take(db, number, ADA, f"hello {number}")
        assert len(await inbox.pending(db)) == number + 1
        await db.close()


async def test_opening_at_once_migrates_once(tmp_path: Path, url: str) -> None:
    """Two that open an empty database together both get a whole one."""
    both = await asyncio.gather(*(database.open(tmp_path, url) for _ in range(2)))
    for number, db in enumerate(both):
        assert await inbox.take(db, number, ADA, "hello")
    for db in both:
        assert len(await inbox.pending(db)) == 2
        await db.close()


async def test_a_newer_database_is_refused(tmp_path: Path, url: str) -> None:
    """A revision that this bot does not know: nothing is changed."""
    db = await database.open(tmp_path, url)
    async with db.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await db.close()
    with pytest.raises(errors.NewerDatabase, match="9999"):
        await database.open(tmp_path, url)


async def test_an_older_database_is_migrated(tmp_path: Path, url: str, later: Path) -> None:
    """Rows from before the migration are there after it; the older bot then refuses."""
    db = await database.open(tmp_path, url)
    await inbox.take(db, 1, ADA, "hello")
    await db.close()
    db = await database.open(tmp_path, url, later)
    assert await inbox.pending(db) == [inbox.Pending(1, "hello")]
    async with db.write() as connection:
        await connection.execute(text("INSERT INTO later VALUES (1)"))
    await db.close()
    with pytest.raises(errors.NewerDatabase):
        await database.open(tmp_path, url)


async def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, url: str, later: Path
) -> None:
    """A half-made migration is rolled back, its tables included."""
    db = await database.open(tmp_path, url)
    await db.close()
    script = later / "versions" / "v9999_later.py"
    script.write_text(script.read_text() + "    raise RuntimeError('half way')\n")
    with pytest.raises(RuntimeError, match="half way"):
        await database.open(tmp_path, url, later)
    db = await database.open(tmp_path, url)
    with pytest.raises(errors.StorageError):
        async with db.read() as connection:
            await connection.execute(text("SELECT * FROM later"))
    await db.close()


async def test_a_migration_can_be_taken_back(db: Database) -> None:
    """The first migration's way back leaves no table of ours."""
    async with db.write() as connection:
        await connection.run_sync(migration.downgrade, "base")
        assert await connection.run_sync(migration.current) is None
        await connection.run_sync(migration.upgrade)


async def test_what_waits_too_long_is_unavailable() -> None:
    """Every connection taken for longer than it is worth waiting: trouble that passes."""
    engine = create_async_engine("sqlite+aiosqlite://", pool_size=1, max_overflow=0, **_HURRY)
    async with engine.connect():
        with pytest.raises(errors.Unavailable, match="busy"), errors.named():
            await engine.connect()
    await engine.dispose()


async def test_a_time_without_a_zone_is_refused(db: Database) -> None:
    """It could mean any hour."""
    with pytest.raises(StatementError, match="time zone"):
        await inbox.prune(db, datetime(2026, 11, 22))  # noqa: DTZ001


async def test_truncating_is_for_sqlite(db: Database) -> None:
    """A server keeps no log of that kind: nothing to do is well done."""
    assert await db.truncate()


async def test_closing_twice_is_closing(tmp_path: Path, url: str) -> None:
    """And a database that was never used closes too."""
    db = await database.open(tmp_path, url)
    await db.close()
    await db.close()


async def test_a_failed_block_changes_nothing(db: Database) -> None:
    """An error inside a write takes back what the block wrote, and is the caller's own."""
    await inbox.take(db, 1, ADA, "hello")

    async def fail() -> None:
        async with db.write() as connection:
            await connection.execute(text("DELETE FROM inbox"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert len(await inbox.pending(db)) == 1


async def test_writers_take_turns(db: Database) -> None:
    """Many writers at once: each counts from what the last one left, none is lost."""
    await cases.desk(db, ADA)
    read = text("SELECT count(*) FROM consents")
    add = text("INSERT INTO consents VALUES (:person, :provider, CURRENT_TIMESTAMP)")

    async def count(name: str) -> int:
        async with db.write() as connection:
            if not db.embedded:
                await connection.execute(text("LOCK TABLE consents IN EXCLUSIVE MODE"))
            before = (await connection.execute(read)).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(add, {"person": ADA, "provider": name})
            return int(before)

    counted = await asyncio.gather(*(count(f"provider {n}") for n in range(20)))
    assert sorted(counted) == list(range(20))


async def test_readers_do_not_wait_for_a_writer(db: Database) -> None:
    """A reader during a long write sees what was committed before it."""
    await inbox.take(db, 1, ADA, "hello")
    async with db.write() as connection:
        await connection.execute(text("UPDATE inbox SET update_id = 2"))
        assert [entry.update_id for entry in await inbox.pending(db)] == [1]
    assert [entry.update_id for entry in await inbox.pending(db)] == [2]


async def test_a_reader_cannot_write(db: Database) -> None:
    """What was taken for reading refuses to change anything."""
    await inbox.take(db, 1, ADA, "hello")
    with pytest.raises(errors.StorageError):
        async with db.read() as connection:
            await connection.execute(text("DELETE FROM inbox"))
    assert len(await inbox.pending(db)) == 1


async def test_cancelled_writers_leave_nothing_behind(db: Database) -> None:
    """Writers cancelled at any point hold no lock, and what did not commit is not there."""
    await cases.desk(db, ADA)

    async def write(number: int) -> None:
        await people.consent(db, ADA, f"provider {number}")
        await inbox.take(db, number, ADA, "hello")

    for number in range(24):
        task = asyncio.create_task(write(number))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.wait_for(write(99), 5)
    assert 99 in {entry.update_id for entry in await inbox.pending(db)}


async def test_lost_keys_are_told(tmp_path: Path, url: str) -> None:
    """A database whose key file is gone does not open as if everybody had been forgotten."""
    db = await database.open(tmp_path, url)
    await cases.desk(db, ADA)
    await db.close()
    kept = shutil.move(tmp_path / vault.FILE, tmp_path / "aside")
    with pytest.raises(errors.KeysLost, match="1 people"):
        await database.open(tmp_path, url)
    shutil.move(kept, tmp_path / vault.FILE)
    db = await database.open(tmp_path, url)
    assert await people.get(db, ADA) is not None
    await db.close()


async def test_a_server_that_is_away_is_unavailable(
    fresh: Callable[[], str], tmp_path: Path
) -> None:
    """No database behind the URL: trouble that may pass, with a name."""
    with pytest.raises(errors.Unavailable) as trouble:
        await database.open(tmp_path, fresh().replace("/postgres?", "/gone?"))
    assert trouble.value.again

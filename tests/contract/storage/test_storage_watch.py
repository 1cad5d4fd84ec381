"""What watches the database asks of it, on both kinds: a beat, its condition, and how many."""

from pathlib import Path

import pytest

from storage import applications, census, condition, database, errors, inbox, moment, pulse
from storage.database import Database
from tests.contract.storage import cases

ADA = 5550100


async def test_a_beat_is_committed(db: Database) -> None:
    """Again and again, and nothing that counts is changed."""
    for _ in range(2):
        await pulse.beat(db)
    assert await census.states(db) == {}


async def test_applications_are_counted_by_state(db: Database) -> None:
    """States of none are left out."""
    first = await cases.application(db, ADA)
    await cases.application(db, ADA)
    await applications.advance(db, first.id, "running")
    assert await census.states(db) == {"running": 1, "waiting": 1}


async def test_the_oldest_update_that_waits(db: Database) -> None:
    """How many, and since when; none where all is handled."""
    assert await inbox.waiting(db) == (0, None)
    began = moment.now()
    for id in (1, 2):
        await inbox.take(db, id, ADA, "{}")
    count, oldest = await inbox.waiting(db)
    assert count == 2
    assert oldest is not None
    assert began <= oldest <= moment.now()
    await inbox.done(db, 1)
    await inbox.done(db, 2)
    assert await inbox.waiting(db) == (0, None)


async def test_the_condition_of_a_database(url: str, tmp_path: Path) -> None:
    """Not there, then of this version; looking makes nothing."""
    data = tmp_path / "data"
    assert await condition.look(data, url) == condition.Condition(present=False)
    db = await database.open(data, url)
    await cases.desk(db, ADA)
    await db.close()
    assert await condition.look(data, url) == condition.Condition(present=True)
    (data / "keys.db").unlink()
    with pytest.raises(errors.KeysLost):
        await condition.look(data, url)


async def test_a_server_that_only_reads(fresh, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A replica of PostgreSQL takes no write, and that is said."""
    url = fresh()
    db = await database.open(tmp_path, url)
    await db.close()
    reading = await database.attach(tmp_path, f"{url}%20-cdefault_transaction_read_only%3Don")
    with pytest.raises(errors.Unavailable, match="only reads"):
        await pulse.beat(reading)
    await reading.close()

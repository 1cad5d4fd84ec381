"""A backup is whole under load, and kept for a week."""

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from storage import backups, database, errors, inbox, moment, restoration, snapshot
from storage.snapshot import Backup
from tests.contract.storage import cases
from tests.unit import data_folders
from tests.unit.data_folders import ADA, tree


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with one application in it, and nobody using it."""
    return await data_folders.filled(tmp_path / "data")


def put_back(backup: Backup, age: timedelta) -> None:
    """Make a backup look that old."""
    manifest = backup.path.with_suffix(".json")
    told = json.loads(manifest.read_text())
    told["made_at"] = (moment.now() - age).isoformat()
    manifest.write_text(json.dumps(told))


def grow_old(path: Path, age: timedelta) -> None:
    then = (moment.now() - age).timestamp()
    os.utime(path, (then, then))


async def test_a_backup_is_a_database_with_a_manifest(data: Path) -> None:
    """One file that SQLite opens, and beside it when, how many rows, which bytes; no key."""
    assert await backups.age(data) is None
    made = await backups.make(data)
    assert made.rows["applications"] == made.rows["people"] == 1
    assert made.revision == cases.head()
    assert made.sha256 == snapshot.digest(made.path)
    assert await backups.check(made.path) == made
    assert await backups.kept(data) == [made]
    assert (await backups.age(data) or timedelta(1)) < timedelta(minutes=1)
    names = {path.name for path in made.path.parent.iterdir()}
    assert names == {made.path.name, made.path.with_suffix(".json").name}
    assert "keys" not in made.rows
    assert snapshot.made(made.path) == made.made_at


async def test_backups_under_load_miss_nothing(data: Path) -> None:
    """Taken while rows are written, each is intact and has every row committed before it."""
    db = await database.open(data)
    written = 0

    async def write() -> None:
        nonlocal written
        while True:
            assert await inbox.take(db, written, ADA, "x" * 500)
            written += 1

    writer = asyncio.create_task(write())
    for _ in range(8):
        before = written
        made = await backups.make(data)
        assert before <= made.rows["inbox"] <= written + 1
        assert await backups.check(made.path) == made
    writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writer
    assert written > 8
    await db.close()


async def test_a_damaged_database_gives_no_backup(data: Path) -> None:
    """It is told instead, and leaves nothing in the folder; the good ones stay."""
    good = await backups.make(data)
    file = data / restoration.DATABASE
    torn = bytearray(file.read_bytes())
    torn[4096 * 3 : 4096 * 5] = os.urandom(4096 * 2)
    file.write_bytes(torn)
    with pytest.raises((errors.BadBackup, errors.Unavailable)):
        await backups.make(data)
    assert await backups.kept(data) == [good]
    assert len(tree(data / snapshot.FOLDER)) == 2


async def test_without_a_file_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    """Where the database is on a server, its own backups are meant."""
    with pytest.raises(errors.Missing, match="server"):
        await backups.make(tmp_path)


async def test_backups_go_after_a_week(data: Path) -> None:
    """Younger ones stay, and what crashes left goes as well."""
    old, young = await backups.make(data), await backups.make(data)
    put_back(old, timedelta(days=8))
    put_back(young, timedelta(days=6))
    left = old.path.with_name("applications-20200101T000000000000Z.db.partial")
    left.write_bytes(b"half")
    fresh = left.with_name("applications-20200101T000000000001Z.db.partial")
    fresh.write_bytes(b"somebody is writing this")
    grow_old(left, timedelta(hours=2))
    assert await backups.prune(data) == [old.path]
    assert [backup.path for backup in await backups.kept(data)] == [young.path]
    assert not left.exists()
    assert fresh.exists()


async def test_the_last_backup_always_stays(data: Path) -> None:
    """However old, as long as it is intact; a newer one that is damaged does not replace it."""
    oldest, intact, torn = [await backups.make(data) for _ in range(3)]
    put_back(oldest, timedelta(days=99))
    put_back(intact, timedelta(days=98))
    put_back(torn, timedelta(days=97))
    torn.path.write_bytes(b"torn")
    assert set(await backups.prune(data)) == {oldest.path, torn.path}
    assert await backups.prune(data) == []
    assert [backup.path for backup in await backups.kept(data)] == [intact.path]


async def test_what_a_restore_set_aside_goes_after_a_week(data: Path) -> None:
    """Until then it can be looked at."""
    restored = await backups.restore(data, (await backups.make(data)).path)
    await backups.prune(data)
    assert restored.aside.is_dir()
    grow_old(restored.aside, timedelta(days=8))
    await backups.prune(data)
    assert not restored.aside.exists()


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"made_at": 1}', "null"])
async def test_a_manifest_that_says_nothing_is_none(data: Path, told: str) -> None:
    """A backup counts only with a whole manifest."""
    made = await backups.make(data)
    made.path.with_suffix(".json").write_text(told)
    assert await backups.kept(data) == []


async def test_a_migration_is_preceded_by_a_backup(data: Path, tmp_path: Path) -> None:
    """Of the database as it was, once; an opening with nothing to migrate makes none."""
    await (await database.open(data)).close()
    assert await backups.kept(data) == []
    scripts = cases.later(tmp_path)
    for _ in range(2):
        await (await database.open(data, scripts=scripts)).close()
        (made,) = await backups.kept(data)
        assert (made.revision, made.rows["applications"]) == (cases.head(), 1)

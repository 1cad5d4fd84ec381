"""A backup is whole under load, kept for a week, and comes back exactly."""

import asyncio
import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import (
    applications,
    backups,
    database,
    errors,
    exports,
    inbox,
    moment,
    people,
    restoration,
    snapshot,
    vault,
)
from storage.snapshot import Backup
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101


def tree(data: Path) -> dict[str, bytes]:
    """Every file of the folder but SQLite's own, which come and go with a connection."""
    found = (path for path in data.rglob("*") if path.is_file())
    passing = ("-wal", "-shm")
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in found
        if not path.name.endswith(passing)
    }


def put_back(backup: Backup, age: timedelta) -> None:
    """Make a backup look that old."""
    manifest = backup.path.with_suffix(".json")
    told = json.loads(manifest.read_text())
    told["made_at"] = (moment.now() - age).isoformat()
    manifest.write_text(json.dumps(told))


def grow_old(path: Path, age: timedelta) -> None:
    then = (moment.now() - age).timestamp()
    os.utime(path, (then, then))


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with one application in it, and nobody using it."""
    db = await database.open(tmp_path / "data")
    await cases.application(db, ADA)
    await db.close()
    return tmp_path / "data"


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


async def test_a_restore_brings_back_the_backup(data: Path) -> None:
    """Exactly its rows, over a live file with a stale log beside it; the rest is set aside."""
    db = await database.open(data)
    first = await cases.application(db, ADA)
    await applications.advance(db, 1, "stopped")
    made = await backups.make(data)
    for number in range(50):
        await inbox.take(db, number, ADA, "after the backup")
    await applications.advance(db, first.id, "running")
    for ending in ("", "-wal"):  # as a kill would leave them
        name = restoration.DATABASE + ending
        shutil.copyfile(data / name, data / f"{name}.kept")
    await db.close()
    for ending in ("", "-wal"):
        name = restoration.DATABASE + ending
        (data / f"{name}.kept").rename(data / name)
    (data / "workflows.db").write_bytes(b"knows too much")

    restored = await backups.restore(data, made.path)

    assert restored.unfinished == (first.id,)
    assert restored.backup == made
    db = await database.open(data)
    assert await inbox.pending(db) == []
    kept = await applications.get(db, first.id)
    assert kept is not None
    assert kept.state == "waiting"
    await db.close()
    assert not (data / "workflows.db").exists()
    names = {path.name for path in restored.aside.iterdir()}
    assert {"applications.db", "applications.db-wal", "workflows.db"} <= names
    with closing(sqlite3.connect(restored.aside / "applications.db")) as aside:
        assert aside.execute("SELECT count(*) FROM inbox").fetchone() == (50,)


async def test_an_id_is_not_given_out_again_after_a_restore(data: Path, tmp_path: Path) -> None:
    """What was made for an application that the backup lacks is nobody's, twice over."""
    root = tmp_path / "exports"
    await exports.save(root, "Acme", "Cook", {"resume.docx": b"Ada's"}, 1)
    made, given = await backups.make(data), {1}
    for _ in range(2):
        db = await database.open(data)
        after = await cases.application(db, BOB)
        await db.close()
        assert after.id not in given
        given.add(after.id)
        await exports.save(root, "Acme", "Clerk", {"resume.docx": b"Bob's"}, after.id)
        restored = await backups.restore(data, made.path, root)
        assert [owner for owner, _ in exports.owned(root)] == [1]
        aside = restored.aside / "exports" / "Acme_Clerk" / "resume.docx"
        assert aside.read_bytes() == b"Bob's"


async def test_a_backup_from_before_all_applications_gives_out_no_id_again(tmp_path: Path) -> None:
    """Nothing had been counted then."""
    data = tmp_path / "data"
    await (await database.open(data)).close()
    made, given = await backups.make(data), []
    for _ in range(2):
        db = await database.open(data)
        given.append((await cases.application(db, ADA)).id)
        await db.close()
        await backups.restore(data, made.path)
    assert given[0] < given[1]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _flip(path: Path) -> None:
    torn = bytearray(path.read_bytes())
    torn[-100] ^= 1
    path.write_bytes(torn)


def _replace(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a database at all")


def _empty(path: Path) -> None:
    path.unlink()
    path.with_suffix(".json").unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (id INTEGER)")


def _orphan(path: Path) -> None:
    path.with_suffix(".json").unlink()
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("DELETE FROM people")
        copy.commit()


@pytest.mark.parametrize("spoil", [_cut, _flip, _replace, _empty, _orphan, Path.unlink])
async def test_a_bad_backup_is_refused(data: Path, spoil: object) -> None:
    """Cut, changed by a bit, another file, another database, none: nothing has changed."""
    made = await backups.make(data)
    assert callable(spoil)
    spoil(made.path)
    before = tree(data)
    with pytest.raises(errors.BadBackup):
        await backups.restore(data, made.path)
    assert tree(data) == before


async def test_a_backup_without_its_manifest_comes_back(data: Path) -> None:
    """Its pages are read through all the same."""
    made = await backups.make(data)
    made.path.with_suffix(".json").unlink()
    assert (await backups.restore(data, made.path)).unfinished == (1,)


async def test_a_newer_backup_is_refused(data: Path) -> None:
    """This bot would not know its tables."""
    made = await backups.make(data)
    with closing(sqlite3.connect(made.path)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()
    made.path.with_suffix(".json").unlink()
    before = tree(data)
    with pytest.raises(errors.NewerDatabase, match="9999"):
        await backups.restore(data, made.path)
    assert tree(data) == before


async def test_a_backup_needs_its_keys(data: Path) -> None:
    """Without the key file nobody could read it: told before anything is exchanged."""
    made = await backups.make(data)
    keys = (data / vault.FILE).rename(data / "elsewhere")
    before = tree(data)
    with pytest.raises(errors.KeysLost, match="put it back"):
        await backups.restore(data, made.path)
    assert tree(data) == before
    keys.rename(data / vault.FILE)
    await backups.restore(data, made.path)


@pytest.mark.parametrize("done", range(4))
async def test_a_restore_that_was_cut_off_is_completed(data: Path, done: int) -> None:
    """Killed after laying the copy ready or after any file moved: the next opening ends it."""
    made = await backups.make(data)
    db = await database.open(data)
    await inbox.take(db, 1, ADA, "after the backup")
    await db.close()
    restoration.stage(data, made.path)
    (data / "applications.db-wal").write_bytes(b"stale")
    (data / "applications.db-shm").write_bytes(b"stale")
    aside = data / "aside" / str((data / restoration.STAGED).stat().st_mtime_ns)
    aside.mkdir(parents=True)
    for name in ("applications.db", "applications.db-wal", "applications.db-shm")[:done]:
        (data / name).rename(aside / name)
    db = await database.open(data)
    assert await inbox.pending(db) == []
    assert await applications.get(db, 1) is not None
    await db.close()
    assert not (data / restoration.STAGED).exists()
    assert len(list((data / "aside").iterdir())) == 1


async def test_who_was_forgotten_stays_forgotten(data: Path) -> None:
    """A backup from before the forgetting brings nothing of the person back."""
    db = await database.open(data)
    await cases.application(db, BOB)
    made = await backups.make(data)
    await people.forget(db, ADA)
    await people.meet(db, ADA, "en")  # a new life, unknown to the backup
    await db.close()
    assert (await backups.restore(data, made.path)).unfinished == (2,)
    db = await database.open(data)
    assert await people.get(db, ADA) is None
    assert [entry.person for entry in await applications.unfinished(db)] == [BOB]
    await db.close()


async def test_a_migration_is_preceded_by_a_backup(data: Path, tmp_path: Path) -> None:
    """Of the database as it was, once; an opening with nothing to migrate makes none."""
    await (await database.open(data)).close()
    assert await backups.kept(data) == []
    scripts = cases.later(tmp_path)
    for _ in range(2):
        await (await database.open(data, scripts=scripts)).close()
        (made,) = await backups.kept(data)
        assert (made.revision, made.rows["applications"]) == (cases.head(), 1)

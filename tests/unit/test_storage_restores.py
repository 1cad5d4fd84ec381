"""A backup comes back exactly, or is refused before anything has changed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import (
    applications,
    backups,
    database,
    errors,
    exports,
    inbox,
    people,
    restoration,
    vault,
)
from tests.contract.storage import cases
from tests.unit import data_folders
from tests.unit.data_folders import ADA, BOB, tree


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with one application in it, and nobody using it."""
    return await data_folders.filled(tmp_path / "data")


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

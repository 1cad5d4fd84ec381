"""A full disk loses nothing that was kept, has a name, and passes."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from storage import backups, bucket, database, disk, errors, exports, inbox, people, resumes
from storage.database import Database
from tests.contract.storage import cases

ADA = 5550100


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as trouble:
        pytest.skip(f"a small disk cannot be mounted here: {trouble}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    path = folder / "rubbish"
    with path.open("wb", buffering=0) as file:
        for size in (65536, 512, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return path


async def _take_many(db: Database) -> None:
    """More than SQLite has in reserve."""
    for number in range(2, 40):
        await inbox.take(db, number, ADA, "x" * 20_000)


async def test_a_full_disk_passes(small: Path) -> None:
    """Writing is refused by name, reading goes on, and with room again so does writing."""
    db = await database.open(small)
    await cases.desk(db, ADA)
    assert await inbox.take(db, 1, ADA, "before")
    rubbish = fill(small)
    with pytest.raises(errors.Full) as trouble:
        await _take_many(db)
    assert trouble.value.again
    kept = [entry.update_id for entry in await inbox.pending(db)]
    assert kept == list(range(1, len(kept) + 1))
    with pytest.raises(errors.Full):
        await backups.make(small)
    with pytest.raises(errors.Full):
        await exports.save(small, "Acme", "Engineer", {"a.docx": bytes(99_999)}, 1)
    with pytest.raises(errors.Full):
        await people.meet(db, 42, "en")
    rubbish.unlink()
    assert await inbox.take(db, 99, ADA, "after")
    assert [entry.update_id for entry in await inbox.pending(db)] == [*kept, 99]
    await db.close()
    db = await database.open(small)
    assert [entry.update_id for entry in await inbox.pending(db)] == [*kept, 99]
    await db.close()


async def test_ballast_makes_room_to_forget(small: Path) -> None:
    """On a full disk nobody can be forgotten, until the ballast goes."""
    db = await database.open(small)
    await cases.desk(db, ADA)
    assert await disk.stow(small, 500_000)
    rubbish = fill(small)
    with pytest.raises(errors.Full):
        await people.forget(db, ADA)
    assert await disk.drop(small)
    await people.forget(db, ADA)
    assert await people.get(db, ADA) is None
    assert not await disk.stow(small, 500_000)
    rubbish.unlink()
    assert await disk.stow(small, 500_000)
    await db.close()


def test_sending_without_room_is_told(small: Path, tmp_path: Path) -> None:
    """The sealed copy made on the way does not fit: Full, and none of it is left."""
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    place = bucket.connect((tmp_path / "elsewhere").as_uri(), recipient)
    source = tmp_path / "source"
    source.write_bytes(bytes(4_000_000))
    with pytest.raises(errors.Full):
        bucket.put_file(place, "x", source, small / "scratch")
    assert names(small) == []
    assert bucket.names(place, "") == set()


async def test_a_forgetting_without_room_is_none(small: Path) -> None:
    """Refused for want of room, the person is still known and their values readable."""
    db = await database.open(small)
    desk = await cases.desk(db, ADA)
    rubbish = fill(small)
    with pytest.raises(errors.Full):
        await people.forget(db, ADA)
    rubbish.unlink()
    assert desk.resume is not None
    assert await resumes.get(db, desk.resume) is not None
    await db.close()


async def test_ballast_is_of_its_size(tmp_path: Path) -> None:
    """Stowed once, it takes real room; let go, it is gone; nothing is left on the way."""
    assert await disk.stow(tmp_path, 1_000_000)
    assert await disk.stow(tmp_path, 1_000_000)
    assert names(tmp_path) == [disk.BALLAST]
    assert (tmp_path / disk.BALLAST).stat().st_blocks * 512 >= 1_000_000
    assert await disk.drop(tmp_path)
    assert not await disk.drop(tmp_path)


def test_room_is_measured(tmp_path: Path) -> None:
    """What is free is what the system says, and less than is needed is Full."""
    left = disk.free(tmp_path)
    stat = os.statvfs(tmp_path)
    assert abs(left - stat.f_bavail * stat.f_frsize) < 50 * 1024 * 1024
    disk.require(tmp_path, 1)
    with pytest.raises(errors.Full, match="are needed"):
        disk.require(tmp_path, 1 << 62)


async def test_a_write_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    """While twenty megabytes are sealed and kept, the loop answers."""
    db = await database.open(tmp_path)
    await people.meet(db, ADA, "en")
    loop, late = asyncio.get_running_loop(), 0.0
    task = asyncio.create_task(
        resumes.add(db, ADA, "big.docx", "{}", os.urandom(20_000_000), "docx", 1)
    )
    while not task.done():
        before = loop.time()
        await asyncio.sleep(0.005)
        late = max(late, loop.time() - before)
    assert await task
    assert late < 0.5
    await db.close()

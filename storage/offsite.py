"""What is kept in another place, so that the loss of this machine loses nothing.

backups/<name>.db.age, .json   a backup, which holds no keys, and its manifest
keys.db.age                    the keys: one copy that is overwritten, so that none stays
exports/<application>-<digest>.tar.age   what was made for an application
"""

import asyncio
import hashlib
import io
import os
import tarfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from storage import backups, bucket, errors, exports, files, moment, snapshot, vault
from storage.bucket import SEALED, Bucket
from storage.snapshot import MANIFEST, Backup

_BACKUPS, _EXPORTS = "backups", "exports"


async def send(place: Bucket, backup: Backup) -> None:
    """Copy a backup, its manifest last. Raises Unavailable and Full."""
    await asyncio.to_thread(_send, place, backup)


async def send_keys(place: Bucket, data: Path) -> None:
    """Copy the keys over the copy that is there: after each backup and each forgetting.

    Raises Unavailable. A bucket that keeps old versions would keep deleted keys: it must not.
    """
    keys = await asyncio.to_thread(vault.copy, data / vault.FILE)
    await asyncio.to_thread(bucket.put, place, vault.FILE, keys)


async def send_exports(place: Bucket, root: Path) -> int:
    """Copy the folders of applications that are new or changed; gives how many."""
    return await asyncio.to_thread(_send_exports, place, root)


async def drop_exports(place: Bucket, owners: Collection[int]) -> int:
    """Delete the copies of these applications' folders; gives how many there were."""
    return await asyncio.to_thread(_drop_exports, place, owners)


async def prune_exports(
    place: Bucket, root: Path, limits: Collection[tuple[datetime, Collection[int] | None]]
) -> int:
    """Delete copies that were sent before a limit and have no folder here any more.

    A limit is for these applications, or for all. By age, for on a new machine no folder is here.
    """
    return await asyncio.to_thread(_prune_exports, place, root, limits)


async def kept(place: Bucket) -> list[str]:
    """The names of the finished backups there, newest first."""
    return await asyncio.to_thread(_kept, place)


async def prune(place: Bucket) -> list[str]:
    """Delete backups older than a week, never the newest; gives their names."""
    return await asyncio.to_thread(_prune, place)


async def fetch(place: Bucket, name: str, identity: str, data: Path) -> Backup:
    """Bring a backup into data/backups, opened and checked.

    Raises Missing, Unavailable, Full, and BadBackup for a wrong identity or a changed copy.
    """
    return await asyncio.to_thread(_fetch, place, name, identity, data / snapshot.FOLDER)


async def fetch_keys(place: Bucket, identity: str, data: Path) -> None:
    """Bring the key file back to where none is; otherwise raises Contradiction."""
    await asyncio.to_thread(_fetch_keys, place, identity, data / vault.FILE)


async def fetch_exports(place: Bucket, identity: str, root: Path) -> int:
    """Bring back the folders of applications that have none; gives how many."""
    return await asyncio.to_thread(_fetch_exports, place, identity, root)


def _send(place: Bucket, backup: Backup) -> None:
    name = backup.path.name
    scratch = backup.path.with_name(f"{name}{SEALED}{files.PARTIAL}")
    bucket.put_file(place, f"{_BACKUPS}/{name}", backup.path, scratch)
    manifest = backup.path.with_suffix(MANIFEST)
    bucket.put_open(place, f"{_BACKUPS}/{manifest.name}", manifest.read_bytes())


def _send_exports(place: Bucket, root: Path) -> int:
    there = bucket.names(place, _EXPORTS)
    sent = 0
    for owner, folder in exports.owned(root):
        packed = _pack(folder)
        name = f"{owner}-{hashlib.sha256(packed).hexdigest()[:16]}.tar"
        if name + SEALED not in there:
            bucket.put(place, f"{_EXPORTS}/{name}", packed)
            _delete(place, {earlier for earlier in there if _owner(earlier) == owner})
            sent += 1
    return sent


def _drop_exports(place: Bucket, owners: Collection[int]) -> int:
    gone = {name for name in bucket.names(place, _EXPORTS) if _owner(name) in owners}
    _delete(place, gone)
    return len(gone)


def _prune_exports(
    place: Bucket, root: Path, limits: Collection[tuple[datetime, Collection[int] | None]]
) -> int:
    here = {owner for owner, _ in exports.owned(root)}
    gone = {
        name
        for name, sent in bucket.sent(place, _EXPORTS).items()
        for before, owners in limits
        if sent < before and (owners is None or _owner(name) in owners)
    }
    gone = {name for name in gone if _owner(name) not in here}
    _delete(place, gone)
    return len(gone)


def _kept(place: Bucket) -> list[str]:
    there = bucket.names(place, _BACKUPS)
    copies = {name.removesuffix(SEALED) for name in there if name.endswith(f".db{SEALED}")}
    return sorted((name for name in copies if _manifest(name) in there), reverse=True)


def _prune(place: Bucket) -> list[str]:
    oldest = moment.now() - backups.KEPT
    old = [name for name in _kept(place)[1:] if snapshot.made(Path(name)) < oldest]
    for name in old:
        bucket.delete(place, [f"{_BACKUPS}/{_manifest(name)}"])  # without it nothing counts
        bucket.delete(place, [f"{_BACKUPS}/{name}{SEALED}"])
    return old


def _fetch(place: Bucket, name: str, identity: str, folder: Path) -> Backup:
    copy = bucket.get(place, f"{_BACKUPS}/{name}", identity)
    manifest = bucket.get_open(place, f"{_BACKUPS}/{_manifest(name)}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / Path(name).name
    with errors.named():
        files.write(path, copy, mode=0o600)
        files.write(path.with_suffix(MANIFEST), manifest)
    try:
        return snapshot.check(path)
    except errors.BadBackup:
        snapshot.remove(path)
        raise


def _fetch_keys(place: Bucket, identity: str, path: Path) -> None:
    if path.exists():
        raise errors.Contradiction(f"{path.name} is here: move it away to take the copy instead")
    keys = bucket.get(place, vault.FILE, identity)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with errors.named():
        files.write(path, keys, mode=0o600)


def _fetch_exports(place: Bucket, identity: str, root: Path) -> int:
    here = {owner for owner, _ in exports.owned(root)}
    there = bucket.sent(place, _EXPORTS)
    missing = [name for name in there if _owner(name) not in here]
    root.mkdir(parents=True, exist_ok=True)
    for name in missing:
        packed = bucket.get(place, f"{_EXPORTS}/{name.removesuffix(SEALED)}", identity)
        with errors.named(), tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(root, filter="data")
            folder = root / Path(tar.getnames()[0]).parts[0]
        os.utime(folder, (there[name].timestamp(),) * 2)  # it is not kept any longer for this
    return len(missing)


def _pack(folder: Path) -> bytes:
    """A tar of a folder's files, the same bytes for the same content."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            data = path.read_bytes()
            entry = tarfile.TarInfo(f"{folder.name}/{path.name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def _delete(place: Bucket, gone: Collection[str]) -> None:
    bucket.delete(place, [f"{_EXPORTS}/{name}" for name in gone])


def _owner(name: str) -> int:
    return int(name.partition("-")[0])


def _manifest(name: str) -> str:
    return Path(name).with_suffix(MANIFEST).name

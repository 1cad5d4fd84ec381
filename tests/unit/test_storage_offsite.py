"""What goes to another place cannot be read there, and brings everything back."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import boto3
import pyrage
import pytest
from moto.server import ThreadedMotoServer

from storage import (
    applications,
    backups,
    bucket,
    database,
    errors,
    exports,
    moment,
    offsite,
    people,
    postings,
    snapshot,
    vault,
)
from storage.bucket import Bucket
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101
FILES = {"resume.docx": cases.TEXT.encode()}
IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENT = str(IDENTITY.to_public())
SECRETS = {"access_key_id": "example", "secret_access_key": "example", "region": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3 server of our own."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Bucket:
    if request.param == "folder":
        return bucket.connect((tmp_path / "elsewhere").as_uri(), RECIPIENT)
    endpoint: str = request.getfixturevalue("endpoint")
    name = f"bucket-{uuid4().hex}"
    _create(endpoint, name)
    return bucket.connect(f"s3://{name}/bot", RECIPIENT, endpoint=endpoint, **SECRETS)


def _create(endpoint: str, name: str) -> None:
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="example",
        aws_secret_access_key="example",
        region_name="us-east-1",
    ).create_bucket(Bucket=name)


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    db = await database.open(tmp_path / "data")
    await cases.application(db, ADA)
    await db.close()
    await exports.save(tmp_path / "exports", "Acme", "Engineer", FILES, 1)
    return tmp_path / "data"


def everything(place: Bucket) -> dict[str, bytes]:
    names = [entry["path"] for entry in place.store.list().collect()]
    return {name: bytes(place.store.get(name).bytes()) for name in names}


async def test_everything_comes_back_on_a_new_machine(
    place: Bucket, data: Path, tmp_path: Path
) -> None:
    """Backup, keys and exports sent; with the identity an empty machine gets all of it."""
    made = await backups.make(data)
    await offsite.send(place, made)
    await offsite.send_keys(place, data)
    assert await offsite.send_exports(place, tmp_path / "exports") == 1

    new = tmp_path / "new"
    await offsite.fetch_keys(place, str(IDENTITY), new)
    (name,) = await offsite.kept(place)
    fetched = await offsite.fetch(place, name, str(IDENTITY), new)
    assert (fetched.sha256, fetched.rows, fetched.made_at) == (made.sha256, made.rows, made.made_at)
    assert (await backups.restore(new, fetched.path)).unfinished == (1,)
    db = await database.open(new)
    kept = await applications.get(db, 1)
    assert kept is not None
    posting = await postings.get(db, kept.posting)
    await db.close()
    assert posting is not None
    assert posting.text == f"Wanted: {cases.TEXT}"
    assert await offsite.fetch_exports(place, str(IDENTITY), tmp_path / "again") == 1
    assert (tmp_path / "again" / "Acme_Engineer" / "resume.docx").read_bytes() == FILES[
        "resume.docx"
    ]
    assert await offsite.fetch_exports(place, str(IDENTITY), tmp_path / "again") == 0


async def test_nothing_can_be_read_there(place: Bucket, data: Path, tmp_path: Path) -> None:
    """Neither text nor keys nor SQLite pages, nor names of people or companies; no scratch."""
    made = await backups.make(data)
    await offsite.send(place, made)
    await offsite.send_keys(place, data)
    await offsite.send_exports(place, tmp_path / "exports")
    kept = everything(place)
    assert len(kept) == 4
    for name, held in kept.items():
        assert name.endswith((".age", ".json"))
        assert "Acme" not in name
        for secret in (cases.TEXT.encode(), b"SQLite format", b"Acme"):
            assert secret not in held
    assert list_files(made.path.parent) == 2


def list_files(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def test_one_copy_of_the_keys_is_kept(place: Bucket, data: Path) -> None:
    """Sent after a forgetting, it replaces the copy that still had the key."""
    db = await database.open(data)
    await people.meet(db, BOB, "en")
    await offsite.send_keys(place, data)
    await people.forget(db, ADA)
    await offsite.send_keys(place, data)
    await db.close()
    names = set(everything(place))
    assert names == {"keys.db.age"}
    new = data.parent / "new"
    await offsite.fetch_keys(place, str(IDENTITY), new)
    assert (new / vault.FILE).stat().st_mode & 0o777 == 0o600
    keys = await vault.unlock(new / vault.FILE)
    assert keys.people == {BOB}
    assert len(keys.forgotten) == 1
    with pytest.raises(errors.Contradiction, match="move it away"):
        await offsite.fetch_keys(place, str(IDENTITY), new)


async def test_exports_are_sent_when_they_change(place: Bucket, data: Path, tmp_path: Path) -> None:
    """Once each, again when changed, instead of the earlier copy; dropped when asked to."""
    root = tmp_path / "exports"
    await exports.save(root, "Other", "Engineer", FILES, 11)
    assert await offsite.send_exports(place, root) == 2
    assert await offsite.send_exports(place, root) == 0
    await exports.save(root, "Acme", "Engineer", {"resume.docx": b"PK two"}, 1)
    assert await offsite.send_exports(place, root) == 1
    assert sorted(name.split("/")[1].split("-")[0] for name in everything(place)) == ["1", "11"]
    assert await offsite.drop_exports(place, [1, 5]) == 1
    assert await offsite.fetch_exports(place, str(IDENTITY), tmp_path / "again") == 1
    assert [owner for owner, _ in exports.owned(tmp_path / "again")] == [11]


async def test_copies_without_a_folder_go_by_their_age(
    place: Bucket, data: Path, tmp_path: Path
) -> None:
    """Those sent before the limit that is theirs or all's; what has a folder here stays."""
    root, soon = tmp_path / "exports", moment.now() + timedelta(minutes=1)
    for owner in (11, 12):
        await exports.save(root, "Other", "Engineer", FILES, owner)
    assert await offsite.send_exports(place, root) == 3
    await exports.remove(root, [11, 12])
    past = soon - timedelta(days=30)
    assert await offsite.prune_exports(place, root, [(past, None), (past, {11})]) == 0
    assert await offsite.prune_exports(place, root, [(past, None), (soon, {1, 11})]) == 1
    assert await offsite.prune_exports(place, root, [(soon, None)]) == 1
    assert sorted(name.split("/")[1].split("-")[0] for name in everything(place)) == ["1"]


async def test_what_is_fetched_is_kept_no_longer_for_that(data: Path, tmp_path: Path) -> None:
    """A folder that comes back is as old as its copy."""
    place = bucket.connect((tmp_path / "elsewhere").as_uri(), RECIPIENT)
    await offsite.send_exports(place, tmp_path / "exports")
    month = (moment.now() - timedelta(days=31)).timestamp()
    for copy in (tmp_path / "elsewhere" / "exports").iterdir():
        os.utime(copy, (month, month))
    again = tmp_path / "again"
    assert await offsite.fetch_exports(place, str(IDENTITY), again) == 1
    assert await exports.prune(again, moment.now() - timedelta(days=30)) == [1]


async def test_old_copies_go_but_never_the_last(place: Bucket, data: Path) -> None:
    """As on this machine: a week, and the newest however old."""
    ages = [timedelta(days=days) for days in (20, 9, 8)]
    for age in ages:
        made = await backups.make(data)
        stamp = (moment.now() - age).strftime("%Y%m%dT%H%M%S%fZ")
        path = made.path.rename(made.path.with_name(f"applications-{stamp}.db"))
        made.path.with_suffix(".json").unlink()
        await offsite.send(place, snapshot.adopt(path, moment.now() - age))
    names = await offsite.kept(place)
    assert len(names) == 3
    assert await offsite.prune(place) == names[1:]
    assert await offsite.prune(place) == []
    assert await offsite.kept(place) == names[:1]
    assert len(everything(place)) == 2


async def test_a_copy_without_its_manifest_does_not_count(place: Bucket, data: Path) -> None:
    """Cut off while sending, it was never there."""
    made = await backups.make(data)
    await offsite.send(place, made)
    place.store.delete([f"backups/{made.path.stem}.json"])
    assert await offsite.kept(place) == []
    with pytest.raises(errors.Missing):
        await offsite.fetch(place, made.path.name, str(IDENTITY), data)


async def test_a_wrong_identity_opens_nothing(place: Bucket, data: Path) -> None:
    """Nor does one that is none; and what is here is not touched."""
    made = await backups.make(data)
    await offsite.send(place, made)
    other = str(pyrage.x25519.Identity.generate())
    for identity in (other, "AGE-SECRET-KEY-nonsense"):
        with pytest.raises(errors.BadBackup, match="identity"):
            await offsite.fetch(place, made.path.name, identity, data.parent / "new")
    assert not (data.parent / "new").exists()


async def test_a_changed_copy_is_refused(place: Bucket, data: Path, tmp_path: Path) -> None:
    """A backup under another's manifest does not pass for it."""
    first, second = await backups.make(data), await backups.make(data)
    db = await database.open(data)
    await people.meet(db, BOB, "en")
    await db.close()
    third = await backups.make(data)
    for made in (first, second, third):
        await offsite.send(place, made)
    stolen = bytes(place.store.get(f"backups/{third.path.name}.age").bytes())
    place.store.put(f"backups/{first.path.name}.age", stolen)
    with pytest.raises(errors.BadBackup, match="manifest"):
        await offsite.fetch(place, first.path.name, str(IDENTITY), tmp_path / "new")
    flipped = bytearray(stolen)
    flipped[-50] ^= 1
    place.store.put(f"backups/{second.path.name}.age", bytes(flipped))
    with pytest.raises(errors.BadBackup):
        await offsite.fetch(place, second.path.name, str(IDENTITY), tmp_path / "new")
    assert list_files(tmp_path / "new" / snapshot.FOLDER) == 0


async def test_a_bucket_that_is_away_is_unavailable(endpoint: str, data: Path) -> None:
    """No such bucket: trouble with a name, and no scratch file is left."""
    place = bucket.connect("s3://nobodys-bucket", RECIPIENT, endpoint=endpoint, **SECRETS)
    made = await backups.make(data)
    calls: list[Callable[[], object]] = [
        lambda: bucket.put(place, "x", b""),
        lambda: bucket.names(place, "backups"),
    ]
    for call in calls:
        with pytest.raises((errors.Unavailable, errors.Missing)):
            await asyncio.to_thread(call)
    with pytest.raises((errors.Unavailable, errors.Missing)):
        await offsite.send(place, made)
    assert list_files(made.path.parent) == 2


@pytest.mark.parametrize(
    ("url", "recipient", "options"),
    [
        ("s3://bucket", "age1nonsense", {}),
        ("s3://bucket", str(IDENTITY), {}),
        ("carrier-pigeon://bucket", RECIPIENT, {}),
        ("not an address", RECIPIENT, {}),
        ("s3://bucket", RECIPIENT, {"colour": "red"}),
    ],
    ids=["recipient", "identity", "scheme", "address", "option"],
)
def test_wrong_settings_are_told_at_once(url: str, recipient: str, options: dict[str, str]) -> None:
    """Before anything is sent, and without the secret in the message."""
    with pytest.raises(ValueError, match="not a") as trouble:
        bucket.connect(url, recipient, **options)
    assert str(IDENTITY) not in str(trouble.value)


async def test_a_process_ends_well_after_sending(data: Path, tmp_path: Path) -> None:
    """One that exits right after a call to the bucket, as the command line does."""
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from storage import backups, bucket, offsite\n"
        "async def run():\n"
        "    place = bucket.connect(sys.argv[2], sys.argv[3])\n"
        "    await offsite.send(place, await backups.make(Path(sys.argv[1])))\n"
        "    assert await offsite.kept(place)\n"
        "asyncio.run(run())\n"
    )
    words = [str(data), (tmp_path / "elsewhere").as_uri(), RECIPIENT]
    for _ in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", script, *words
        )
        assert await process.wait() == 0

"""The nightly chores: when they are due, what they delete, and what stays when they fail."""

import hashlib
import os
import shutil
from datetime import UTC, datetime, timedelta

import pyrage
import pytest
from telegram.ext import JobQueue

from bot import attempts, belongings, copies, ending, schedule, settings, texts, texts_care
from bot.chores import Chores, sentence
from bot.services import Services
from storage import (
    applications,
    backups,
    bucket,
    database,
    errors,
    exports,
    inbox,
    moment,
    offsite,
    people,
    versions,
)
from tests.contract.storage import cases

ADA = 5550100


class Engine:
    """Remembers what it was asked to prune and to forget."""

    def __init__(self):
        self.pruned, self.forgotten = [], []

    async def prune(self, before):
        self.pruned.append(before)
        return 0

    async def forget(self, ids):
        self.forgotten += ids


class Bot:
    """Takes messages to admins."""

    def __init__(self):
        self.sent = []

    async def send_message(self, chat, text, **_):
        self.sent.append((chat, text))


@pytest.fixture
async def make(tmp_path):
    """Makes services over a fresh database, with these settings."""
    opened = []

    async def services(**environ):
        given = {"DATA_DIR": str(tmp_path / "data"), "EXPORTS_DIR": str(tmp_path / "exports")}
        loaded = settings.load({**given, "ADMIN_IDS": "7", **environ}, telegram=False)
        db = await database.open(loaded.data_dir)
        opened.append(db)
        return Services(loaded, db, Bot(), None)

    yield services
    for db in opened:
        await db.close()


@pytest.fixture
def place(tmp_path):
    """Settings of a folder as the other place, and the identity that opens it."""
    identity = pyrage.x25519.Identity.generate()
    return {
        "BACKUP_BUCKET": (tmp_path / "elsewhere").as_uri(),
        "BACKUP_RECIPIENT": str(identity.to_public()),
    }


async def test_old_exports_ids_and_runs_go(make, place):
    """What was kept for long enough is deleted, here and in the other place; the rest stays."""
    services, engine = await make(RETENTION_DAYS="30", **place), Engine()
    nightly = Chores(services, engine)
    files = {"resume.docx": b"docx"}
    old = await exports.save(services.exports, "Acme", "Clerk", files, 1)
    await exports.save(services.exports, "Acme", "Cook", files, 2)
    await nightly.night()
    elsewhere = copies.place(services.settings)
    assert len(bucket.names(elsewhere, "exports")) == 2
    month = (datetime.now(UTC) - timedelta(days=31)).timestamp()
    os.utime(old, (month, month))
    await inbox.take(services.db, 1, ADA, "text")
    await inbox.done(services.db, 1)
    await nightly.catch_up()
    assert [owner for owner, _ in exports.owned(services.exports)] == [2]
    assert len(bucket.names(elsewhere, "exports")) == 1
    assert not await inbox.take(services.db, 1, ADA, "again")
    assert all(moment.now() - before > timedelta(days=6) for before in engine.pruned)
    assert len(await offsite.kept(elsewhere)) == 1
    assert len(await backups.kept(services.settings.data_dir)) == 1


async def test_a_copy_goes_in_a_later_night_when_its_place_was_away(make, place, tmp_path):
    """Its folder is gone by then; what is younger and has no folder here stays."""
    services = await make(RETENTION_DAYS="30", **place)
    nightly, month = Chores(services, Engine()), (moment.now() - timedelta(days=31)).timestamp()
    files = {"resume.docx": b"docx"}
    old = await exports.save(services.exports, "Acme", "Clerk", files, 1)
    await nightly.night()
    kept, away = tmp_path / "elsewhere", tmp_path / "away"
    for each in (old, *(kept / "exports").iterdir()):
        os.utime(each, (month, month))
    kept.rename(away)
    kept.write_text("in the way")
    await nightly.tidy()
    assert exports.owned(services.exports) == []
    kept.unlink()
    away.rename(kept)
    lost = await exports.save(services.exports, "Acme", "Cook", files, 2)
    await nightly.back_up()
    shutil.rmtree(lost)
    await nightly.tidy()
    elsewhere = copies.place(services.settings)
    assert [name.split("-")[0] for name in bucket.names(elsewhere, "exports")] == ["2"]


async def test_an_archive_has_only_what_was_made_for_its_person(make):
    """What lies in a folder under one of their ids, but was not made for them, is left out."""
    services = await make()
    made = await cases.application(services.db, ADA)
    mine, others = b"Ada's", {"resume.docx": b"Bob's", "resume-2.docx": b"Bob's"}
    folder = await exports.save(services.exports, "Acme", "Clerk", others, made.id)
    digest = hashlib.sha256(mine).hexdigest()
    await versions.add(services.db, made.id, 1, "[]", digest, folder.name)
    entries = [each async for each in belongings._everything(services, ADA)]
    assert not [name for name, data in entries if data == b"Bob's"]
    await exports.save(services.exports, "Acme", "Clerk", {"resume.docx": mine}, made.id)
    entries = [each async for each in belongings._everything(services, ADA)]
    assert ("made/Acme_Clerk/resume.docx", mine) in entries
    assert not [name for name, data in entries if data == b"Bob's"]


async def test_a_place_that_is_away_costs_no_backup(make, place, tmp_path):
    """The backup is made here, the admins hear once that it is here only."""
    services = await make(**place)
    (tmp_path / "elsewhere").write_text("in the way")
    nightly = Chores(services, Engine())
    assert isinstance((await nightly.back_up()).trouble, errors.Unavailable)
    (tmp_path / "elsewhere").unlink()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "backups").write_text("in the way")
    made = await nightly.back_up()
    assert isinstance(made.trouble, errors.StorageError)
    assert texts.failure(made.trouble) in sentence(made)
    await nightly.back_up()
    assert len(services.bot.sent) == 1
    (tmp_path / "elsewhere" / "backups").unlink()
    made = await nightly.back_up()
    assert made.trouble is None
    assert "applications-" in sentence(made)
    assert len(services.bot.sent) == 2


async def test_who_is_forgotten_leaves_the_other_place_too(make, place, tmp_path):
    """Documents and key are gone there as well; yesterday's backup shows nothing any more."""
    services, engine = await make(**place), Engine()
    made = await cases.application(services.db, ADA)
    await exports.save(services.exports, "Acme", "Clerk", {"resume.docx": b"docx"}, made.id)
    yesterday = (await Chores(services, engine).back_up()).backup
    elsewhere = copies.place(services.settings)
    keys = tmp_path / "elsewhere" / "keys.db.age"
    before = keys.read_bytes()
    assert await belongings.forget(services, engine, ADA) == texts_care.DELETED
    assert engine.forgotten == [made.id]
    assert bucket.names(elsewhere, "exports") == set()
    assert keys.read_bytes() != before
    await services.db.close()
    restored = await backups.restore(services.settings.data_dir, yesterday.path)
    assert restored.unfinished == ()
    again = await database.open(services.settings.data_dir)
    assert await people.get(again, ADA) is None
    assert await applications.of(again, ADA, 9) == []
    await again.close()
    assert cases.TEXT.encode() not in yesterday.path.read_bytes()


async def test_a_place_that_is_away_keeps_nobody_half_forgotten(make, place, tmp_path):
    """Nothing of the person's rows is deleted before the copies are: it can be asked for again."""
    services = await make(**place)
    made = await cases.application(services.db, ADA)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "exports").write_text("in the way")
    told = await belongings.forget(services, Engine(), ADA)
    if told != texts_care.DELETED:
        assert await people.get(services.db, ADA) is not None
        assert await applications.get(services.db, made.id) is not None


async def test_nights_are_scheduled_in_the_settings_time_zone(make):
    """At two o'clock there, hours late if need be, and never twice."""
    services = await make(TIMEZONE="Pacific/Auckland")
    queue = JobQueue()
    schedule.install(queue, services.settings, Chores(services, Engine()), _Looks())
    night, once, watch = (queue.scheduler.get_jobs()[i] for i in range(3))
    jobs = {job.name: job for job in (night, once, watch)}
    night = jobs["night"]
    assert (night.misfire_grace_time, night.coalesce, night.max_instances) == (21_600, True, 1)
    due = night.trigger.get_next_fire_time(None, datetime(2027, 6, 1, tzinfo=UTC))
    assert due.astimezone(UTC) == datetime(2027, 6, 1, 14, tzinfo=UTC)
    assert set(jobs) == {"night", "catch up", "watch"}


class _Looks:
    async def look(self):
        """Nothing to see."""


async def test_a_full_disk_in_a_run_ends_the_process(make, monkeypatch):
    """The application stays as it is, the admins are told, and the next process goes on."""
    services = await make()
    made = await cases.application(services.db, ADA)
    await applications.advance(services.db, made.id, "running")

    def leave(status, reason):
        raise SystemExit(status, reason)

    async def stage(_services, _row):
        raise errors.Full("no space is left")

    async def watch(_services, _row):
        return None

    monkeypatch.setattr(ending, "leave", leave)
    monkeypatch.setattr(attempts.delivery, "watch", watch)
    with pytest.raises(SystemExit) as ended:
        await attempts.work(services, made.id, stage)
    assert ended.value.args[0] == 1
    assert services.bot.sent == [(7, f"⚠️ {texts_care.DISK}")]
    assert (await applications.get(services.db, made.id)).state == "running"


@pytest.mark.parametrize(
    "wrong",
    [
        {"BACKUP_BUCKET": "file:///x"},
        {"BACKUP_RECIPIENT": "age1x"},
        {"TIMEZONE": "Middle/Earth"},
        {"RETENTION_DAYS": "0"},
    ],
)
def test_wrong_settings_are_told(wrong):
    """A bucket without a key to encrypt for, a place that has no time."""
    with pytest.raises(settings.SettingsError, match=next(iter(wrong))):
        settings.load(wrong, telegram=False)


def test_a_wrong_key_for_the_bucket_is_told():
    """Now, not in the night."""
    chosen = settings.load(
        {
            "BACKUP_BUCKET": "s3://backups",
            "BACKUP_RECIPIENT": "age1wrong",
            "BUCKET_ENDPOINT": "http://127.0.0.1:1",
            "BUCKET_STYLE": "virtual",
        },
        telegram=False,
    )
    with pytest.raises(settings.SettingsError, match="age public key"):
        copies.place(chosen)

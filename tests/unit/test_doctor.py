"""The doctor: what is in place is said to be, and each thing that is not comes with what to do."""

import argparse
import contextlib
import os
import socket
import sqlite3
from dataclasses import replace

import pyrage
import pytest
from aiohttp import web

from bot import checkup, doctor, lock, settings, visits
from sandbox import model as models
from sandbox import telegram as telegrams
from storage import database, disk, people
from tests.unit.house import listening


def replying(status=200, body=None, **headers):
    """A handler that gives this answer."""

    async def answer(_request):
        return web.json_response(body or {}, status=status, headers=headers)

    return answer


@pytest.fixture
def load(tmp_path):
    """Settings with folders of the test's own."""

    def loaded(**environ):
        given = {"DATA_DIR": str(tmp_path / "data"), "EXPORTS_DIR": str(tmp_path / "exports")}
        return settings.load({**given, "MODEL": "on", **environ}, telegram=False)

    return loaded


async def one(check, given):
    """The only finding of a check."""
    [finding] = await check(given)
    return finding


async def test_all_is_in_place(load, capsys, tmp_path):
    """Against the sandbox every line is well, and the exit status says so."""
    identity = pyrage.x25519.Identity.generate()
    async with telegrams.serve() as telegram, models.serve() as model:
        given = load(
            TELEGRAM_BOT_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
            OPENROUTER_API_KEY="sandbox",
            LLM_BASE_URL=f"{model.url}/api/v1",
            ALLOWED_USER_IDS="*",
            BACKUP_BUCKET=(tmp_path / "elsewhere").as_uri(),
            BACKUP_RECIPIENT=str(identity.to_public()),
        )
        async with contextlib.AsyncExitStack() as stack:
            db = await database.open(given.data_dir)
            stack.push_async_callback(db.close)
            await people.meet(db, 5550100, "en")
            status = await doctor.run(given, argparse.Namespace())
    told = capsys.readouterr().out
    assert status == 0, told
    assert "❌" not in told
    for line in (
        "the token is @",
        "as Telegram's",
        "the key is good",
        "of this version",
        "cleared",
    ):
        assert line in told
    assert telegram.token not in told
    assert not list((tmp_path / "elsewhere").glob("doctor-*"))


async def test_what_failed_is_counted(load, capsys):
    """Every failure has its line of advice, and the exit status is 1."""
    assert await doctor.run(load(MODEL="off"), argparse.Namespace()) == 1
    told = capsys.readouterr().out
    assert "❌ Telegram: there is no token\n   Set TELEGRAM_BOT_TOKEN" in told
    assert "2 to mend." in told


@pytest.mark.parametrize(
    ("status", "said"), [(401, "does not know"), (404, "does not know"), (502, "answers with 502")]
)
async def test_a_token_that_is_not_taken(load, status, said):
    """What Telegram answers decides what to do."""
    async with listening(replying(status)) as url:
        found = await visits.telegram(load(TELEGRAM_BOT_TOKEN="1:x", TELEGRAM_API_URL=url))
    assert found[0].well is False
    assert said in found[0].said
    assert found[0].advice


async def test_telegram_cannot_be_reached(load):
    """No network is told as that."""
    given = load(TELEGRAM_BOT_TOKEN="1:x", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert "cannot be reached" in (await one(visits.telegram, given)).said


@pytest.mark.parametrize(
    ("date", "well", "said"),
    [
        ("Mon, 23 Nov 2020 04:00:00 GMT", False, "ahead of"),
        ("Mon, 23 Nov 2099 04:00:00 GMT", False, "behind"),
        ("not a date", None, "nothing to compare"),
    ],
)
async def test_a_clock_that_is_off(load, date, well, said):
    """Telegram's answer has the time in it."""
    async with listening(replying(200, {"result": {}}, Date=date)) as url:
        found = await visits.telegram(load(TELEGRAM_BOT_TOKEN="1:x", TELEGRAM_API_URL=url))
    assert (found[1].well, said in found[1].said) == (well, True)


@pytest.mark.parametrize(
    ("status", "body", "well", "said"),
    [
        (200, {"data": {"limit_remaining": 2.5}}, True, "$2.50"),
        (200, {"data": {"limit_remaining": 0}}, False, "no credit"),
        (200, {"data": []}, True, "good"),
        (401, {}, False, "refuses the key"),
        (404, {}, None, "does not say"),
        (503, {}, False, "answers with 503"),
    ],
)
async def test_a_key_and_its_credit(load, status, body, well, said):
    """The question costs nothing; what is wrong with the key comes with what to do."""
    async with listening(replying(status, body)) as url:
        found = await one(
            visits.models, load(OPENROUTER_API_KEY="k", LLM_BASE_URL=url, LLM_NAME="OpenRouter")
        )
    assert (found.well, said in found.said) == (well, True)
    assert bool(found.advice) is (well is False)


async def test_every_provider_is_asked_with_its_own_key(load):
    """A server of one's own is asked for its models, Gemini for the one that is set."""
    asked = []

    async def answer(request):
        keys = {"authorization", "x-goog-api-key"}
        asked.append((request.path, *(v for k, v in request.headers.items() if k.lower() in keys)))
        return web.Response(text="not JSON")

    async with listening(answer) as url:
        given = load(
            LLM_BASE_URL=url, LLM_API_KEY="own", GEMINI_API_KEY="g", GEMINI_BASE_URL=f"{url}/g"
        )
        found = await visits.models(given)
    assert [finding.well for finding in found] == [True, True]
    assert asked == [("/models", "Bearer own"), (f"/g/models/{given.gemini_model}", "g")]
    dead = load(LLM_BASE_URL="http://127.0.0.1:9", LLM_NAME="Own")
    assert (await one(visits.models, dead)).well is False
    assert (await one(visits.models, load(MODEL="off"))).well is None


async def test_a_bucket_that_is_none(load, tmp_path):
    """A wrong recipient, a place that cannot be written to, and none at all."""
    assert (await one(visits.elsewhere, load())).well is None
    wrong = {"BACKUP_BUCKET": (tmp_path / "b").as_uri(), "BACKUP_RECIPIENT": "age1nonsense"}
    assert "age-keygen" in (await one(visits.elsewhere, load(**wrong))).advice
    public = str(pyrage.x25519.Identity.generate().to_public())
    (tmp_path / "b").write_text("in the way")
    found = await one(visits.elsewhere, load(**{**wrong, "BACKUP_RECIPIENT": public}))
    assert found.well is False


async def test_the_database(load, tmp_path):
    """None yet, one of a newer version, one whose keys are lost, one that is no database."""
    given = load()
    assert "none yet" in (await one(checkup.database, given)).said
    db = await database.open(given.data_dir)
    await people.meet(db, 5550100, "en")
    await db.close()
    assert "of this version" in (await one(checkup.database, given)).said
    keys = given.data_dir / "keys.db"
    keys.rename(tmp_path / "keys.db")
    found = await one(checkup.database, given)
    assert (found.well, "keys.db" in found.advice) == (False, True)
    (tmp_path / "keys.db").replace(keys)
    with contextlib.closing(sqlite3.connect(db.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "NewerDatabase" in (await one(checkup.database, given)).said
    db.file.write_bytes(b"no database at all" * 100)
    for rest in given.data_dir.glob("applications.db-*"):
        rest.unlink()
    assert (await one(checkup.database, given)).well is False
    server = replace(given, database_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert (await one(checkup.database, server)).well is False
    nonsense = replace(given, database_url="nonsense")
    assert (await one(checkup.database, nonsense)).well is False


async def test_folders_and_permissions(load, tmp_path):
    """What cannot be made is said; so is what others can read."""
    given = load()
    assert [finding.well for finding in await checkup.folders(given)] == [True, True]
    (given.data_dir / "keys.db").touch(mode=0o600)
    (given.data_dir / "keys.db").chmod(0o644)
    last = (await checkup.folders(given))[-1]
    assert (last.well, "chmod 600" in last.advice) == (False, True)
    (tmp_path / "file").touch()
    odd = replace(given, exports_dir=tmp_path / "file" / "exports")
    found = [finding for finding in await checkup.folders(odd) if finding.what == "EXPORTS_DIR"]
    assert (found[0].well, str(os.getuid()) in found[0].advice) == (False, True)


async def test_a_disk_without_room(load, monkeypatch):
    """Little room, and a quota that keeps it back."""
    given = load()
    given.data_dir.mkdir()
    assert (await one(checkup.room, given)).well is True
    monkeypatch.setattr(disk, "RESERVE", 1 << 62)
    assert "100 MB" in (await one(checkup.room, given)).advice
    monkeypatch.undo()
    monkeypatch.setattr(checkup, "_ROOM", 1 << 50)
    assert "quota" in (await one(checkup.room, given)).said


async def test_a_port(load):
    """Free, taken by somebody else, or by the bot itself."""
    assert (await one(checkup.port, load())).well is None
    with socket.create_server(("", 0)) as listener:
        given = load(PORT=str(listener.getsockname()[1]))
        taken = await one(checkup.port, given)
        assert (taken.well, bool(taken.advice)) == (False, True)
        with lock.hold(given.data_dir):
            assert "running" in (await one(checkup.port, given)).said
    assert (await one(checkup.port, given)).well is True


async def test_programs(load, tmp_path, monkeypatch):
    """tesseract and its languages, LibreOffice, and fonts by whose letters they have."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(checkup, "_PLACES", (str(tmp_path / "fonts"),))
    found = await checkup.programs(load())
    assert [finding.well for finding in found] == [None] * 4
    assert "apt install" in found[0].advice
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho List of languages\n")
    program.chmod(0o755)
    assert (await checkup.programs(load()))[0].well is False
    program.write_text("#!/bin/sh\necho List of languages\necho eng\necho osd\n")
    (tmp_path / "soffice").touch(mode=0o755)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "NotoSansCJK-Regular.ttc").touch()
    found = await checkup.programs(load())
    assert [finding.well for finding in found] == [True, True, True, None]
    assert "eng" in found[0].said
    assert "osd" not in found[0].said

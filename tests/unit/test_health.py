"""Health: 503 within the stated time for every trouble, and 200 when it is over."""

import asyncio
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pyrage
import pytest
from aiohttp import web
from sqlalchemy import text

from agents.values import Spent
from bot import endpoints, health, metrics, settings, tally
from bot.health import Health, Limits
from bot.polls import Polls
from storage import applications, backups, inbox, moment, pulse, restoration, snapshot
from tests.contract.storage import cases
from tests.unit import house as houses
from tests.unit.house import listening

ROOT = Path(__file__).parents[2]
LIMITS = Limits()


class Watched:
    """A bot's parts, and what it answers over HTTP."""

    def __init__(self, house, client, asked):
        self.house, self.client, self.health = house, client, asked
        self.clock, self.data = house.clock, house.db.data

    async def ask(self):
        """The status of /healthz, and the names of the checks that fail."""
        answer = await self.client.get("/healthz")
        told = answer.json()
        assert (told["status"] == "ok") is (answer.status_code == 200)
        return answer.status_code, [name for name, it in told["checks"].items() if not it["ok"]]


@pytest.fixture
async def watched(tmp_path):
    """A bot that is well."""
    async with houses.build(tmp_path) as house:
        asked = Health(house.services.settings, house.polling, clock=house.clock)
        asked.db, asked.watch, asked.running = house.db, house.watch, True
        app = endpoints.build(house.services.settings, asked)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            await backups.make(house.db.data)
            parts = Watched(house, client, asked)
            assert await parts.ask() == (200, [])
            yield parts


async def test_a_dead_poller(watched):
    """90 s after the last call for updates; the watch begins it anew, and all is well."""
    house = watched.house
    await house.kill_poller()
    watched.clock.now += LIMITS.poll - 1
    assert await watched.ask() == (200, [])
    watched.clock.now += 2
    assert await watched.ask() == (503, ["telegram"])
    watched.clock.now += 40
    await house.watch.look()
    await house.heard()
    assert await watched.ask() == (200, [])


async def test_a_database_that_only_reads(watched):
    """At once, by a write that is tried; and well at once. SQLite refuses as for a file."""
    async with watched.house.db.write() as connection:
        writer = (await connection.get_raw_connection()).driver_connection
        await writer.execute("PRAGMA query_only = ON")
    assert await watched.ask() == (503, ["database"])
    assert (await watched.client.get("/readyz")).status_code == 503
    await writer.execute("PRAGMA query_only = OFF")
    assert await watched.ask() == (200, [])


async def test_a_database_that_does_not_answer(watched, monkeypatch):
    """Held by somebody else it is in trouble after three seconds, however many ask meanwhile."""
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    with contextlib.closing(sqlite3.connect(watched.house.db.file)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        answers = await asyncio.gather(watched.ask(), watched.ask())
        assert answers == [(503, ["database"])] * 2
        assert len([task for task in asyncio.all_tasks() if "beat" in repr(task)]) == 1
    await watched.health._beat
    assert await watched.ask() == (200, [])


@pytest.fixture
def small(tmp_path):
    """A disk of 110 MB, where the exports go."""
    folder = tmp_path / "exports"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=110m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_disk_that_fills_up(small, watched):
    """As soon as less than the reserve is left, on the disk of the data or of the exports."""
    assert await watched.ask() == (200, [])
    rubbish = small / "rubbish"
    with rubbish.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 20 << 20)
    assert await watched.ask() == (503, ["disk"])
    rubbish.unlink()
    assert await watched.ask() == (200, [])


async def test_a_disk_under_another_reserve(watched):
    """The figure and the limit are told where no small disk can be had."""
    watched.health._limits = Limits(disk=1 << 62)
    assert await watched.ask() == (503, ["disk"])
    watched.health._limits = LIMITS
    assert await watched.ask() == (200, [])


def age(backup, by):
    """Make a backup older than it is."""
    manifest = backup.path.with_suffix(snapshot.MANIFEST)
    told = json.loads(manifest.read_text())
    told["made_at"] = (backup.made_at - by).isoformat()
    manifest.write_text(json.dumps(told))


async def test_a_backup_that_is_too_old(watched):
    """26 hours after the last; a new one makes it well. Without any, a quarter of an hour."""
    [backup] = await backups.kept(watched.data)
    age(backup, timedelta(hours=25, minutes=59))
    assert await watched.ask() == (200, [])
    age(backup, timedelta(hours=26, minutes=1))
    assert await watched.ask() == (503, ["backup"])
    await backups.make(watched.data)
    assert await watched.ask() == (200, [])
    for each in await backups.kept(watched.data):
        snapshot.remove(each.path)
    assert await watched.ask() == (200, [])
    watched.health._began -= LIMITS.first + 1
    assert await watched.ask() == (503, ["backup"])


async def test_an_update_that_nobody_handles(watched):
    """A quarter of an hour after it was stored."""
    db = watched.house.db
    await inbox.take(db, 1, 5550100, "{}")
    assert await watched.ask() == (200, [])
    async with db.write() as connection:
        old = moment.now() - timedelta(minutes=16)
        await connection.execute(
            text("UPDATE inbox SET taken_at = :old"), {"old": old.replace(tzinfo=None)}
        )
    assert await watched.ask() == (503, ["inbox"])
    for update in await inbox.pending(db):
        await inbox.done(db, update.update_id)
    assert await watched.ask() == (200, [])


async def test_a_run_that_does_not_get_on(watched):
    """Begun again by the watch it is still no step further: a minute later it counts as stuck."""
    house = watched.house
    [ada] = house.telegram.people
    made = await cases.application(house.db, ada)
    await applications.advance(house.db, made.id, "running")
    house.engine.running.add(made.id)
    await house.watch.look()
    for _ in range(16):
        house.polling.heard = house.polling.tried = house.clock.now = house.clock.now + 61
        await house.watch.look()
    assert house.engine.revived == [made.id]
    assert await watched.ask() == (503, ["work"])
    await applications.advance(house.db, made.id, "delivering")
    await house.watch.look()
    assert await watched.ask() == (200, [])


async def test_a_watch_that_does_not_look(watched):
    """Five minutes without a look: nobody would repair anything."""
    house = watched.house
    await house.watch.look()
    house.polling.heard = house.polling.tried = house.clock.now = house.clock.now + 301
    assert await watched.ask() == (503, ["watch"])
    await house.watch.look()
    assert await watched.ask() == (200, [])


async def test_a_process_that_starts_is_not_ready(tmp_path):
    """Before anything is open every check has an answer."""
    environ = {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "postgresql+psycopg://x"}
    starting = Health(settings.load(environ, telegram=False), Polls())
    assert not (await starting.ready()).ok
    told = await starting.report()
    failing = {name for name, check in told.items() if not check.ok}
    assert failing == {"telegram", "database", "inbox"}
    assert told["backup"].note == "the database server's own"


async def test_a_check_that_breaks_hides_no_other(watched):
    """What cannot even be looked at is in trouble, under its class."""
    (watched.data / snapshot.FOLDER).rename(watched.data / "away")
    await watched.house.db._reader.dispose()
    (watched.data / restoration.DATABASE).rename(watched.data / "moved.db")
    (watched.data / restoration.DATABASE).mkdir()
    status, failing = await watched.ask()
    assert status == 503
    assert "inbox" in failing
    assert "telegram" not in failing


async def test_metrics_for_the_token_only(watched):
    """Figures of health and of what was counted; nothing of it without the token."""
    tally.spend("polish", Spent(calls=2, input_tokens=30, output_tokens=4, cost=0.5))
    with tally.timing("steps", "polish"):
        pass
    assert (await watched.client.get("/metrics")).status_code == 404
    guarded = replace(watched.house.services.settings, metrics_token="figures")
    transport = httpx.ASGITransport(endpoints.build(guarded, watched.health))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.get("/metrics")).status_code == 401
        wrong = {"Authorization": "Bearer figure"}
        assert (await client.get("/metrics", headers=wrong)).status_code == 401
        right = {"Authorization": "Bearer figures"}
        page = (await client.get("/metrics", headers=right)).text
    for line in (
        'bot_healthy{check="telegram"} 1.0',
        'bot_applications{state="running"} 0.0',
        'bot_model_calls_total{agent="polish"}',
        'bot_model_cost_usd_total{agent="polish"}',
        'bot_step_seconds_count{step="polish"}',
        "bot_disk_free_bytes",
        "process_cpu_seconds_total",
    ):
        assert line in page
    watched.health.db = None
    assert (await watched.client.get("/readyz")).status_code == 503
    assert b"bot_applications" in await metrics.page(watched.health)


async def test_a_good_backup_is_heard_elsewhere(watched):
    """Only one that was checked, and that is also where it should be."""
    asked = []

    async def answer(request):
        asked.append(request.path)
        return web.Response()

    async with listening(answer) as url:
        services = watched.house.services
        services.settings = replace(services.settings, heartbeat_url=f"{url}/beat")
        assert await watched.house.chores.back_up()
        assert asked == ["/beat"]
        public = str(pyrage.x25519.Identity.generate().to_public())
        (watched.data / "b").write_text("in the way")
        services.settings = replace(
            services.settings,
            backup_bucket=(watched.data / "b").as_uri(),
            backup_recipient=public,
        )
        made = await watched.house.chores.back_up()
        assert made.trouble is not None
    assert asked == ["/beat"]


async def test_a_beat_changes_nothing_that_counts(watched):
    """It is committed, and every table is as before."""
    db = watched.house.db
    before = (await backups.make(watched.data)).rows
    with contextlib.closing(sqlite3.connect(db.file)) as connection:
        changes = connection.execute("PRAGMA data_version").fetchone()
        await pulse.beat(db)
        assert connection.execute("PRAGMA data_version").fetchone() != changes
    assert (await backups.make(watched.data)).rows == before


def check(folder, **environ):
    """What `healthcheck.py` ends with."""
    command = [sys.executable, str(ROOT / "healthcheck.py")]
    given = {"DATA_DIR": str(folder), **environ}
    return subprocess.run(command, env=given, check=False, capture_output=True).returncode


async def test_a_container_without_a_port_shows_a_sign_of_life(watched):
    """The watch leaves it in the data folder; an old one, or none, is no life."""
    assert check(watched.data) == 1
    await watched.house.watch.look()
    assert check(watched.data) == 0
    old = moment.now().timestamp() - 200
    os.utime(watched.data / "alive", (old, old))
    assert check(watched.data) == 1
    assert check(watched.data, PORT="9") == 1


async def test_a_container_with_a_port_is_asked(watched):
    """The check goes over the network, and the server ends with its block."""
    environ = replace(watched.house.services.settings, port=0)
    async with endpoints.serve(environ, watched.health) as port:
        assert await asyncio.to_thread(check, watched.data, PORT=str(port)) == 0
        with pytest.raises(settings.SettingsError, match="PORT"):
            async with endpoints.serve(replace(environ, port=port), watched.health):
                pass
    assert await asyncio.to_thread(check, watched.data, PORT=str(port)) == 1

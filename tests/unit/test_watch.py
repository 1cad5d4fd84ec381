"""The watch: a dead poller is begun anew, a hanging run too, and admins hear of trouble once."""

import asyncio
import logging
import subprocess
import sys
from dataclasses import replace

import pytest
from telegram.request import HTTPXRequest

from bot import room, runs, settings, texts_care
from bot.services import Services
from storage import applications, backups, disk
from tests.contract.storage import cases
from tests.unit import house as houses


@pytest.fixture
async def house(tmp_path):
    """Everything but the handlers, polling."""
    async with houses.build(tmp_path) as built:
        yield built


def polled(telegram):
    return len(telegram.called("getUpdates"))


async def test_a_dead_poller_is_begun_anew(house):
    """Its task is gone, nobody asks; after a look somebody does, and the update arrives."""
    await house.kill_poller()
    before = polled(house.telegram)
    await house.watch.look()
    assert polled(house.telegram) == before
    house.clock.now += 200
    await house.watch.look()
    await house.telegram.until(lambda: polled(house.telegram) > before)
    assert house.app.updater.running


async def test_a_telegram_that_stays_away_ends_the_process(house):
    """After a bounded time another process may have more luck; the reason is given."""
    await house.telegram.until(lambda: house.telegram.updates._poll is not None)
    house.clock.now += 1000
    with pytest.raises(houses.Left) as ended:
        await house.watch.look()
    assert ended.value.args[0] == 1
    assert "not answered" in ended.value.args[1]


async def test_a_rival_is_reported_once_and_its_end_too(house):
    """Two programs with one token get half of the messages each: the admins hear of it once."""
    admin = house.telegram.chats[house.services.alarms._admins[0]]
    rival = HTTPXRequest()
    await rival.initialize()
    url = f"{house.telegram.url}/bot{house.telegram.token}/getUpdates"
    for _ in range(3):
        await house.telegram.until(lambda: house.telegram.updates._poll is not None)
        seen = len(house.polling._conflicts)
        await rival.do_request(url, "POST")
        await house.telegram.until(lambda seen=seen: len(house.polling._conflicts) > seen or None)
    await rival.shutdown()
    assert house.polling.contested
    await house.watch.look()
    await house.watch.look()
    assert [m.text for m in admin.from_bot] == [f"⚠️ {texts_care.CONTESTED}"]
    house.clock.now += 100
    await house.heard()
    house.clock.now += 50
    await house.watch.look()
    assert len(admin.from_bot) == 2
    assert admin.from_bot[1].silent


async def test_a_backup_that_was_missed_is_made(house):
    """The watch makes up for a night that was missed."""
    assert await house.chores.due()
    await house.watch.look()
    assert len(await backups.kept(house.db.data)) == 1
    assert not await house.chores.due()
    await house.watch.look()
    assert len(await backups.kept(house.db.data)) == 1


async def test_a_backup_that_fails_is_reported_once(house):
    """The admins hear that it fails, once, and that it works again."""
    admin = house.telegram.chats[house.services.alarms._admins[0]]
    folder = house.db.data / "backups"
    folder.write_text("in the way")
    await house.watch.look()
    await house.watch.look()
    assert len(admin.from_bot) == 1
    assert "backup failed" in admin.from_bot[0].text
    folder.unlink()
    await house.watch.look()
    assert len(admin.from_bot) == 2


async def test_a_run_that_hangs_is_begun_again_and_then_given_up(house):
    """First once more, then a sentence for the person, and the next one of theirs gets its turn."""
    [ada] = house.telegram.people
    made = await cases.application(house.db, ada)
    await applications.advance(house.db, made.id, "running")
    house.engine.running.add(made.id)
    for _ in range(4):
        await house.watch.look()
        house.polling.heard = house.polling.tried = house.clock.now = house.clock.now + 600
    assert house.engine.revived == [made.id]
    for _ in range(2):
        await house.watch.look()
        house.polling.heard = house.polling.tried = house.clock.now = house.clock.now + 600
    given_up = await applications.get(house.db, made.id)
    assert (given_up.state, given_up.trouble) == ("failed", "Stuck")
    assert house.engine.admitted == [ada]
    said = [m.text for m in house.telegram.chats[ada].from_bot]
    assert any("did not get on" in text for text in said)


async def test_a_run_in_a_silenced_chat_does_not_hang(house):
    """Waiting out Telegram's limit may take hours, and is nobody's fault."""
    [ada] = house.telegram.people
    made = await cases.application(house.db, ada)
    await applications.advance(house.db, made.id, "running")
    house.engine.running.add(made.id)
    house.app.bot.rate_limiter._banned[ada] = float("inf")
    for _ in range(5):
        await house.watch.look()
        house.polling.heard = house.polling.tried = house.clock.now = house.clock.now + 600
    assert house.engine.revived == []


async def test_a_disk_that_fills_up_is_reported_and_recovers(house, monkeypatch):
    """Little room is told once; with room again the ballast is back and that is told too."""
    admin = house.telegram.chats[house.services.alarms._admins[0]]
    monkeypatch.setattr(disk, "RESERVE", 1 << 62)
    await house.watch.look()
    await house.watch.look()
    assert [m.text for m in admin.from_bot] == [f"⚠️ {texts_care.DISK}"]
    monkeypatch.undo()
    await house.watch.look()
    assert (house.db.data / disk.BALLAST).exists()
    assert "Over" in admin.from_bot[-1].text


async def test_one_check_that_fails_does_not_hide_the_others(house, caplog):
    """The backup is made although the run of the watch before it broke."""
    house.polling.heard = None
    with caplog.at_level(logging.ERROR):
        await house.watch.look()
    assert len(await backups.kept(house.db.data)) == 1


async def test_what_admins_know_outlives_a_restart(house):
    """A bot that restarts in trouble does not tell it again each time."""
    admin = house.telegram.chats[house.services.alarms._admins[0]]
    await house.services.alarms.ring("disk", "full")
    again = Services(house.services.settings, house.db, house.app.bot, None)
    await again.alarms.ring("disk", "full")
    assert len(admin.from_bot) == 1
    await again.alarms.rest("disk")
    await again.alarms.rest("disk")
    assert len(admin.from_bot) == 2
    (house.db.data / "alarms.json").unlink()
    (house.db.data / "alarms.json").mkdir()
    deaf = Services(replace(house.services.settings, admin_ids={1}), house.db, house.app.bot, None)
    await deaf.alarms.ring("disk", "full")
    assert len(admin.from_bot) == 2


async def test_room_is_waited_for(tmp_path, monkeypatch):
    """Little room lets the ballast go; then it is waited for, and noticed when it comes."""
    environ = settings.load(
        {"DATA_DIR": str(tmp_path), "EXPORTS_DIR": str(tmp_path / "x")}, telegram=False
    )
    monkeypatch.setattr(room, "_PAUSE", 0.01)
    left = [0]
    monkeypatch.setattr(disk, "free", lambda _: left[0])
    (tmp_path / disk.BALLAST).write_bytes(b"x")
    tasks = [asyncio.create_task(room.clear(environ)), asyncio.create_task(room.wait(environ))]
    done, _ = await asyncio.wait(tasks, timeout=0.1)
    assert not done
    assert not (tmp_path / disk.BALLAST).exists()
    left[0] = 1 << 40
    await asyncio.gather(*tasks)
    await room.wait(environ)
    room.require(environ)


async def test_a_cut_ends_the_work_and_leaves_the_application(caplog):
    """What hangs is cut off as interrupted, not as stopped, and can be begun again."""
    working = runs.Runs()
    task = asyncio.create_task(working.run(1, asyncio.sleep(60)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    working.cut(1)
    with pytest.raises(runs.Interrupted):
        await task
    assert await working.run(1, asyncio.sleep(0, "again")) == "again"


def test_the_process_ends_with_its_reason():
    """The reason stands in the log, the status says that it was no orderly end."""
    code = "from bot import ending; ending.leave(3, 'no room')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 3
    assert b"no room" in done.stderr

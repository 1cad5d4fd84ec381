"""An admin's message to everybody: shown, sent, stopped, gone on with."""

import asyncio

from bot import texts_admin
from storage import (
    access,
    broadcasts,
    people,
)
from storage.access import Standing
from tests.contract.admin.house import ADA, EVE, ROOT, told


async def test_a_broadcast_is_shown_before_it_is_sent(house, root, ada, eve):
    """Nothing goes out before the press; then everybody who is let in gets it as it was written."""
    for person in (ada, eve):
        person.command("start")
    await house.pump()
    await people.meet(house.db, EVE, "en")  # was let in once, and is not any more
    rehearsal = await told(house, root, "/broadcast  1 < 2 & <b>so on</b>\nNew line")
    assert rehearsal.text.endswith("1 < 2 & <b>so on</b>\nNew line")
    assert rehearsal.labels == ["📣 Send to 3", "Drop it"]
    assert "so on" not in ada.chat.transcript()
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    assert any("Sending to 3 people" in message.text for message in root.chat.from_bot)
    over = await root.chat.wait_for_text("Sent: 2 people have it. 1 cannot")
    news = "1 < 2 & <b>so on</b>\nNew line"
    assert [m.text for m in ada.chat.from_bot].count(news) == 1
    assert [m.text for m in root.chat.from_bot].count(news) == 1
    assert news not in [m.text for m in eve.chat.from_bot]
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    assert root.chat.from_bot[-1].text == texts_admin.NO_DRAFT
    assert over.text


async def test_a_broadcast_can_be_dropped_or_stopped(house, root):
    """A draft that is dropped is gone; one that is stopped goes to nobody else."""
    first = await told(house, root, "/broadcast one")
    root.press("Drop it", first)
    await house.pump()
    assert root.chat.from_bot[-1].text == texts_admin.DROPPED
    for label in ("Drop it", "📣 Send to 1"):
        root.press(label, first)
        await house.pump()
        assert root.chat.from_bot[-1].text == texts_admin.NO_DRAFT
    for number in range(1, 40):
        await people.meet(house.db, number, "en")
        await access.place(house.db, number, Standing.ALLOWED)
    second = await told(house, root, "/broadcast two")
    root.press("📣 Send to 40", second)
    await house.pump()
    begun = root.chat.from_bot[-1]
    assert begun.labels == ["⏹ Stop sending"]
    progress = await told(house, root, "/broadcast")
    assert "of 40 people have it" in progress.text
    for sentence in ("Stopped: 0 of 40 people have it.", texts_admin.NOT_SENDING):
        root.press("⏹ Stop sending", progress)
        await house.pump()
        assert root.chat.from_bot[-1].text == sentence
    sent = len(house.telegram.called("sendMessage", 39))
    await asyncio.sleep(0.25)
    assert len(house.telegram.called("sendMessage", 39)) == sent == 0


async def test_a_broadcast_waits_for_a_network_and_gives_up_on_the_gone(house, root, ada):
    """Who has blocked the bot is unreachable; a failing call is made again later."""
    house.admin._house.broadcasting._pause = 0.05
    for person in (ada, house.telegram.person("Max Sample", id=7)):
        person.command("start")
        await access.place(house.db, person.id, Standing.ALLOWED)
    await house.pump()
    house.telegram.people[7].block()
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("error", "sendMessage", chat=ADA, times=2, code=500)
    root.press("📣 Send to 3", rehearsal)
    await house.pump()
    await root.chat.wait_for_text("Sent: 2 people have it. 1 cannot")
    assert [m.text for m in ada.chat.from_bot].count("hello there") == 1
    for _ in range(25):
        if not house.admin._house.broadcasting._open:
            break
        await asyncio.sleep(0.01)
    assert await broadcasts.sending(house.db) == []


async def test_a_broadcast_gives_up_on_a_chat_that_stays_silent(house, root, ada):
    """After as many tries as a day has room for; a database that is away is waited for."""
    house.admin._house.broadcasting._pause = 0.001
    house.admin._house.broadcasting._tries = 20
    ada.command("start")
    await house.pump()
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("flood", "sendMessage", chat=ADA, times=None, seconds=0)
    for words in ("RENAME TO aside", "RENAME TO recipients"):
        table = "recipients" if "aside" in words else "aside"
        if "aside" in words:
            root.press("📣 Send to 2", rehearsal)
            await house.pump()
        async with house.db.write() as connection:
            await connection.exec_driver_sql(f"ALTER TABLE {table} {words}")
        await asyncio.sleep(0.02)
    await root.chat.wait_for_text("Sent: 1 people have it. 1 cannot", timeout=30)


async def test_a_report_that_cannot_be_told_is_left_out(house, root):
    """The broadcast is over all the same."""
    rehearsal = await told(house, root, "/broadcast hello there")
    house.telegram.fail("blocked", "sendMessage", chat=ROOT, times=None)
    root.press("📣 Send to 1", rehearsal)
    await house.pump()
    await house.rest()
    assert await broadcasts.sending(house.db) == []


async def test_what_was_being_sent_goes_on_at_the_start(house, root, ada):
    """As after a kill; sent twice at once it is sent once."""
    ada.command("start")
    root.command("start")
    await house.pump()
    await broadcasts.begin(house.db, await broadcasts.draft(house.db, ROOT, "hello there"))
    await house.admin.open()
    await house.admin.open()
    await house.rest()
    assert [m.text for m in ada.chat.from_bot].count("hello there") == 1

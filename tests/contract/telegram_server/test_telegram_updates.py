"""Updates come at least once, in order, to one poller."""

import asyncio
from typing import Any

import httpx
import pytest


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_in_order_with_growing_ids(bot, ada):
    """What a person sends first is delivered first, under ids that grow by one."""
    for text in ("one", "two", "three"):
        ada.send(text)
    updates = (await bot("getUpdates")).result
    assert texts(updates) == ["one", "two", "three"]
    first = updates[0]["update_id"]
    assert ids(updates) == [first, first + 1, first + 2]


async def test_unconfirmed_updates_come_again(bot, ada):
    """A bot that is killed before it asks for more gets the same updates again."""
    ada.send("one")
    ada.send("two")
    before = (await bot("getUpdates")).result
    assert (await bot("getUpdates")).result == before
    after = (await bot("getUpdates", offset=before[0]["update_id"] + 1)).result
    assert texts(after) == ["two"]


@pytest.mark.parametrize(
    ("offset", "left"),
    [(-1, ["three"]), (-2, ["two", "three"]), (-9, ["one", "two", "three"])],
)
async def test_negative_offset_keeps_the_newest(bot, ada, offset, left):
    """A negative offset forgets all but the newest updates, for good."""
    for text in ("one", "two", "three"):
        ada.send(text)
    assert texts((await bot("getUpdates", offset=offset)).result) == left
    assert texts((await bot("getUpdates")).result) == left


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (2, 2), (0, 1), (500, 3), (-5, 1)])
async def test_limit_is_kept_between_1_and_100(bot, ada, limit, count):
    """A limit outside 1 … 100 is moved inside, as Telegram does."""
    for text in ("one", "two", "three"):
        ada.send(text)
    assert len((await bot("getUpdates", limit=limit)).result) == count


async def test_offset_from_the_future_confirms_nothing(bot, ada):
    """An offset beyond the newest update loses nothing."""
    ada.send("one")
    assert texts((await bot("getUpdates", offset=2_000_000_000)).result) == ["one"]


async def test_long_poll_ends_with_the_update(bot, ada, server):
    """A poll that waits is answered by the message, not by the clock."""
    poll = asyncio.create_task(bot("getUpdates", timeout=50))
    await server.until(lambda: server.called("getUpdates"))
    ada.send("at last")
    async with asyncio.timeout(2):
        assert texts((await poll).result) == ["at last"]


async def test_long_poll_ends_with_its_timeout(bot):
    """A poll with nothing to give ends empty."""
    assert (await bot("getUpdates", timeout=1)).result == []


async def test_second_poller_ends_the_older_one(bot, server):
    """The poll that waits is refused when another one comes."""
    older = asyncio.create_task(bot("getUpdates", timeout=50))
    await server.until(lambda: server.called("getUpdates"))
    newer = asyncio.create_task(bot("getUpdates", timeout=1))
    reply = await older
    assert reply.status == 409
    assert reply.refusal == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    assert (await newer).result == []


async def test_killed_poller_is_no_conflict_and_loses_nothing(bot, ada, server):
    """When the process that polls dies, the next one gets what came meanwhile."""
    async with httpx.AsyncClient(verify=False, trust_env=False) as other:
        url = f"{server.url}/bot{server.token}/getUpdates"
        poll = asyncio.create_task(other.post(url, data={"timeout": 50}))
        await server.until(lambda: server.called("getUpdates"))
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    ada.send("for the next one")
    assert texts((await bot("getUpdates", timeout=5)).result) == ["for the next one"]


async def test_allowed_updates_are_remembered(bot, ada):
    """Kinds that the bot does not want are not kept, until it says otherwise."""
    await bot("getUpdates", allowed_updates=["callback_query"])
    ada.send("unheard")
    assert (await bot("getUpdates")).result == []
    await bot("getUpdates", allowed_updates=[])
    ada.send("heard")
    assert texts((await bot("getUpdates")).result) == ["heard"]


async def test_updates_are_kept_for_a_day(bot, ada, clock):
    """What nobody fetched within 24 hours is gone."""
    ada.send("old")
    clock.advance(24 * 3600 + 1)
    ada.send("new")
    assert texts((await bot("getUpdates")).result) == ["new"]


async def test_webhook_and_polling_exclude_each_other(bot, ada):
    """With a webhook set, polling is refused; deleting it can drop what waits."""
    ada.send("waiting")
    assert (await bot("setWebhook", url="https://example.com/hook")).result is True
    info = (await bot("getWebhookInfo")).result
    assert (info["url"], info["pending_update_count"]) == ("https://example.com/hook", 1)
    refusal = (await bot("getUpdates")).refusal
    assert refusal.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await bot("deleteWebhook", drop_pending_updates=True)).result is True
    assert (await bot("getUpdates")).result == []


async def test_setting_a_webhook_ends_the_poll(bot, server):
    """A poll that waits is refused when a webhook is set."""
    poll = asyncio.create_task(bot("getUpdates", timeout=50))
    await server.until(lambda: server.called("getUpdates"))
    await bot("setWebhook", url="https://example.com/hook")
    assert (await poll).refusal == "Conflict: terminated by setWebhook request"

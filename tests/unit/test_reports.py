"""Error reports and the heartbeat: they arrive, and carry nobody's words."""

import asyncio
import gzip
import json
import logging
import threading

import pytest
import sentry_sdk
from aiohttp import web

from bot import heartbeat, log, reports
from storage import errors
from tests.unit.house import listening

TOKEN = "1234567:abcdefghijklmnopqrstuvwxyz0123456789"
TEXT = "Led the Zyxqv migration at Tidalgate"


@pytest.fixture
def kept():
    """Puts the root logger and the reporting back as they were."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], root.level, logging.raiseExceptions = before
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


async def test_an_error_arrives_and_says_where_not_what(kept):
    """Class, place and ids are in the report; no message, local value, token or key is."""
    bodies = asyncio.Queue()

    async def take(request):
        body = await request.read()
        bodies.put_nowait(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        return web.json_response({})

    def fail(resume):
        document = {"text": resume}
        raise LookupError(f"no place for {document}")

    async with listening(take) as address:
        log.configure("INFO")
        reports.begin(address.replace("//", "//key@") + "/1", ["sk-or-secret"])
        reported = logging.getLogger("bot.x")
        reported.warning("A warning is no error")
        with log.about(application=7, agent="polish"):
            try:
                fail(TEXT)
            except LookupError as caught:
                full = errors.Full(f"no space, {TOKEN}, sk-or-secret")
                full.__cause__ = caught
                reported.error("It failed with %s", "BadAnswer", exc_info=full)
        logging.getLogger("urllib3").error("The transport's own trouble")
        sentry_sdk.capture_message(TEXT)  # what a library might send by itself
        await asyncio.to_thread(logging.getLogger().handlers[-1].flush)
        async with asyncio.timeout(10):
            body = await bodies.get()
    assert bodies.empty()
    for canary in ("Zyxqv", "Tidalgate", TOKEN, "sk-or-secret", "document"):
        assert canary not in body.decode()
    event = json.loads(body.splitlines()[2])
    assert event["logentry"]["formatted"] == "It failed with BadAnswer"
    assert event["tags"] == {"application": "7", "agent": "polish"}
    first, last = event["exception"]["values"]
    assert (first["type"], last["type"]) == ("LookupError", "Full")
    assert last["value"] == "no space, [token], [secret]"
    assert first["stacktrace"]["frames"][-1]["function"] == "fail"
    assert set(first["stacktrace"]["frames"][-1]) == {"module", "function", "lineno", "in_app"}
    assert not {"modules", "server_name", "breadcrumbs", "request", "extra"} & set(event)


def test_an_address_that_is_none_is_refused(kept):
    """A wrong DSN is told at start."""
    with pytest.raises(ValueError, match="DSN"):
        reports.begin("http://127.0.0.1", [])


async def test_trouble_with_reporting_breaks_nothing(kept):
    """With nobody to report to, the line is logged and the bot goes on."""
    reports.begin("http://key@127.0.0.1:9/1", [])
    logging.getLogger("bot.x").error("It failed")
    await asyncio.to_thread(logging.getLogger().handlers[-1].flush)
    assert threading.active_count() >= 1


@pytest.mark.parametrize(
    ("statuses", "heard"), [([200], True), ([500, 204], True), ([404, 404], False)]
)
async def test_a_heartbeat_is_heard(statuses, heard):
    """One that is refused is tried once more."""
    asked = []

    async def answer(request):
        asked.append(request.path)
        return web.Response(status=statuses[len(asked) - 1])

    async with listening(answer) as address:
        assert await heartbeat.beat(f"{address}/ping/1") is heard
    assert asked == ["/ping/1"] * len(statuses)


async def test_a_heartbeat_that_nobody_hears_is_only_logged(caplog):
    """No address is fine, a dead one is a line, and neither is an error."""
    assert not await heartbeat.beat("")
    assert not await heartbeat.beat("http://127.0.0.1:9/")
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]

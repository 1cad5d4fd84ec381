"""Trouble comes where it is ordered, as often as it is ordered, and nowhere else."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from sandbox.faults import Fault, Faults, Kind


def texts(person):
    return [message.text for message in person.chat.from_bot]


async def say(bot, person, text="hello"):
    return await bot("sendMessage", chat_id=person.id, text=text)


@pytest.mark.parametrize(
    ("options", "status", "description"),
    [
        ({"kind": "error"}, 500, "Internal Server Error"),
        ({"kind": "flood", "seconds": 7}, 429, "Too Many Requests: retry after 7"),
        ({"kind": "blocked"}, 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_refusals_change_nothing(bot, ada, server, options, status, description):
    """The call is refused, nothing is sent, and the log names the fault."""
    server.fail(method="sendMessage", **options)
    reply = await say(bot, ada)
    assert reply.status == status
    assert description in reply.refusal
    assert texts(ada) == []
    assert server.called("sendMessage")[0].fault == options["kind"]


async def test_bad_gateway_is_no_json(bot, ada, server):
    """A 502 is a proxy's page."""
    server.fail("error", code=502)
    response = await bot.http.post(f"{server.url}/bot{server.token}/getMe")
    assert response.status_code == 502
    assert "<html>" in response.text
    assert (await bot("getMe")).status == 200


async def test_flood_bans_the_chat(bot, ada, server, clock):
    """After an ordered 429 the chat stays shut for that long, longer if called."""
    server.fail("flood", "sendMessage", seconds=10)
    assert (await say(bot, ada)).body["parameters"] == {"retry_after": 10}
    assert (await say(bot, ada)).body["parameters"] == {"retry_after": 20}
    clock.advance(20)
    assert (await say(bot, ada)).status == 200


@pytest.mark.parametrize(("kind", "arrived"), [("drop", []), ("lost", ["hello"])])
async def test_broken_connections(bot, ada, server, kind, arrived):
    """A dropped call did nothing; one whose answer is lost did everything."""
    server.fail(kind, "sendMessage")
    with pytest.raises(httpx.TransportError):
        await say(bot, ada)
    assert texts(ada) == arrived
    call = server.called("sendMessage")[0]
    assert (call.code, call.fault) == (0, kind)
    assert (await say(bot, ada, "again")).status == 200


async def test_lost_updates_come_again(bot, ada, server):
    """Updates whose delivery broke are not confirmed."""
    ada.send("precious")
    server.fail("lost", "getUpdates")
    with pytest.raises(httpx.TransportError):
        await bot("getUpdates")
    assert (await bot("getUpdates")).result[0]["message"]["text"] == "precious"


async def test_hanging_call_is_never_answered(bot, ada, server):
    """The bot gives up before the server does; nothing was sent."""
    server.fail("hang", "sendMessage")
    with pytest.raises(httpx.ReadTimeout):
        await bot.http.post(
            f"{server.url}/bot{server.token}/sendMessage",
            data={"chat_id": ada.id, "text": "x"},
            timeout=0.1,
        )
    assert texts(ada) == []


async def test_hanging_call_ends_with_the_server(bot, ada, server):
    """A call that hangs does not keep the server from closing."""
    server.fail("hang", "sendMessage")
    call = asyncio.create_task(say(bot, ada))
    await server.until(lambda: server.called("sendMessage"))
    server.close()
    with pytest.raises(httpx.TransportError):
        await call


async def test_slow_call_is_done_at_once(bot, ada, server):
    """The message is there long before its answer."""
    server.fail("slow", "sendMessage", seconds=0.2)
    call = asyncio.create_task(say(bot, ada))
    await ada.chat.wait_for_text("hello")
    assert not call.done()
    assert (await call).status == 200


async def test_downloads_break_too(bot, ada, server):
    """A download is a call like any other."""
    ada.send_document(b"bytes", "cv.txt")
    id = (await bot("getUpdates")).result[0]["message"]["document"]["file_id"]
    path = (await bot("getFile", file_id=id)).result["file_path"]
    server.fail("drop", "download")
    url = f"{server.url}/file/bot{server.token}/{path}"
    with pytest.raises(httpx.TransportError):
        await bot.http.get(url)
    assert (await bot.http.get(url)).content == b"bytes"


async def test_fault_is_for_its_chat_and_its_turn(bot, ada, server):
    """Other chats, other methods and earlier calls pass."""
    server.limits = replace(server.limits, burst=10)
    bob = server.person("Bob Example")
    bob.command("start")
    fault = server.fail("error", "sendMessage", chat=ada.id, skip=1, times=2)
    assert [(await say(bot, bob)).status for _ in range(3)] == [200] * 3
    assert [(await say(bot, ada)).status for _ in range(4)] == [200, 500, 500, 200]
    assert fault.hits == 2
    server.fail("error", times=None)
    assert [(await bot("getMe")).status for _ in range(3)] == [500] * 3
    server.faults.clear()
    assert (await bot("getMe")).status == 200


def test_chance_is_seeded():
    """The same seed gives the same run of luck, of about the ordered share."""

    def run(seed):
        faults = Faults(seed)
        faults.add(Fault(Kind.DROP, chance=0.2, times=None))
        return [faults.pick("getMe", None) is not None for _ in range(500)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert 60 < sum(run(3)) < 140

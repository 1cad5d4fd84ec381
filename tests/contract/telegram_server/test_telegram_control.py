"""The control over HTTP, and the server as a program of its own."""

import asyncio
import contextlib
import json
import os
import signal
import struct
import sys
from pathlib import Path

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 40)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def sim(server, http):
    """One call of the control: its status and its JSON."""

    async def call(verb, path, **options):
        response = await http.request(verb, f"{server.url}/sim/{path}", **options)
        return response.status_code, response.json()

    return call


async def test_person_acts_over_http(bot, sim):
    """Every act of a person has its path."""
    _, person = await sim("POST", "people", json={"name": "Ada Example", "language": "de"})
    base = f"people/{person['id']}"
    assert (await sim("POST", f"{base}/command", json={"name": "start"}))[1]["text"] == "/start"
    await sim("POST", f"{base}/send", json={"text": "<b>hello</b>", "html": True})
    await sim("POST", f"{base}/paste", json={"text": "word " * 1000})
    await sim("POST", f"{base}/forward", data={"text": "Wanted", "source": "Jobs"})
    file = {"file": ("cv.pdf", b"%PDF-", "application/pdf")}
    await sim("POST", f"{base}/document", files=file, data={"caption": "mine"})
    await sim("POST", f"{base}/document", files=file, data={"name": "", "mime": ""})
    await sim("POST", f"{base}/photo", files={"file": ("a.png", PNG)})
    pair = [("a", ("a.png", PNG)), ("b", ("b.png", PNG))]
    await sim("POST", f"{base}/album", files=pair, data={"kind": "photo"})
    await sim("POST", f"{base}/album", files={"a": ("a", b"a"), "b": ("b", b"b")})
    await sim("POST", f"{base}/forward", files=file)
    updates = [update["message"] for update in (await bot("getUpdates")).result]
    kinds = [next(k for k in ("text", "document", "photo") if k in m) for m in updates]
    assert kinds == [*["text"] * 5, *["document"] * 2, *["photo"] * 3, *["document"] * 3]
    assert updates[1]["entities"][0]["type"] == "bold"
    assert updates[5]["document"]["mime_type"] == "application/pdf"
    assert set(updates[6]["document"]) == {"file_id", "file_unique_id", "file_size"}
    assert "forward_origin" in updates[4]


async def test_chat_is_read_and_pressed_over_http(bot, sim, server, ada):
    """Messages, their buttons, their past, their files and the answers are all to be had."""
    wait = asyncio.create_task(
        sim("GET", f"chats/{ada.id}/wait", params={"button": "Go", "timeout": "5"})
    )
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await bot("sendMessage", chat_id=ada.id, text="one", reply_markup=markup)
    _, card = await wait
    assert card["buttons"] == [[{"label": "Go", "data": "go", "url": "", "copy": ""}]]
    _, press = await sim("POST", f"people/{ada.id}/press", json={"button": "Go"})
    answered = asyncio.create_task(sim("GET", f"presses/{press['id']}"))
    await bot("answerCallbackQuery", callback_query_id=press["id"], text="ok")
    assert (await answered)[1]["text"] == "ok"
    await bot("editMessageText", chat_id=ada.id, message_id=card["message"], text="two")
    await bot("sendDocument", {"document": ("cv.docx", b"word")}, chat_id=ada.id)
    _, found = await sim("GET", f"chats/{ada.id}/wait", params={"document": "1"})
    body = (await bot.http.get(f"{server.url}/sim/files/{found['file']['id']}")).content
    assert body == b"word"
    _, messages = await sim("GET", f"chats/{ada.id}")
    assert [message["text"] for message in messages] == ["/start", "two", ""]
    assert messages[1]["edits"][0]["text"] == "one"
    mine = {"message": 1, "text": "/help"}
    await sim("POST", f"people/{ada.id}/edit", json=mine)
    assert ada.chat.messages[0].text == "/help"
    await sim("POST", f"people/{ada.id}/delete", json={"message": 2})
    assert len(ada.chat.messages) == 2
    for act in ("block", "unblock", "deactivate"):
        assert (await sim("POST", f"people/{ada.id}/{act}"))[0] == 200
    assert ada.chat.refusal == "user is deactivated"


async def test_group_over_http(bot, sim, ada, server):
    """A group is made, written to and read like any chat."""
    _, group = await sim("POST", "groups", json={"title": "Job hunters", "members": [ada.id]})
    await sim("POST", f"people/{ada.id}/send", json={"text": "/help", "chat": group["id"]})
    assert (await bot("getUpdates")).result[-1]["message"]["chat"]["title"] == "Job hunters"
    assert [message.text for message in server.chats[group["id"]].messages] == ["/help"]


@pytest.mark.parametrize(
    ("verb", "path", "options", "status"),
    [
        ("POST", "people/{id}/press", {"json": {"button": "None"}}, 400),
        ("POST", "people/{id}/press", {"json": {"button": "x", "message": 99}}, 400),
        ("POST", "people/{id}/dance", {}, 400),
        ("POST", "people/{id}/document", {}, 400),
        ("POST", "faults", {"json": {"kind": "earthquake"}}, 400),
        ("POST", "limits", {"json": {"weight": 1}}, 400),
        ("GET", "chats/1", {}, 400),
        ("GET", "chats/{id}/wait", {"params": {"timeout": "0.01"}}, 408),
        ("GET", "files/none", {}, 404),
    ],
)
async def test_wrong_control_is_told(sim, ada, verb, path, options, status):
    """A mistake in the control is an error with a reason."""
    got, body = await sim(verb, path.format(id=ada.id), **options)
    assert got == status
    assert body["error"]


async def test_calls_complaints_faults_and_limits(bot, sim, server, ada):
    """What tests look at and set in process can be looked at and set over HTTP."""
    await bot("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
    await bot("setMyDescription", description="Tailors")
    await bot("dance")
    assert (await sim("GET", "complaints"))[1] == server.complaints != []
    _, calls = await sim("GET", "calls", params={"after": 1})
    assert [call["method"] for call in calls] == ["setMyDescription", "dance"]
    _, state = await sim("GET", "state")
    assert state["commands"][0]["commands"][0]["command"] == "start"
    assert state["chats"] == [{"id": ada.id, "title": "Ada Example", "messages": 1}]
    await sim("POST", "faults", json={"kind": "error", "method": "getMe", "times": 5, "chat": None})
    assert (await bot("getMe")).status == 500
    await sim("DELETE", "faults")
    assert (await bot("getMe")).status == 200
    _, limits = await sim("POST", "limits", json={"per_minute": 60, "strict": False})
    assert (limits["per_minute"], limits["strict"]) == (60, False)
    assert (server.limits.per_minute, server.strict) == (60, False)


async def test_events_stream_as_they_happen(bot, server, http, ada):
    """A viewer gets what was, then what comes, as lines of JSON, until the server closes."""
    seen = []

    async def watch():
        async with http.stream("GET", f"{server.url}/sim/events") as response:
            async for line in response.aiter_lines():
                seen.append(json.loads(line))
                server.journal.notify()

    watcher = asyncio.create_task(watch())
    await server.until(lambda: len(seen) == 1)
    await bot("sendMessage", chat_id=ada.id, text="hello", disable_notification=True)
    await bot("editMessageText", chat_id=ada.id, message_id=2, text="bye")
    await bot("sendChatAction", chat_id=ada.id, action="typing")
    await bot("deleteMessage", chat_id=ada.id, message_id=2)
    await server.until(lambda: len(seen) == 5)
    server.close()
    await watcher
    assert [event["kind"] for event in seen] == ["message", "message", "edit", "action", "delete"]
    assert [event["seq"] for event in seen] == [1, 2, 3, 4, 5]
    assert (seen[1]["text"], seen[1]["bot"], seen[1]["silent"]) == ("hello", True, True)


async def test_program_prints_its_url_and_serves(http):
    """`python -m sandbox.telegram` serves until it is told to stop."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox.telegram",
        "--port",
        "0",
        "--no-budget",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ},
    )
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        state = (await http.get(f"{url}/sim/state")).json()
        me = (await http.get(f"{url}/bot{state['token']}/getMe")).json()
        assert me["result"]["is_bot"] is True
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 10) == 130
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()

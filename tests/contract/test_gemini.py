"""The Gemini client against the sandbox's Gemini endpoint, and against captured bytes."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import BaseModel

from agents import asking, gemini_faults, http, schema
from agents.errors import BadAnswer, Declined, ModelError, Rejected, Unavailable
from agents.gemini import Gemini
from agents.http import Client, Patience
from agents.model import Price, Request, Usage
from agents.retries import Retries
from agents.values import Agent
from sandbox import model
from sandbox.model_state import Server
from tests.contract import listening
from tests.contract.listening import Naps

CAPTURED = Path(__file__).parents[2].parent / "shared" / "wire" / "gemini-thinking.sse"


class Answer(BaseModel):
    """What the sandbox is asked for."""

    text: str


TEXT = json.dumps({"text": "answer-canary: naïve \u2028 and an end"}, ensure_ascii=False)
REQUEST = Request(Agent.POLISH, "system-canary", "user-canary", schema.strict(Answer))

Make = Callable[..., Gemini]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with model.serve(lambda _: TEXT) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with http.client() as client:
        yield client


@pytest.fixture
def make(server: Server, client: Client) -> Make:
    """Makes a client with settings of its own."""

    def make(**settings: Any) -> Gemini:
        values = {
            "base_url": server.gemini,
            "key": "key-canary",
            "model": "gemini-3.5-flash-lite",
            "retries": Retries(times=0),
        }
        return Gemini(client, **{**values, **settings})

    return make


async def heard(gemini: Gemini) -> tuple[str, list[Usage]]:
    return await listening.heard(gemini, REQUEST)


async def test_an_answer_arrives_with_its_usage_and_price(server: Server, make: Make) -> None:
    """Tokens are Google's, the price is from the table; the schema and the model are asked for."""
    prices = {"gemini-small": Price(input=1.0, cached=0.5, output=10.0)}
    text, [usage] = await heard(make(models={Agent.POLISH: "gemini-small"}, prices=prices))
    call = server.calls[0]
    assert text == TEXT
    assert (call.agent, call.model) == ("polish", "gemini-small")
    assert (usage.input_tokens, usage.output_tokens) == (call.input_tokens, call.output_tokens)
    assert usage.cost == pytest.approx((call.input_tokens + 10 * call.output_tokens) / 1e6)
    _, [unpriced] = await heard(make(effort=""))
    assert unpriced.cost is None


def test_cached_tokens_cost_less() -> None:
    """They are part of the input."""
    assert Price(1.0, 0.1, 2.0).of(Usage(1000, 400, 100)) == pytest.approx(840e-6)


@pytest.mark.parametrize(
    ("kind", "error", "tries"),
    [
        ("400", Rejected, 1),
        ("401", Rejected, 1),
        ("402", Rejected, 1),
        ("403", Rejected, 1),
        ("404", Rejected, 1),
        ("429", Unavailable, 3),
        ("429_day", Rejected, 1),
        ("500", Unavailable, 3),
        ("502", Unavailable, 3),
        ("503", Unavailable, 3),
        ("reset", Unavailable, 3),
        ("empty", Unavailable, 3),
        ("blocked_prompt", Declined, 1),
        ("refusal", Declined, 1),
    ],
)
@pytest.mark.parametrize("form", [0, 1])
async def test_trouble_before_the_answer(
    server: Server, make: Make, kind: str, error: type[ModelError], tries: int, form: int
) -> None:
    """A bad key is a 400, a day's quota is not waited for, errors may come in a list."""
    server.fault(kind, form=form)
    with pytest.raises(ModelError) as caught:
        await heard(make(retries=Retries(sleep=Naps())))
    assert type(caught.value) is error
    assert len(server.calls) == tries


@pytest.mark.parametrize("kind", ["cut", "silent_end", "error_event", "length"])
@pytest.mark.parametrize("form", [0, 1, 2])
async def test_trouble_in_the_answer(server: Server, make: Make, kind: str, form: int) -> None:
    """A bare error at the end, even after a good finish, and an end without parts are failures."""
    server.fault(kind, form=form)
    said: list[str | Usage] = []
    with pytest.raises(ModelError) as caught:
        await listening.gather(make(retries=Retries(sleep=Naps())), REQUEST, said)
    assert type(caught.value) is (BadAnswer if kind == "length" else Unavailable)
    assert "".join(map(str, said)) == TEXT[:12]
    assert caught.value.spent is not None
    assert caught.value.spent.output_tokens == 3
    assert len(server.calls) == 1


@pytest.mark.parametrize("kind", ["hang", "stall"])
async def test_silence_ends_a_call(server: Server, make: Make, kind: str) -> None:
    """No first word, or no next one."""
    server.fault(kind)
    with pytest.raises(Unavailable, match="silent"):
        await heard(make(patience=Patience(5, 0.3, 0.3)))
    await server.log.until(lambda calls: calls[0].disconnected)


async def test_retry_info_is_kept(server: Server, make: Make) -> None:
    """There is no header: the seconds stand in the error, with a fraction."""
    server.fault("429", retry_after=3.837906927, times=1)
    naps = Naps()
    assert (await heard(make(retries=Retries(sleep=naps))))[0] == TEXT
    assert 3.83 < naps.seconds[0] < 4.4
    server.fault("429", retry_after=53)
    with pytest.raises(Unavailable) as caught:
        await heard(make(retries=Retries(sleep=naps)))
    assert caught.value.retry_after == 53


async def test_cancelling_ends_the_call_at_once(server: Server, make: Make) -> None:
    """Google sees the line drop within a second."""
    server.fault("stall")
    task = asyncio.create_task(heard(make()))
    await server.log.until(lambda calls: bool(calls and calls[0].first))
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await server.log.until(lambda calls: calls[0].disconnected)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("kind", ["invalid_json", "off_schema", "length", "error_event"])
async def test_one_bad_answer_is_mended(server: Server, make: Make, kind: str) -> None:
    """Asked for a shape, Gemini gets one more chance, too."""
    server.fault(kind, times=1)
    answer, spent = await asking.ask(make(), REQUEST, Answer)
    assert answer == Answer.model_validate_json(TEXT)
    assert spent.calls == len(server.calls) == 2


async def test_a_wrong_key_is_named(client: Client) -> None:
    """In our words, and without the key."""
    async with model.serve(lambda _: TEXT, key="right") as server:
        gemini = Gemini(client, key="wrong-key", model="gemini-x", base_url=server.gemini)
        with pytest.raises(Rejected, match="key is refused") as caught:
            await heard(gemini)
        assert "wrong" not in str(caught.value)
        nobody = Gemini(client, key="", model="gemini-x", base_url=server.gemini)
        with pytest.raises(Rejected, match="not allowed"):
            await heard(nobody)


@pytest.mark.parametrize("kind", ["401", "429", "cut", "error_event", "refusal", "length"])
async def test_no_log_and_no_message_holds_prompt_answer_or_key(
    server: Server, make: Make, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """The key travels in a header, never in an address, which would be logged."""
    server.fault(kind, after=8)
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        await heard(make())
    assert "canary" not in caplog.text
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": 1},
        {"contents": []},
        {"generationConfig": {"max_tokens": 1}},
        {"generationConfig": {"responseJsonSchema": {}}},
        {"generationConfig": {"thinkingConfig": {"thinkingLevel": "minimal"}}},
        {"systemInstruction": "x"},
    ],
)
async def test_a_request_that_google_would_not_take_is_refused(
    server: Server, client: Client, make: Make, change: dict[str, Any]
) -> None:
    """The sandbox is as strict with Gemini's requests."""
    url = f"{server.gemini}/models/gemini-x:streamGenerateContent?alt=sse"
    answer = await client.post(
        url, json=make().body(REQUEST) | change, headers={"x-goog-api-key": "k"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


async def said(client: Client, body: bytes, size: int = 1000) -> tuple[str, list[Usage]]:
    """What the client makes of a stream of bytes in pieces."""

    async def speak(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for start in range(0, len(body), size):
            await response.write(body[start : start + size])
        return response

    app = web.Application()
    app.router.add_post("/{path:.*}", speak)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        settings = {"base_url": url, "key": "k", "model": "m", "retries": Retries(times=0)}
        return await heard(Gemini(client, **settings))
    finally:
        await runner.cleanup()


@pytest.mark.skipif(not CAPTURED.exists(), reason="the captured streams are not here")
@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_a_captured_answer_is_read(client: Client, size: int) -> None:
    """A real stream gives the answer without its thoughts, which are billed all the same."""
    text, usages = await said(client, CAPTURED.read_bytes(), size)
    assert text.startswith("This is a great question! Safely crossing")
    assert text.endswith("Always assume a driver might not see you.")
    assert "Clarifying" not in text
    assert usages == [Usage(34, 0, 469 + 787)]


def chunk(text: str | None = None, reason: str | None = None, **more: Any) -> bytes:
    content = {"role": "model"} | ({} if text is None else {"parts": [{"text": text}]})
    candidate = {"content": content} | ({"finishReason": reason} if reason else {})
    return b"data: " + json.dumps({"candidates": [candidate], **more}).encode() + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", Unavailable),
        (chunk("a"), Unavailable),
        (chunk("a", "OTHER"), Unavailable),
        (chunk("a", "MALFORMED_RESPONSE"), Unavailable),
        (chunk(None, "STOP"), Unavailable),
        (chunk("a", "RECITATION"), Declined),
        (chunk(None, "MAX_TOKENS"), BadAnswer),
        (chunk("a") + b"data: {", Unavailable),
        (chunk("a") + b"data: 7\r\n\r\n", Unavailable),
        (chunk("a", "STOP") + b'[{"error": {"code": 429}}]', Unavailable),
        (chunk("a", "STOP") + b"\r\n\r\n<html>", Unavailable),
        (b'[{"error": {"code": 403, "status": "PERMISSION_DENIED"}}]', Rejected),
    ],
)
async def test_streams_that_are_no_answer(
    client: Client, body: bytes, error: type[ModelError]
) -> None:
    """Only a stream that says STOP, and nothing bad after it, is an answer."""
    with pytest.raises(ModelError) as caught:
        await said(client, body)
    assert type(caught.value) is error


async def test_an_array_in_place_of_events_is_read(client: Client) -> None:
    """What Google sends where a proxy has lost alt=sse."""
    one = {"candidates": [{"content": {"parts": [{"text": "a"}]}}]}
    two = {"candidates": [{"content": {"parts": [{"text": "b"}]}, "finishReason": "STOP"}]}
    assert (await said(client, json.dumps([one, two]).encode()))[0] == "ab"


@pytest.mark.parametrize(
    "error",
    [None, "x", [], {"details": "x"}, {"details": [1, {"violations": "x"}, {"violations": [1]}]}],
)
def test_no_shape_of_an_error_is_too_much(error: Any) -> None:
    """Whatever stands there, an error of ours comes out, by its status."""
    assert type(gemini_faults.explained(error, 503)) is Unavailable
    assert type(gemini_faults.explained(error, 404)) is Rejected
    assert type(gemini_faults.explained(error)) is Unavailable

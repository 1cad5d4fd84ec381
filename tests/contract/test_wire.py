"""The chat client against bytes: captured streams, odd servers, and lines that break."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from agents import http
from agents.chat import Chat
from agents.errors import BadAnswer, ModelError, Rejected, Unavailable
from agents.http import Patience
from agents.model import Request, Usage
from agents.retries import Retries
from agents.values import Agent

CAPTURED = Path(__file__).parents[2].parent / "shared" / "wire"
REQUEST = Request(Agent.POLISH, "system", "user", {"type": "object"})
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

Speech = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def saying(speech: Speech, *, listen: bool = True) -> AsyncIterator[str]:
    """A server that reads one request and then says what it likes."""
    talks: set[asyncio.Task[Any] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            if listen:
                await request(reader)
            await speech(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(handle, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    await asyncio.gather(*filter(None, talks))


async def request(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if b"content-length" in line)
    await reader.readexactly(int(length.split(b":")[1]))


def chunked(body: bytes, size: int) -> Speech:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    return speak


def raw(wire: bytes) -> Speech:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(wire)
        await writer.drain()

    return speak


async def heard(url: str, key: str = "k") -> tuple[str, list[Usage]]:
    async with http.client() as client:
        chat = Chat(
            client,
            base_url=url,
            key=key,
            model="a/b",
            name="x",
            openrouter=True,
            patience=Patience(5, 5, 5),
            retries=Retries(times=0),
        )
        items = [item async for item in chat.stream(REQUEST)]
    text = "".join(item for item in items if isinstance(item, str))
    return text, [item for item in items if isinstance(item, Usage)]


def captured(name: str) -> bytes:
    path = CAPTURED / name
    if not path.exists():
        pytest.skip("the captured streams are not here")
    return path.read_bytes()


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("name", "text", "usage"),
    [
        ("openrouter-usage.sse", "Hello!", Usage(254, 0, 5, 0.000837)),
        ("openrouter-reasoning.sse", "2 + 2 = 4", Usage(43, 0, 36, 0.000669)),
    ],
)
async def test_captured_answers_are_read(name: str, text: str, usage: Usage, size: int) -> None:
    """Real streams give the answer without its thoughts, and what it cost, at every split."""
    async with saying(chunked(captured(name), size)) as url:
        assert await heard(url) == (text, [usage])


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_a_captured_failure_is_read(size: int) -> None:
    """A real stream that ran out of tokens and then failed is no answer, and its usage is kept."""
    async with saying(chunked(captured("openrouter-midstream-error.sse"), size)) as url:
        with pytest.raises(BadAnswer) as caught:
            await heard(url)
    assert caught.value.spent is not None
    assert (caught.value.spent.input_tokens, caught.value.spent.output_tokens) == (43, 10)


def event(**chunk: Any) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def delta(text: Any, finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text, **more}, "finish_reason": finish}
    return event(choices=[choice])


STOP = delta("", "stop")
DONE = b"data: [DONE]\n\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(delta("a", "stop"), "a", id="no end mark"),
        pytest.param(delta("a") + STOP + DONE, "a", id="plain"),
        pytest.param(delta(None) + delta("a") + STOP, "a", id="null content"),
        pytest.param(delta([{"type": "thinking"}]) + delta("a") + STOP, "a", id="parts"),
        pytest.param(delta(None, reasoning="hm") + delta("a") + STOP, "a", id="thoughts"),
        pytest.param(event(choices=None) + delta("a") + STOP, "a", id="null choices"),
        pytest.param(delta("a") + STOP + delta("", "length"), "a", id="first reason counts"),
        pytest.param(delta("a") + STOP + event(choices=[], usage=None), "a", id="null usage"),
        pytest.param(delta("\u2028") + STOP, "\u2028", id="line separator"),
        pytest.param(
            b'{"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}]}',
            "a",
            id="a server that does not stream",
        ),
    ],
)
async def test_odd_streams_are_understood(body: bytes, text: str) -> None:
    """Small differences between servers do not matter."""
    async with saying(chunked(body, 50)) as url:
        assert (await heard(url))[0] == text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(DONE, id="only the end mark"),
        pytest.param(delta("a") + DONE, id="no finish reason"),
        pytest.param(delta("a") + b'data: {"choi', id="half an event"),
        pytest.param(delta("a") + b"data: <html>\n\n", id="no JSON"),
        pytest.param(delta("a") + b"data: 7\n\n", id="no object"),
        pytest.param(delta("a") + b"data: [[[" + b"[" * 100_000 + b"\n\n", id="depth"),
        pytest.param(event(choices="x"), id="other types"),
        pytest.param(b"<html>\n<body>Log in</body>", id="a page"),
        pytest.param(delta("a") + STOP + b'{\n"error": {"code": 503}\n}', id="bare error"),
        pytest.param(delta("a") + event(object="error", message="x", code=500), id="flat error"),
        pytest.param(delta("a", "error"), id="finish reason error"),
        pytest.param(b"data: " + b"a" * 5_000_000, id="endless line"),
    ],
)
async def test_streams_that_are_no_answer_are_unavailable(body: bytes) -> None:
    """What does not come to its end, or is no stream, is never taken for an answer."""
    async with saying(chunked(body, 1 << 16)) as url:
        with pytest.raises(Unavailable):
            await heard(url)


@pytest.mark.parametrize(
    ("wire", "error"),
    [
        pytest.param(b"", Unavailable, id="hang up"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", Unavailable, id="another protocol"),
        pytest.param(HEAD + b"Content-Length: 999\r\n\r\ndata", Unavailable, id="cut body"),
        pytest.param(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", Unavailable, id="bad chunk"
        ),
        pytest.param(
            HEAD + b"Content-Encoding: gzip\r\n\r\nnot gzip", Unavailable, id="bad encoding"
        ),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", Rejected, id="moved"),
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", Rejected, id="no content"),
        pytest.param(
            b"HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\n{", Unavailable, id="cut error"
        ),
        pytest.param(b"HTTP/1.1 500 Oops\r\n\r\n" + b"x" * 1_000_000, Unavailable, id="long error"),
        pytest.param(
            b"HTTP/1.1 401 No\r\nContent-Length: 3\r\n\r\n\xff\xfe[", Rejected, id="odd error"
        ),
    ],
)
async def test_lines_that_break_are_told_in_our_words(wire: bytes, error: type[ModelError]) -> None:
    """No error of the HTTP library or of JSON reaches the caller."""
    async with saying(raw(wire)) as url:
        with pytest.raises(ModelError) as caught:
            await heard(url)
    assert type(caught.value) is error
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "key", "error"),
    [
        ("http://127.0.0.1:1", "k", Unavailable),
        ("https://127.0.0.1:1", "k", Unavailable),
        ("ftp://127.0.0.1", "k", Rejected),
        ("127.0.0.1/v1", "k", Rejected),
        ("http://127.0.0.1:port", "k", Rejected),
        ("http://127.0.0.1:1", "ключ", Rejected),
    ],
)
async def test_addresses_and_keys_that_cannot_be_used(
    url: str, key: str, error: type[ModelError]
) -> None:
    """A mistake in the settings is named, and is no stack trace of a library."""
    with pytest.raises(ModelError) as caught:
        await heard(url, key)
    assert type(caught.value) is error
    assert key not in str(caught.value) or key == "k"


async def test_a_key_with_a_line_break_is_not_sent() -> None:
    """A key that was pasted with its neighbours is named as the trouble, not tried again."""
    async with saying(raw(b"")) as url:
        with pytest.raises(Rejected):
            await heard(url, "a\nb")


async def test_tls_with_a_server_that_has_none() -> None:
    """A plain server behind an https address cannot be reached."""
    async with saying(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), listen=False) as url:
        with pytest.raises(Unavailable):
            await heard(url.replace("http://", "https://"))

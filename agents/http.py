"""Where httpx is imported: one streamed call within its time limits, its troubles in our words."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from agents import sse
from agents.errors import Rejected, Unavailable
from agents.model import closing

_T = TypeVar("_T")
_BODY = 64 * 1024  # bytes of an error's body that are read
_GATHER = 0.03  # seconds in which words gather between two reads: each read costs as much as many
_AT_ONCE = 0.002  # seconds in which comes what has been read already
_FAREWELL = 0.2  # seconds for a stream to end after its last event, so that the connection is kept

Client = httpx.AsyncClient


def client() -> Client:
    """Return a client for all providers; it is the caller's to close.

    How many calls run at once is for the caller to bound: waiting for a connection of our own
    would count as the provider's silence.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=30)
    return httpx.AsyncClient(limits=limits)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a provider may take, in seconds.

    To connect; from sending to the first word, thought or said; and from one word to the next.
    Comments and empty events, with which some providers keep the line warm, are no words.
    """

    connect: float = 10.0
    first: float = 30.0
    between: float = 30.0


class Exchange:
    """One call under way: its status, its headers, and its events as they come."""

    def __init__(self, response: httpx.Response, watch: "_Watch") -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self._response = response
        self._watch = watch

    def heard(self) -> None:
        """Say that the model spoke: the clock starts anew."""
        self._watch.heard()

    async def events(self) -> AsyncIterator[sse.Event]:
        """Yield the answer's events. Raises Unavailable when they stop coming."""
        async with closing(sse.events(self._chunks())) as events:
            async for event in events:
                yield event

    async def body(self) -> str:
        """Return the start of the answer's body, for an answer that is no stream."""
        read = bytearray()
        async with closing(self._chunks()) as chunks:
            async for chunk in chunks:
                read += chunk
                if len(read) >= _BODY:
                    break
        return read[:_BODY].decode("utf-8", "replace")

    async def _chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes. One that had to be waited for is given time to bring others."""
        now = asyncio.get_running_loop().time
        async with closing(self._response.aiter_bytes()) as chunks:
            while True:
                asked = now()
                try:
                    chunk = await self._watch.wait(anext(chunks))
                except StopAsyncIteration:
                    return
                waited = now() - asked > _AT_ONCE
                yield chunk
                if waited:
                    await asyncio.sleep(_GATHER)


@asynccontextmanager
async def post(
    http: Client, url: str, headers: Mapping[str, str], body: Mapping[str, Any], patience: Patience
) -> AsyncIterator[Exchange]:
    """Send `body` as JSON and give the exchange; leaving it ends the call at once.

    Raises Unavailable or Rejected, and nothing of httpx.
    """
    watch = _Watch(patience)
    with _in_our_words():
        request = http.build_request(
            "POST",
            url,
            headers={"Accept": "text/event-stream", "Content-Type": "application/json", **headers},
            content=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
            timeout=httpx.Timeout(None, connect=patience.connect),
        )
        response = await watch.wait(http.send(request, stream=True))
        try:
            yield Exchange(response, watch)
        finally:
            await response.aclose()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a plain question: status, headers, and the start of the body."""

    status: int
    headers: Mapping[str, str]
    text: str


async def get(
    http: Client, url: str, headers: Mapping[str, str] | None = None, patience: float = 10.0
) -> Reply:
    """Ask for an address, within so many seconds. Raises Unavailable or Rejected.

    Redirects are not followed: a key must not go where nobody meant it to.
    """
    with _in_our_words():
        request = http.build_request("GET", url, headers=headers)
        try:
            async with asyncio.timeout(patience):
                response = await http.send(request, stream=True)
                try:
                    read = bytearray()
                    async for chunk in response.aiter_bytes():
                        read += chunk
                        if len(read) >= _BODY:
                            break
                finally:
                    await response.aclose()
        except TimeoutError:
            raise Unavailable("silent for too long") from None
        text = bytes(read[:_BODY]).decode("utf-8", "replace")
        return Reply(response.status_code, response.headers, text)


async def farewell(events: AsyncIterator[sse.Event]) -> None:
    """Read a finished stream to its end if that comes at once: its connection can serve again."""
    with suppress(TimeoutError, Unavailable):
        async with asyncio.timeout(_FAREWELL):
            async for _ in events:
                pass


class _Watch:
    """The time that is left until the model must have spoken; our own time does not count."""

    def __init__(self, patience: Patience) -> None:
        self._between = patience.between
        self._left = patience.first

    def heard(self) -> None:
        self._left = self._between

    async def wait(self, coming: Awaitable[_T]) -> _T:
        now = asyncio.get_running_loop().time
        started = now()
        try:
            async with asyncio.timeout(self._left):
                return await coming
        except TimeoutError:
            raise Unavailable("silent for too long") from None
        finally:
            self._left -= now() - started


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL):
        raise Rejected("the address or the key cannot be sent") from None
    except UnicodeEncodeError:
        raise Rejected("the key has characters that no key has") from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError):
        raise Unavailable("cannot be reached") from None
    except sse.Overlong:
        raise Unavailable("sent more than an answer") from None
    except (httpx.HTTPError, httpx.StreamError):
        raise Unavailable("the connection broke") from None

"""The sandbox model's book of calls: who asked, when, what it came to, how it ended."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.model_pace import TOKEN, tokens

_CACHEABLE = 1024  # tokens: shorter prefixes are never cached
_STEP = 128  # tokens: a cached prefix is a multiple of this
_PROMPTS = 16  # of a session that are remembered
_SESSIONS = 512


@dataclass(slots=True)
class Call:
    """One call. Times are in seconds of the machine's monotonic clock, None for "not yet".

    `outcome` is "answered", "refused" (by a status), "failed" (in the stream), "open", or
    "left" when the client closed the connection first (`disconnected`). `fault` is the kind of the
    rule that it met, `status` the HTTP status, `port` the client's end of the connection, `digest`
    the same for calls with the same messages.
    """

    number: int
    wire: str
    start: float
    port: int = 0
    agent: str = ""
    model: str = ""
    session: str = ""
    digest: str = ""
    status: int = 200
    first: float | None = None
    end: float | None = None
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    outcome: str = "open"
    disconnected: bool = False
    fault: str = ""
    retry_after: float | None = None


@dataclass(slots=True)
class Log:
    """All calls, oldest first, and a way to wait for what is to come."""

    calls: list[Call] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _prompts: OrderedDict[str, list[str]] = field(default_factory=OrderedDict)

    def open(self, wire: str, port: int) -> Call:
        """Begin a call."""
        now = asyncio.get_running_loop().time()
        call = Call(number=len(self.calls) + 1, wire=wire, start=now, port=port)
        self.calls.append(call)
        return call

    async def close(self, call: Call) -> None:
        """End a call, and wake those who wait for it."""
        call.end = asyncio.get_running_loop().time()
        await self.tell()

    async def tell(self) -> None:
        """Wake those who wait: something about a call has changed."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, seen: Callable[[list[Call]], bool], timeout: float = 10.0) -> None:
        """Wait until `seen` holds for the calls. Raises TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: seen(self.calls))

    def clear(self) -> None:
        """Forget the calls and the prompts that they cached."""
        self.calls.clear()
        self._prompts.clear()

    def dump(self) -> list[dict[str, Any]]:
        """Return the calls as plain JSON values."""
        return [asdict(call) for call in self.calls]

    def charge(self, call: Call, prompt: str) -> None:
        """Count a prompt's tokens, and how many of them the session's earlier ones left cached."""
        session = f"{call.wire}/{call.session}"
        earlier = self._prompts.setdefault(session, [])
        self._prompts.move_to_end(session)
        shared = max((common(prompt, other) for other in earlier), default=0) // TOKEN
        call.digest = digest(prompt)
        call.input_tokens = tokens(prompt)
        call.cached_tokens = shared // _STEP * _STEP if shared >= _CACHEABLE else 0
        self._prompts[session] = [*earlier[1 - _PROMPTS :], prompt]
        if len(self._prompts) > _SESSIONS:
            self._prompts.popitem(last=False)


def digest(prompt: str) -> str:
    """Return what a prompt is known by in the book of calls."""
    return hashlib.sha256(prompt.encode()).hexdigest()[:16]


def common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

"""What has happened: calls of the bot, events in the chats, complaints; and waiting for more."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Call:
    """One call of the Bot API. *code* is 0 until it is answered, and stays 0 if it never was."""

    method: str
    params: dict[str, str]
    chat: int | None
    time: float  # unix seconds
    code: int = 0
    description: str = ""  # of a refusal
    seconds: float = 0.0  # until the answer
    fault: str = ""  # the kind of the fault that it met
    retry_after: int = 0  # seconds, with code 429


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a viewer of the chat would see. *seq* counts from 1."""

    seq: int
    time: float
    kind: str
    chat: int
    body: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The event as one flat object."""
        shown = {"seq": self.seq, "time": self.time, "kind": self.kind, "chat": self.chat}
        return {**shown, **self.body}


class Journal:
    """The log, in order. Whoever waits is woken by every entry, never by a timer."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.calls: list[Call] = []
        self.events: list[Event] = []
        self.complaints: list[str] = []
        self._clock = clock
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = False

    def begin(self, method: str, params: dict[str, str], chat: int | None) -> Call:
        """Note a call that has arrived."""
        call = Call(method, params, chat, self._clock())
        self.calls.append(call)
        self.notify()
        return call

    def end(self, call: Call, code: int, description: str = "", retry_after: int = 0) -> None:
        """Note the answer to *call*."""
        call.code, call.description, call.retry_after = code, description, retry_after
        call.seconds = self._clock() - call.time
        self.notify()

    def note(self, kind: str, chat: int, body: Mapping[str, Any] | None = None) -> None:
        """Note an event in *chat*."""
        seq = len(self.events) + 1
        self.events.append(Event(seq, self._clock(), kind, chat, body or {}))
        self.notify()

    def complain(self, complaint: str) -> None:
        """Note, loudly, that the bot used what this server does not know."""
        self.complaints.append(complaint)
        sys.stderr.write(f"sandbox telegram: {complaint}\n")
        self.notify()

    def notify(self) -> None:
        """Wake all who wait."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def close(self) -> None:
        """Let every stream of events end."""
        self._closed = True
        self.notify()

    async def change(self) -> None:
        """Wait for the next entry."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, ready: Callable[[], T | None], timeout: float) -> T:
        """The first true value of *ready*. Raises TimeoutError after *timeout* seconds."""
        async with asyncio.timeout(timeout):
            while not (found := ready()):
                await self.change()
        return found

    async def follow(self, after: int = 0) -> AsyncIterator[Event]:
        """All events past number *after*, and the new ones as they come."""
        while True:
            while after < len(self.events):
                yield self.events[after]
                after += 1
            if self._closed:
                return
            await self.change()

    def calls_as_json(self) -> list[dict[str, Any]]:
        """The calls as plain objects."""
        return [asdict(call) for call in self.calls]

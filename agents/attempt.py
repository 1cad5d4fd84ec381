"""One try of one call: what every provider's stream has in common."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from agents import http
from agents.errors import ModelError
from agents.http import Client, Patience
from agents.model import Usage, closing
from agents.sse import Event


@dataclass(frozen=True, slots=True)
class Heard:
    """What one event said: text, or at least that the model is at work; or that it was the last."""

    text: str = ""
    alive: bool = False
    last: bool = False


class Reading(Protocol):
    """A provider's stream being read."""

    usage: Usage

    def take(self, event: Event) -> Heard:
        """Take the next event. Raises ModelError for one that is an error."""
        ...

    def check(self) -> None:
        """Raise ModelError unless what was taken is a complete answer."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What is posted where, and what a status other than 200 means."""

    url: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    refused: Callable[[int, Mapping[str, str], str], ModelError]


async def stream(
    client: Client, call: Call, reading: Reading, patience: Patience
) -> AsyncIterator[str | Usage]:
    """Yield the answer's text as it arrives, then its Usage. Raises ModelError, with `spent`."""
    try:
        async with http.post(client, call.url, call.headers, call.body, patience) as exchange:
            if exchange.status != 200:
                raise call.refused(exchange.status, exchange.headers, await exchange.body())
            async with closing(exchange.events()) as events:
                async for event in events:
                    heard = reading.take(event)
                    if heard.alive:
                        exchange.heard()
                    if heard.text:
                        yield heard.text
                    if heard.last:
                        await http.farewell(events)
                        break
        reading.check()
    except ModelError as error:
        error.spent = reading.usage.spent()
        raise
    yield reading.usage

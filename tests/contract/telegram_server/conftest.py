"""A sandbox Telegram for each test, a clock to turn, and a bot that speaks raw HTTP."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from sandbox import telegram


class Clock:
    """Unix seconds that pass only when told to."""

    def __init__(self) -> None:
        self.time = 1_790_000_000.0

    def __call__(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


@dataclass(frozen=True)
class Reply:
    """What the Bot API answered."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class RawBot:
    """A bot without manners: it sends whatever it is told to."""

    def __init__(self, server: telegram.World, http: httpx.AsyncClient) -> None:
        self.server = server
        self.http = http

    async def __call__(
        self, method: str, files: dict[str, Any] | None = None, **params: Any
    ) -> Reply:
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        response = await self.http.post(url, data=form, files=files)
        return Reply(response.status_code, response.json(), response.headers)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[telegram.World]:
    async with telegram.serve(clock=clock) as world:
        yield world


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10, verify=False, trust_env=False) as client:
        yield client


@pytest.fixture
def bot(server: telegram.World, http: httpx.AsyncClient) -> RawBot:
    return RawBot(server, http)


@pytest.fixture
def ada(server: telegram.World) -> telegram.Person:
    """A person who has started the bot; that update is out of the way."""
    person = server.person("Ada Example")
    person.command("start")
    server.updates.clear()
    return person

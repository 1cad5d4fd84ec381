"""The chat client against the sandbox model, over HTTP: what is asked, said and billed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from agents import http, schema
from agents.chat import Chat
from agents.http import Client
from agents.model import Price, Request, Usage
from agents.values import Agent, Spent
from sandbox import model
from sandbox.model_state import Server
from tests.contract import chats
from tests.contract.chats import REQUEST, TEXT, WIRES, Answer, Make, heard


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with model.serve(lambda _: TEXT) as server:
        yield server


@pytest.fixture
async def make(server: Server) -> AsyncIterator[Make]:
    """Makes a client of one of the wires, with settings of its own."""
    async with chats.maker(server) as make:
        yield make


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with http.client() as client:
        yield client


@pytest.mark.parametrize("wire", WIRES)
async def test_an_answer_arrives_in_pieces_and_whole(make: Make, wire: str) -> None:
    """Text comes as it is said, and one usage last."""
    items = [item async for item in make(wire).stream(REQUEST)]
    assert "".join(item for item in items[:-1] if isinstance(item, str)) == TEXT
    assert len(items) > 5
    assert isinstance(items[-1], Usage)


@pytest.mark.parametrize("shape", ["empty", "null", "repeat"])
async def test_usage_and_cost_are_read_in_every_shape(client: Client, shape: str) -> None:
    """Tokens, cached ones among them, and the cost, wherever OpenRouter puts them."""
    long = Request(Agent.POLISH, "s" * 8000, "u", schema.strict(Answer), session="a")
    async with model.serve(lambda _: TEXT, usage=shape) as server:
        chat = Chat(
            client, base_url=server.openrouter, key="k", model="a/b", name="x", openrouter=True
        )
        await heard(chat, long)
        _, [usage] = await heard(chat, long)
        call = server.calls[1]
    assert usage == Usage(call.input_tokens, call.cached_tokens, call.output_tokens, usage.cost)
    assert usage.cost == pytest.approx(
        ((call.input_tokens - call.cached_tokens) * 0.1 + call.cached_tokens * 0.01) / 1e6
        + call.output_tokens * 0.5 / 1e6
    )
    assert call.cached_tokens >= 1024


async def test_a_plain_server_says_no_cost(make: Make) -> None:
    """What nobody reports is None, not nothing."""
    _, [usage] = await heard(make("plain"))
    assert usage.cost is None
    assert usage.output_tokens > 0


@pytest.mark.parametrize("wire", WIRES)
async def test_a_price_of_ours_holds_where_the_server_tells_none(make: Make, wire: str) -> None:
    """What the provider reports counts first; either way the usage says which model it was."""
    price = Price(input=1000.0, cached=0.0, output=1000.0)
    _, [usage] = await heard(make(wire, prices={"sandbox/rules": price}))
    assert usage.model == usage.spent().model == "sandbox/rules"
    assert usage.cost is not None
    assert (usage.cost == price.of(usage)) is (wire == "plain")


def test_of_two_calls_the_later_model_is_told() -> None:
    """One that had no part changes nothing."""
    first, second = Spent(1, model="first"), Spent(1, model="second")
    assert sum([Spent(), first, second, Spent()], start=Spent()).model == "second"


async def test_the_line_is_kept_for_the_next_call(server: Server, make: Make) -> None:
    """A finished answer leaves its connection to the next one."""
    for _ in range(3):
        await heard(make())
    assert len({call.port for call in server.calls}) == 1


async def test_openrouter_is_asked_for_providers_that_keep_nothing(make: Make) -> None:
    """The request says so, asks for the schema, and belongs to its session."""
    seen: dict[str, Any] = {}

    def answer(body: dict[str, Any]) -> str:
        seen.update(body)
        return TEXT

    async with model.serve(answer) as server:
        chat = make(base_url=server.openrouter, models={Agent.VALIDATION: "small/one"})
        await heard(chat)
        assert seen["provider"] == {
            "require_parameters": True,
            "data_collection": "deny",
            "zdr": True,
        }
        assert seen["session_id"] == "application-1"
        assert seen["model"] == "small/one"
        assert seen["response_format"]["json_schema"]["schema"] == REQUEST.schema
        seen.clear()
        await heard(make(base_url=server.openrouter, effort="", structured=False))
        assert not {"reasoning", "response_format"} & seen.keys()
        assert '"additionalProperties": false' in seen["messages"][0]["content"]
        seen.clear()
        await heard(make("plain", base_url=server.plain, key=""))
        assert not {"provider", "session_id", "reasoning"} & seen.keys()


def test_openai_itself_has_another_name_for_the_limit(client: Client) -> None:
    """The one well-known server that refuses `max_tokens` for its newer models."""
    body = Chat(
        client, base_url="https://api.openai.com/v1", key="k", model="m", name="x", openrouter=False
    ).body(REQUEST)
    assert body["max_completion_tokens"] == REQUEST.max_tokens
    assert "max_tokens" not in body

"""OpenRouter, then Gemini, over HTTP: the one answers where the other cannot."""

from collections.abc import AsyncIterator

import pytest
from pydantic import BaseModel

from agents import asking, http, schema
from agents.chain import Chain
from agents.chat import Chat
from agents.errors import ModelError, Unavailable
from agents.gemini import Gemini
from agents.model import Request
from agents.retries import Retries
from agents.values import Agent
from sandbox import model
from sandbox.model_state import Server


class Answer(BaseModel):
    """What the sandbox is asked for."""

    text: str


REQUEST = Request(Agent.POLISH, "system", "user", schema.strict(Answer))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with model.serve(lambda body: '{"text": "for ' + body["model"] + '"}') as server:
        yield server


@pytest.fixture
async def chain(server: Server) -> AsyncIterator[Chain]:
    once = Retries(times=0)
    async with http.client() as client:
        router = Chat(
            client,
            base_url=server.openrouter,
            key="k",
            model="a/b",
            name="OpenRouter",
            openrouter=True,
            retries=once,
        )
        gemini = Gemini(client, key="k", model="gemini-x", base_url=server.gemini, retries=once)
        yield Chain([router, gemini], failures=2)


@pytest.mark.parametrize("kind", ["402", "401", "429", "503", "reset", "empty"])
async def test_gemini_answers_where_openrouter_cannot(
    server: Server, chain: Chain, kind: str
) -> None:
    """Credit, key, load or line: the person's application goes on."""
    server.fault(kind, wire="openrouter")
    answer, _ = await asking.ask(chain, REQUEST, Answer)
    assert answer.text == "for gemini-x"


async def test_openrouter_is_spared_while_it_is_down(server: Server, chain: Chain) -> None:
    """After two failures in a row it is not asked any more for a while."""
    server.fault("503", wire="openrouter")
    for _ in range(4):
        await asking.ask(chain, REQUEST, Answer)
    wires = [call.wire for call in server.calls]
    assert wires.count("openrouter") == 2
    assert wires.count("gemini") == 4


async def test_an_answer_that_breaks_off_is_asked_for_again_elsewhere(
    server: Server, chain: Chain
) -> None:
    """A cut is no end, also where the next try falls to the other provider."""
    server.fault("cut", wire="openrouter", calls=(1,), after=1)
    server.fault("503", wire="openrouter")
    answer, spent = await asking.ask(chain, REQUEST, Answer)
    assert answer.text == "for gemini-x"
    assert [call.wire for call in server.calls] == ["openrouter", "openrouter", "gemini"]
    assert spent.calls >= 2


async def test_when_both_are_down_it_is_one_error(server: Server, chain: Chain) -> None:
    """For the rules to take over from."""
    server.fault("503")
    with pytest.raises(ModelError) as caught:
        await asking.ask(chain, REQUEST, Answer)
    assert type(caught.value) is Unavailable

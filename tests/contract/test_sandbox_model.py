"""The sandbox model itself: its pace, its strictness, its book of calls, its controls."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest

from agents import http
from agents.http import Client
from sandbox import model, model_calls, model_faults, model_pace
from sandbox.model_faults import Rule, Script
from sandbox.model_pace import Pace
from sandbox.model_state import Server

SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}
KEY = {"Authorization": "Bearer k"}


def body(**changes: Any) -> dict[str, Any]:
    named = {"name": "polish", "strict": True, "schema": SCHEMA}
    return {
        "model": "a/b",
        "messages": [{"role": "user", "content": "hello"}],
        "stream": True,
        "response_format": {"type": "json_schema", "json_schema": named},
        **changes,
    }


def shaped(**changes: Any) -> dict[str, Any]:
    named = {"name": "polish", "strict": True, "schema": {**SCHEMA, **changes}}
    return body(response_format={"type": "json_schema", "json_schema": named})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with model.serve(lambda _: '{"text": "x"}') as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with http.client() as client:
        yield client


async def test_an_answer_takes_what_its_pace_says() -> None:
    """Tokens come on their dates, and what load delays is caught up with."""
    now = asyncio.get_running_loop().time
    start, text = now(), "x" * 4 * 30
    seen: list[tuple[int, float]] = []
    count = 0
    async for batch in model_pace.flow(text, Pace(0.1, 100), start):
        count += len(batch)
        seen.append((count, now() - start))
        if count == 5:  # something else takes the machine for a while
            await asyncio.sleep(0.1)
    assert all(when >= 0.1 + (number - 1) / 100 - 0.001 for number, when in seen)
    assert count == 30
    assert 0.4 <= now() - start < 1.5
    assert max(later - sooner for (sooner, _), (later, _) in pairwise(seen)) > 3


async def test_the_log_has_the_times_of_a_paced_call(client: Client) -> None:
    """First token and end stand where the pace puts them."""
    text = json.dumps({"text": "y" * 70})
    async with model.serve(lambda _: text, first_token=0.2, pace=100) as server:
        await client.post(f"{server.openrouter}/chat/completions", json=body(), headers=KEY)
        call = server.calls[0]
    assert call.first is not None
    assert call.end is not None
    assert call.output_tokens == model_pace.tokens(text)
    assert 0.2 <= call.first - call.start < 1
    assert 0.2 + call.output_tokens / 100 <= call.end - call.start < 1.5


@pytest.mark.parametrize(
    ("request_body", "word"),
    [
        (body(colour="red"), "colour"),
        (body(messages=[]), "messages"),
        (body(messages=[{"role": "boss", "content": "x"}]), "role"),
        (body(messages=[{"role": "user", "content": 7}]), "content"),
        (body(stream=False), "stream"),
        (body(max_tokens=0), "max_tokens"),
        (body(model="gpt"), "gpt"),
        (body(model=None), "model"),
        (body(provider={"zdrr": True}), "zdrr"),
        (body(provider={"data_collection": "maybe"}), "data_collection"),
        (body(reasoning={"effort": "huge"}), "effort"),
        (body(session_id="x" * 257), "256"),
        (body(response_format={"type": "xml"}), "response_format"),
        (shaped(additionalProperties=True), "additionalProperties"),
        (shaped(required=[]), "required"),
        (shaped(properties={"text": {"type": "string", "maxLength": 3}}), "maxLength"),
        (shaped(properties={"text": {"description": "x"}}), "no type"),
        (shaped(properties={"text": {"type": "array"}}), "items"),
        ([], "object"),
    ],
)
async def test_a_request_that_openrouter_would_not_take_is_refused(
    server: Server, client: Client, request_body: Any, word: str
) -> None:
    """An unknown field or a loose schema fails here rather than in production."""
    answer = await client.post(
        f"{server.openrouter}/chat/completions", json=request_body, headers=KEY
    )
    assert answer.status_code == 400
    assert word in answer.json()["error"]["message"]
    assert server.calls[0].outcome == "refused"


async def test_keys_are_asked_for(client: Client) -> None:
    """Without one, and with the wrong one, in each provider's words."""
    async with model.serve(lambda _: "{}", key="right") as server:
        router, plain = f"{server.openrouter}/chat/completions", f"{server.plain}/chat/completions"
        answers = [
            await client.post(router, json=body()),
            await client.post(router, json=body(), headers=KEY),
            await client.post(plain, json=body(), headers=KEY),
            await client.post(router, json=body(), headers={"Authorization": "Bearer right"}),
            await client.get(f"{server.openrouter}/key"),
            await client.get(f"{server.openrouter}/key", headers=KEY),
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 200, 401, 200]
    assert answers[0].json()["error"]["message"] == "Missing Authentication header"


async def test_models_are_listed(server: Server, client: Client) -> None:
    """The list says that schemas are kept."""
    answer = await client.get(f"{server.openrouter}/models")
    assert "structured_outputs" in answer.json()["data"][0]["supported_parameters"]


async def test_a_body_that_is_no_json_is_refused(server: Server, client: Client) -> None:
    """As a provider would: 400."""
    answer = await client.post(f"{server.openrouter}/chat/completions", content=b"{", headers=KEY)
    assert answer.status_code == 400


async def test_an_answering_function_that_fails_is_a_500(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """The trouble is in the log, and the client sees a provider in trouble."""

    def broken(_: dict[str, Any]) -> str:
        raise KeyError("x")

    async with model.serve(broken) as server:
        answer = await client.post(
            f"{server.openrouter}/chat/completions", json=body(), headers=KEY
        )
    assert answer.status_code == 500
    assert "KeyError" in caplog.text


async def test_it_is_steered_over_http(server: Server, client: Client) -> None:
    """Faults, pace and the book of calls are at hand for another process."""
    url = f"{server.openrouter}/chat/completions"
    order = {"kind": "529", "agent": "polish", "calls": [1]}
    assert (await client.post(f"{server.url}/sim/faults", json=order)).status_code == 200
    assert (await client.get(f"{server.url}/sim/faults")).json()[0]["kind"] == "529"
    first = await client.post(url, json=body(), headers=KEY)
    second = await client.post(url, json=body(), headers=KEY)
    assert (first.status_code, second.status_code) == (529, 200)
    calls = (await client.get(f"{server.url}/sim/calls")).json()
    assert [call["outcome"] for call in calls] == ["refused", "answered"]
    assert (await client.delete(f"{server.url}/sim/calls")).json() == []
    assert (await client.delete(f"{server.url}/sim/faults")).json() == []
    pace = {"first_token": 0.1, "pace": 50}
    assert (await client.post(f"{server.url}/sim/pace", json=pace)).json() == pace
    assert server.pace == Pace(0.1, 50)
    for path, wrong in [("faults", {"kind": "?"}), ("faults", {"x": 1}), ("pace", {"x": 1})]:
        answer = await client.post(f"{server.url}/sim/{path}", json=wrong)
        assert answer.status_code == 400
    assert (await client.post(f"{server.url}/sim/pace", content=b"x")).status_code == 400


def test_rules_meet_the_calls_that_they_name() -> None:
    """By number, by agent, by wire, a number of times; the first rule that fits counts."""
    script = Script()
    script.add(Rule("none", agent="polish", calls=(1,)))
    script.add(Rule("cut", agent="polish", calls=(1, 3)))
    script.add(Rule("500", wire="gemini", times=1))
    calls = [("polish", "plain")] * 3 + [("x", "gemini")] * 2 + [("x", "plain")]
    met = [script.pick(*call) for call in calls]
    assert [rule and rule.kind for rule in met] == ["none", None, "cut", "500", None, None]
    script.clear()
    assert script.pick("polish", "plain") is None


def test_chance_repeats_itself() -> None:
    """The same seed meets the same calls, and about as many as it should."""

    def run(seed: int) -> list[bool]:
        script = Script([Rule("500", probability=0.3, seed=seed)])
        return [script.pick("a", "plain") is not None for _ in range(300)]

    assert run(1) == run(1) != run(2)
    assert 60 < sum(run(1)) < 120


def test_a_rule_is_read_strictly() -> None:
    """A misspelt fault is an error, not a run without faults."""
    with pytest.raises(ValueError, match="no such fault"):
        model_faults.load({"kind": "cutt"})
    with pytest.raises(ValueError, match="aftr"):
        model_faults.load({"kind": "cut", "aftr": 1})


@pytest.mark.parametrize(
    ("one", "other", "shared"), [("", "a", 0), ("abc", "abd", 2), ("ab", "abc", 2), ("a", "a", 1)]
)
def test_the_common_start_of_two_prompts(one: str, other: str, shared: int) -> None:
    """What a provider's cache can serve."""
    assert model_calls.common(one, other) == shared


async def test_prefixes_are_cached_per_session() -> None:
    """From 1024 tokens on, in steps of 128, and for the session that sent them."""
    log = model_calls.Log()
    stable = "s" * 4 * 1500

    def cached(session: str, prompt: str) -> int:
        call = log.open("plain", 0)
        call.session = session
        log.charge(call, prompt)
        return call.cached_tokens

    assert cached("a", stable + "one") == 0
    assert cached("a", stable + "two") == 1408
    assert cached("b", stable + "two") == 0
    assert cached("a", stable[:4000]) == 0
    log.clear()
    assert cached("a", stable) == 0


async def test_it_runs_as_a_program(client: Client) -> None:
    """The address is the first line, and a signal ends it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.model", "--port", "0", "--answer", "json:dumps"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(30):
            url = (await process.stdout.readline()).decode().strip()
            answer = await client.post(
                f"{url}/v1/chat/completions", json=body(stream_options={"include_usage": True})
            )
        assert answer.text.endswith("data: [DONE]\n\n")
        assert '"usage"' in answer.text
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0

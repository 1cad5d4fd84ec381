"""An outside judge of how model calls fail: llmock breaks them and gives its verdict."""

import asyncio
import re
import subprocess
import sys

import httpx
import pydantic
import pytest

from agents import asking, chat, gemini, http
from agents.errors import ModelError
from agents.http import Patience
from agents.model import Request
from agents.values import Agent

pytest.importorskip("llmock")


class Word(pydantic.BaseModel):
    """The answer that is asked for."""

    model_config = pydantic.ConfigDict(extra="forbid")

    word: str


SCHEMA = Word.model_json_schema()
QUICK = Patience(first=2.0, between=1.0)
PROVIDERS = {
    "OpenAI-compatible": lambda client, url: chat.Chat(
        client,
        base_url=f"{url}/v1",
        key="sandbox",
        model="gpt-4o-mini",
        name="Judge",
        openrouter=False,
        patience=QUICK,
    ),
    "Gemini": lambda client, url: gemini.Gemini(
        client,
        key="sandbox",
        model="gemini-2.5-flash",
        base_url=f"{url}/gemini/v1beta",
        patience=QUICK,
    ),
}
FAULTS = [  # the fault, and whether an answer must come all the same
    ({"type": "fail", "status": 429, "retry_after": 1}, True),
    ({"type": "fail", "status": 429, "retry_after": 1, "times": 2}, True),
    ({"type": "fail", "status": 503}, True),
    ({"type": "fail", "status": 500, "times": 2}, True),
    ({"type": "fail", "status": 400}, False),
    ({"type": "fail", "status": 401}, False),
    ({"type": "fail", "status": 403}, False),
    ({"type": "fail", "status": 404}, False),
    ({"type": "stream_fault", "kind": "truncate", "after_chunks": 1}, True),
    ({"type": "stream_fault", "kind": "disconnect", "after_chunks": 1}, True),
    ({"type": "stream_fault", "kind": "malformed", "after_chunks": 1}, True),
    ({"type": "stream_fault", "kind": "stall", "after_chunks": 1, "stall_seconds": 20}, True),
    ({"type": "slow_first_token", "seconds": 1}, True),
]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """A server of llmock's; gives its address."""
    log = tmp_path_factory.mktemp("judge") / "log"
    code = "from llmock.cli import app; app()"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--tool-mode", "off"]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        for _ in range(300):
            found = re.search(r"running on (http://[\d.]+:\d+)", log.read_text())
            if found:
                break
            asyncio.run(asyncio.sleep(0.1))
        else:
            pytest.fail(log.read_text())
        yield found[1]
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("fault", "answered"),
    FAULTS,
    ids=[f"{f.get('status') or f.get('kind') or f['type']}x{f.get('times', 1)}" for f, _ in FAULTS],
)
async def test_no_fault_is_mishandled(judge, provider, fault, answered):
    """Retry-After is honoured, refusals are final, broken streams are no answers."""
    async with httpx.AsyncClient(base_url=judge) as control:
        (await control.post("/_llmock/reset")).raise_for_status()
        (await control.post("/_llmock/scenario", json={"behaviors": [fault]})).raise_for_status()
        request = Request(Agent.POLISH, "Say a word.", str(fault), SCHEMA, max_tokens=200)
        async with http.client() as client:
            model = PROVIDERS[provider](client, judge)
            try:
                heard, _ = await asking.ask(model, request, Word)
            except ModelError:
                heard = None
        assert (heard is not None) is answered
        verdict = (await control.get("/_llmock/verdict")).json()
    assert verdict["passed"], verdict

"""The plain sequence that the product is measured against: five whole-document calls in a row.

Its numbers are the original web app's, and fixed: nobody tunes them. The calls are really made,
one after the other, to the same paced model and with our own client.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents import chat, http
from agents.model import Request, Usage
from agents.values import Agent
from sandbox.model_pace import TOKEN
from sandbox.model_state import Server

FIRST_TOKEN, PACE = 0.8, 60.0  # seconds, tokens a second
RESUME_TOKENS, POSTING_TOKENS = 900, 700
ROLES, EDITS, ANALYSIS_TOKENS, EDIT_TOKENS = 4, 13, 300, 80  # the work, at least
CALLS = (  # agent, input tokens, output tokens
    (Agent.JOB_ANALYSIS, 1000, 600),
    (Agent.RESUME_OPTIMIZATION, 1800, 1200),
    (Agent.IMPLEMENTATION, 3000, 1800),
    (Agent.VALIDATION, 3000, 600),
    (Agent.POLISH, 2700, 1500),
)
INPUT_TOKENS = sum(tokens for _, tokens, _ in CALLS)
OUTPUT_TOKENS = sum(tokens for _, _, tokens in CALLS)

SESSION = "sequence"
_MARK = "The plain sequence: "
_SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Run:
    """What the sequence took: seconds, and tokens by the provider's own count."""

    seconds: float
    input_tokens: int
    output_tokens: int


async def run(server: Server) -> Run:
    """Make the five calls."""
    now = asyncio.get_running_loop().time
    began, spent = now(), []
    async with http.client() as client:
        model = chat.Chat(
            client,
            base_url=server.openrouter,
            key=server.key or "sandbox",
            model="sandbox/sequence",
            name="Sandbox Model",
            openrouter=True,
        )
        for request in map(_request, CALLS):
            spent += [item async for item in model.stream(request) if isinstance(item, Usage)]
    fresh = sum(usage.input_tokens - usage.cached_tokens for usage in spent)
    return Run(now() - began, fresh, sum(usage.output_tokens for usage in spent))


def answer(body: Mapping[str, Any]) -> str:
    """The answer to one of these calls, of its fixed length; "" to any other call."""
    system = body["messages"][0]["content"]
    if not system.startswith(_MARK):
        return ""
    frame = '{"text":""}'
    length = int(system.removeprefix(_MARK).split()[1]) * TOKEN
    return f"{frame[:-2]}{'x' * (length - len(frame))}{frame[-2:]}"


def _request(call: tuple[Agent, int, int]) -> Request:
    agent, asked, answered = call
    system = f"{_MARK}{agent} {answered}"
    # The provider counts the messages as lines that begin with their roles.
    room = asked * TOKEN - len(f"system: {system}\nuser: ")
    return Request(agent, system, "y" * room, _SCHEMA, SESSION)

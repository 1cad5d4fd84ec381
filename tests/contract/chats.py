"""Chat clients before the sandbox model, what they ask, and what is heard."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from pydantic import BaseModel

from agents import http, schema
from agents.chat import Chat
from agents.model import Request, Usage
from agents.retries import Retries
from agents.values import Agent
from sandbox.model_state import Server
from tests.contract import listening


class Answer(BaseModel):
    """What the sandbox is asked for."""

    text: str


TEXT = json.dumps({"text": "answer-canary: naïve U+2028 \u2028 and an end"}, ensure_ascii=False)
REQUEST = Request(
    Agent.VALIDATION, "system-canary", "user-canary", schema.strict(Answer), session="application-1"
)
WIRES = ["openrouter", "plain"]
Make = Callable[..., Chat]


@contextlib.asynccontextmanager
async def maker(server: Server) -> AsyncIterator[Make]:
    """Makes clients of one of the wires, with settings of their own."""
    async with http.client() as client:

        def make(wire: str = "openrouter", **settings: Any) -> Chat:
            values = {
                "base_url": getattr(server, wire),
                "key": "sk-canary",
                "model": "sandbox/rules",
                "name": "Sandbox",
                "openrouter": wire == "openrouter",
                "retries": Retries(times=0),
            }
            return Chat(client, **{**values, **settings})

        yield make


async def heard(chat: Chat, request: Request = REQUEST) -> tuple[str, list[Usage]]:
    return await listening.heard(chat, request)

"""Google's Gemini over its own wire: streamGenerateContent with server-sent events."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, Field

from agents import attempt, gemini_faults
from agents.attempt import Call, Heard
from agents.errors import BadAnswer, Declined, Unavailable
from agents.http import Client, Patience
from agents.model import Price, Request, Usage
from agents.retries import Retries
from agents.sse import Event
from agents.values import Agent

BASE_URL = "https://generativelanguage.googleapis.com/v1beta"


class Gemini:
    """A Gemini model. Implements agents.model.Model.

    `models` gives single agents another model than `model`; `prices` is by model, and without one
    the cost stays unknown: Google does not say it. `effort` is Gemini 3's thinking level ("" leaves
    it to the model). Nothing of a call is ever logged.
    """

    def __init__(
        self,
        client: Client,
        *,
        key: str,
        model: str,
        name: str = "Google Gemini",
        base_url: str = BASE_URL,
        models: Mapping[Agent, str] | None = None,
        prices: Mapping[str, Price] | None = None,
        effort: str = "minimal",
        patience: Patience | None = None,
        retries: Retries | None = None,
    ) -> None:
        self.name = name
        self._client = client
        self._base = base_url.rstrip("/")
        self._headers = {"x-goog-api-key": key}
        self._model = model
        self._models = models or {}
        self._prices = prices or {}
        self._effort = effort
        self._patience = patience or Patience()
        self._retries = retries or Retries()

    def id(self, agent: Agent) -> str:
        """Which model answers *agent*, at which provider: a part of cache keys."""
        return f"{self._base} {self._models.get(agent, self._model)}"

    def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Yield the answer's text as it arrives, then one Usage. See agents.model.Model."""
        model = self._models.get(request.agent, self._model)
        url = f"{self._base}/models/{model}:streamGenerateContent?alt=sse"
        call = Call(url, self._headers, self.body(request), gemini_faults.refused)
        price = self._prices.get(model)
        return self._retries.stream(
            lambda: attempt.stream(self._client, call, _Reading(model, price), self._patience)
        )

    def body(self, request: Request) -> dict[str, Any]:
        """Return what is sent for a request."""
        config: dict[str, Any] = {
            "maxOutputTokens": request.max_tokens,
            "responseMimeType": "application/json",
            "responseJsonSchema": {"title": request.agent.value, **request.schema},
        }
        if self._effort:
            config["thinkingConfig"] = {"thinkingLevel": self._effort.upper()}
        return {
            "systemInstruction": {"parts": [{"text": request.system}]},
            "contents": [{"role": "user", "parts": [{"text": request.user}]}],
            "generationConfig": config,
        }


class _Part(BaseModel):
    text: str | None = None
    thought: bool | None = None


class _Content(BaseModel):
    parts: list[_Part] | None = None


class _Candidate(BaseModel):
    content: _Content | None = None
    reason: str | None = Field(default=None, alias="finishReason")


class _Feedback(BaseModel):
    block: str | None = Field(default=None, alias="blockReason")


class _Usage(BaseModel):
    prompt: int | None = Field(default=None, alias="promptTokenCount")
    cached: int | None = Field(default=None, alias="cachedContentTokenCount")
    said: int | None = Field(default=None, alias="candidatesTokenCount")
    thought: int | None = Field(default=None, alias="thoughtsTokenCount")


class _Chunk(BaseModel):
    candidates: list[_Candidate] | None = None
    feedback: _Feedback | None = Field(default=None, alias="promptFeedback")
    usage: _Usage | None = Field(default=None, alias="usageMetadata")
    error: Any = None


# The reasons for which Google stops that are about the content; the others may pass.
_DECLINED = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}
)


class _Reading:
    """What the chunks of one answer have said so far."""

    def __init__(self, model: str, price: Price | None) -> None:
        self.usage = Usage(model=model)
        self._price = price
        self._reason = ""
        self._spoke = False

    def take(self, event: Event) -> Heard:
        """Take an event; a tail may hold a list of chunks, of which one is an error."""
        found = [self._chunk(chunk) for chunk in _chunks(event)]
        text = "".join(heard.text for heard in found)
        return Heard(text, alive=any(heard.alive for heard in found))

    def check(self) -> None:
        """Raise unless the answer came to its end."""
        if self._reason == "MAX_TOKENS":
            raise BadAnswer("longer than allowed")
        if self._reason in _DECLINED:
            raise Declined("the model declines")
        if self._reason != "STOP":
            raise Unavailable("the answer broke off")
        if not self._spoke:
            raise Unavailable("an empty answer")

    def _chunk(self, chunk: _Chunk) -> Heard:
        if chunk.usage:
            self.usage = replace(_counted(chunk.usage, self._price), model=self.usage.model)
        if chunk.error:
            raise gemini_faults.explained(chunk.error)
        if chunk.feedback and chunk.feedback.block:
            raise Declined("the provider blocks the request")
        candidate = chunk.candidates[0] if chunk.candidates else _Candidate()
        self._reason = self._reason or candidate.reason or ""
        parts = (candidate.content and candidate.content.parts) or []
        text = "".join(part.text or "" for part in parts if not part.thought)
        self._spoke = self._spoke or bool(text)
        return Heard(text, alive=any(part.text for part in parts))


def _chunks(event: Event) -> list[_Chunk]:
    try:
        found = json.loads(event.data)
        listed = found if isinstance(found, list) else [found]
        return [_Chunk.model_validate(one) for one in listed]
    except (ValueError, RecursionError):
        raise Unavailable("a broken stream") from None


def _counted(said: _Usage, price: Price | None) -> Usage:
    usage = Usage(
        said.prompt or 0,
        min(said.cached or 0, said.prompt or 0),
        (said.said or 0) + (said.thought or 0),
    )
    return replace(usage, cost=price.of(usage)) if price else usage

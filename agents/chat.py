"""Chat completions over the wire: OpenRouter, and any server that speaks OpenAI's language."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from math import inf
from typing import Any

from pydantic import BaseModel

from agents import attempt, faults
from agents.attempt import Call, Heard
from agents.errors import BadAnswer, Declined, ModelError, Unavailable
from agents.http import Client, Patience
from agents.model import Price, Request, Usage
from agents.retries import Retries
from agents.sse import Event
from agents.values import Agent

_DONE = "[DONE]"


class Chat:
    """A model behind a chat completions URL. Implements agents.model.Model.

    `base_url` ends before "/chat/completions"; an empty `key` sends none. `models` gives single
    agents another model than `model`; `prices`, by model, hold where the server tells no cost.
    With `openrouter` the request asks for providers that keep nothing and honour the schema.
    `effort` is how much OpenRouter's models may think ("" says nothing about it: for models that
    do not think). `structured=False` is for servers that know no schemas: it is then put into
    words. Nothing of a call is ever logged.
    """

    def __init__(
        self,
        client: Client,
        *,
        base_url: str,
        key: str,
        model: str,
        name: str,
        openrouter: bool,
        models: Mapping[Agent, str] | None = None,
        prices: Mapping[str, Price] | None = None,
        effort: str = "minimal",
        structured: bool = True,
        patience: Patience | None = None,
        retries: Retries | None = None,
    ) -> None:
        self.name = name
        self._client = client
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._model = model
        self._models = models or {}
        self._prices = prices or {}
        self._openrouter = openrouter
        self._effort = effort
        self._structured = structured
        self._patience = patience or Patience()
        self._retries = retries or Retries()

    def id(self, agent: Agent) -> str:
        """Which model answers *agent*, at which provider: a part of cache keys."""
        return f"{self._url} {self._models.get(agent, self._model)}"

    def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Yield the answer's text as it arrives, then one Usage. See agents.model.Model."""
        call = Call(self._url, self._headers, self.body(request), faults.refused)
        model = self._models.get(request.agent, self._model)
        price = self._prices.get(model)
        return self._retries.stream(
            lambda: attempt.stream(self._client, call, _Reading(model, price), self._patience)
        )

    def body(self, request: Request) -> dict[str, Any]:
        """Return what is sent for a request."""
        system = request.system if self._structured else _spelled(request)
        body: dict[str, Any] = {
            "model": self._models.get(request.agent, self._model),
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": request.user},
            ],
            "stream": True,
            self._limit(): request.max_tokens,
        }
        if self._structured:
            body["response_format"] = _format(request)
        return body | (self._extras(request) if self._openrouter else _PLAIN)

    def _limit(self) -> str:
        """OpenAI's own thinking models refuse the name that all others know."""
        plain = "//api.openai.com/" not in self._url
        return "max_tokens" if plain else "max_completion_tokens"

    def _extras(self, request: Request) -> dict[str, Any]:
        provider = {
            "require_parameters": self._structured,
            "data_collection": "deny",
            "zdr": True,
        }
        extras: dict[str, Any] = {"provider": provider}
        if request.session:
            extras["session_id"] = request.session[:256]
        if self._effort:
            extras["reasoning"] = {"effort": self._effort}
        return extras


_PLAIN = {"stream_options": {"include_usage": True}}


def _format(request: Request) -> dict[str, Any]:
    named = {"name": request.agent.value, "strict": True, "schema": request.schema}
    return {"type": "json_schema", "json_schema": named}


def _spelled(request: Request) -> str:
    schema = json.dumps(request.schema, ensure_ascii=False)
    return f"{request.system}\n\nAnswer with one JSON object that fits this JSON Schema:\n{schema}"


class _Details(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    prompt_tokens_details: _Details | None = None


class _Delta(BaseModel):
    content: Any = None  # some send a list of parts, none of which is the answer
    reasoning: Any = None
    reasoning_content: Any = None  # its name with vLLM and others
    refusal: Any = None


class _Choice(BaseModel):
    delta: _Delta | None = None
    message: _Delta | None = None  # from a server that does not stream
    finish_reason: str | None = None


class _Chunk(BaseModel):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None
    error: Any = None
    object: Any = None


class _Reading:
    """What the chunks of one answer have said so far."""

    def __init__(self, model: str, price: Price | None) -> None:
        self.usage = Usage(model=model)
        self._price = price
        self._spoke = False
        self._finish = ""
        self._refused = False

    def take(self, event: Event) -> Heard:
        if event.data == _DONE:
            return Heard(last=True)
        chunk = _chunk(event)
        if chunk.usage:
            self.usage = replace(_usage(chunk.usage, self._price), model=self.usage.model)
        choice = chunk.choices[0] if chunk.choices else _Choice()
        self._finish = self._finish or choice.finish_reason or ""
        if chunk.error:
            raise self._broken(chunk.error)
        delta = choice.delta or choice.message or _Delta()
        text = delta.content if isinstance(delta.content, str) else ""
        self._spoke = self._spoke or bool(text)
        self._refused = self._refused or bool(delta.refusal)
        return Heard(text, alive=bool(text or delta.reasoning or delta.reasoning_content))

    def check(self) -> None:
        if not self._finish:
            raise Unavailable("the answer broke off")
        if self._finish == "length":
            raise BadAnswer("longer than allowed")
        if self._finish == "error":
            raise Unavailable("the provider failed")
        if self._refused or self._finish == "content_filter":
            raise Declined("the model declines")
        if not self._spoke:
            raise Unavailable("an empty answer")

    def _broken(self, error: Any) -> ModelError:
        if self._finish == "length":  # some providers report the limit as an error, too
            return BadAnswer("longer than allowed")
        return faults.explained(error)


def _chunk(event: Event) -> _Chunk:
    """The chunk in an event, or in a body that is no stream."""
    try:
        found = json.loads(event.data)
        if isinstance(found, dict) and found.get("object") == "error":  # older vLLM: flat
            found = {"error": found}
        return _Chunk.model_validate(found)
    except (ValueError, RecursionError):
        raise Unavailable("sent what is no JSON" if event.tail else "a broken stream") from None


def _usage(said: _Usage, price: Price | None) -> Usage:
    cached = said.prompt_tokens_details.cached_tokens if said.prompt_tokens_details else None
    read = said.prompt_tokens or 0
    cost = said.cost if said.cost is not None and 0 <= said.cost < inf else None
    usage = Usage(read, min(cached or 0, read), said.completion_tokens or 0, cost)
    return replace(usage, cost=price.of(usage)) if price and cost is None else usage

"""Gemini's wire: its requests, read strictly, and its events and errors as Google writes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.model_calls import Call
from sandbox.model_chat import Refusal
from sandbox.model_faults import Rule
from sandbox.model_requests import Prompt, Unfit, check

_TYPE = "type.googleapis.com/google.rpc."
_BODY = frozenset(
    [
        "contents",
        "systemInstruction",
        "generationConfig",
        "safetySettings",
        "cachedContent",
        "serviceTier",
    ]
)
_CONFIG = frozenset(
    [
        "temperature",
        "topP",
        "topK",
        "maxOutputTokens",
        "stopSequences",
        "seed",
        "responseMimeType",
        "responseJsonSchema",
        "thinkingConfig",
    ]
)
_LEVELS = frozenset({"MINIMAL", "LOW", "MEDIUM", "HIGH"})

STATUSES: dict[str, tuple[int, str, str]] = {
    "400": (400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
    "401": (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
    "402": (400, "FAILED_PRECONDITION", "Please enable billing on your project."),
    "402_busy": (429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    "403": (403, "PERMISSION_DENIED", "The caller does not have permission"),
    "404": (404, "NOT_FOUND", "models/x is not found for API version v1beta"),
    "429": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota"),
    "429_day": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota"),
    "500": (500, "INTERNAL", "An internal error has occurred."),
    "502": (502, "UNAVAILABLE", "Bad gateway"),
    "503": (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    "529": (503, "UNAVAILABLE", "This model is currently experiencing high demand."),
}


@dataclass
class Gemini:
    """One call on Gemini's wire: CRLF, spaces in the JSON, growing usage, no mark of the end."""

    call: Call
    shape: str
    usage: bool = True

    comment = b""

    def __post_init__(self) -> None:
        self._said = 0

    def headers(self) -> dict[str, str]:
        """The answer's headers beside its type."""
        return {"Server": "scaffolding on HTTPServer2"}

    def opening(self) -> bytes:
        """What comes before the first token: nothing."""
        return b""

    def token(self, text: str) -> bytes:
        """One event with a piece of the answer."""
        self._said += 1
        return self._event([{"content": {"parts": [{"text": text}], "role": "model"}, "index": 0}])

    def ending(self, finish: str) -> bytes:
        """The last event, with the reason for it; blocked prompts have no candidate at all."""
        if finish == "blocked_prompt":
            return _line({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}} | self._rest())
        if finish == "content_filter":
            rating = {"category": "HARM_CATEGORY_HARASSMENT", "blocked": True}
            last: dict[str, Any] = {"content": {}, "finishReason": "SAFETY"}
            return self._event([{**last, "index": 0, "safetyRatings": [rating]}])
        if finish == "length":
            last = {"content": {"role": "model"}, "finishReason": "MAX_TOKENS"}
            return self._event([{**last, "index": 0}])
        last = {"content": {"parts": [{"text": ""}], "role": "model"}, "finishReason": "STOP"}
        return self._event([{**last, "index": 0}])

    def failure(self, form: int) -> bytes:
        """An error inside the stream: bare, as an event, or bare after an end that looked good."""
        _, _, body = failed(503, "UNAVAILABLE", "The model is overloaded.")
        if form == 1:
            return _line(body)
        bare = json.dumps(body, indent=2).replace("\n", "\r\n").encode()
        return (self.ending("stop") if form == 2 else b"") + bare

    def _event(self, candidates: list[dict[str, Any]]) -> bytes:
        return _line({"candidates": candidates} | self._rest())

    def _rest(self) -> dict[str, Any]:
        usage: dict[str, Any] = {
            "promptTokenCount": self.call.input_tokens,
            "candidatesTokenCount": self._said,
            "totalTokenCount": self.call.input_tokens + self._said,
        }
        if self.call.cached_tokens:
            usage["cachedContentTokenCount"] = self.call.cached_tokens
        return {
            "usageMetadata": usage,
            "modelVersion": self.call.model,
            "responseId": f"sandbox-{self.call.number}",
        }


def admit(request: web.Request, key: str) -> Refusal | None:
    """Return the refusal for a request without the right key: a bad one is a 400 here."""
    said = request.headers.get("x-goog-api-key", request.query.get("key", ""))
    if not said:
        words = "Method doesn't allow unregistered callers. Please use API Key."
        return failed(403, "PERMISSION_DENIED", words)
    return refusal(Rule("401")) if key and said != key else None


def read(request: web.Request, body: Any) -> Prompt:
    """Read a request; the answering function is given it as chat completions body. Raises Unfit."""
    if request.query.get("alt") != "sse":
        raise Unfit("this sandbox only streams with alt=sse")
    _known(body, _BODY, "")
    config = body.get("generationConfig", {})
    _known(config, _CONFIG, "generation_config")
    _known(config.get("thinkingConfig", {}), {"thinkingLevel", "includeThoughts"}, "thinking")
    if config.get("thinkingConfig", {}).get("thinkingLevel", "LOW") not in _LEVELS:
        raise Unfit("Invalid value at 'generation_config.thinking_config.thinking_level'")
    schema = config.get("responseJsonSchema")
    if schema is not None and config.get("responseMimeType") != "application/json":
        raise Unfit("responseJsonSchema needs responseMimeType application/json")
    messages = [
        *_said("system", body.get("systemInstruction")),
        *(message for content in body.get("contents", []) for message in _said("user", content)),
    ]
    if not messages or messages[-1]["role"] != "user":
        raise Unfit("contents is not specified")
    agent = _schema(schema) if schema is not None else ""
    model = request.match_info["model"]
    return Prompt(
        agent=agent,
        model=model,
        session="",
        text="\n".join(f"{message['role']}: {message['content']}" for message in messages),
        body=_as_chat(model, messages, agent, schema),
    )


def refusal(rule: Rule) -> Refusal:
    """Return Google's answer for a rule that refuses; with `form` 1 in a list of one."""
    code, word, message = STATUSES[rule.kind]
    details: list[dict[str, Any]] = []
    if rule.kind == "401":
        details.append({"@type": f"{_TYPE}ErrorInfo", "reason": "API_KEY_INVALID"})
    if code == 429 and rule.kind != "402_busy":
        per = "Day" if rule.kind == "429_day" else "Minute"
        quota = {"quotaId": f"GenerateRequestsPer{per}PerProjectPerModel-FreeTier"}
        details.append({"@type": f"{_TYPE}QuotaFailure", "violations": [quota]})
    if rule.retry_after is not None:
        details.append({"@type": f"{_TYPE}RetryInfo", "retryDelay": f"{rule.retry_after}s"})
    status, headers, body = failed(code, word, message, details)
    return status, headers, [body] if rule.form == 1 else body


def failed(
    code: int, word: str, message: str, details: list[dict[str, Any]] | None = None
) -> Refusal:
    """Return an error in Google's shape."""
    error: dict[str, Any] = {"code": code, "message": message, "status": word}
    if details:
        error["details"] = details
    return code, {}, {"error": error}


def _said(role: str, content: Any) -> list[dict[str, str]]:
    if content is None:
        return []
    _known(content, {"role", "parts"}, "content")
    if role == "user" and content.get("role", "user") == "model":
        role = "assistant"
    return [{"role": role, "content": "".join(part.get("text", "") for part in content["parts"])}]


def _schema(schema: Any) -> str:
    """The title of the schema, which is the agent's name, once that has been looked through."""
    if not isinstance(schema, dict):
        raise Unfit("Invalid value at 'generation_config.response_json_schema'")
    check({key: value for key, value in schema.items() if key != "title"}, "response_json_schema")
    return str(schema.get("title", ""))


def _as_chat(model: str, messages: list[Any], agent: str, schema: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
    if schema is not None:
        named = {"name": agent, "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    return body


def _known(value: Any, known: frozenset[str] | set[str], path: str) -> None:
    if not isinstance(value, dict):
        raise Unfit(f"Invalid value at '{path}'")
    unknown = sorted(value.keys() - known)
    if unknown:
        raise Unfit(f"Invalid JSON payload received. Unknown name \"{unknown[0]}\" at '{path}'")


def _line(chunk: Mapping[str, Any]) -> bytes:
    return (
        b"data: " + json.dumps(chunk, ensure_ascii=False).encode("utf-8", "replace") + b"\r\n\r\n"
    )

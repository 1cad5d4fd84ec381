"""Chat completions as OpenRouter and as plain OpenAI-compatible servers put them on the wire."""

import json
import random
import string
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.model_calls import Call
from sandbox.model_faults import Rule

PRICE = {"input": 0.10, "cached": 0.01, "output": 0.50}  # USD per million tokens
SHAPES = ("empty", "null", "repeat")  # of OpenRouter's usage chunk, all three seen

Refusal = tuple[int, dict[str, str], Any]  # status, headers, body

STATUSES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "400": (400, "Invalid request parameters", {"error_type": "invalid_request"}),
    "401": (401, "User not found.", {}),
    "402": (402, "Insufficient credits. Add more credits to go on.", {}),
    "402_busy": (402, "In-flight budget", {"limit_source": "openrouter_in_flight_budget"}),
    "403": (403, "Your input was flagged", {"reasons": ["harassment"], "flagged_input": "…"}),
    "404": (404, "No endpoints found that can handle the requested parameters.", {}),
    "429": (429, "Provider returned error", {"provider_name": "Sandbox", "raw": "rate-limited"}),
    "429_day": (429, "Rate limit exceeded: free-models-per-day", {}),
    "500": (500, "Internal Server Error", {}),
    "502": (502, "Provider returned error", {"error_type": "provider_unavailable"}),
    "503": (503, "No available provider", {"error_type": "provider_unavailable"}),
    "529": (529, "Provider overloaded", {"error_type": "provider_overloaded"}),
}


@dataclass
class OpenRouter:
    """One call on OpenRouter's wire."""

    call: Call
    shape: str
    usage: bool = True
    id: str = field(init=False)

    comment = b": OPENROUTER PROCESSING\n\n"
    done = b"data: [DONE]\n\n"

    def __post_init__(self) -> None:
        letters = random.Random(self.call.number).choices(string.ascii_letters, k=20)
        self.id = f"gen-{int(time.time())}-{''.join(letters)}"
        self._frame = _frame(self._chunk("\0", None))

    def headers(self) -> dict[str, str]:
        """The answer's headers beside its type."""
        return {"X-Generation-Id": self.id, "X-Provider-Name": "Sandbox"}

    def opening(self) -> bytes:
        """What comes before the first token."""
        return b""

    def token(self, text: str) -> bytes:
        """One event with a piece of the answer."""
        return self._frame[0] + _text(text) + self._frame[1]

    def ending(self, finish: str) -> bytes:
        """The last events: the finish reason, what it came to, and the mark of the end."""
        usage = {"usage": self._usage()}
        if self.shape == "empty":
            last = {**self._chunk("", None), "choices": []} | usage
        elif self.shape == "null":
            last = self._chunk("", None) | usage
        else:
            last = self._chunk("", finish) | usage
        return _event(self._chunk("", finish)) + _event(last) + self.done

    def failure(self, form: int) -> bytes:
        """An error inside the stream: as documented, with a word for a code, and as once seen."""
        if form == 1:
            error: dict[str, Any] = {"code": "server_error", "message": "Provider disconnected"}
            return _event(self._chunk("", "error") | {"error": error})
        if form == 2:
            error = {"code": 502, "message": "Upstream error"}
            usage = {"usage": self._usage()}
            return _event({"error": error} | self._chunk("", None) | usage) + self.done
        metadata = {"error_type": "rate_limit_exceeded", "provider_code": "overloaded"}
        error = {"code": 429, "message": "Rate limit exceeded", "metadata": metadata}
        return _event({"error": error} | self._chunk("", "error"))

    def _chunk(self, text: str, finish: str | None) -> dict[str, Any]:
        choice = {
            "index": 0,
            "delta": {"content": text, "role": "assistant"},
            "finish_reason": finish,
            "native_finish_reason": finish,
        }
        return {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": self.call.model,
            "provider": "Sandbox",
            "choices": [choice],
        }

    def _usage(self) -> dict[str, Any]:
        price = cost(self.call)
        return _tokens(self.call) | {
            "cost": price,
            "is_byok": False,
            "cost_details": {"upstream_inference_cost": price},
            "completion_tokens_details": {"reasoning_tokens": 0, "image_tokens": 0},
        }


@dataclass
class Plain:
    """One call on the wire of a plain OpenAI-compatible server."""

    call: Call
    shape: str
    usage: bool = True

    comment = b""
    done = b"data: [DONE]\n\n"

    def __post_init__(self) -> None:
        self._frame = _frame(self._chunk({"content": "\0"}, None))

    def headers(self) -> dict[str, str]:
        """The answer's headers beside its type: none."""
        return {}

    def opening(self) -> bytes:
        """The role, in the first delta only."""
        return _event(self._chunk({"role": "assistant", "content": None}, None))

    def token(self, text: str) -> bytes:
        """One event with a piece of the answer."""
        return self._frame[0] + _text(text) + self._frame[1]

    def ending(self, finish: str) -> bytes:
        """The last events: the finish reason, usage for who asked, and the mark of the end."""
        last = _event({**self._chunk({}, None), "choices": [], "usage": _tokens(self.call)})
        return _event(self._chunk({}, finish)) + (last if self.usage else b"") + self.done

    def failure(self, form: int) -> bytes:
        """An error inside the stream: as llama.cpp, vLLM and older vLLM write it."""
        error = {"message": "out of memory", "type": "server_error", "param": None}
        if form == 1:
            return _event({"error": error | {"code": 500}}) + self.done
        if form == 2:
            return _event({"object": "error", **error, "code": 500}) + self.done
        return _event({"error": error | {"code": None}})

    def _chunk(self, delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return {
            "id": f"chatcmpl-{self.call.number}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": self.call.model,
            "choices": [choice],
        }


def cost(call: Call) -> float:
    """Return what a call costs, in USD."""
    fresh = call.input_tokens - call.cached_tokens
    total = fresh * PRICE["input"] + call.cached_tokens * PRICE["cached"]
    return (total + call.output_tokens * PRICE["output"]) / 1e6


def refusal(rule: Rule) -> Refusal:
    """Return OpenRouter's answer for a rule that refuses."""
    status, message, metadata = STATUSES[rule.kind]
    headers = {} if rule.retry_after is None else {"Retry-After": f"{rule.retry_after:g}"}
    return refused(status, message, headers, metadata)


def plain_refusal(rule: Rule) -> Refusal:
    """Return a plain server's answer for a rule that refuses: a type, and nothing else."""
    status, headers, body = refusal(rule)
    return plain_refused(status, body["error"]["message"], headers)


def plain_refused(status: int, message: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """Return an error as llama.cpp writes it."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    error = {"code": status, "message": message, "type": kind}
    return status, dict(headers or {}), {"error": error}


_TYPES = {401: "authentication_error", 404: "not_found_error", 503: "unavailable_error"}


def refused(
    status: int,
    message: str,
    headers: Mapping[str, str] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Refusal:
    """Return an error in the shape that all of this family share."""
    error: dict[str, Any] = {"code": status, "message": message}
    if metadata:
        error["metadata"] = dict(metadata)
    return status, dict(headers or {}), {"error": error}


def admit_openrouter(request: web.Request, key: str) -> Refusal | None:
    """Return the refusal for a request without the right key."""
    said = request.headers.get("Authorization", "")
    if not said.startswith("Bearer ") or said == "Bearer ":
        return refused(401, "Missing Authentication header")
    return refused(401, "User not found.") if key and said != f"Bearer {key}" else None


def admit_plain(request: web.Request, key: str) -> Refusal | None:
    """Return the refusal for a request without the right key; without one set, all may enter."""
    said = request.headers.get("Authorization", "")
    return plain_refused(401, "Invalid API Key") if key and said != f"Bearer {key}" else None


async def key(request: web.Request) -> web.Response:
    """Answer GET /api/v1/key: a key without a limit."""
    refusal = admit_openrouter(request, "")
    if refusal:
        return web.json_response(refusal[2], status=refusal[0])
    data = {"label": "sandbox", "limit": None, "limit_remaining": None, "usage": 0.0}
    return web.json_response({"data": data | {"is_free_tier": False, "expires_at": None}})


async def models(_request: web.Request) -> web.Response:
    """Answer GET …/models: the one model, though a call may name any."""
    price = {name: f"{value / 1e6:.8f}" for name, value in PRICE.items()}
    model = {
        "id": "sandbox/rules",
        "object": "model",
        "name": "Sandbox: rules, no model",
        "context_length": 1_000_000,
        "pricing": {"prompt": price["input"], "completion": price["output"]},
        "supported_parameters": ["max_tokens", "response_format", "structured_outputs"],
    }
    return web.json_response({"object": "list", "data": [model]})


def _tokens(call: Call) -> dict[str, Any]:
    return {
        "prompt_tokens": call.input_tokens,
        "completion_tokens": call.output_tokens,
        "total_tokens": call.input_tokens + call.output_tokens,
        "prompt_tokens_details": {"cached_tokens": call.cached_tokens},
    }


def _text(text: str) -> bytes:
    """A JSON string as JavaScript writes it: U+2028 and all other characters as they are."""
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "replace")


def _event(chunk: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(chunk, separators=(",", ":")).encode() + b"\n\n"


def _frame(chunk: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What stands before and after the text in an event: it is written thousands of times."""
    before, after = _event(chunk).split(json.dumps("\0").encode())
    return before, after

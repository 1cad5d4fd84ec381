"""What the sandbox model accepts: each provider's request, strictly, refused in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_COMMON = frozenset(
    [
        "model",
        "messages",
        "stream",
        "max_tokens",
        "max_completion_tokens",
        "temperature",
        "top_p",
        "seed",
        "stop",
        "response_format",
        "user",
        "metadata",
        "frequency_penalty",
        "presence_penalty",
    ]
)
_OPENROUTER = _COMMON | frozenset(
    [
        "models",
        "provider",
        "reasoning",
        "plugins",
        "session_id",
        "service_tier",
        "usage",
        "stream_options",
        "transforms",
        "top_k",
        "min_p",
        "verbosity",
    ]
)
_PLAIN = _COMMON | frozenset({"stream_options", "n", "logprobs", "reasoning_effort"})
_PROVIDER = frozenset(
    [
        "order",
        "only",
        "ignore",
        "allow_fallbacks",
        "require_parameters",
        "data_collection",
        "zdr",
        "quantizations",
        "sort",
        "preferred_min_throughput",
        "preferred_max_latency",
        "max_price",
    ]
)
_EFFORTS = frozenset(["max", "xhigh", "high", "medium", "low", "minimal", "none"])
_ROLES = frozenset(["system", "developer", "user", "assistant", "tool"])
_SCHEMA = frozenset(["type", "description", "enum", "properties", "required", "items", "anyOf"]) | {
    "additionalProperties"
}
_TYPES = frozenset(["string", "number", "integer", "boolean", "null", "object", "array"])


class Unfit(Exception):
    """The request is not one that the provider takes; the text says why."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request, understood. `body` is what the answering function is given."""

    agent: str
    model: str
    session: str
    text: str
    body: Mapping[str, Any]
    usage: bool = True  # whether the client asked to be told


def openrouter(body: Any) -> Prompt:
    """Read a request for OpenRouter. Raises Unfit."""
    prompt = _chat(body, _OPENROUTER)
    provider = body.get("provider", {})
    _known(provider, _PROVIDER, "provider")
    if provider.get("data_collection", "allow") not in ("allow", "deny"):
        raise Unfit("provider.data_collection: Invalid option")
    reasoning = body.get("reasoning", {})
    _known(reasoning, {"effort", "max_tokens", "exclude", "enabled"}, "reasoning")
    if reasoning.get("effort", "low") not in _EFFORTS:
        raise Unfit("reasoning.effort: Invalid option")
    if not isinstance(session := body.get("session_id", ""), str) or len(session) > 256:
        raise Unfit("session_id: Too big: expected string to have <=256 characters")
    if "/" not in prompt.model:
        raise Unfit(f"{prompt.model} is not a valid model ID")
    return prompt


def plain(body: Any) -> Prompt:
    """Read a request for an OpenAI-compatible server. Raises Unfit."""
    return _chat(body, _PLAIN)


def _chat(body: Any, known: frozenset[str]) -> Prompt:
    _known(body, known, "request")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Unfit("messages: expected a list with at least one message")
    if body.get("stream") is not True:
        raise Unfit("stream: this sandbox only streams")
    for limit in ("max_tokens", "max_completion_tokens"):
        if not isinstance(body.get(limit, 1), int) or body.get(limit, 1) < 1:
            raise Unfit(f"{limit}: expected a whole number above 0")
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise Unfit("No models provided")
    options = body.get("stream_options", {})
    _known(options, {"include_usage"}, "stream_options")
    return Prompt(
        agent=_named(body.get("response_format")),
        model=body["model"],
        session=body.get("session_id", ""),
        text="\n".join(_message(message) for message in messages),
        body=body,
        usage=options.get("include_usage", False) is True,
    )


def _message(message: Any) -> str:
    _known(message, {"role", "content", "name"}, "messages")
    if message.get("role") not in _ROLES:
        raise Unfit("messages.role: Invalid option")
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        raise Unfit("messages.content: expected a string or a list of parts")
    return f"{message['role']}: {content}"


def _named(response_format: Any) -> str:
    """The name of the schema that is asked for, once that has been looked through."""
    if response_format is None:
        return ""
    _known(response_format, {"type", "json_schema"}, "response_format")
    if response_format.get("type") == "json_object":
        return ""
    asked = response_format.get("json_schema")
    if response_format.get("type") != "json_schema" or asked is None:
        raise Unfit("response_format: expected json_schema or json_object")
    _known(asked, {"name", "strict", "schema", "description"}, "json_schema")
    name = asked.get("name")
    if not isinstance(name, str) or not name.replace("_", "").replace("-", "").isalnum():
        raise Unfit("response_format.json_schema.name: expected ^[a-zA-Z0-9_-]{1,64}$")
    if asked.get("strict") is not True:
        raise Unfit("response_format.json_schema.strict: the sandbox takes strict schemas only")
    check(asked.get("schema"), "schema")
    return name


def check(schema: Any, path: str) -> None:
    """Raise Unfit where a schema says what some provider's strict output does not know."""
    _known(schema, _SCHEMA, path)
    if "anyOf" in schema:
        for place, choice in enumerate(schema["anyOf"]):
            check(choice, f"{path}.anyOf[{place}]")
        return
    if schema.get("type") not in _TYPES:
        raise Unfit(f"Invalid schema: {path} has no type")
    if schema["type"] == "array":
        check(schema.get("items"), f"{path}.items")
    if schema["type"] == "object":
        _check_object(schema, path)


def _check_object(schema: Mapping[str, Any], path: str) -> None:
    properties = schema.get("properties", {})
    if schema.get("additionalProperties") is not False:
        raise Unfit(f"Invalid schema: {path}: 'additionalProperties' is required to be false")
    if sorted(schema.get("required", ())) != sorted(properties):
        raise Unfit(f"Invalid schema: {path}: 'required' must include every key in properties")
    for name, inner in properties.items():
        check(inner, f"{path}.{name}")


def _known(value: Any, known: frozenset[str] | set[str], path: str) -> None:
    if not isinstance(value, dict):
        raise Unfit(f"{path}: expected an object")
    unknown = sorted(value.keys() - known)
    if unknown:
        raise Unfit(f"{path}: Unrecognized keys: {', '.join(unknown)}")

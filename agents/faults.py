"""What an OpenAI-compatible provider's error means to us, by table."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from agents.errors import Declined, ModelError, Rejected, Unavailable

Kind = type[ModelError]

# OpenRouter's `error_type`, the string codes of others, and llama.cpp's `type`. A word that is
# not here is never repeated: it could hold anything.
WORDS: dict[str, Kind] = {
    "authentication": Rejected,
    "authentication_error": Rejected,
    "invalid_api_key": Rejected,
    "permission_denied": Rejected,
    "permission_error": Rejected,
    "payment_required": Rejected,
    "insufficient_quota": Rejected,
    "billing_not_active": Rejected,
    "invalid_request": Rejected,
    "invalid_request_error": Rejected,
    "invalid_prompt": Rejected,
    "invalid_model": Rejected,
    "not_found": Rejected,
    "not_found_error": Rejected,
    "model_not_found": Rejected,
    "precondition_failed": Rejected,
    "payload_too_large": Rejected,
    "unprocessable": Rejected,
    "string_too_long": Rejected,
    "max_tokens_exceeded": Rejected,
    "token_limit_exceeded": Rejected,
    "context_length_exceeded": Rejected,
    "exceed_context_size_error": Rejected,
    "rate_limit_exceeded": Unavailable,
    "provider_overloaded": Unavailable,
    "provider_unavailable": Unavailable,
    "overloaded_error": Unavailable,
    "unavailable_error": Unavailable,
    "server": Unavailable,
    "server_error": Unavailable,
    "internal_server_error": Unavailable,
    "timeout": Unavailable,
    "content_policy_violation": Declined,
    "content_filter": Declined,
    "refusal": Declined,
}

PHRASES = {
    400: "the request is refused",
    401: "the key is refused",
    402: "no credit",
    403: "not allowed",
    404: "no such model, or no endpoint that fits",
    413: "the request is too large",
    429: "too many requests",
}

_PASSING = {0, 408, 409, 425, 429}  # below 500, and yet it passes; 0 is a stream's "no code"


def refused(status: int, headers: Mapping[str, str], body: str) -> ModelError:
    """Return the error for an answer with a status other than 200."""
    return explained(error_in(body), status, wait(headers.get("retry-after")))


def explained(
    error: Any, status: int | None = None, retry_after: float | None = None
) -> ModelError:
    """Return our error for a provider's error object, of any shape.

    Without a `status` it came inside a stream, where what is unknown counts as passing.
    """
    fields = error if isinstance(error, dict) else {}
    word = _word(fields, status)
    code = status or code_of(fields.get("code"))
    kind = _kind(fields, word, code)
    message = phrase(code, kind) + "".join(f" ({part})" for part in (code, word) if part)
    if kind is Unavailable:
        return Unavailable(message, retry_after or wait(_at(fields, "availability", "retry_after")))
    return kind(message)


def phrase(code: int, kind: Kind) -> str:
    """Return what happened, in our words."""
    if kind is Declined:
        return "the content is refused"
    return PHRASES.get(code) or ("the provider failed" if kind is Unavailable else PHRASES[400])


def wait(value: Any) -> float | None:
    """Return the seconds that a Retry-After asks for: a number, or a date of HTTP."""
    seconds = _number(value)
    if seconds is None and isinstance(value, str):
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (until.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    return None if seconds is None else max(0.0, seconds)


def _kind(fields: dict[str, Any], word: str, code: int) -> Kind:
    if any(_at(fields, "metadata", key) for key in ("reasons", "flagged_input", "patterns")):
        return Declined
    if _at(fields, "metadata", "limit_source") == "openrouter_in_flight_budget":
        return Unavailable
    retryable = _at(fields, "availability", "retryable")
    if isinstance(retryable, bool):
        return Unavailable if retryable else WORDS.get(word, Rejected)
    return WORDS[word] if word else by_code(code)


def by_code(code: int) -> Kind:
    """Return what a status means where no word says more; 0 is none."""
    return Unavailable if code in _PASSING or code >= 500 else Rejected


def _word(fields: dict[str, Any], status: int | None) -> str:
    """The most telling word that we know; `type` is too vague to be held against a number."""
    said = [_at(fields, "metadata", "error_type"), fields.get("code")]
    if not (status or code_of(fields.get("code"))):
        said.append(fields.get("type"))
    return next((word for word in said if isinstance(word, str) and word in WORDS), "")


def error_in(body: str) -> Any:
    """Return the error object in a body: under "error", flat, or first of a list."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and found:
        found = found[0]
    return found.get("error", found) if isinstance(found, dict) else None


def _at(fields: dict[str, Any], outer: str, inner: str) -> Any:
    found = fields.get(outer)
    return found.get(inner) if isinstance(found, dict) else None


def code_of(value: Any) -> int:
    """Return a code as a number, 0 for one that is none."""
    return int(_number(value) or 0)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None

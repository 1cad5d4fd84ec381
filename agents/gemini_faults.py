"""What Gemini's errors mean to us, by table."""

from collections.abc import Iterator, Mapping
from typing import Any

from agents import faults
from agents.errors import ModelError, Rejected, Unavailable

# Google's canonical words; what is not here goes by the HTTP status.
WORDS: dict[str, type[ModelError]] = {
    "INVALID_ARGUMENT": Rejected,
    "FAILED_PRECONDITION": Rejected,  # region or billing
    "OUT_OF_RANGE": Rejected,
    "UNAUTHENTICATED": Rejected,
    "PERMISSION_DENIED": Rejected,
    "NOT_FOUND": Rejected,
    "UNIMPLEMENTED": Rejected,
    "RESOURCE_EXHAUSTED": Unavailable,
    "ABORTED": Unavailable,
    "CANCELLED": Unavailable,
    "DEADLINE_EXCEEDED": Unavailable,
    "INTERNAL": Unavailable,
    "UNAVAILABLE": Unavailable,
    "UNKNOWN": Unavailable,
}


def refused(status: int, headers: Mapping[str, str], body: str) -> ModelError:
    """Return the error for an answer with a status other than 200."""
    return explained(faults.error_in(body), status, faults.wait(headers.get("retry-after")))


def explained(
    error: Any, status: int | None = None, retry_after: float | None = None
) -> ModelError:
    """Return our error for Google's error object; without a `status` it came inside a stream.

    A key that is not valid is a 400 there. A quota of the day is no matter of waiting.
    """
    fields = error if isinstance(error, dict) else {}
    word = fields.get("status")
    word = word if isinstance(word, str) and word in WORDS else ""
    code = status or faults.code_of(fields.get("code"))
    kind = WORDS[word] if word else faults.by_code(code)
    details = list(_details(fields))
    if kind is Unavailable and any(_of_the_day(detail) for detail in details):
        return Rejected(f"the day's quota is used up ({code})")
    if any(detail.get("reason") == "API_KEY_INVALID" for detail in details):
        return Rejected(f"the key is refused ({code})")
    message = f"{faults.phrase(code, kind)} ({word or code})"
    if kind is Unavailable:
        return Unavailable(message, retry_after or _delay(details))
    return kind(message)


def _delay(details: list[dict[str, Any]]) -> float | None:
    """RetryInfo's delay: "53s", or with a fraction."""
    said = (detail.get("retryDelay") for detail in details)
    return next((faults.wait(one.removesuffix("s")) for one in said if isinstance(one, str)), None)


def _of_the_day(detail: dict[str, Any]) -> bool:
    violations = detail.get("violations")
    return isinstance(violations, list) and any(
        "PerDay" in str(violation.get("quotaId"))
        for violation in violations
        if isinstance(violation, dict)
    )


def _details(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    details = fields.get("details")
    if isinstance(details, list):
        yield from (detail for detail in details if isinstance(detail, dict))

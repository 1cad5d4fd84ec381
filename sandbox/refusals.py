"""What the Bot API answers instead of a result, in Telegram's words."""

from typing import Any


class Refused(Exception):
    """The call is answered with *code* and *description*; nothing has changed."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class Unsupported(Refused):
    """The bot used something that this server does not know: a complaint, never passed over."""

    def __init__(self, what: str, code: int = 400) -> None:
        super().__init__(code, what if code == 404 else f"Bad Request: {what}")
        self.what = what


def bad(reason: str) -> Refused:
    """The call is wrong: 400. Telegram writes the first letter small, except in CODES."""
    if not (reason[1:2].isupper() or reason[1:2] == "_"):
        reason = reason[:1].lower() + reason[1:]
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """The chat is closed to the bot: 403."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """Someone else takes the updates: 409."""
    return Refused(409, f"Conflict: {reason}")


def flood(seconds: int) -> Refused:
    """Too much was sent: 429, with the seconds to stay silent."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

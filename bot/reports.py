"""Errors to Sentry, where a DSN is set: each report is written here, from what a line may say.

Sentry's own collecting is off: no integrations, breadcrumbs, local variables, source lines or
requests. What is not put into the event below does not leave the machine.
"""

import logging
from collections.abc import Iterable
from typing import Any

import sentry_sdk

from bot import disclosure, log

_FLUSH = 2.0  # seconds at the end of the process


def begin(dsn: str, secrets: Iterable[str]) -> None:
    """Report every line from error on. Raises ValueError for a DSN that is none."""
    try:
        sentry_sdk.init(
            dsn,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            server_name="",
            release="",
            before_send=_only_ours,
        )
    except sentry_sdk.utils.BadDsn as trouble:
        raise ValueError(f"SENTRY_DSN: {trouble}") from None
    logging.getLogger().addHandler(_Reporting(secrets))


class _Reporting(logging.Handler):
    """Makes an event of a line; the transport's own lines make none."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(logging.ERROR)
        self._blank = disclosure.Blank(secrets)

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("sentry_sdk", "urllib3")):
            return
        try:
            sentry_sdk.capture_event(self._event(record))
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        sentry_sdk.flush(_FLUSH)

    def _event(self, record: logging.LogRecord) -> Any:
        event: dict[str, Any] = {
            "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
            "logger": record.name,
            "logentry": {"formatted": self._blank(disclosure.line(record))},
            "tags": {name: str(value) for name, value in log.context().items()},
            "platform": "python",
            "extra": {"ours": True},
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told = [self._exception(each) for each in disclosure.chain(error)]
            event["exception"] = {"values": told[::-1]}  # Sentry wants the latest last
        return event

    def _exception(self, trouble: disclosure.Trouble) -> dict[str, Any]:
        frames = [_frame(each) for each in trouble["at"]]
        module, _, name = trouble["type"].rpartition(".")
        told = {"type": name, "module": module, "value": self._blank(trouble["said"])}
        return {**told, "stacktrace": {"frames": frames}} if frames else told


def _frame(place: str) -> dict[str, Any]:
    where, _, function = place.partition(" ")
    module, _, number = where.rpartition(":")
    ours = module.partition(".")[0] in disclosure.OURS
    return {"module": module, "function": function, "lineno": int(number), "in_app": ours}


def _only_ours(event: Any, _hint: Any) -> Any:
    """Nothing leaves but what `_event` made, without what the library adds about this machine."""
    if not event.get("extra", {}).pop("ours", False):
        return None
    for added in ("modules", "server_name", "breadcrumbs", "user", "request", "extra"):
        event.pop(added, None)
    return event

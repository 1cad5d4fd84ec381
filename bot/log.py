"""Logging: one line for an event, as JSON or for a terminal.

What a line may say is `disclosure`'s to judge, whoever writes it. Which update, application and
agent it is about comes with the context, so that a line need not be told.
"""

import contextlib
import logging
import sys
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from structlog import contextvars, processors

from bot import disclosure, tally

_QUIET = (
    *("httpx", "httpcore", "apscheduler", "alembic", "sqlalchemy", "aiosqlite", "asyncio"),
    *("uvicorn", "dbos", "urllib3", "sentry_sdk"),
)
_log = logging.getLogger(__name__)
_stamp = processors.TimeStamper(fmt="iso", utc=True, key="at")
_json = processors.JSONRenderer(ensure_ascii=False)


def configure(level: str, secrets: Iterable[str] = (), form: str = "") -> None:
    """Send everything at *level* and above to stderr; chatty libraries from WARNING on.

    *form* is "json" or "text"; where it is empty, text goes to terminals and JSON elsewhere.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(form or _natural(), secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler, _Counting(logging.WARNING)]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    _take_over("dbos")
    logging.raiseExceptions = False  # it would print the arguments of a line that cannot be made


def catch() -> None:
    """Make lines of errors and warnings that nobody caught: Python would print them whole."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


@contextlib.contextmanager
def about(**ids: object) -> Iterator[None]:
    """Every line that is written inside is about these: update, application, agent."""
    with contextvars.bound_contextvars(**ids):
        yield


def context() -> dict[str, Any]:
    """What lines are about here and now."""
    return contextvars.get_contextvars()


class _Formatter(logging.Formatter):
    """Makes the line, and takes secrets out of it at the very end."""

    def __init__(self, form: str, secrets: Iterable[str]) -> None:
        super().__init__()
        self._render = _as_json if form == "json" else _as_text
        self._blank = disclosure.Blank(secrets)

    def format(self, record: logging.LogRecord) -> str:
        event = {"level": record.levelname.lower(), "logger": record.name}
        told = {**_stamp(None, "", {}), **event, "event": disclosure.line(record), **context()}
        if record.exc_info and record.exc_info[1] is not None:
            told["errors"] = disclosure.chain(record.exc_info[1])
        return self._blank(self._render(told))


class _Counting(logging.Handler):
    """Counts lines of trouble, for the metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        tally.count("log_lines", record.levelname.lower())


def _as_json(told: dict[str, Any]) -> str:
    return str(_json(None, "", told))


def _as_text(told: dict[str, Any]) -> str:
    """For people: the line, what it is about, and under it the errors, a frame a line."""
    at, level, logger = told.pop("at"), told.pop("level"), told.pop("logger")
    line, errors = told.pop("event"), told.pop("errors", [])
    ids = "".join(f" {name}={value}" for name, value in told.items())
    lines = [f"{at[:19].replace('T', ' ')} {level.upper()} {logger}: {line}{ids}"]
    for each in errors:
        lines.append("  Traceback:")
        lines += [f"    {frame}" for frame in each["at"]]
        lines.append(f"  {each['type']}" + (f": {each['said']}" if each["said"] else ""))
    return "\n".join(lines)


def _natural() -> str:
    return "text" if sys.stderr.isatty() else "json"


def _take_over(name: str) -> None:
    """Keep a library from a handler of its own: it makes one only where there is none."""
    logger = logging.getLogger(name)
    logger.handlers[:] = [logging.NullHandler()]
    logger.propagate = True


def _uncaught(
    _kind: type[BaseException], trouble: BaseException, _traceback: TracebackType | None
) -> None:
    if not isinstance(trouble, KeyboardInterrupt):
        _log.critical("The process ends by an error that nobody caught", exc_info=trouble)


def _uncaught_in_thread(trouble: threading.ExceptHookArgs) -> None:
    _log.error("A thread ended by an error that nobody caught", exc_info=trouble.exc_value)


def _unraisable(trouble: "sys.UnraisableHookArgs") -> None:
    _log.error("An error had nowhere to go", exc_info=trouble.exc_value)

"""What a log line or an error report may say: where and what, never a person's words.

Our own lines are literals; their arguments are numbers, single words, sentences marked as plain,
and errors described as below. A library's line is said as far as it stands in that library's
source, for what was put into it may be anybody's text. Of an error: its class, and module, line and
function of every frame; its message only where the class is one of those whose messages we write
ourselves. Of Telegram's refusals the phrase is told that stands before what they are about. No
local variables.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict

OURS = ("bot", "agents", "storage", "documents")
_SPEAKING = ("agents.errors", "storage.errors")  # modules of errors whose messages are ours
_VALUE = re.compile(r"[:\"<`]| '")  # where Telegram's phrase ends and what it is about begins
_WORD = re.compile(r"[^\s]{0,64}")
_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
_LINKS = 6  # errors of a chain that are told
_FRAMES = 40  # of each, the innermost
_LITERAL = 12  # letters of a library's line under which nothing of it is said
_HIDDEN = "…"


class Plain(str):
    """A sentence of our own, vouched for where it is logged: no person's words are in it."""


class Trouble(TypedDict):
    """One error of a chain: class, message where it is ours, and frames from the outermost."""

    type: str
    said: str
    at: list[str]


def line(record: logging.LogRecord) -> str:
    """The line of a record, without what must not be said."""
    if _is_ours(record.name):
        return _filled(str(record.msg), record.args)
    return _literal(str(record.msg), record.pathname)


def error(trouble: BaseException) -> str:
    """One error in a few words."""
    said = _said(trouble)
    name = type(trouble).__name__
    return f"{name}: {said}" if said else name


def chain(trouble: BaseException) -> list[Trouble]:
    """An error and those that led to it, the latest first."""
    return [
        Trouble(type=_class(each), said=_said(each), at=list(frames(each.__traceback__)))
        for each in _linked(trouble)
    ]


def frames(traceback: TracebackType | None) -> Iterator[str]:
    """`module:line function` of each frame, the innermost last."""
    told = []
    while traceback is not None:
        frame = traceback.tb_frame
        module = frame.f_globals.get("__name__", "?")
        told.append(f"{module}:{traceback.tb_lineno} {frame.f_code.co_name}")
        traceback = traceback.tb_next
    yield from told[-_FRAMES:]


class Blank:
    """Takes tokens and the given secrets out of a text, as the last thing that happens to it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({each for each in secrets if len(each) >= 6}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _TOKEN.sub("[token]", text)


def _is_ours(logger: str) -> bool:
    return logger.partition(".")[0] in (*OURS, "__main__")


def _filled(template: str, args: Any) -> str:
    if not args:
        return template
    if isinstance(args, dict):
        return template
    try:
        return template % tuple(_argument(each) for each in args)
    except (TypeError, ValueError):
        return template


def _argument(value: object) -> object:
    if value is None or isinstance(value, int | float | Plain):
        return value
    if isinstance(value, BaseException):
        return error(value)
    text = str(value)
    return text if _WORD.fullmatch(text) else _HIDDEN


def _literal(said: str, path: str) -> str:
    """The longest beginning of *said* that stands in the source file at *path*."""
    try:
        source = Path(path).read_text("utf-8", "replace")
    except OSError:
        return _HIDDEN
    low, high = 0, len(said)
    while low < high:
        middle = (low + high + 1) // 2
        if said[:middle] in source:
            low = middle
        else:
            high = middle - 1
    if low == len(said):
        return said
    return said[:low].rstrip() + _HIDDEN if low >= _LITERAL else _HIDDEN


def _linked(trouble: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = trouble
    while each is not None and id(each) not in seen and len(seen) < _LINKS:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _class(trouble: BaseException) -> str:
    kind = type(trouble)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return module + kind.__qualname__


def _said(trouble: BaseException) -> str:
    """The first line of its message if we wrote that; else what kind of error the system names."""
    if type(trouble).__module__ in _SPEAKING:
        return str(trouble).partition("\n")[0][:200]
    if type(trouble).__module__ == "telegram.error":
        return _VALUE.split(str(trouble))[0].strip()[:80]
    code = getattr(trouble, "sqlite_errorname", None) or getattr(trouble, "sqlstate", None)
    if isinstance(trouble, OSError) and isinstance(trouble.errno, int):
        code = f"errno {trouble.errno}"
    return str(code) if isinstance(code, str) else ""

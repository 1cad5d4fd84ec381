"""Asking a model a question whose answer has a shape."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pydantic_core
from pydantic import BaseModel, ValidationError

from agents.errors import BadAnswer, ModelError, Unavailable
from agents.model import Model, Request, Usage, closing
from agents.values import Spent

_A = TypeVar("_A", bound=BaseModel)
Partial = Callable[[Any], None]

_EVERY = 0.1  # seconds between two looks at an unfinished answer: a look costs its whole length
_TRIES = 20  # places in an answer where its JSON may begin
_SHOWN = 10  # complaints that go back
_QUOTED = 40_000  # characters of the bad answer that go back with them

_log = logging.getLogger(__name__)


async def ask(
    model: Model, request: Request, answer: type[_A], on_partial: Partial | None = None
) -> tuple[_A, Spent]:
    """Return the model's answer, and what all calls for it came to.

    `on_partial` is given the unfinished answer as plain JSON values, now and then as it arrives and
    once at its end; it returns at once, and what it raises is dropped. An answer that does not fit
    goes back once with the complaint; one that breaks off after it began is asked for once more,
    and then `on_partial` sees it from its beginning.

    Raises ModelError, with `spent` set; the repaired answer that does not fit either is BadAnswer.
    """
    spent = Spent()
    repairs = cuts = 1
    while True:
        hearing = _Hearing(on_partial)
        try:
            await hearing.listen(model, request)
            spent += hearing.spent
            return _fitted(hearing.text, answer), spent
        except ModelError as error:
            spent += error.spent or Spent(calls=1)
            error.spent = spent
            if isinstance(error, BadAnswer) and repairs:
                repairs -= 1
                request = _repair(request, error)
            elif isinstance(error, Unavailable) and hearing.text and cuts:
                cuts -= 1
            else:
                raise


class _Unfit(BadAnswer):
    """An answer that came whole and does not fit, with what is wrong in it."""

    spent = Spent()  # its call is counted already

    def __init__(self, text: str, complaint: str, message: str) -> None:
        super().__init__(message)
        self.text = text
        self.complaint = complaint


class _Hearing:
    """One answer as it arrives."""

    def __init__(self, on_partial: Partial | None) -> None:
        self.text = ""
        self.spent = Spent(calls=1)
        self._on_partial = on_partial
        self._due = 0.0

    async def listen(self, model: Model, request: Request) -> None:
        now = asyncio.get_running_loop().time
        pieces: list[str] = []
        async with closing(model.stream(request)) as items:
            async for item in items:
                if isinstance(item, Usage):
                    self.spent = item.spent()
                    continue
                pieces.append(item)
                self.text = self.text or item
                if self._on_partial and now() >= self._due:
                    pieces = ["".join(pieces)]
                    self._show(pieces[0])
                    self._due = now() + _EVERY
        self.text = "".join(pieces)
        self._show(next(_objects(self.text), ""))

    def _show(self, text: str) -> None:
        if not self._on_partial:
            return
        try:
            seen = pydantic_core.from_json(
                text[_start(text) :], allow_partial="trailing-strings", cache_strings=False
            )
        except ValueError:
            return  # prose before the answer, or a fence after it: the next look may see more
        try:
            self._on_partial(seen)
        except Exception as error:
            _log.warning("showing an unfinished answer failed: %s", type(error).__name__)


def _fitted(text: str, answer: type[_A]) -> _A:
    """The answer in a text that may hold a fence, prose or a thought around it."""
    fault: ValidationError | None = None
    for found in _objects(text):
        try:
            return answer.model_validate_json(found)
        except ValidationError as error:
            fault = fault or error
    if fault is None:
        raise _Unfit(text, "It is no JSON object.", "the answer is no JSON")
    kinds = sorted({problem["type"] for problem in fault.errors(include_input=False)})
    raise _Unfit(text, _complaint(fault), f"the answer does not fit: {', '.join(kinds[:3])}")


def _objects(text: str) -> Iterator[str]:
    """The JSON objects in a text, the outermost ones only: part of a broken one is no answer."""
    decoder = json.JSONDecoder()
    start = -1
    for _ in range(_TRIES):
        start = text.find("{", start + 1)
        if start < 0:
            return
        try:
            _, end = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            if text[start + 1 : error.pos].strip():
                return
        except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
            return
        else:
            yield text[start:end]
            start = end - 1


def _start(text: str) -> int:
    return max(0, text.find("{"))


def _complaint(fault: ValidationError) -> str:
    lines = [
        f"- {'.'.join(map(str, problem['loc'])) or 'the answer'}: {problem['msg']}"
        for problem in fault.errors(include_url=False, include_input=False)
    ]
    return "\n".join(lines[:_SHOWN])


def _repair(request: Request, error: BadAnswer) -> Request:
    """The request once more, with the complaint at its end: its start is in the cache."""
    if not isinstance(error, _Unfit):
        said = "Your answer was cut off: it was too long. Answer again, complete and briefer."
        return replace(request, user=f"{request.user}\n\n{said}", max_tokens=2 * request.max_tokens)
    said = (
        f"Your last answer cannot be used:\n{error.complaint}\n\n"
        f"It was:\n{error.text[:_QUOTED]}\n\n"
        "Answer again, complete, with nothing but the corrected JSON object."
    )
    return replace(request, user=f"{request.user}\n\n{said}")

"""What a run has loaded or made, kept in memory for as long as this process works on it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Recall:
    """By application and name; of an application that is not under way nothing is kept.

    What belongs here does not change while a run lasts, as its files and its finished steps, or
    is dropped by who changes it.
    """

    def __init__(self) -> None:
        self._runs: dict[int, dict[str, Any]] = {}
        self._drops = 0

    def begin(self, application: int) -> None:
        """Keep from now on what the application loads."""
        self._runs[application] = {}

    def end(self, application: int) -> None:
        """Keep nothing of the application any more."""
        self._runs.pop(application, None)

    def put(self, application: int, name: str, value: object) -> None:
        """Keep *value*, if the application is under way."""
        if application in self._runs:
            self._runs[application][name] = value

    def drop(self, name: str) -> None:
        """Load *name* anew in every run: it has changed for somebody."""
        self._drops += 1
        for kept in self._runs.values():
            kept.pop(name, None)

    async def get(self, application: int, name: str, load: Callable[[], Awaitable[T]]) -> T:
        """What is kept under *name*, loaded first if it is not there yet."""
        kept = self._runs.get(application, {})
        if name not in kept:
            drops = self._drops
            value = await load()
            if drops == self._drops:  # else it may be what has changed meanwhile
                self.put(application, name, value)
            return value
        found: T = kept[name]
        return found

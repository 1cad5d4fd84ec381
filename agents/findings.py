"""What an agent has found so far, told while its answer still arrives."""

from collections.abc import Callable, Iterator
from typing import Any

from agents import privacy, requirements
from agents.values import Agent, Emit, Found

MOST = 60  # characters of a finding
_BEGUN = 24  # characters after which a line that is being written is worth showing

Reader = Callable[[Any], Iterator[str]]


class Findings:
    """Tells each new finding of one answer once; an answer that starts anew is not told again."""

    def __init__(self, emit: Emit, agent: Agent, read: Reader) -> None:
        self._emit, self._agent, self._read = emit, agent, read
        self._told: set[str] = set()
        self._seen: set[str] = set()

    def __call__(self, unfinished: Any) -> None:
        """Take the *unfinished* answer as plain JSON values."""
        for text in self._read(unfinished):
            self.tell(text)

    def tell(self, text: str) -> None:
        """Show *text*, short and without a way to reach anybody."""
        if text in self._seen:
            return
        self._seen.add(text)
        line = requirements.shorten(privacy.masked(text), MOST)
        if line and line not in self._told:
            self._told.add(line)
            self._emit(Found(self._agent, line))


def names(unfinished: Any) -> Iterator[str]:
    """The names of the requirements that are complete."""
    for need in _list(unfinished, "needs"):
        if isinstance(need, dict) and "m" in need and _text(need, "n"):
            yield _text(need, "n")


def lines(unfinished: Any) -> Iterator[str]:
    """The first words of the lines that are being written."""
    every = _list(unfinished, "l")
    for at, line in enumerate(every):
        text = _text(line, "t")
        if len(text) >= _BEGUN or (text and at + 1 < len(every)):
            yield _beginning(text)


def complete(unfinished: Any, key: str) -> list[Any]:
    """The items of the list *key* that are whole because another follows."""
    return _list(unfinished, key)[:-1]


def _beginning(text: str) -> str:
    """The same few words of *text*, however far it has come."""
    cut = text[:_BEGUN]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""

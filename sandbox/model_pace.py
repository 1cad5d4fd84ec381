"""When each token of an answer is due, whatever else the machine is doing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

TOKEN = 4  # characters


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds to the first token, then tokens a second; None is all at once.

    Token n is due at first_token + n / per_second after the call came in, and the answer's end one
    token later, so an answer of n tokens takes first_token + n / per_second in all. What is late
    is caught up with, so that load does not stretch the schedule.
    """

    first_token: float = 0.0
    per_second: float | None = None

    def due(self, token: int) -> float:
        """Return when token number `token`, from 0, is due, in seconds after the call's start."""
        return self.first_token + (token / self.per_second if self.per_second else 0.0)

    def ready(self, seconds: float, total: int) -> int:
        """Return how many of `total` tokens are due `seconds` after the call's start."""
        if not self.per_second:
            return total
        return min(total, 1 + int((seconds - self.first_token) * self.per_second + 1e-6))


def tokens(text: str) -> int:
    """Return how many tokens a text has: one for each four characters begun."""
    return -(-len(text) // TOKEN)


def pieces(text: str) -> list[str]:
    """Return the tokens of a text."""
    return [text[i : i + TOKEN] for i in range(0, len(text), TOKEN)]


async def flow(text: str, pace: Pace, start: float) -> AsyncIterator[list[str]]:
    """Yield the tokens of `text` as they are due; `start` is in the loop's time."""
    all_of_it = pieces(text)
    now = asyncio.get_running_loop().time
    sent = 0
    while sent < len(all_of_it):
        await until(start + pace.due(sent))
        ready = max(sent + 1, pace.ready(now() - start, len(all_of_it)))
        yield all_of_it[sent:ready]
        sent = ready
    await until(start + pace.due(sent))


async def until(moment: float) -> None:
    """Return at a moment of the loop's time, or at once when it has passed."""
    left = moment - asyncio.get_running_loop().time()
    if left > 0:
        await asyncio.sleep(left)

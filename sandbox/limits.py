"""How much a bot may send, and what happens to one that sends more."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from math import ceil

from sandbox.refusals import flood

Windows = tuple[tuple[int, float], ...]  # at most so many calls in any so many seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's numbers as far as they are known; sends and edits share one budget."""

    burst: int = 3  # sends and edits of one chat that may follow each other at once …
    pace: float = 1.0  # … and the seconds that each of them costs in the long run
    per_minute: int = 20  # sends and edits of one chat
    overall: int = 30  # sends and edits of all chats in a second
    actions: Windows = ((20, 5.0), (40, 30.0))  # drafts and chat actions of one chat
    longest_ban: int = 3600  # where escalation ends, in seconds
    callback_life: float = 15.0  # seconds in which a pressed button can be answered
    download: int = 20 << 20  # bytes that getFile gives out
    document: int = 50 << 20  # bytes of an uploaded document
    photo: int = 10 << 20  # bytes of an uploaded photo

    @property
    def chat(self) -> Windows:
        """The windows of one chat."""
        return ((self.burst, self.burst * self.pace), (self.per_minute, 60.0))


@dataclass(slots=True)
class _Ledger:
    spent: deque[float] = field(default_factory=deque)
    banned_until: float = 0.0
    ban: int = 0


class Budget:
    """Who has spent what. A call while banned makes the ban twice as long."""

    def __init__(self, clock: Callable[[], float], longest_ban: int = 3600) -> None:
        self._clock = clock
        self._longest = longest_ban
        self._ledgers: dict[Hashable, _Ledger] = {}

    def spend(self, costs: Iterable[tuple[Hashable, Windows, int]]) -> None:
        """Take every cost, (key, windows, calls), or none. Raises Refused (429)."""
        costs = list(costs)
        for key, windows, calls in costs:
            self.check(key)
            if wait := self._wait(key, windows, calls):
                self.ban(key, ceil(wait))
                raise flood(ceil(wait))
        for key, _, calls in costs:
            self._ledger(key).spent.extend([self._clock()] * calls)

    def check(self, key: Hashable) -> None:
        """Raises Refused (429), with a longer ban, if *key* is banned."""
        ledger = self._ledger(key)
        if self._clock() < ledger.banned_until:
            self.ban(key, min(max(ledger.ban, 1) * 2, self._longest))
            raise flood(ledger.ban)

    def ban(self, key: Hashable, seconds: int) -> None:
        """Refuse every call of *key* for *seconds*."""
        ledger = self._ledger(key)
        ledger.ban = seconds
        ledger.banned_until = self._clock() + seconds

    def clear(self) -> None:
        """Forget all spending and every ban."""
        self._ledgers.clear()

    def _ledger(self, key: Hashable) -> _Ledger:
        return self._ledgers.setdefault(key, _Ledger())

    def _wait(self, key: Hashable, windows: Windows, calls: int) -> float:
        """Seconds until *calls* more fit into every window; 0 if they fit now."""
        now = self._clock()
        spent = self._ledger(key).spent
        while spent and spent[0] <= now - max(seconds for _, seconds in windows):
            spent.popleft()
        wait = 0.0
        for most, seconds in windows:
            recent = [time for time in spent if time > now - seconds]
            over = len(recent) + calls - most
            if over > 0 and recent:
                wait = max(wait, recent[min(over, len(recent)) - 1] + seconds - now)
        return wait

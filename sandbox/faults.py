"""Trouble on order: what goes wrong, for which calls, how often."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Kind(StrEnum):
    """What happens to the call."""

    FLOOD = "flood"  # 429; the chat is banned for *seconds*, longer if it is called meanwhile
    ERROR = "error"  # *code*, 500 in Telegram's JSON or 502 as a proxy's page; nothing changed
    HANG = "hang"  # never answered; nothing changed
    DROP = "drop"  # the connection breaks before anything changed
    LOST = "lost"  # all is done as asked, then the connection breaks
    SLOW = "slow"  # done at once, answered after *seconds*
    BLOCKED = "blocked"  # 403: bot was blocked by the user


@dataclass(slots=True)
class Fault:
    """One order: *method* "" fits any, *chat* None fits any, *times* None never ends."""

    kind: Kind
    method: str = ""
    chat: int | None = None
    times: int | None = 1
    chance: float = 1.0
    seconds: float = 5.0
    code: int = 500
    skip: int = 0  # so many calls that fit pass unharmed first
    hits: int = 0


class Faults:
    """The orders, oldest first; chance is drawn from a seeded generator."""

    def __init__(self, seed: int = 0) -> None:
        self.orders: list[Fault] = []
        self._random = Random(seed)

    def add(self, fault: Fault) -> Fault:
        """Order *fault*; the same object counts its hits."""
        self.orders.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble."""
        self.orders.clear()

    def pick(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call of *method* meets, counted."""
        for fault in self.orders:
            if not self._fits(fault, method, chat):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if self._random.random() >= fault.chance:
                continue
            fault.hits += 1
            if fault.times is not None and fault.hits >= fault.times:
                self.orders.remove(fault)
            return fault
        return None

    def _fits(self, fault: Fault, method: str, chat: int | None) -> bool:
        named = not fault.method or fault.method.lower() == method.lower()
        return named and fault.chat in (None, chat)

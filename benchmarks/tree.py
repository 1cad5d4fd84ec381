"""What a process and all that it started use: processor time and memory, by Linux's own count."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_OFTEN = 0.1  # seconds between two looks at the memory


def cpu(process: int) -> tuple[float, float]:
    """Seconds of processor time: of *process* itself, and of all its descendants so far."""
    own, children = _times(process)
    for child in family(process)[1:]:
        with suppress(OSError):
            children += sum(_times(child))
    return own, children


def memory(process: int) -> int:
    """Bytes that *process* and its descendants hold, shared ones divided among them (PSS)."""
    return sum(map(_pss, family(process)))


def family(process: int) -> list[int]:
    """*process* and its descendants, as far as they live."""
    parents = dict(_parents())
    found = [process]
    for parent in found:
        found += [child for child, by in parents.items() if by == parent]
    return found


def pin(process: int, cores: set[int]) -> None:
    """Let *process* run on these cores only; what it starts inherits that."""
    for task in (_PROC / str(process) / "task").iterdir():
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(task.name), cores)


@dataclass(slots=True)
class Peak:
    """The most memory that a process's tree was seen to hold, looked at ten times a second."""

    process: int
    bytes: int = 0
    _task: asyncio.Task[None] | None = field(default=None)

    async def __aenter__(self) -> "Peak":
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            seen = await asyncio.to_thread(memory, self.process)
            self.bytes = max(self.bytes, seen)
            await asyncio.sleep(_OFTEN)


def _pss(process: int) -> int:
    with suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


def _times(process: int) -> tuple[float, float]:
    """Of *process*, and of those of its children that have ended."""
    used = [int(field) / _TICKS for field in _stat(process)[11:15]]  # utime stime cutime cstime
    return used[0] + used[1], used[2] + used[3]


def _parents() -> Iterator[tuple[int, int]]:
    for place in _PROC.iterdir():
        if place.name.isdecimal():
            with suppress(OSError):
                yield int(place.name), int(_stat(int(place.name))[1])


def _stat(process: int) -> list[str]:
    """The fields behind the name, which may hold anything."""
    return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()

"""Figures as a picture for a phone, drawn by typst in a process of its own: it takes 100 MB."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from storage.figures import Day
from storage.spending import Sum

_SOURCE = Path(__file__).with_suffix(".typ")
_PATIENCE = 20.0  # seconds
_AGENTS = {
    "job_analysis": "Reading the post",
    "resume_optimization": "Planning",
    "implementation": "Writing",
    "validation": "Checking",
    "polish": "Polishing",
}


class Undrawn(Exception):
    """The picture could not be made."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its label, the applications that were delivered, and those that ended otherwise."""

    label: str
    delivered: int
    others: int


@dataclass(frozen=True, slots=True)
class Share:
    """One agent: seconds in a step of its own on average, and USD in all."""

    name: str
    seconds: float
    cost: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the picture shows."""

    title: str
    bars: tuple[Bar, ...]
    shares: tuple[Share, ...]


def sheet(
    bounds: Sequence[datetime],
    days: Sequence[Day],
    agents: Mapping[str, Sum],
) -> Sheet:
    """The picture of some days, and of the five agents in their order."""
    bars = tuple(
        Bar(str(began.day), day.delivered, day.begun - day.delivered)
        for began, day in zip(bounds, days, strict=False)
    )
    found = [(label, agents.get(name, Sum())) for name, label in _AGENTS.items()]
    shares = tuple(
        Share(label, sum.seconds / sum.steps if sum.steps else 0.0, sum.cost)
        for label, sum in found
    )
    title = f"{bounds[0]:%d %b} – {bounds[len(bars) - 1]:%d %b %Y}"
    return Sheet(title, bars, shares)


async def draw(sheet: Sheet) -> bytes:
    """The picture as PNG. Raises Undrawn, TimeoutError and OSError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_SOURCE.parents[1],
        env={"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")},  # nothing of ours
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            picture, _ = await process.communicate(json.dumps(asdict(sheet)).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Undrawn(f"status {process.returncode}")
    return picture


def compile(told: str) -> bytes:
    """The picture of a sheet that is told as JSON. Blocks: it belongs into the child."""
    import typst

    return typst.compile(
        _SOURCE,
        root=_SOURCE.parent,
        format="png",
        ppi=144,
        sys_inputs={"sheet": told},
        timestamp=0,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(compile(sys.stdin.read()))

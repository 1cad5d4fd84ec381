"""Bad files, hundreds of them, each read by the real child: `python -m benchmarks.hostile`.

Each must end in a sentence of the bot's or in a harmless reading. What is read is written as a Word
file, too, and what points elsewhere is drawn by every program. None may crash its reader, take
more memory than a child has, tell what stands in a file of the machine's, or connect to anything:
the benchmark first moves into a network of its own that has no way out and whose kernel counts
every attempt. (LibreOffice moves into one more, which has not even a loopback.) Where the
system forbids that, only an ear on the loopback counts, and the line before the last says so.

JSON on the last line; exit code 1 unless all are answered without any of these.
"""

import argparse
import asyncio
import itertools
import json
import resource
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import (
    hostile_damage,
    hostile_links,
    hostile_packages,
    hostile_pdfs,
    hostile_texts,
    offline,
)
from bot import texts_failures
from documents import child, worker
from documents.errors import DocumentError
from documents.programs import ORDER

Bad = tuple[str, bytes]

MEMORY = (worker.DATA >> 20) + 64  # MB: what a child may have, and the code that it shares
_BROKEN = ("its reader ended with", "in its reader:")  # how `child` speaks of deaths and bugs
_DRAWN = ("linked-", "chunk", "svg", "macro-")  # files that programs have to be kept from leaving


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: the class of its error or "read"; `fault` says what was wrong."""

    name: str
    said: str
    seconds: float
    fault: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--short", action="store_true", help="a few small files of each kind")
    given = parser.parse_args(arguments)
    shut = offline.enter() and offline.proven()
    with offline.ear() as ear, tempfile.NamedTemporaryFile("w", suffix=".txt") as kept:
        secret = secrets.token_hex(16)
        kept.write(secret)
        kept.flush()
        files = short(ear.url, kept.name) if given.short else build(ear.url, kept.name)
        before = offline.attempts() if shut else 0
        outcomes = asyncio.run(judge(files, secret, draw=not given.short))
        made = offline.attempts() - before if shut else ear.calls
    for outcome in outcomes:
        if outcome.fault:
            print(f"{outcome.name[:60]}: {outcome.said}: {outcome.fault}")
    print(dict(Counter(outcome.said for outcome in outcomes)))
    how = "the kernel of a network without a way out" if shut else "an ear on the loopback alone"
    print(f"Connections were counted by {how}.")
    result = summary(outcomes, max(made, ear.calls), memory())
    print(json.dumps(result))
    return 0 if passes(result) else 1


def build(url: str, secret: str) -> Iterator[Bad]:
    """Name and bytes of every bad file. They point to *url* and to the file *secret*."""
    yield from hostile_damage.build()
    for kind in (hostile_packages, hostile_links, hostile_pdfs, hostile_texts):
        yield from kind.build(url, secret)


def short(url: str, secret: str) -> Iterator[Bad]:
    """Some thirty of them, all small, and none that works its reader until a limit."""
    for kind, step in (
        (hostile_damage.cut(), 8),
        (hostile_damage.empty(), 8),
        (hostile_damage.strangers(), 8),
        (hostile_damage.old(), 3),
        (hostile_packages.xml(url, secret), 6),
        (hostile_links.build(url, secret), 6),
        (hostile_pdfs.loops(), 6),
        (hostile_pdfs.locked(), 3),
        (hostile_pdfs.active(url, secret), 4),
    ):
        yield from itertools.islice(kind, 0, None, step)


async def judge(files: Iterable[Bad], secret: str, *, draw: bool) -> list[Outcome]:
    """What comes of each file; *draw* those that point elsewhere, too, which takes a while."""
    async with child.warm():  # as in the bot
        return [await _judge(name, data, secret, draw=draw) for name, data in files]


def memory() -> tuple[int, int]:
    """The most memory that any child has had so far, and this process, in MB.

    So much as this process a child has, too, until it begins. Of the children of children that
    ended it counts those whose parent has ended; after `judge`, all have.
    """
    kinds = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    children, own = (resource.getrusage(kind).ru_maxrss >> 10 for kind in kinds)
    return children, own


def summary(
    outcomes: Sequence[Outcome], connections: int, used: tuple[int, int] = (0, 0)
) -> dict[str, float]:
    """The figures; `answered` is a share of 1, `over_memory` 1 if any child was over it."""
    peak, own = used
    faults = Counter(outcome.fault.partition(":")[0] for outcome in outcomes)
    wrong = len(outcomes) - faults[""]
    return {
        "files": len(outcomes),
        "answered": round(1 - wrong / max(1, len(outcomes)), 4),
        "crashes": faults["crash"],
        "over_memory": int(peak > max(MEMORY, own)),
        "connections": connections,
        "slowest_s": round(max((outcome.seconds for outcome in outcomes), default=0), 1),
        "peak_mb": peak,
    }


def passes(result: dict[str, float]) -> bool:
    """Whether the figures are as they must be."""
    bad = ("crashes", "over_memory", "connections")
    return result["answered"] == 1 and not any(result[key] for key in bad)


async def _judge(name: str, data: bytes, secret: str, *, draw: bool) -> Outcome:
    begun = time.monotonic()
    try:
        said, fault = await _read(name, data, secret, draw=draw)
    except Exception as error:  # whatever gets past `child` would be the bot's
        said, fault = type(error).__name__, f"crash: {error}"
    return Outcome(name, said, time.monotonic() - begun, fault)


async def _read(name: str, data: bytes, secret: str, *, draw: bool) -> tuple[str, str]:
    try:
        reading = await child.read(data, name)
    except DocumentError as error:
        return _sentence(error)
    if secret in reading.text:
        return "read", "leak: it tells what stands in a file of ours"
    try:
        made = await child.render(data, reading.format, reading.resume, ())
    except DocumentError as error:
        return _sentence(error)
    if draw and name.startswith(_DRAWN):
        for program in ORDER:
            await child.draw(data, (program,))
    return "read", "leak: it was written into the file" if secret.encode() in made else ""


def _sentence(error: DocumentError) -> tuple[str, str]:
    said = type(error).__name__
    if any(mark in str(error) for mark in _BROKEN):
        return said, f"crash: {error}"
    known = type(error) in texts_failures.FAILURES
    return said, "" if known else "unanswered: no sentence for it"


if __name__ == "__main__":
    sys.exit(main())

"""The spare child: ready before its file, for one file, and gone when nobody comes."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import traps
from documents import child, reader, spare, worker

WORKER = Path(worker.__file__)


async def render() -> bytes:
    data = traps.plain()
    return await child.render(data, "docx", reader.read(data).resume, ())


async def until_ready() -> asyncio.subprocess.Process:
    starting = spare.here()._starting
    assert starting is not None
    return await asyncio.shield(starting)


async def test_a_child_that_is_ready_gets_the_next_file() -> None:
    """And that file only: the one after it has a child of its own."""
    child.expect()
    ready = await until_ready()
    child.expect()
    assert await until_ready() is ready
    assert reader.read(await render()).resume.name == "Ada Example"
    assert ready.returncode is not None
    assert await spare.here().take() is None
    assert reader.read(await render()).resume.name == "Ada Example"


async def test_a_child_that_nobody_needs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not hold its memory for ever."""
    monkeypatch.setattr(spare, "KEPT", 0.0)
    child.expect()
    ready = await until_ready()
    await asyncio.wait_for(ready.wait(), 10)
    assert await spare.here().take() is None


async def test_a_child_that_died_waiting_is_replaced() -> None:
    """The file does not notice."""
    child.expect()
    ready = await until_ready()
    ready.kill()
    await ready.wait()
    assert reader.read(await render()).resume.name == "Ada Example"


async def test_a_child_that_cannot_be_started_is_no_child() -> None:
    """Then the file's own start tells what is wrong."""

    async def start() -> asyncio.subprocess.Process:
        raise OSError("no more processes")

    spare.here().prepare(start, child._kill)
    assert await spare.here().take() is None


def test_a_warm_worker_ends_with_its_parent() -> None:
    """The end of its input is the end of its wait; a task is done as ever."""
    words = [sys.executable, "-I", str(WORKER)]
    warm = b'{"task": "warm"}\n'
    assert subprocess.run(words, input=warm, capture_output=True, check=True).stdout == b""
    task = json.dumps({"task": "read", "name": "", "length": 2}).encode()
    done = subprocess.run(words, input=warm + task + b"\nhi", capture_output=True, check=True)
    assert done.stdout.startswith(b"{")

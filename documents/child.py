"""Files of strangers in a limited child process each, one at a time."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from documents import edits as editing
from documents import errors, nursery, office, programs, reading, resume, turn
from documents.edits import Edit
from documents.errors import Damaged, DocumentError, Scanned, TooLarge
from documents.programs import Program
from documents.reading import Reading
from documents.resume import Resume

WALL = 12.0  # seconds
LONG = 90.0  # seconds for a file whose text has to be recognised
MAX_ANSWER = 32 << 20

_TRIES = 2  # to draw a picture, where other files come in between
_WORKER = Path(__file__).with_name("worker.py")
# A C library that gets no more memory aborts or traps.
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL)


def warm() -> contextlib.AbstractAsyncContextManager[None]:
    """While the block lasts, children are forked from a process that has loaded the readers."""
    return nursery.kept(_environment())


async def read(data: bytes, name: str = "") -> Reading:
    """What `reader.read` says of a file, from a child process that may die of it.

    The text of pictures and of scanned PDFs is recognised, as `scan.read` does it. Raises the
    errors of both; a child that was stopped at a limit of memory or time is TooLarge, one that
    died otherwise is Damaged. Cancelling it kills the child.
    """
    task = {"task": "read", "name": name, "length": len(data)}
    try:
        return reading.load(await _ask(task, data))
    except Scanned:
        return reading.load(await _ask(task | {"task": "recognise"}, data, LONG))


async def render(
    source: bytes,
    format: str,
    resume: Resume,
    edits: Sequence[Edit],
    *,
    now: datetime | None = None,
) -> bytes:
    """What `writer.render` makes of a file, from a child process; errors as of `read`."""
    task: dict[str, Any] = {"task": "render", "format": format, "length": len(source)}
    task |= {"resume": _dump(resume), "edits": editing.dump(edits)}
    return await _ask(task | {"now": now.isoformat() if now else ""}, source)


async def draw(docx: bytes, by: Sequence[Program] = programs.QUICK) -> bytes | None:
    """What `pages.draw` makes of a file, with a child process for each program that it takes.

    Nobody waits for a picture: it gives way to every other file, and is given up when that
    happens twice. None if there is no picture, whatever the reason; never raises for trouble
    with the file.
    """
    for _ in range(_TRIES):
        done = await turn.here().idle(_show("draw", docx, by))
        if done is not None:
            return done or None
    return None


async def convert(docx: bytes, by: Sequence[Program] = programs.ORDER) -> bytes | None:
    """What `pages.convert` makes of a file, in its turn; otherwise as `draw`."""
    return await _show("convert", docx, by) or None


async def _show(task: str, docx: bytes, by: Sequence[Program]) -> bytes:
    """The file as *task* shows it, empty if no program does."""
    for program in by:
        if program is Program.OFFICE and not office.find():
            continue
        asked = {"task": task, "by": program, "length": len(docx)}
        with contextlib.suppress(DocumentError, OSError, ValueError):
            # What a killed program leaves behind goes with the folder.
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                shown = await _ask(asked, docx, programs.WALL[program], folder)
            if shown:
                return shown
    return b""


def _dump(value: Resume) -> str:
    return resume.dump(value)


async def _ask(
    task: dict[str, Any], data: bytes, wall: float = WALL, folder: str | None = None
) -> bytes:
    """Sends a task to a new child; returns what follows the first line of its answer.

    The child gets *wall* seconds, and *folder* as the place for temporary files.
    """
    async with turn.here().take(apart=task["task"] == "render"):
        child = await _start(folder)
        try:
            async with asyncio.timeout(wall):
                code, answer = await _converse(child, json.dumps(task).encode() + b"\n" + data)
        except TimeoutError:
            raise TooLarge(f"took over {wall:.0f} seconds") from None
        finally:
            await _kill(child)
    return _judge(code, answer)


async def _start(folder: str | None) -> Process:
    forking = nursery.here()
    if forking is not None:
        with contextlib.suppress(OSError):
            return await forking.bear(folder)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(_WORKER),
        stdin=PIPE,
        stdout=PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment() | ({"TMPDIR": folder} if folder else {}),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """Nothing of ours but where programs are."""
    kept = ("PATH", "TESSDATA_PREFIX")
    return {"LANG": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}


async def _converse(child: Process, question: bytes) -> tuple[int, bytes]:
    assert child.stdin is not None
    assert child.stdout is not None
    writing = asyncio.create_task(_write(child.stdin, question))
    try:
        pieces: list[bytes] = []
        size = 0
        while piece := await child.stdout.read(1 << 16):
            size += len(piece)
            if size > MAX_ANSWER:
                raise TooLarge("an answer without end")
            pieces.append(piece)
        await writing
        return await child.wait(), b"".join(pieces)
    finally:
        writing.cancel()


async def _write(stream: asyncio.StreamWriter, question: bytes) -> None:
    # A child that died does not read on; its exit code says more than the broken pipe.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stream.write(question)
        await stream.drain()
        stream.close()


async def _kill(child: Process) -> None:
    """Ends the child and all that it may have started, and waits until it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    await asyncio.shield(child.wait())


def _judge(code: int, answer: bytes) -> bytes:
    if code in _STOPPED:
        raise TooLarge("its reader was stopped at a limit")
    head, separator, rest = answer.partition(b"\n")
    if code or not separator:
        raise Damaged(f"its reader ended with {code}")
    verdict = json.loads(head)
    if "error" in verdict:
        raise _error(verdict["error"], verdict["says"])
    return rest


def _error(name: str, says: str) -> DocumentError:
    kind = getattr(errors, name, None)
    if kind is None:
        return Damaged(f"{name} in its reader: {says}")
    found: DocumentError = kind(says)
    return found

"""Files of strangers are read in a child that may die alone; its death has a class."""

import asyncio
import contextlib
import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from benchmarks import traps
from documents import child, reader, reading, worker
from documents import resume as resumes
from documents.errors import Damaged, DocumentError, Empty, Encrypted, TooLarge, Unsupported
from documents.programs import Program
from tests.unit import pdf_samples

TEXT = "Ada Example\nada@example.com\n\nSkills\nExcel, SAP\n"


async def test_a_child_reads_as_the_reader_does() -> None:
    """What comes back over the pipe is what the reader says."""
    assert await child.read(traps.plain()) == reader.read(traps.plain())
    assert await child.read(TEXT.encode(), "cv.txt") == reader.read(TEXT.encode(), "cv.txt")


async def test_a_child_renders_as_the_writer_does() -> None:
    """A child writes the person's own file back."""
    data = traps.plain()
    resume = reader.read(data).resume
    written = await child.render(data, "docx", resume, (), now=datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert reader.read(written).resume.facts[0].text == "Ada Example"
    assert docx.Document(io.BytesIO(written)).core_properties.modified.year == 2026


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Empty),
        (b"MZ\0\0\0\0", Unsupported),
        (traps.plain()[:900], Damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Encrypted),
        (pdf_samples.pdf(*[[pdf_samples.Text(50, 700, "words " * 9)]] * 60), TooLarge),
    ],
)
async def test_errors_keep_their_class(data: bytes, error: type[DocumentError]) -> None:
    """An error in the child is the same error here, with its words."""
    with pytest.raises(error) as caught:
        await child.read(data, "cv.pdf")
    with pytest.raises(error) as direct:
        reader.read(data, "cv.pdf")
    assert str(caught.value) == str(direct.value)


@pytest.mark.parametrize(
    "data",
    [pdf_samples.recursive(), pdf_samples.flate_bomb()],
    ids=["a form that draws itself", "a page compressed twice"],
)
async def test_a_bomb_ends_at_a_limit(data: bytes) -> None:
    """A file made to eat memory or time is too large, and soon."""
    assert len(data) < 10_000
    start = time.monotonic()
    with pytest.raises(TooLarge):
        await child.read(data)
    assert time.monotonic() - start < child.WALL + 8


async def test_one_child_at_a_time() -> None:
    """Many files at once are read one after the other, each right."""
    found = await asyncio.gather(*(child.read(f"{TEXT}{n}".encode()) for n in range(3)))
    assert [reading.text[-1] for reading in found] == ["0", "1", "2"]


async def test_a_cancelled_reading_leaves_no_child() -> None:
    """Cancelling kills the child, and the next file is read."""
    before = _children()
    task = asyncio.create_task(child.read(pdf_samples.recursive()))
    while not _children() - before:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _children() == before
    assert (await child.read(TEXT.encode())).text


async def test_a_picture_gives_way_to_a_file() -> None:
    """Its child ends at once when a file is to be read; it is drawn anew, but not for ever."""
    for times, is_drawn in ((1, True), (2, False)):
        drawing = asyncio.create_task(child.draw(traps.plain(), [Program.LIGHT]))
        for _ in range(times):
            before = await _begun(drawing)
            assert (await child.read(TEXT.encode())).text
            assert not before & _children()
        assert bool(await drawing) is is_drawn


async def test_a_cancelled_picture_leaves_no_child() -> None:
    """Nobody may wait for it any more, and it goes."""
    drawing = asyncio.create_task(child.draw(traps.plain(), [Program.LIGHT]))
    await _begun(drawing)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert not _children()


async def _begun(task: asyncio.Task[bytes | None]) -> set[str]:
    """The children, as soon as there is one for *task*."""
    while not _children():
        assert not task.done()
        await asyncio.sleep(0.01)
    return _children()


def _children() -> set[str]:
    """The processes that this one has started."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(listed.read_text().split())


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and keys of the bot are not in the child's environment."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12:secret")
    assert "12:secret" not in child._environment().values()


@pytest.mark.parametrize(
    ("code", "answer", "error"),
    [
        (-9, b"", TooLarge),
        (-24, b"", TooLarge),
        (-6, b"", TooLarge),
        (-11, b"", Damaged),
        (1, b"", Damaged),
        (0, b"", Damaged),
        (0, b'{"error": "Encrypted", "says": "x"}\n', Encrypted),
        (0, b'{"error": "KeyError", "says": "x"}\n', Damaged),
    ],
)
def test_a_death_has_a_class(code: int, answer: bytes, error: type[DocumentError]) -> None:
    """How a child ended tells what is wrong with its file."""
    with pytest.raises(error):
        child._judge(code, answer)


def ask(task: dict[str, object], data: bytes, *more: str) -> subprocess.CompletedProcess[bytes]:
    """What a worker answers; *more* is Python that runs in it first."""
    code = f"import sys; sys.path.insert(0, {str(Path(worker.__file__).parents[1])!r}); "
    code += "from documents import worker; " + "; ".join([*more, "worker.main()"])
    return subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(task).encode() + b"\n" + data,
        capture_output=True,
        check=False,
    )


LIMITS = """
import json, resource as r
from documents import worker
worker.limit()
kinds = (r.RLIMIT_DATA, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_CORE)
print(json.dumps([r.getrlimit(kind)[0] for kind in kinds]))
"""


def test_a_worker_takes_its_limits() -> None:
    """Memory, time, files and cores are limited before the file is looked at."""
    home = Path(worker.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", LIMITS], capture_output=True, check=True, cwd=home)
    assert json.loads(done.stdout) == [260 << 20, 8, 0, 64, 0]


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("bytes(1 << 34)", "TooLarge"),
        ("(f := lambda: f())()", "Damaged"),
        ("[][0]", "IndexError"),
    ],
)
def test_a_worker_answers_for_every_fault(fault: str, name: str) -> None:
    """Out of memory, endless recursion and a fault of ours all have an answer."""
    broken = f"worker._do = lambda *_: {fault}"
    done = ask({"task": "read", "name": "", "length": 2}, b"hi", broken)
    assert json.loads(done.stdout)["error"] == name


def test_what_a_worker_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """In process: a file is read and written, a fault is answered for, limits fit the task."""
    data = traps.plain()
    resume = reader.read(data).resume
    task = {"task": "read", "name": "", "length": len(data)}
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert reading.load(worker._answer(task).partition(b"\n")[2]).resume == resume
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert json.loads(worker._answer(task))["error"] == "Empty"
    render = {"task": "render", "format": "docx", "resume": resumes.dump(resume), "edits": "[]"}
    render["now"] = ""
    assert reader.read(worker._do(render, data)).resume.name == "Ada Example"
    assert worker._limits(task) is worker.LIMITS


def test_a_worker_reads() -> None:
    """A worker answers with a line of JSON, and the reading after it."""
    done = ask({"task": "read", "name": "", "length": len(TEXT)}, TEXT.encode())
    assert done.stdout.startswith(b"{}\n")
    with contextlib.suppress(DocumentError):
        assert json.loads(done.stdout[3:])["format"] == "txt"

"""A process that has the readers loaded and forks a child for each file, so that none loads them.

It never sees a file: it is handed the ends of two pipes, forks, and the child goes on as a child
that was started anew would: with limits of its own, in a session of its own, for one task. What
it costs in memory it costs while files come; some time after the last one it ends.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.streams import FlowControlMixin
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from weakref import WeakKeyDictionary

from documents.worker import NEWS

KEPT = 60.0  # seconds without a child after which the process ends

_WORKER = Path(__file__).with_name("worker.py")
_BIRTH = 10.0  # seconds for a child to be born, the loading included


class Forked(Process):
    """A child of the nursery, with what `child` needs of a process."""

    def __init__(
        self,
        pid: int,
        ended: asyncio.Future[int],
        pipes: tuple[asyncio.StreamWriter, asyncio.StreamReader],
    ) -> None:
        self.pid = pid
        self.stdin, self.stdout = pipes
        self.stderr = None
        self._ended = ended

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while it lives."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """The exit status, when it has ended."""
        return await asyncio.shield(self._ended)


class Nursery:
    """The process, started for the first child and again when it has gone."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._door: socket.socket | None = None
        self._process: Process | None = None
        self._expected: deque[asyncio.Future[int]] = deque()
        self._ends: dict[int, asyncio.Future[int]] = {}
        self._closing: asyncio.TimerHandle | None = None
        self._starting = asyncio.Lock()

    async def bear(self, folder: str | None) -> Forked:
        """A new child, with *folder* for its temporary files. Raises OSError if there is none."""
        door = await self._open()
        (task, ours), (theirs, answer) = os.pipe(), os.pipe()
        born = asyncio.get_running_loop().create_future()
        self._expected.append(born)
        try:
            socket.send_fds(door, [(folder or " ").encode()], [task, answer])
            os.close(task)
            os.close(answer)
            task = answer = -1
            async with asyncio.timeout(_BIRTH):
                pid = await born
            if pid < 0:
                raise OSError("the nursery has gone")
        except asyncio.CancelledError:
            _shut(task, answer, ours, theirs)  # who is born nevertheless has nothing to read
            raise
        except (OSError, TimeoutError):
            _shut(task, answer, ours, theirs)
            self.close()
            raise OSError("the nursery bears no child") from None
        return Forked(pid, self._ends[pid], (await _writer(ours), await _reader(theirs)))

    def close(self) -> None:
        """Let the process end; children that it has go on, and their ends are not heard of."""
        if self._closing is not None:
            self._closing.cancel()
        if self._door is not None:
            asyncio.get_running_loop().remove_reader(self._door)
            self._door.close()
        self._door = None
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        for waiting in (*self._expected, *self._ends.values()):
            if not waiting.done():
                waiting.set_result(-signal.SIGKILL)
        self._expected.clear()
        self._ends.clear()

    async def end(self) -> None:
        """As `close`, and wait until the process has gone."""
        process = self._process
        self.close()
        if process is not None:
            await process.wait()

    async def _open(self) -> socket.socket:
        async with self._starting:
            if self._closing is not None:
                self._closing.cancel()
            if self._door is None:
                ours, theirs = socket.socketpair()
                with theirs:
                    command = (sys.executable, "-I", str(_WORKER), "nursery")
                    self._process = await asyncio.create_subprocess_exec(
                        *command,
                        stdin=theirs.fileno(),
                        stdout=DEVNULL,
                        stderr=DEVNULL,
                        env=self._environ,
                        start_new_session=True,
                    )
                ours.setblocking(False)
                asyncio.get_running_loop().add_reader(ours, self._hear)
                self._door = ours
            return self._door

    def _hear(self) -> None:
        assert self._door is not None
        try:
            news = self._door.recv(NEWS.size)
        except BlockingIOError:
            return
        except OSError:
            news = b""
        if len(news) < NEWS.size:
            self.close()
            return
        kind, pid, status = NEWS.unpack(news)
        loop = asyncio.get_running_loop()
        if kind == b"+":
            self._ends[pid] = loop.create_future()
            born = self._expected.popleft()
            if not born.done():
                born.set_result(pid)
        elif pid in self._ends:
            self._ends.pop(pid).set_result(status)
        if not self._ends and not self._expected:
            if self._closing is not None:
                self._closing.cancel()
            self._closing = loop.call_later(KEPT, self.close)


def _shut(*ends: int) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            os.close(end)


async def _writer(end: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    pipe = os.fdopen(end, "wb", 0)
    transport, protocol = await loop.connect_write_pipe(FlowControlMixin, pipe)
    return asyncio.StreamWriter(transport, protocol, None, loop)


async def _reader(end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(end, "rb", 0)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    return reader


_nurseries: WeakKeyDictionary[asyncio.AbstractEventLoop, Nursery] = WeakKeyDictionary()


def here() -> Nursery | None:
    """The nursery of the running loop, if it keeps one."""
    return _nurseries.get(asyncio.get_running_loop())


@contextlib.asynccontextmanager
async def kept(environ: Mapping[str, str]) -> AsyncIterator[None]:
    """Bear children from a nursery while the block lasts."""
    loop = asyncio.get_running_loop()
    _nurseries[loop] = Nursery(environ)
    try:
        yield
    finally:
        await _nurseries.pop(loop).end()

"""The child's side of `child`: takes limits upon itself, does one task, answers on stdout."""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NoReturn

DATA = 260 << 20
SPACE = 1500 << 20
CPU = 8  # seconds
FILES = 64

_NICE = 10  # nobody waits for a picture

LIMITS = {
    resource.RLIMIT_DATA: DATA,
    resource.RLIMIT_AS: SPACE,
    resource.RLIMIT_CPU: CPU,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: FILES,
    resource.RLIMIT_CORE: 0,
}
# LibreOffice writes its profile and its pages, into a folder that the parent removes.
OFFICE = LIMITS | {
    resource.RLIMIT_CPU: 30,
    resource.RLIMIT_FSIZE: 32 << 20,
    resource.RLIMIT_NOFILE: 256,
}
# Tesseract inherits these limits, and has them to itself for each page.
SCAN = LIMITS | {resource.RLIMIT_CPU: 30}

_BEHIND = 5  # levels of priority that a nursery's children are behind whoever waits for them
# What passes at the door of a nursery, see there.
NEWS = struct.Struct("!cqi")  # b"+" a pid 0: a child is born; b"-" a pid a status: it has ended
MOST = 4096  # bytes of a request: where the child's temporary files go


def main() -> None:
    """Reads a task (one line of JSON, then the file) from stdin and answers in the same form."""
    task = json.loads(sys.stdin.buffer.readline())
    limit(_limits(task))
    if task["task"] == "draw":
        os.nice(_NICE)
    answer = _answer(task)
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()


def bear() -> None:
    """Forks a child for each request at the socket on stdin, until that is closed; see nursery."""
    from documents import programs, warming  # noqa: F401

    door = socket.socket(fileno=0)
    wake, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.freeze()
    os.nice(_BEHIND)
    cold = True
    while True:
        ready, _, _ = select.select([door.fileno(), wake], [], [], 0 if cold else None)
        if cold and not ready:
            cold = False
            with contextlib.suppress(Exception):  # then each child loads what it needs
                warming.warm()
            gc.freeze()
        if wake in ready:
            os.read(wake, 512)
            for pid, status in _ended():
                door.sendall(NEWS.pack(b"-", pid, status))
        if door.fileno() in ready:
            folder, ends, _, _ = socket.recv_fds(door, MOST, 2)
            if len(ends) < 2:
                return
            door.sendall(NEWS.pack(b"+", _fork(folder.decode().strip(), ends), 0))


def _fork(folder: str, ends: list[int]) -> int:
    """A child that has its own session and reads its task from the first end."""
    waiting, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(folder, ends, told)
    for end in (told, *ends):
        os.close(end)
    os.read(waiting, 1)
    os.close(waiting)
    return pid


def _live(folder: str, ends: list[int], told: int) -> NoReturn:
    status = 1
    try:
        os.setsid()
        os.close(told)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(ends[0], 0)
        os.dup2(ends[1], 1)
        os.closerange(3, FILES)
        if folder:
            os.environ["TMPDIR"] = folder
        main()
        status = 0
    finally:
        os._exit(status)


def _ended() -> Iterator[tuple[int, int]]:
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found[0], os.waitstatus_to_exitcode(found[1])


def _limits(task: Mapping[str, Any]) -> Mapping[int, int]:
    if task["task"] == "recognise":
        return SCAN
    return OFFICE if task.get("by") == "office" else LIMITS


def limit(limits: Mapping[int, int] = LIMITS) -> None:
    """Limits memory, time, files and cores of this process for good."""
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _answer(task: dict[str, Any]) -> bytes:
    try:
        data = sys.stdin.buffer.read(task["length"])
        return b"{}\n" + _do(task, data)
    except MemoryError:
        return _refusal("TooLarge", "it takes too much memory")
    except RecursionError:
        return _refusal("Damaged", "nested too deep")
    except Exception as error:
        return _refusal(type(error).__name__, str(error))


def _do(task: dict[str, Any], data: bytes) -> bytes:
    if task["task"] == "read":
        from documents import reader, reading

        return reading.dump(reader.read(data, task["name"])).encode()
    if task["task"] == "recognise":
        from documents import reading, scan

        return reading.dump(scan.read(data)).encode()
    if task["task"] in ("draw", "convert"):
        from documents import pages, programs

        make = pages.draw if task["task"] == "draw" else pages.convert
        return make(data, [programs.Program(task["by"])]) or b""
    from documents import edits, resume, writer

    facts, plan = resume.load(task["resume"]), edits.load(task["edits"])
    now = datetime.fromisoformat(task["now"]) if task["now"] else None
    return writer.render(data, task["format"], facts, plan, now=now)


def _refusal(name: str, says: str) -> bytes:
    return json.dumps({"error": name, "says": says[:200]}).encode() + b"\n"


if __name__ == "__main__":
    # An isolated interpreter does not look for modules beside the project.
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
    bear() if sys.argv[1:] == ["nursery"] else main()

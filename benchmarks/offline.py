"""A network without a way out, whose kernel counts every attempt to leave it; and an open ear."""

import contextlib
import ctypes
import fcntl
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

_NEW_USER = 0x10000000
_NEW_NETWORK = 0x40000000
_SET_FLAGS = 0x8914  # SIOCSIFFLAGS
_UP = 1
_COUNTED = {
    "/proc/self/net/snmp": ("Tcp.ActiveOpens", "Udp.OutDatagrams", "Ip.OutNoRoutes"),
    "/proc/self/net/snmp6": ("Udp6OutDatagrams", "Ip6OutNoRoutes"),
}


def enter() -> bool:
    """Moves this process, for good, into a network of its own with nothing but a loopback.

    False where the system does not permit that. Must be called before any thread is started.
    """
    unshare = ctypes.CDLL(None).unshare
    if unshare(_NEW_NETWORK) and unshare(_NEW_USER | _NEW_NETWORK):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", _UP)
        with contextlib.suppress(OSError):
            fcntl.ioctl(control, _SET_FLAGS, request)
    return True


def attempts() -> int:
    """How often any process of this network has begun a connection or sent a datagram."""
    return sum(_read(Path(path), names) for path, names in _COUNTED.items())


def proven() -> bool:
    """Whether each way out that is tried on purpose is counted: TCP, UDP, and to ourselves."""
    for kind, host in (
        (socket.SOCK_STREAM, "192.0.2.1"),
        (socket.SOCK_DGRAM, "192.0.2.1"),
        (socket.SOCK_STREAM, "127.0.0.1"),
    ):
        before = attempts()
        with socket.socket(socket.AF_INET, kind) as outgoing, contextlib.suppress(OSError):
            outgoing.settimeout(1)
            outgoing.connect((host, 9))
            outgoing.send(b"x")
        if attempts() == before:
            return False
    return True


class Ear:
    """Listens on the loopback; counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.calls = 0

    def listen(self) -> None:
        """Counts until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.calls += 1
                caller.close()

    def close(self) -> None:
        """Listen no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextlib.contextmanager
def ear() -> Iterator[Ear]:
    """An ear that listens meanwhile."""
    made = Ear()
    thread = threading.Thread(target=made.listen)
    thread.start()
    try:
        yield made
    finally:
        made.close()
        thread.join()


def _read(path: Path, names: tuple[str, ...]) -> int:
    """The sum of some of the kernel's counters; 0 for those that it does not have."""
    if not path.exists():
        return 0
    found: dict[str, int] = {}
    keys: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        head, _, rest = line.partition(" ")
        if not head.endswith(":"):
            found[head] = int(rest)
        elif head in keys:
            values = map(int, rest.split())
            found |= {
                f"{head[:-1]}.{key}": value for key, value in zip(keys[head], values, strict=True)
            }
        else:
            keys[head] = rest.split()
    return sum(found.get(name, 0) for name in names)

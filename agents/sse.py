"""Server-sent events out of bytes, as the providers really send them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from agents.model import closing

LIMIT = 4 * 1024 * 1024  # bytes of one line, one event or one tail


class Overlong(ValueError):
    """A line, an event or a tail is longer than any answer could be."""


@dataclass(frozen=True, slots=True)
class Event:
    """The `data` of one event.

    `tail` marks text that is no event at all, given once, last: some providers end a failed
    stream with a bare JSON error, and some answer a streaming call with a plain JSON body.
    """

    data: str
    tail: bool = False


async def events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    r"""Yield the events of a byte stream, however it is cut into chunks.

    Lines end with \n, with or without \r before it, and with nothing else: JSON may hold U+2028.
    An event that the end of the stream leaves unfinished is given too; whether it is whole is for
    the reader of its JSON to say. Raises Overlong.
    """
    parser, lines = _Parser(), _Lines()
    async with closing(chunks) as pieces:
        async for piece in pieces:
            for line in lines.feed(piece):
                event = parser.feed(line)
                if event is not None:
                    yield event
    for event in (parser.feed(lines.rest()), *parser.close()):
        if event is not None:
            yield event


class _Lines:
    r"""Cuts a byte stream at each \n."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        r"""The lines that *piece* ends. Raises Overlong."""
        head, *more = piece.split(b"\n")
        self._rest += head
        if len(self._rest) > LIMIT:
            raise Overlong
        if more:
            yield bytes(self._rest)
            yield from more[:-1]
            self._rest = bytearray(more[-1])

    def rest(self) -> bytes:
        """What no line's end follows."""
        return bytes(self._rest)


class _Parser:
    """Gathers lines into events; comments, event names and ids are nothing to us."""

    def __init__(self) -> None:
        self._data: list[str] = []
        self._stray: list[str] = []
        self._size = 0

    def feed(self, raw: bytes) -> Event | None:
        line = raw.decode("utf-8", "replace").removesuffix("\r").removeprefix("\ufeff")
        if not line:
            return self._flush()
        if line.startswith(":"):
            return None
        self._size += len(line)
        if self._size > LIMIT:
            raise Overlong
        field, _, value = line.partition(":")
        if field == "data":
            self._data.append(value.removeprefix(" "))
        elif field not in ("event", "id", "retry"):
            self._stray.append(line)
        return None

    def close(self) -> list[Event]:
        last = self._flush()
        found = [last] if last else []
        if self._stray:
            found.append(Event("\n".join(self._stray), tail=True))
        return found

    def _flush(self) -> Event | None:
        if not self._data:
            return None
        event = Event("\n".join(self._data))
        self._data = []
        self._size = sum(map(len, self._stray))
        return event

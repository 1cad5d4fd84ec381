"""The event reader: bytes in any pieces, the same events out."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import sse
from agents.model import closing

WIRE = Path(__file__).parents[2].parent / "shared" / "wire"
CAPTURED = sorted(WIRE.glob("*.sse"))

# Everything that other line splitters break at, and none of what ends a line here.
TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\u2028\u2029\x85\x0b\x1c"))
)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[i : i + size] for i in range(0, len(data), size))


async def _chunks(data: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


def read(data: bytes, size: int = 1 << 20) -> list[sse.Event]:
    async def gather() -> list[sse.Event]:
        return [event async for event in sse.events(_chunks(pieces(data, size)))]

    return asyncio.run(gather())


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"data: a\n\n", ["a"], id="one event"),
        pytest.param(b"data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"], id="crlf"),
        pytest.param(b"data:a\n\n", ["a"], id="no space"),
        pytest.param(b"data:  a\n\n", [" a"], id="only one space goes"),
        pytest.param(b"data: a\ndata: b\n\n", ["a\nb"], id="two lines of data"),
        pytest.param(b": OPENROUTER PROCESSING\n\n:\n\ndata: a\n\n", ["a"], id="comments"),
        pytest.param(b"event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"], id="other fields"),
        pytest.param(b"\xef\xbb\xbfdata: a\n\n", ["a"], id="byte order mark"),
        pytest.param(b"data: a", ["a"], id="no end of line"),
        pytest.param(b"data: a\n", ["a"], id="no blank line"),
        pytest.param(b"\n\n\n", [], id="blank lines"),
        pytest.param("data: a\u2028b\u0085c\n\n".encode(), ["a\u2028b\u0085c"], id="U+2028"),
        pytest.param(b"data: \xff\n\n", ["\ufffd"], id="broken UTF-8"),
    ],
)
def test_events_are_read_as_sent(wire: bytes, expected: list[str]) -> None:
    """Each quirk of a provider's stream gives the events that were meant."""
    assert read(wire) == [sse.Event(data) for data in expected]


def test_a_bare_error_after_the_events_is_kept() -> None:
    """Text that is no event is given last, marked as such, with its lines."""
    error = '{\n  "error": {\n    "code": 503\n  }\n}'
    wire = b'data: {"a": 1}\r\n\r\n' + error.replace("\n", "\r\n").encode()
    assert read(wire) == [sse.Event('{"a": 1}'), sse.Event(error, tail=True)]


def test_a_body_without_events_is_one_tail() -> None:
    """A plain JSON answer to a streaming call is not lost."""
    assert read(b'[{"error": {"code": 400}}]') == [
        sse.Event('[{"error": {"code": 400}}]', tail=True)
    ]


@pytest.mark.parametrize(
    "wire", [b"data: " + b"x" * sse.LIMIT, (b"data: " + b"x" * 5000 + b"\n") * (sse.LIMIT // 5000)]
)
def test_an_endless_line_or_event_is_given_up(wire: bytes) -> None:
    """A stream that never comes to an end of line cannot fill the memory."""
    with pytest.raises(sse.Overlong):
        read(wire, size=1 << 16)


@given(st.lists(TEXT, max_size=5), st.integers(1, 40), st.sampled_from(["\n", "\r\n"]))
def test_json_survives_any_cut(texts: list[str], size: int, end: str) -> None:
    """What was put into events comes out of them, wherever the network cuts."""
    sent = [json.dumps({"t": text}, ensure_ascii=False) for text in texts]
    wire = "".join(f": ping{end}{end}data: {data}{end}{end}" for data in sent)
    assert [event.data for event in read(wire.encode(), size)] == sent


@given(st.binary(max_size=200), st.integers(1, 20))
def test_any_bytes_read_the_same_however_cut(wire: bytes, size: int) -> None:
    """The pieces in which bytes arrive never change what they say."""
    assert read(wire, size) == read(wire)


@pytest.mark.skipif(not CAPTURED, reason="the captured streams are not here")
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize("path", CAPTURED, ids=lambda path: path.stem)
def test_captured_streams_read_the_same_however_cut(path: Path, size: int) -> None:
    """Real streams of the providers are read whole at every split."""
    wire = path.read_bytes()
    events = read(wire, size)
    assert events == read(wire)
    assert all(json.loads(event.data) for event in events if event.data != "[DONE]")
    assert len(events) == wire.count(b"data: ")


async def test_leaving_early_closes_the_source() -> None:
    """Whoever stops reading events stops the reading of bytes too."""
    closed = False

    async def endless() -> AsyncIterator[bytes]:
        nonlocal closed
        try:
            while True:
                yield b"data: a\n\n"
        finally:
            closed = True

    async with closing(sse.events(endless())) as events:
        assert await anext(events) == sse.Event("a")
    assert closed

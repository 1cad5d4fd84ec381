"""The chat client against the sandbox model, over HTTP: every fault, and what comes of it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest

from agents import asking
from agents.errors import BadAnswer, Declined, ModelError, Rejected, Unavailable
from agents.http import Patience
from agents.model import Usage, closing
from agents.retries import Retries
from sandbox import model
from sandbox.model_state import Server
from tests.contract import chats, listening
from tests.contract.chats import REQUEST, TEXT, WIRES, Answer, Make, heard
from tests.contract.listening import Naps

SHORT = Patience(connect=5, first=0.7, between=0.4)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with model.serve(lambda _: TEXT) as server:
        yield server


@pytest.fixture
async def make(server: Server) -> AsyncIterator[Make]:
    """Makes a client of one of the wires, with settings of its own."""
    async with chats.maker(server) as make:
        yield make


REFUSED: list[tuple[str, type[ModelError]]] = [
    ("400", Rejected),
    ("401", Rejected),
    ("402", Rejected),
    ("403", Declined),
    ("404", Rejected),
    ("429", Unavailable),
    ("500", Unavailable),
    ("502", Unavailable),
    ("503", Unavailable),
    ("529", Unavailable),
    ("reset", Unavailable),
    ("empty", Unavailable),
]
BROKEN: list[tuple[str, type[ModelError]]] = [
    ("cut", Unavailable),
    ("silent_end", Unavailable),
    ("error_event", Unavailable),
    ("length", BadAnswer),
    ("refusal", Declined),
]
PLAIN_REFUSED = [(kind, Rejected if kind == "403" else error) for kind, error in REFUSED]


@pytest.mark.parametrize(
    ("wire", "kind", "error"),
    [("openrouter", *row) for row in REFUSED] + [("plain", *row) for row in PLAIN_REFUSED],
)
async def test_trouble_before_the_answer_is_told_apart_and_tried_again_if_it_may_pass(
    server: Server, make: Make, wire: str, kind: str, error: type[ModelError]
) -> None:
    """What may pass is tried three times in all, what cannot pass once."""
    server.fault(kind)
    naps = Naps()
    with pytest.raises(ModelError) as caught:
        await heard(make(wire, retries=Retries(sleep=naps)))
    assert type(caught.value) is error
    assert len(server.calls) == (3 if error is Unavailable else 1)
    assert len(naps.seconds) == len(server.calls) - 1
    assert all(seconds <= 1.0 for seconds in naps.seconds)


@pytest.mark.parametrize(("kind", "error"), BROKEN)
@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("form", [0, 1, 2])
async def test_trouble_in_the_answer_is_told_apart_and_not_tried_again(
    server: Server, make: Make, wire: str, kind: str, error: type[ModelError], form: int
) -> None:
    """Whoever has heard text is not told another one; whatever was heard is no whole answer."""
    server.fault(kind, form=form)
    said: list[str | Usage] = []
    with pytest.raises(ModelError) as caught:
        await listening.gather(make(wire, retries=Retries(sleep=Naps())), REQUEST, said)
    assert type(caught.value) is error
    assert not any(isinstance(item, Usage) for item in said)
    assert "".join(map(str, said)) == ("" if kind == "refusal" else TEXT[:12])
    assert len(server.calls) == 1


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["hang", "stall"])
async def test_silence_ends_a_call(server: Server, make: Make, wire: str, kind: str) -> None:
    """No first word, or no next one: comments that keep the line warm do not count."""
    server.fault(kind)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="silent"):
        await heard(make(wire, patience=SHORT))
    assert time.monotonic() - started < 3
    await server.log.until(lambda calls: calls[0].disconnected)


async def test_a_slow_answer_is_not_a_silent_one(server: Server, make: Make) -> None:
    """As long as words come, the answer may take its time."""
    server.fault("slow", first_token=0.5, pace=15)
    assert (await heard(make(patience=Patience(first=1.2, between=1.2))))[0] == TEXT
    call = server.calls[0]
    assert call.end is not None
    assert call.end - call.start > 1.2


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["429", "503"])
async def test_a_named_time_is_kept(server: Server, make: Make, wire: str, kind: str) -> None:
    """Retry-After is waited for in full, and not for long."""
    server.fault(kind, retry_after=7, times=1)
    naps = Naps()
    text, _ = await heard(make(wire, retries=Retries(sleep=naps)))
    assert text == TEXT
    assert 7 <= naps.seconds[0] <= 7.5
    server.fault(kind, retry_after=3600)
    with pytest.raises(Unavailable) as caught:
        await heard(make(wire, retries=Retries(sleep=naps)))
    assert caught.value.retry_after == 3600
    assert len(naps.seconds) == 1


async def test_credit_that_is_only_in_flight_is_waited_for(server: Server, make: Make) -> None:
    """The one 402 that passes by itself."""
    server.fault("402_busy", retry_after=2, times=1)
    naps = Naps()
    assert (await heard(make(retries=Retries(sleep=naps))))[0] == TEXT
    assert naps.seconds[0] >= 2


async def test_what_a_failed_try_cost_is_in_the_bill(server: Server, make: Make) -> None:
    """An empty answer is tried again, and its tokens are not forgotten."""
    server.fault("empty", times=1)
    _, [usage] = await heard(make(retries=Retries(sleep=Naps())))
    assert usage.input_tokens == sum(call.input_tokens for call in server.calls)
    server.fault("length")
    with pytest.raises(BadAnswer) as caught:
        await heard(make())
    assert caught.value.spent is not None
    assert caught.value.spent.output_tokens == server.calls[-1].output_tokens == 3


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["hang", "stall"])
async def test_cancelling_the_task_ends_the_call_at_once(
    server: Server, make: Make, wire: str, kind: str
) -> None:
    """The provider sees the line drop within a second, before the first word and after it."""
    server.fault(kind)
    task = asyncio.create_task(heard(make(wire)))
    await server.log.until(
        lambda calls: bool(calls and (calls[0].agent if kind == "hang" else calls[0].first))
    )
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await server.log.until(lambda calls: calls[0].disconnected)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("wire", WIRES)
async def test_closing_the_iterator_ends_the_call_at_once(
    server: Server, make: Make, wire: str
) -> None:
    """Leaving the loop is enough for the provider to see the line drop within a second."""
    server.fault("stall")
    async with closing(make(wire).stream(REQUEST)) as items:
        async for _ in items:
            break
        started = time.monotonic()
    await server.log.until(lambda calls: calls[0].disconnected)
    assert time.monotonic() - started < 1


async def test_cancelling_while_waiting_to_try_again_ends_it(server: Server, make: Make) -> None:
    """No call is made after the person pressed Stop."""
    server.fault("503", times=1)
    waiting = asyncio.Event()

    async def forever(_seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(heard(make(retries=Retries(sleep=forever))))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(server.calls) == 1


@pytest.mark.parametrize("kind", ["invalid_json", "off_schema", "length", "cut", "error_event"])
@pytest.mark.parametrize("wire", WIRES)
async def test_one_bad_answer_is_mended(server: Server, make: Make, wire: str, kind: str) -> None:
    """Asked for a shape, the model gets one more chance, and the bill has both calls."""
    server.fault(kind, times=1)
    answer, spent = await asking.ask(make(wire), REQUEST, Answer)
    assert answer == Answer.model_validate_json(TEXT)
    assert len(server.calls) == spent.calls == 2


async def test_a_model_that_cannot_keep_the_shape_is_given_up(server: Server, make: Make) -> None:
    """Two bad answers are one BadAnswer."""
    server.fault("off_schema")
    with pytest.raises(BadAnswer):
        await asking.ask(make(), REQUEST, Answer)
    assert len(server.calls) == 2


@pytest.mark.parametrize("kind", [kind for kind, _ in REFUSED + BROKEN])
async def test_no_log_and_no_message_holds_prompt_answer_or_key(
    server: Server, make: Make, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """Whatever goes wrong, the person's words and the key stay where they are."""
    server.fault(kind, after=8)
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        await heard(make())
    assert "canary" not in caplog.text
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None

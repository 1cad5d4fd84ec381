"""Providers in order, and the breaker that spares one which is down."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agents.chain import Chain
from agents.errors import BadAnswer, Declined, ModelError, Rejected, Unavailable
from agents.model import Model, Request, Usage, closing
from agents.values import Agent, Spent

REQUEST = Request(Agent.POLISH, "system", "user", {})
PAID = Usage(10, 0, 5, 0.1)


class Script:
    """A model whose every call ends as it is told to, after saying its name where it may speak."""

    def __init__(self, name: str, *ends: ModelError | None, speaks: bool = True) -> None:
        self.name = name
        self.ends = list(ends)
        self.speaks = speaks
        self.calls = 0
        self.open = 0

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Speak, then end."""
        assert request is REQUEST
        self.calls += 1
        self.open += 1
        end = self.ends[min(self.calls, len(self.ends)) - 1] if self.ends else None
        try:
            if self.speaks:
                yield self.name
            if end:
                raise end
            yield PAID
        finally:
            self.open -= 1


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def mute(name: str, *ends: ModelError | None) -> Script:
    return Script(name, *ends, speaks=False)


async def heard(chain: Model) -> list[str | Usage]:
    return [item async for item in chain.stream(REQUEST)]


def test_the_name_has_all_providers() -> None:
    """The consent sentence names everyone who may see the person's words, once."""
    assert Chain([Script("A"), Script("B"), Script("A")]).name == "A or B"


async def test_the_first_provider_answers() -> None:
    """The others are not asked."""
    second = Script("B")
    assert await heard(Chain([Script("A"), second])) == ["A", PAID]
    assert second.calls == 0


@pytest.mark.parametrize("error", [Unavailable("down"), Rejected("key")])
async def test_the_next_one_answers_where_one_cannot(error: ModelError) -> None:
    """What the first one came to all the same is in the bill."""
    error.spent = Spent(2, 100, 0, 7, 0.5)
    got = await heard(Chain([mute("A", error), Script("B")]))
    assert got == ["B", Usage(110, 0, 12, 0.6)]


@pytest.mark.parametrize("error", [Declined("no"), BadAnswer("bad")])
async def test_an_answer_that_is_no_answer_stays_where_it_is(error: ModelError) -> None:
    """What one model declines is not carried to the next."""
    second = Script("B")
    with pytest.raises(type(error)):
        await heard(Chain([mute("A", error), second]))
    assert second.calls == 0


async def test_no_second_voice_after_the_first_word() -> None:
    """Once text was heard, the trouble goes to the caller."""
    second = Script("B")
    with pytest.raises(Unavailable):
        await heard(Chain([Script("A", Unavailable("cut")), second]))
    assert second.calls == 0


async def test_the_last_trouble_is_told_with_the_whole_bill() -> None:
    """When none can answer."""
    one, two = Unavailable("a"), Rejected("b")
    one.spent, two.spent = Spent(3), Spent(1)
    with pytest.raises(Rejected) as caught:
        await heard(Chain([mute("A", one), mute("B", two)]))
    assert caught.value.spent == Spent(4)


async def test_a_provider_that_is_down_is_left_alone_and_tried_again() -> None:
    """Open after three in a row, one try after the rest, closed by an answer."""
    clock = Clock()
    down = Unavailable("down")
    first = mute("A", down, down, down, down, None)
    chain = Chain([first, Script("B")], failures=3, rest=60, clock=clock)
    for _ in range(5):
        await heard(chain)
    assert first.calls == 3
    clock.now = 60.0
    await heard(chain)
    await heard(chain)
    assert first.calls == 4  # the try failed: it rests anew
    clock.now = 120.0
    await heard(chain)
    await heard(chain)
    assert first.calls == 6  # the try was answered: it is back


async def test_only_failures_in_a_row_count() -> None:
    """An answer between them shows that the provider lives; so does a refusal."""
    down = Unavailable("down")
    first = mute("A", down, None, down, Rejected("x"), down, None)
    chain = Chain([first, Script("B")], failures=2)
    for _ in range(6):
        await heard(chain)
    assert first.calls == 6


async def test_one_call_tries_for_all() -> None:
    """While it is under way, the others go on to the next provider."""
    clock = Clock()
    first = Script("A", Unavailable("down"), None)
    chain = Chain([first, Script("B")], failures=1, rest=60, clock=clock)
    with pytest.raises(Unavailable):
        await heard(chain)
    clock.now = 60.0
    async with closing(chain.stream(REQUEST)) as trying:
        assert await anext(trying) == "A"
        assert await heard(chain) == ["B", PAID]
        assert [item async for item in trying] == [PAID]
    assert await heard(chain) == ["A", PAID]


async def test_when_all_rest_it_says_for_how_long() -> None:
    """Rules can take over at once."""
    clock = Clock()
    chain = Chain([mute("A", Unavailable("down"))], failures=1, rest=60, clock=clock)
    with pytest.raises(Unavailable, match="down"):
        await heard(chain)
    clock.now = 20.0
    with pytest.raises(Unavailable, match="rest") as caught:
        await heard(chain)
    assert caught.value.retry_after == 40.0


async def test_a_cancelled_call_says_nothing_about_the_provider() -> None:
    """Stop is no failure, and it reaches the provider's stream."""
    first = Script("A")
    chain = Chain([first, Script("B")], failures=1)
    async with closing(chain.stream(REQUEST)) as items:
        await anext(items)
        assert first.open == 1
    assert first.open == 0

    async def listen() -> None:
        async for _ in chain.stream(REQUEST):
            await asyncio.Event().wait()

    task = asyncio.create_task(listen())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await heard(chain) == ["A", PAID]

"""Outbound in a crowd: who goes first where everybody wants to be heard at once."""

import asyncio

import pytest

from bot.outbound import ANSWER, FINAL, Outbound, Shed
from tests.unit.clocks import Clock

NOD = "setMessageReaction"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def out(clock):
    return Outbound(None, clock, clock.pause)


async def crowd(out, *calls):
    """All these calls, (chat, priority or endpoint), asked for at once; the order they go out."""
    order = []

    async def make(chat, what):
        async def callback():
            order.append((chat, what))

        sign = what == NOD
        endpoint, priority = (NOD, None) if sign else ("sendMessage", what)
        try:
            await out.process_request(callback, (), {}, endpoint, {"chat_id": chat}, priority)
        except Shed:
            order.append((chat, "shed"))

    await asyncio.gather(*(make(*each) for each in calls))
    return order


async def test_in_a_crowd_documents_then_first_nods_then_answers_go_out(out, clock):
    """Each in the order in which they were asked for, whatever came between."""
    chats = range(100)
    asked = [(chat, what) for chat in chats for what in (ANSWER, NOD, FINAL)]
    went = await crowd(out, *[(3 * chat + n, what) for n, (chat, what) in enumerate(asked)])
    queued = went[29:]
    ranks = [[FINAL, NOD, ANSWER].index(what) for _, what in queued]
    assert ranks == sorted(ranks)
    for rank in range(3):
        assert (same := [c for (c, _), r in zip(queued, ranks, strict=True) if r == rank])
        assert same == sorted(same)
    assert 1010 <= clock.now < 1012


async def test_an_answer_is_not_kept_from_somebody_by_ever_new_people(out, clock):
    """It comes before whatever is asked for twenty seconds later, while the flood goes on."""
    nods = [asyncio.create_task(crowd(out, *[(chat, NOD) for chat in range(40)]))]
    await clock.rest()
    answer = asyncio.create_task(crowd(out, ("waiting", ANSWER)))
    answered = []
    answer.add_done_callback(lambda _: answered.append(clock.now))
    for second in range(60):
        new = [(f"{second}, {n}", NOD) for n in range(60)]
        nods.append(asyncio.create_task(crowd(out, *new)))
        await clock.pause(1)
    await asyncio.gather(*nods)
    assert 1020 <= answered[0] <= 1050


async def test_a_nod_that_comes_too_late_is_left_out(out, clock):
    """A thousand people at once: whom we cannot nod at in time hears an answer instead."""
    went = await crowd(out, *[(chat, NOD) for chat in range(1000)])
    late = [chat for chat, what in went if what == "shed"]
    assert late == list(range(26 * 29, 1000))
    assert clock.now < 1027


async def test_two_calls_to_one_chat_do_not_pass_its_limit_together(out, clock):
    """Both waited for everybody's second; what the one spends there the other has not."""

    await crowd(out, *[(chat, ANSWER) for chat in range(100, 128)])
    sent = []

    async def send():
        async def callback():
            sent.append(clock.now)

        await out.process_request(callback, (), {}, "sendMessage", {"chat_id": 1}, ANSWER)

    await asyncio.gather(*(send() for _ in range(4)))
    assert sent[3] - sent[0] > 3

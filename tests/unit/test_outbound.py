"""Outbound: the budget of a chat, its priorities, and a 429 that stops that chat only."""

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.outbound import ANSWER, FINAL, SPARE, STATUS, Outbound, Shed
from storage import database, silences
from tests.unit.clocks import Clock

NOD = "setMessageReaction"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def out(clock):
    return Outbound(None, clock, clock.sleep)


async def call(out, chat, priority=None, endpoint="sendMessage", answers=None):
    async def callback():
        answer = answers.pop(0) if answers else "ok"
        if isinstance(answer, Exception):
            raise answer
        return answer

    return await out.process_request(callback, (), {}, endpoint, {"chat_id": chat}, priority)


async def test_what_does_not_write_to_a_chat_is_not_counted(out, clock):
    """Polling and answering buttons cost nothing."""
    for _ in range(100):
        assert await call(out, None, endpoint="getUpdates") == "ok"
        assert await call(out, 1, endpoint="answerCallbackQuery") == "ok"
    assert clock.now == 1000.0


async def test_cosmetics_are_shed_before_answers_wait(out, clock):
    """A status edit is left out when the chat's minute is nearly full; an answer still goes."""
    for _ in range(14):
        await call(out, 1, STATUS, "editMessageText")
        clock.now += 2
    with pytest.raises(Shed):
        await call(out, 1, STATUS, "editMessageText")
    before = clock.now
    await call(out, 1, ANSWER)
    assert clock.now == before


async def test_an_answer_waits_for_the_window_and_a_final_one_goes_ahead(out, clock):
    """Answers leave room for the document."""
    for _ in range(18):
        await call(out, 1)
        clock.now += 2
    before = clock.now
    await call(out, 1, FINAL, "sendDocument")
    assert clock.now == before
    await call(out, 1, ANSWER)
    assert clock.now > before + 20


async def test_a_burst_is_spread_out(out, clock):
    """Three at once are borne, the fourth comes later, and cosmetics leave room for an answer."""
    await call(out, 1, STATUS)
    await call(out, 1, STATUS)
    with pytest.raises(Shed):
        await call(out, 1, STATUS)
    await call(out, 1, ANSWER)
    assert clock.now == 1000.0
    await call(out, 1, ANSWER)
    assert clock.now > 1003


async def test_tidying_up_waits_for_a_quiet_moment(out, clock):
    """An old card loses its buttons once nothing else is said, never instead of an answer."""
    await call(out, 1, ANSWER)
    await call(out, 1, SPARE, "editMessageReplyMarkup")
    assert clock.now > 1003


async def test_a_429_silences_its_chat_and_no_other(out, clock):
    """The refused call is made again when its time is over; other chats do not notice."""
    answers = [RetryAfter(30), "late"]
    assert await call(out, 1, ANSWER, answers=answers) == "late"
    assert clock.now >= 1030
    clock.now = 2000.0
    with pytest.raises(Shed):
        await call(out, 1, STATUS, answers=[RetryAfter(30)])
    with pytest.raises(Shed):
        await call(out, 1, STATUS)
    before = clock.now
    assert await call(out, 2, STATUS) == "ok"
    assert clock.now == before


async def test_all_chats_together_stay_below_telegrams_limit(out, clock):
    """The call that is too many for a second waits for the next one."""
    for chat in range(60):
        await call(out, chat)
    assert clock.now >= 1001


async def test_old_spending_is_forgotten(out, clock):
    """A quiet chat takes no memory."""
    await call(out, 1)
    clock.now += 120
    await call(out, 2)
    await call(out, 1)
    assert len(out._spent[1]) == 1
    await out.initialize()
    await out.shutdown()


async def test_an_answer_is_tried_again_while_the_network_fails(out, clock):
    """A person's question is not left unanswered because one connection broke."""
    answers = [NetworkError("reset"), TimedOut(), "there"]
    assert await call(out, 1, ANSWER, answers=answers) == "there"
    assert clock.now >= 1002.5
    with pytest.raises(NetworkError):
        await call(out, 2, ANSWER, answers=[NetworkError("reset")] * 99)
    assert clock.now > 1600


@pytest.mark.parametrize(
    ("endpoint", "priority", "trouble"),
    [
        ("sendDocument", FINAL, NetworkError("its sender knows better")),
        ("editMessageText", STATUS, NetworkError("it is only a card")),
        ("sendMessage", ANSWER, BadRequest("it would be refused again")),
        ("answerCallbackQuery", None, NetworkError("nobody waits so long")),
    ],
)
async def test_what_is_not_tried_again(out, clock, endpoint, priority, trouble):
    """Only what a person would miss, and what may succeed."""
    with pytest.raises(type(trouble)):
        await call(out, 1, priority, endpoint, [trouble, "again"])
    assert clock.now == 1000.0


async def test_a_429_outlives_a_restart(clock, tmp_path):
    """Who starts anew leaves the chat alone for the rest of the time, and no other."""
    db = await database.open(tmp_path)
    out = Outbound(db, clock, clock.sleep)
    with pytest.raises(Shed):
        await call(out, 1, STATUS, answers=[RetryAfter(300)])
    again = Outbound(db, clock, clock.sleep)
    await again.initialize()
    assert again.silent(1)
    assert not again.silent(2)
    before = clock.now
    assert await call(again, 2) == "ok"
    assert clock.now == before
    assert await call(again, 1) == "ok"
    assert clock.now >= before + 299
    assert list(await silences.lasting(db)) == [1]
    await db.close()


async def test_a_silence_that_cannot_be_kept_is_still_observed(clock, tmp_path):
    """Without the table the chat is left alone by this process at least."""
    db = await database.open(tmp_path)
    async with db.write() as connection:
        await connection.exec_driver_sql("DROP TABLE silences")
    out = Outbound(db, clock, clock.sleep)
    with pytest.raises(Shed):
        await call(out, 1, STATUS, answers=[RetryAfter(30)])
    assert out.silent(1)
    await db.close()


@pytest.mark.parametrize("endpoint", ["setMessageReaction", "sendChatAction"])
async def test_a_sign_is_shed_when_everybody_is_served(out, clock, endpoint):
    """Thirty calls a second are for all: a second nod waits for nobody and holds nobody up."""
    assert await call(out, 99, endpoint="setMessageReaction") == "ok"
    for chat in range(17):
        assert await call(out, chat, endpoint="sendChatAction") == "ok"
    with pytest.raises(Shed):
        await call(out, 99, endpoint=endpoint)
    clock.now += 1.1
    assert await call(out, 99, endpoint=endpoint) == "ok"
    assert await call(out, 1, ANSWER) == "ok"


async def test_who_was_told_something_within_the_minute_is_not_new(out, clock):
    """Their nod has to slip through, as any sign."""
    await call(out, 1, ANSWER)
    for chat in range(100, 120):
        await call(out, chat, FINAL)
    with pytest.raises(Shed):
        await call(out, 1, endpoint=NOD)
    assert clock.now == 1000


async def test_a_call_counts_until_a_second_after_its_answer(out, clock):
    """Telegram may have counted it as late as that, so that a slow way there bunches nothing up."""

    async def slow():
        clock.now += 0.5

    for chat in range(29):
        await out.process_request(slow, (), {}, "sendMessage", {"chat_id": chat}, FINAL)
        clock.now -= 0.5
    clock.now += 1.2
    before = clock.now
    await call(out, 99, FINAL)
    assert clock.now == pytest.approx(before + 0.3)


async def test_a_chats_next_minute_begins_with_a_nod_again(out, clock):
    """And who was nodded at long ago takes no memory."""
    for chat in range(3):
        await call(out, chat, endpoint="setMessageReaction")
    clock.now += 120
    await call(out, 1, endpoint="setMessageReaction")
    assert list(out._nodded) == [1]


async def test_a_sign_respects_a_chats_silence(out, clock):
    """After a 429 the chat is left alone, in signs too."""
    with pytest.raises(Shed):
        await call(out, 1, endpoint="setMessageReaction", answers=[RetryAfter(5)])
    with pytest.raises(Shed):
        await call(out, 1, endpoint="sendChatAction")
    assert await call(out, 2, endpoint="sendChatAction") == "ok"

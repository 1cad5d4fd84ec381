"""Sends and edits share a budget; who ignores a 429 makes it worse."""

from dataclasses import replace

import pytest

from sandbox import telegram


async def say(bot, person, number=0):
    return await bot("sendMessage", chat_id=person.id, text=f"message {number}")


async def fill(bot, clock, person, count, pause=2.0):
    """Send *count* messages as slowly as the pace of one chat asks for."""
    for number in range(count):
        assert (await say(bot, person, number)).status == 200
        clock.advance(pause)


async def test_burst_then_one_a_second(bot, ada, clock):
    """Three at once are borne; the fourth is told when to come back, and may then."""
    for number in range(3):
        assert (await say(bot, ada, number)).status == 200
    reply = await say(bot, ada, 3)
    assert (reply.status, reply.refusal) == (429, "Too Many Requests: retry after 3")
    assert reply.body["parameters"] == {"retry_after": 3}
    assert reply.headers["Retry-After"] == "3"
    clock.advance(3)
    assert (await say(bot, ada, 4)).status == 200
    assert len(ada.chat.from_bot) == 4


async def test_edits_count_like_sends(bot, ada, clock):
    """Twenty sends and edits a minute in one chat, whichever they are."""
    await fill(bot, clock, ada, 1)
    for number in range(19):
        edit = await bot("editMessageText", chat_id=ada.id, message_id=2, text=f"edit {number}")
        assert edit.status == 200
        clock.advance(2)
    reply = await say(bot, ada)
    assert reply.body["parameters"]["retry_after"] == 20
    edit = await bot("editMessageText", chat_id=ada.id, message_id=2, text="more")
    assert edit.status == 429


async def test_refused_edit_without_change_is_paid_for(bot, ada):
    """An edit that changes nothing still costs."""
    await say(bot, ada)
    for _ in range(2):
        reply = await bot("editMessageText", chat_id=ada.id, message_id=2, text="message 0")
        assert "not modified" in reply.refusal
    assert (await say(bot, ada)).status == 429


async def test_calling_while_banned_escalates(bot, ada, clock):
    """Each call during the ban doubles it; silence lets it end."""
    for number in range(3):
        await say(bot, ada, number)
    waits = [(await say(bot, ada)).body["parameters"]["retry_after"] for _ in range(4)]
    assert waits == [3, 6, 12, 24]
    clock.advance(23)
    assert (await say(bot, ada)).body["parameters"]["retry_after"] == 48
    clock.advance(48)
    assert (await say(bot, ada)).status == 200


async def test_other_chats_are_not_touched(bot, ada, server):
    """A ban is for one chat."""
    bob = server.person("Bob Example")
    bob.command("start")
    for number in range(4):
        reply = await say(bot, ada, number)
    assert reply.status == 429
    assert (await say(bot, bob)).status == 200


async def test_thirty_a_second_over_all_chats(bot, server):
    """The thirty-first message within a second is refused, whoever it is for."""
    people = [server.person(f"Person {number}") for number in range(31)]
    for person in people:
        person.command("start")
    statuses = [(await say(bot, person)).status for person in people]
    assert statuses == [200] * 30 + [429]


async def test_album_costs_its_items(bot, ada):
    """An album of two takes two from the budget."""
    media = [{"type": "document", "media": f"attach://{name}"} for name in "ab"]
    files = {"a": ("a.txt", b"a"), "b": ("b.txt", b"b")}
    statuses = [
        (await bot("sendMediaGroup", files, chat_id=ada.id, media=media)).status for _ in range(2)
    ]
    assert statuses == [200, 429]


async def test_actions_and_drafts_have_their_own_budget(bot, ada):
    """Twenty in five seconds, shared by both; messages are not affected."""
    for number in range(20):
        method = {"method": "sendChatAction", "action": "typing"}
        if number % 2:
            method = {"method": "sendMessageDraft", "draft_id": 1, "text": f"{number}"}
        assert (await bot(chat_id=ada.id, **method)).status == 200
    typing = await bot("sendChatAction", chat_id=ada.id, action="typing")
    assert typing.body["parameters"]["retry_after"] == 5
    assert (await say(bot, ada)).status == 200


async def test_callback_answers_and_deletions_are_free(bot, ada):
    """What does not write into the chat costs nothing."""
    await say(bot, ada)
    for _ in range(30):
        reaction = [{"type": "emoji", "emoji": "👀"}]
        target = {"chat_id": ada.id, "message_id": 1}
        assert (await bot("setMessageReaction", **target, reaction=reaction)).result is True
    assert (await bot("deleteMessage", chat_id=ada.id, message_id=2)).result is True


@pytest.mark.parametrize("relaxed", ["limits", "strict"])
async def test_budget_can_be_relaxed(http, relaxed):
    """A benchmark can widen the windows, or do without a budget."""
    limits = telegram.Limits(burst=1000, per_minute=1000, overall=1000)
    options = {"limits": limits} if relaxed == "limits" else {"strict": False}
    async with telegram.serve(**options) as server:
        person = server.person()
        person.command("start")
        url = f"{server.url}/bot{server.token}/sendMessage"
        for number in range(40):
            response = await http.post(url, data={"chat_id": person.id, "text": f"{number}"})
            assert response.status_code == 200


async def test_limits_can_be_changed_while_it_runs(bot, ada, clock, server):
    """The number a minute is a setting."""
    server.limits = replace(server.limits, per_minute=4)
    await fill(bot, clock, ada, 4)
    assert (await say(bot, ada)).status == 429
    server.budget.clear()
    assert (await say(bot, ada)).status == 200

"""A pressed button reaches the bot, and is answered once and in time."""

import pytest

TOO_LATE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def card(bot, ada):
    """A message of the bot with two callback buttons and a link."""
    row = [
        {"text": "Start", "callback_data": "v1:start:7"},
        {"text": "Cancel", "callback_data": "v1:cancel:7"},
    ]
    link = [{"text": "Help", "url": "https://example.com/"}]
    markup = {"inline_keyboard": [row, link]}
    await bot("sendMessage", chat_id=ada.id, text="Ready?", reply_markup=markup)
    return ada.chat.from_bot[0]


async def pressed(bot):
    return (await bot("getUpdates")).result[-1]["callback_query"]


@pytest.mark.parametrize("button", ["Start", "v1:start:7"])
async def test_press_by_label_or_data(bot, ada, card, button):
    """A press tells who, where and what; its answer is seen by the person."""
    press = ada.press(button)
    query = await pressed(bot)
    assert (query["data"], query["from"]["id"]) == ("v1:start:7", ada.id)
    assert query["message"]["message_id"] == card.id
    assert query["chat_instance"]
    answered = await bot("answerCallbackQuery", callback_query_id=query["id"], text="On it")
    assert answered.result is True
    answer = await press.answered()
    assert (answer.text, answer.alert) == ("On it", False)


async def test_second_answer_is_refused(bot, ada, card):
    """A query takes one answer."""
    press = ada.press("Start", card)
    id = (await pressed(bot))["id"]
    assert (await bot("answerCallbackQuery", callback_query_id=id, show_alert=True)).result
    assert press.answer.alert is True
    assert (await bot("answerCallbackQuery", callback_query_id=id)).refusal == TOO_LATE
    assert press.error == "answered twice"


async def test_late_answer_is_refused(bot, ada, card, clock, server):
    """After the set time the query cannot be answered any more."""
    press = ada.press("Start")
    id = (await pressed(bot))["id"]
    clock.advance(server.limits.callback_life + 1)
    assert (await bot("answerCallbackQuery", callback_query_id=id)).refusal == TOO_LATE
    assert (press.answer, press.error) == (None, "too late")


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"callback_query_id": "1"}, TOO_LATE),
        ({"callback_query_id": "1", "text": "x" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ({"callback_query_id": "1", "url": "https://a"}, "answers with a url are not supported"),
    ],
)
async def test_wrong_answers_are_refused(bot, params, refusal):
    """Unknown ids, long texts and links are refused."""
    assert refusal in (await bot("answerCallbackQuery", **params)).refusal


async def test_what_is_not_there_cannot_be_pressed(bot, ada, card):
    """A button that was removed is gone for the person; only a forged press still sends it."""
    with pytest.raises(LookupError, match="Help"):
        ada.press("Help")
    await bot("editMessageText", chat_id=ada.id, message_id=card.id, text="Done")
    with pytest.raises(LookupError, match="Done"):
        ada.press("Start")
    ada.press("v1:start:8", card, forged=True)
    assert (await pressed(bot))["data"] == "v1:start:8"


async def test_newest_button_is_pressed(bot, ada, card):
    """With the same label on two messages, the newer one is meant."""
    markup = {"inline_keyboard": [[{"text": "Start", "callback_data": "v1:start:8"}]]}
    await bot("sendMessage", chat_id=ada.id, text="Ready again?", reply_markup=markup)
    assert ada.press("Start").data == "v1:start:8"
    assert ada.press("Start", card).data == "v1:start:7"

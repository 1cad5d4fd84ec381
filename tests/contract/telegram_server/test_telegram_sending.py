"""What a bot may put into a chat and change there, and Telegram's words when it may not."""

import pytest

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


def button(**fields):
    return {"inline_keyboard": [[{"text": "Go", **fields}]]}


async def test_sent_message_comes_back_whole(bot, ada, clock):
    """The answer shows the message as the chat has it, entities in UTF-16 units."""
    sent = await bot(
        "sendMessage",
        chat_id=ada.id,
        text="😀 <b>bold</b> &lt;i&gt;",
        parse_mode="HTML",
        reply_markup=GO,
        disable_notification=True,
    )
    message = sent.result
    assert message["text"] == "😀 bold <i>"
    assert message["entities"] == [{"type": "bold", "offset": 3, "length": 4}]
    assert message["date"] == int(clock())
    assert message["reply_markup"] == GO
    assert message["chat"] == {
        "id": ada.id,
        "type": "private",
        "first_name": "Ada",
        "last_name": "Example",
    }
    seen = ada.chat.from_bot[0]
    assert (seen.html, seen.labels, seen.silent) == ("😀 <b>bold</b> &lt;i&gt;", ["Go"], True)


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 4097}, "message is too long"),
        ({"text": "x" * 32769}, "text is too long"),
        ({"text": "<b>x", "parse_mode": "html"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "entities": [{"type": "bold"}]}, "can't parse MessageEntity"),
        ({"text": "x", "entities": ["bold"]}, "can't parse MessageEntity"),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]}, "UTF-16 offset"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 42}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [1]}}, "must be an Array of Arrays"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[1]]}}, "must be an Object"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{}]]}}, 'find field "text"'),
        ({"text": "x", "reply_markup": button()}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": button(callback_data="")}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(url="no url")}, "wrong HTTP URL specified"),
        ({"text": "x", "reply_markup": button(copy_text={"text": ""})}, "BUTTON_COPY_TEXT"),
        ({"text": "x", "reply_markup": button(callback_data="a", style="pink")}, "button style"),
        ({"text": "x", "reply_markup": button(text=" ", callback_data="a")}, "must be non-empty"),
        ({"text": "x", "reply_markup": button(callback_data="a", url="b")}, "does one thing"),
        ({"text": "x", "reply_markup": button(pay=True)}, "['pay'] are not supported"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": GO["inline_keyboard"] * 101}},
            "reply markup is too long",
        ),
    ],
)
async def test_wrong_messages_are_refused(bot, ada, params, refusal):
    """Each mistake has its words, and nothing of it reaches the chat."""
    reply = await bot("sendMessage", **{"chat_id": ada.id, **params})
    assert reply.status == 400
    assert refusal in reply.refusal
    assert ada.chat.from_bot == []


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 4096, "<b>" + "x" * 4096 + "</b>"])
async def test_length_counts_characters_after_parsing(bot, ada, text):
    """4096 code points fit, whatever their size and whatever the tags around them."""
    assert (await bot("sendMessage", chat_id=ada.id, text=text, parse_mode="HTML")).result


async def test_data_of_64_bytes_fits(bot, ada):
    """Callback data may be 64 bytes long."""
    markup = button(callback_data="é" * 32)
    assert (await bot("sendMessage", chat_id=ada.id, text="x", reply_markup=markup)).result


async def test_given_entities_are_kept(bot, ada):
    """Entities may come as JSON instead of HTML; links in plain text are found."""
    given = [{"type": "text_link", "offset": 0, "length": 3, "url": "https://example.com/"}]
    sent = await bot(
        "sendMessage", chat_id=ada.id, text="see https://a.example.com", entities=given
    )
    kinds = [entity["type"] for entity in sent.result["entities"]]
    assert kinds == ["text_link", "url"]


async def test_reply_and_preview_are_shown(bot, ada):
    """A reply carries what it answers; one that may lose its target is sent without."""
    asked = ada.send("question")
    reply = {"message_id": asked.id}
    preview = {"is_disabled": True}
    sent = await bot(
        "sendMessage",
        chat_id=ada.id,
        text="answer",
        reply_parameters=reply,
        link_preview_options=preview,
        protect_content=True,
    )
    assert sent.result["reply_to_message"]["text"] == "question"
    assert sent.result["link_preview_options"] == preview
    assert sent.result["has_protected_content"] is True
    ada.delete(asked)
    reply["allow_sending_without_reply"] = True
    sent = await bot("sendMessage", chat_id=ada.id, text="answer", reply_parameters=reply)
    assert "reply_to_message" not in sent.result


async def test_edit_keeps_the_past_and_drops_the_buttons(bot, ada, clock):
    """An edit without reply_markup removes the buttons; what stood there before is on record."""
    sent = (await bot("sendMessage", chat_id=ada.id, text="one", reply_markup=GO)).result
    target = {"chat_id": ada.id, "message_id": sent["message_id"]}
    clock.advance(5)
    edited = (await bot("editMessageText", **target, text="two")).result
    assert edited["edit_date"] == sent["date"] + 5
    assert "reply_markup" not in edited
    message = ada.chat.from_bot[0]
    assert [version.text for version in message.versions] == ["one", "two"]
    assert [version.time for version in message.versions] == [clock() - 5, clock()]
    assert message.versions[0].markup == GO


async def test_edit_without_change_is_refused(bot, ada, clock):
    """The same text, entities and buttons are no edit; any of them changed is one."""
    sent = (await bot("sendMessage", chat_id=ada.id, text="one", reply_markup=GO)).result
    target = {"chat_id": ada.id, "message_id": sent["message_id"]}
    same = await bot("editMessageText", **target, text="one ", reply_markup=GO)
    assert same.refusal == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    bold = await bot(
        "editMessageText", **target, text="<b>one</b>", parse_mode="HTML", reply_markup=GO
    )
    assert bold.result["entities"]
    clock.advance(60)
    assert (await bot("editMessageReplyMarkup", **target)).result["entities"]
    assert "not modified" in (await bot("editMessageReplyMarkup", **target)).refusal


async def test_what_cannot_be_edited(bot, ada, clock):
    """Missing messages, other people's, files as text, and keyboards are told apart."""
    hers = ada.send("hers")
    keyboard = {"keyboard": [["Yes"]]}
    plain = (await bot("sendMessage", chat_id=ada.id, text="?", reply_markup=keyboard)).result
    files = {"document": ("a.txt", b"a")}
    file = (await bot("sendDocument", files, chat_id=ada.id, caption="c")).result
    clock.advance(60)

    async def edit(message, method="editMessageText", **params):
        return await bot(method, chat_id=ada.id, message_id=message, **params)

    assert (await edit(99, text="x")).refusal == "Bad Request: message to edit not found"
    assert (await edit(0, text="x")).refusal.endswith("message identifier is not specified")
    assert (await edit(hers.id, text="x")).refusal == "Bad Request: message can't be edited"
    assert (await edit(plain["message_id"], text="x")).refusal.endswith("can't be edited")
    number = file["message_id"]
    assert "there is no text in the message" in (await edit(number, text="x")).refusal
    assert "text is empty" in (await edit(number, text="")).refusal
    assert "must be non-empty" in (await edit(number, text=" ")).refusal
    caption = await edit(number, "editMessageCaption", caption="new")
    assert caption.result["caption"] == "new"
    inline = await edit(number, "editMessageCaption", caption="n", reply_markup=keyboard)
    assert inline.refusal == "Bad Request: inline keyboard expected"
    sent = (await bot("sendMessage", chat_id=ada.id, text="text")).result["message_id"]
    assert "no caption" in (await edit(sent, "editMessageCaption", caption="x")).refusal


async def test_delete(bot, ada, clock):
    """A message goes once, and only within two days."""
    sent = (await bot("sendMessage", chat_id=ada.id, text="x")).result
    target = {"chat_id": ada.id, "message_id": sent["message_id"]}
    assert (await bot("deleteMessage", **target)).result is True
    assert ada.chat.from_bot == []
    again = (await bot("deleteMessage", **target)).refusal
    assert again == "Bad Request: message to delete not found"
    edit = (await bot("editMessageText", **target, text="y")).refusal
    assert edit == "Bad Request: message to edit not found"
    old = ada.send("old")
    clock.advance(48 * 3600 + 1)
    late = await bot("deleteMessage", chat_id=ada.id, message_id=old.id)
    assert late.refusal == "Bad Request: message can't be deleted"


async def test_reaction(bot, ada):
    """One emoji of Telegram's list can stand below a message."""
    message = ada.send("x")
    target = {"chat_id": ada.id, "message_id": message.id}

    async def react(*emoji):
        listed = [{"type": "emoji", "emoji": one} for one in emoji]
        return await bot("setMessageReaction", **target, reaction=listed)

    assert (await react("👀")).result is True
    assert message.reactions == ("👀",)
    assert "REACTION_INVALID" in (await react("✅")).refusal
    assert "REACTIONS_TOO_MANY" in (await react("👀", "👍")).refusal
    assert (await react()).result is True
    assert message.reactions == ()


async def test_chat_action(bot, ada):
    """Actions are seen in the chat; unknown ones are refused."""
    assert (await bot("sendChatAction", chat_id=ada.id, action="typing")).result is True
    assert [action for _, action in ada.chat.actions] == ["typing"]
    wrong = await bot("sendChatAction", chat_id=ada.id, action="dancing")
    assert wrong.refusal == "Bad Request: wrong parameter action in request"


async def test_draft(bot, ada, server):
    """A draft shows in a private chat until a real message comes."""
    draft = {"chat_id": ada.id, "draft_id": 7, "text": "so far"}
    assert (await bot("sendMessageDraft", **draft)).result is True
    assert ada.chat.draft["text"] == "so far"
    await bot("sendMessage", chat_id=ada.id, text="done")
    assert ada.chat.draft is None
    assert "non-zero" in (await bot("sendMessageDraft", **{**draft, "draft_id": 0})).refusal
    group = server.group("Friends", [ada])
    refusal = (await bot("sendMessageDraft", **{**draft, "chat_id": group.id})).refusal
    assert "TEXTDRAFT_PEER_INVALID" in refusal

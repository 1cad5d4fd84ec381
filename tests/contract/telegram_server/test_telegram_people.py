"""What people do at their phones, as the bot gets to know of it."""

import pytest

from sandbox import telegram
from sandbox.calls import Upload


async def latest(bot, kind="message", count=1):
    updates = (await bot("getUpdates")).result
    found = [update[kind] for update in updates if kind in update][-count:]
    return found[0] if count == 1 else found


async def test_text_with_what_telegram_finds_in_it(bot, ada):
    """Commands and links are marked; odd characters are gone."""
    ada.send("/start@sandbox_bot see https://example.com/job?id=1.\r\n")
    message = await latest(bot)
    assert message["text"] == "/start@sandbox_bot see https://example.com/job?id=1."
    kinds = [(entity["type"], entity["offset"]) for entity in message["entities"]]
    assert kinds == [("bot_command", 0), ("url", 23)]


async def test_formatted_text_and_reply(bot, ada):
    """A person can write in bold, with links, and answer a message."""
    first = ada.send("first")
    ada.send('<b>bold</b> <a href="https://example.com/x">job</a>', html=True, reply_to=first)
    message = await latest(bot)
    assert message["reply_to_message"]["text"] == "first"
    assert message["entities"][1]["url"] == "https://example.com/x"


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("channel", lambda origin: origin["chat"]["title"]),
        ("user", lambda origin: origin["sender_user"]["first_name"]),
        ("hidden", lambda origin: origin["sender_user_name"]),
    ],
)
async def test_forwards_tell_their_origin(bot, ada, kind, named):
    """A forwarded post names where it comes from, and keeps its links."""
    ada.forward(
        'Wanted: <a href="https://example.com/">Ada</a>', source="Jobs", kind=kind, html=True
    )
    message = await latest(bot)
    assert named(message["forward_origin"]) == "Jobs"
    assert message["entities"][0]["type"] == "text_link"
    assert message["forward_date"] < message["date"]


async def test_forwarded_file_has_its_text_in_the_caption(bot, ada):
    """A forwarded file with a text is a document with a caption."""
    ada.forward("Wanted", file=Upload(b"%PDF-", "job.pdf", "application/pdf"))
    message = await latest(bot)
    assert (message["caption"], message["document"]["file_name"]) == ("Wanted", "job.pdf")
    assert "forward_origin" in message


async def test_edited_message(bot, ada):
    """An edit comes as edited_message with the same id and an edit date."""
    message = ada.send("Senoir developer")
    ada.edit(message, "Senior developer")
    edited = await latest(bot, "edited_message")
    assert (edited["message_id"], edited["text"]) == (message.id, "Senior developer")
    assert "edit_date" in edited
    assert message.edits[0].text == "Senoir developer"


async def test_only_own_messages_can_be_edited(bot, ada):
    """The app does not let a person edit what the bot wrote."""
    await bot("sendMessage", chat_id=ada.id, text="hello")
    with pytest.raises(ValueError, match="not to be edited"):
        ada.edit(ada.chat.from_bot[0], "bye")


async def test_album_is_several_updates(bot, ada):
    """Files sent together come one by one under one media_group_id, one with the caption."""
    files = [Upload(b"a", "cv.pdf", "application/pdf"), Upload(b"b", "letter.pdf")]
    ada.send_album(files, caption="both")
    first, second = await latest(bot, count=2)
    assert first["media_group_id"] == second["media_group_id"]
    assert [message.get("caption") for message in (first, second)] == [None, "both"]


async def test_long_paste_is_split(bot, ada):
    """A paste of any length arrives in parts of at most 4096 characters, nothing lost."""
    words = " ".join(f"word{number}" for number in range(2000))
    parts = ada.paste(words + "x" * 5000)
    assert len(parts) == 6
    updates = (await bot("getUpdates")).result
    texts = [update["message"]["text"] for update in updates]
    assert max(map(len, texts)) <= 4096
    assert "".join("".join(texts).split()) == "".join((words + "x" * 5000).split())
    assert not any("media_group_id" in update["message"] for update in updates)


@pytest.mark.parametrize("text", ["", "x" * 4097])
def test_what_the_app_does_not_send(ada, text):
    """Nothing and too much at once are a mistake of the test, not of the bot."""
    with pytest.raises(ValueError, match="characters at once"):
        ada.send(text)
    with pytest.raises(ValueError, match="IMAGE_PROCESS_FAILED"):
        ada.send_photo(b"no picture")


async def test_bot_cannot_write_first(bot, server):
    """A person who never wrote cannot be written to."""
    person = server.person("Bob Example", language="de")
    reply = await bot("sendMessage", chat_id=person.id, text="hello")
    assert (reply.status, reply.refusal) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    person.command("start", "invite-7")
    assert (await bot("sendMessage", chat_id=person.id, text="hello")).status == 200
    message = await latest(bot)
    assert (message["text"], message["from"]["language_code"]) == ("/start invite-7", "de")


async def test_block_and_unblock(bot, ada):
    """A block is announced, and closes the chat until it is lifted."""
    ada.block()
    member = await latest(bot, "my_chat_member")
    assert member["new_chat_member"]["status"] == "kicked"
    reply = await bot("sendMessage", chat_id=ada.id, text="hello")
    assert (reply.status, reply.refusal) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(ValueError, match="has blocked the bot"):
        ada.send("hello")
    ada.unblock()
    assert (await latest(bot, "my_chat_member"))["new_chat_member"]["status"] == "member"
    assert (await bot("sendMessage", chat_id=ada.id, text="hello")).status == 200


async def test_deleted_account(bot, ada):
    """A deleted account is told apart from a block."""
    ada.deactivate()
    reply = await bot("sendMessage", chat_id=ada.id, text="hello")
    assert reply.refusal == "Forbidden: user is deactivated"


async def test_deleted_status_message(bot, ada):
    """What the person deleted cannot be edited any more, and the bot is not told."""
    sent = (await bot("sendMessage", chat_id=ada.id, text="status")).result
    ada.delete(ada.chat.from_bot[0])
    target = {"chat_id": ada.id, "message_id": sent["message_id"]}
    refusal = (await bot("editMessageText", **target, text="new")).refusal
    assert refusal == "Bad Request: message to edit not found"
    assert (await bot("getUpdates")).result == []


async def test_group_in_privacy_mode(bot, server, ada):
    """In a group the bot hears commands, its name and answers to it, and nothing else."""
    group = server.group("Job hunters", [ada, server.person("Bob Example")])
    assert (await latest(bot, "my_chat_member"))["chat"]["title"] == "Job hunters"
    posted = (await bot("sendMessage", chat_id=group.id, text="hi")).result
    ada.send("not for the bot", chat=group)
    ada.send("/help", chat=group)
    ada.send("hey @sandbox_bot", chat=group)
    ada.send("thanks", chat=group, reply_to=group.find(posted["message_id"]))
    heard = [message["text"] for message in await latest(bot, count=3)]
    assert heard == ["/help", "hey @sandbox_bot", "thanks"]
    assert len(group.messages) == 5


async def test_waiting_tells_what_was_there_instead(ada):
    """A wait that fails shows the chat."""
    ada.send("hello?")
    with pytest.raises(TimeoutError, match=r"hello\?"):
        await ada.chat.wait_for_document(timeout=0.01)


async def test_waiting_for_the_next_one(bot, ada):
    """A wait can look past a message, for a button, or for any condition."""
    markup = {"inline_keyboard": [[{"text": "Start now", "callback_data": "s"}]]}
    await bot("sendMessage", chat_id=ada.id, text="same", reply_markup=markup)
    first = await ada.chat.wait_for_text("same")
    await bot("sendMessage", chat_id=ada.id, text="same", reply_markup=markup)
    second = await ada.chat.wait_for_button("Start", after=first.id)
    assert second.id == first.id + 1
    assert isinstance(second, telegram.Message)
    assert "[Start now]" in ada.chat.transcript()

"""python-telegram-bot, unchanged, works against the server."""

import asyncio
import struct
from contextlib import asynccontextmanager

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    ReactionTypeEmoji,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from sandbox import telegram as sandbox

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 40)


def build(server):
    return (
        Application.builder()
        .token(server.token)
        .base_url(f"{server.url}/bot")
        .base_file_url(f"{server.url}/file/bot")
        .build()
    )


@asynccontextmanager
async def polling(application):
    """Let *application* poll for real."""
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


@pytest.fixture
async def client(server, ada):
    """The client alone, without polling."""
    async with build(server).bot as bot:
        yield bot


async def test_polling_bot_lives_through_a_whole_conversation(server):
    """Command, document in and out, button, edit: over real long polling, without a complaint."""

    async def start(update, _context):
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        await update.message.reply_text("<b>Hi</b>", parse_mode=ParseMode.HTML, reply_markup=markup)

    async def echo(update, _context):
        await update.message.reply_chat_action(ChatAction.UPLOAD_DOCUMENT)
        file = await update.message.document.get_file()
        data = bytes(await file.download_as_bytearray())
        await update.message.reply_document(
            data, filename="out.docx", caption="here", do_quote=True
        )

    async def go(update, _context):
        await update.callback_query.answer("Going")
        await update.callback_query.edit_message_text("Gone")

    async def blocked(update, context):
        context.bot_data["member"] = update.my_chat_member.new_chat_member.status
        server.journal.notify()

    application = build(server)
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.Document.ALL, echo))
    application.add_handler(CallbackQueryHandler(go))
    application.add_handler(ChatMemberHandler(blocked))
    ada = server.person()
    async with polling(application):
        ada.command("start")
        card = await ada.chat.wait_for_button("Go")
        assert card.html == "<b>Hi</b>"
        answer = await ada.press("Go").answered()
        assert answer.text == "Going"
        await server.until(lambda: card.text == "Gone")
        assert card.labels == []
        ada.send_document(b"word", "in.docx")
        sent = await ada.chat.wait_for_document()
        assert (sent.document.data, sent.document.name, sent.text) == (b"word", "out.docx", "here")
        assert sent.reply_to == 3
        ada.block()
        await server.until(lambda: application.bot_data.get("member") == "kicked")
    assert server.complaints == []
    assert not server.updates.pending()


async def test_every_method_of_the_product_is_understood(server, client, ada):
    """The client's calls for texts, files, drafts, reactions and commands all pass and parse."""
    message = await client.send_message(ada.id, "one", disable_notification=True)
    assert (await client.edit_message_text("two", ada.id, message.id)).text == "two"
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    marked = await client.edit_message_reply_markup(ada.id, message.id, reply_markup=markup)
    assert marked.reply_markup == markup
    server.strict = False
    photo = await client.send_photo(ada.id, PNG, caption="page one")
    assert (photo.photo[-1].width, photo.caption) == (64, "page one")
    document = await client.send_document(ada.id, b"word", filename="cv.docx")
    again = await client.send_document(ada.id, document.document.file_id)
    assert again.document == document.document
    captioned = await client.edit_message_caption(ada.id, again.id, caption="new")
    assert captioned.caption == "new"
    media = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    assert len(await client.send_media_group(ada.id, media)) == 2
    assert await client.send_message_draft(ada.id, 1, "so far")
    assert await client.set_message_reaction(ada.id, 1, [ReactionTypeEmoji("👀")])
    assert await client.delete_message(ada.id, message.id)
    scope = BotCommandScopeChat(ada.id)
    assert await client.set_my_commands([BotCommand("backup", "Back up")], scope=scope)
    assert (await client.get_my_commands(scope))[0].command == "backup"
    assert await client.set_my_description("Tailors résumés")
    assert (await client.get_my_short_description()).short_description == ""
    assert (await client.get_chat(ada.id)).first_name == "Ada"
    assert (await client.get_webhook_info()).url == ""
    assert server.complaints == []


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ({"kind": "blocked"}, Forbidden, "blocked"),
        ({"kind": "flood", "seconds": 9}, RetryAfter, "Retry in"),
        ({"kind": "error"}, NetworkError, "Internal"),
        ({"kind": "error", "code": 502}, NetworkError, "502|Bad"),
        ({"kind": "drop"}, NetworkError, "Error"),
        ({"kind": "lost"}, NetworkError, "Error"),
    ],
)
async def test_client_understands_trouble(server, client, ada, trouble, error, words, monkeypatch):
    """Refusals and broken connections reach the bot as the client's own errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the client warns of its own change to come
    server.fail(**trouble)
    with pytest.raises(error, match=words):
        await client.send_message(ada.id, "hello")


async def test_client_reads_the_words_of_refusals(client, ada):
    """The sentences are Telegram's: the client and the bot recognise them."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message(42, "hello")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await client.send_message(ada.id, "<b>hello", parse_mode=ParseMode.HTML)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await client.edit_message_text("x", ada.id, 99)


async def test_wrong_token(server):
    """The client does not start with a token that the server does not know."""
    bot = telegram.Bot("1:wrong", base_url=f"{server.url}/bot")
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()


async def test_update_is_delivered_again_after_a_kill(server, client, ada):
    """Updates that a dead client has fetched come to the next one."""
    ada.send("precious")
    fetched = await client.get_updates()
    async with build(server).bot as other:
        assert [u.update_id for u in await other.get_updates()] == [fetched[0].update_id]
        assert await other.get_updates(offset=fetched[0].update_id + 1) == ()


async def test_second_client_is_a_conflict(server, client):
    """Two clients that poll get in each other's way, and one of them hears of it."""
    poll = asyncio.create_task(client.get_updates(timeout=30))
    await server.until(lambda: server.called("getUpdates"))
    async with build(server).bot as other:
        await other.get_updates(timeout=0)
        with pytest.raises(Conflict):
            await poll


def test_names_for_tests_are_in_one_place():
    """What a test needs is to be had from sandbox.telegram."""
    assert all(hasattr(sandbox, name) for name in sandbox.__all__)

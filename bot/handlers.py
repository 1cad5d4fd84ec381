"""What the bot does with each kind of update: answer or enqueue, never wait for the work."""

import asyncio
import logging
import re
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import buttons, intake, questions, review, texts, updates
from bot.pastes import Pastes
from bot.services import Services
from bot.workflow import Workflow
from documents import errors
from storage import applications, desks, people
from storage import errors as storage_errors
from storage.desks import Desk

log = logging.getLogger(__name__)

_MOST = 20 << 20  # bytes: Telegram gives bots no larger files
_SHORT = 40  # characters: below, a text is neither a résumé nor a post
_LINK = re.compile(r"\s*https?://\S+\s*")


class Handlers:
    """The handlers of one bot."""

    def __init__(self, services: Services, engine: Workflow) -> None:
        self._services = services
        self._engine = engine
        self.pastes = Pastes(services, self._take)

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Put the handlers in the order in which updates meet them."""
        app.add_handler(TypeHandler(Update, self.admit), group=-1)
        for name in ("start", "help", "cancel", "privacy"):
            app.add_handler(CommandHandler(name, getattr(self, name)))
        app.add_handler(CallbackQueryHandler(self.press))
        app.add_handler(MessageHandler(filters.COMMAND, self.help))
        app.add_handler(MessageHandler(filters.Document.ALL, self.file))
        app.add_handler(MessageHandler(filters.TEXT | filters.CAPTION, self.text))
        app.add_handler(MessageHandler(filters.PHOTO, self.picture))
        app.add_handler(MessageHandler(filters.ALL, self.other))
        app.add_error_handler(self.trouble)

    async def admit(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Private chats of admitted people only; everybody else gets one sentence."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None:
            raise ApplicationHandlerStop
        if chat.type != "private":
            if update.message and update.message.text and update.message.text.startswith("/"):
                await intake.say(self._services, chat.id, texts.PRIVATE_ONLY)
            raise ApplicationHandlerStop
        if not self._services.settings.admits(user.id):
            if update.callback_query:
                await update.callback_query.answer()
            elif update.message:
                await intake.say(self._services, chat.id, texts.stranger(user.id))
            raise ApplicationHandlerStop
        await people.meet(self._services.db, user.id, user.language_code or "")

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /start."""
        await self._say(update, texts.START)

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /help, and any command that does not exist."""
        await self._say(update, texts.HELP)

    async def privacy(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /privacy."""
        desk = await self._desk(update)
        person = await people.get(self._services.db, desk.person)
        provider = self._services.settings.provider
        agreed = person is not None and provider in person.consents
        await self._say(update, texts.privacy(provider, agreed))

    async def cancel(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out /cancel: it does not wait behind the chat's other updates."""
        chat, person = _chat(update), updates.sender(update)
        self.pastes.drop(chat)
        await intake.cancel(self._services, self._engine, chat, person)
        await self._say(update, texts.CANCELLED)

    async def file(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file: its size is looked at before it is fetched."""
        message = _message(update)
        assert message.document is not None
        desk = await self._desk(update)
        if (message.document.file_size or 0) > _MOST:
            await self._say(update, texts.TOO_BIG)
            return
        if (message.document.mime_type or "").startswith("image/"):
            await self._say(update, texts.NO_PICTURES)
            return
        data = await _fetch(context.bot, message.document.file_id)
        await self._take(desk, data, message.document.file_name or "", _forwarded(message))

    async def text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text, pasted or forwarded; a long one may be only the first piece of a paste."""
        message = _message(update)
        desk = await self._desk(update)
        text = message.text or message.caption or ""
        if await self._asked(update, desk, text):
            return
        if update.edited_message and await applications.active(self._services.db, desk.person):
            await self._say(update, texts.EDITED_IN_RUN)
        if await self.pastes.collect(desk, text, _forwarded(message)):
            return
        if _LINK.fullmatch(text):
            await self._say(update, texts.LINK)
        elif len(text.strip()) < _SHORT:
            await self._say(update, texts.TOO_SHORT)
        else:
            await self._take(desk, text.encode(), "", _forwarded(message))

    async def _asked(self, update: Update, desk: Desk, text: str) -> bool:
        """Whether *text* was the answer to a question of the bot, and is dealt with."""
        if update.message is None or _forwarded(update.message) or _LINK.fullmatch(text):
            return False
        for topic in (review, questions):
            if topic.awaited(desk, text):
                await topic.take(self._services, desk, text)
                return True
        return False

    async def picture(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo without words."""
        await self._say(update, texts.NO_PICTURES)

    async def other(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stickers, voice, places and the rest."""
        if update.message is not None:
            await self._say(update, texts.NOT_HANDLED)

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button. The callback is answered first: Telegram waits only some seconds for it."""
        query = update.callback_query
        assert query is not None
        press = buttons.parse(query.data)
        desk = await self._desk(update)
        message = query.message.message_id if query.message else 0
        services, engine, reply = self._services, self._engine, partial(_answer, query)
        if press is not None and press.action in review.ACTIONS:
            await review.press(services, engine, desk, press, message, reply)
            return
        if press is not None and press.action in questions.ACTIONS:
            await questions.press(services, engine.admit, desk, press, message, reply)
            return
        if press is not None and press.action == "stop":
            sentence = await intake.stop(self._services, self._engine, press.id, desk.person)
            await _answer(query, sentence)
            return
        about_text = press is not None and press.action in ("keep-posting", "is-resume")
        if press is None or (message != desk.card and not about_text):
            await _answer(query, texts.EXPIRED)
            return
        await _answer(query)
        await self._act(desk, press)

    async def _act(self, desk: Desk, press: buttons.Press) -> None:
        services, engine = self._services, self._engine
        match press.action:
            case "start":
                await intake.start(services, engine, desk)
            case "agree" | "decline":
                await intake.agree(services, engine, desk, press.action == "agree")
            case "replace":
                await intake.redraw(services, desk, texts.REPLACE, buttons.replace())
            case "new-resume" | "new-posting":
                asked = press.action.removeprefix("new-")
                await desks.put(services.db, replace(desk, asked=asked))
                sentence = texts.ASK_RESUME if asked == "resume" else texts.ASK_POSTING
                await intake.redraw(services, desk, sentence, buttons.back())
            case "back":
                desk = await desks.put(services.db, replace(desk, asked=""))
                await intake.redraw(services, desk, *await intake.card(services, desk))
            case "clear":
                await desks.put(
                    services.db, replace(desk, resume=None, posting=None, card=None, asked="")
                )
                await intake.redraw(services, desk, texts.CLEARED, None)
            case "is-posting":
                await intake.correct_to_posting(services, desk, press.id)
            case "is-resume":
                await self._guarded(desk, intake.correct_to_resume(services, desk, press.id))
            case "keep-posting":
                await intake.keep_as_posting(services, desk, press.id)

    async def trouble(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Whatever a handler did not foresee: logged in full, told in a sentence."""
        log.error("An update could not be handled", exc_info=context.error)
        if not isinstance(update, Update) or update.effective_chat is None:
            return
        try:
            sentence = texts.failure(context.error or Exception())
            await intake.say(self._services, update.effective_chat.id, sentence)
        except TelegramError as refusal:
            log.warning("The trouble could not be told: %s", type(refusal).__name__)

    async def _take(self, desk: Desk, data: bytes, name: str, forwarded: bool) -> None:
        await self._guarded(
            desk, intake.take(self._services, desk, data, name, forwarded=forwarded)
        )

    async def _guarded(self, desk: Desk, work: Coroutine[Any, Any, None]) -> None:
        """A file that cannot be used gets its sentence; the table stays as it was."""
        try:
            await work
        except (errors.DocumentError, storage_errors.Full) as error:
            log.info("A file was refused: %s", type(error).__name__)
            await intake.say(self._services, desk.chat, texts.failure(error))

    async def _desk(self, update: Update) -> Desk:
        desk = await desks.get(self._services.db, _chat(update))
        return replace(desk, person=updates.sender(update))

    async def _say(self, update: Update, text: str) -> None:
        await intake.say(self._services, _chat(update), text)


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    """End the button's spinner. After a restart it may be too late for that, not for the press."""
    try:
        await query.answer(text)
    except TelegramError as refusal:
        log.info("A button was not answered: %s", refusal.message)


async def _fetch(bot: Bot, file: str) -> bytes:
    """The file's bytes; a download that breaks off is begun again."""
    for pause in (0.5, 2.0, 5.0, 15.0):
        try:
            return bytes(await (await bot.get_file(file)).download_as_bytearray())
        except BadRequest:
            raise
        except NetworkError as trouble:
            log.info("A download broke off (%s), again soon", type(trouble).__name__)
            await asyncio.sleep(pause)
    return bytes(await (await bot.get_file(file)).download_as_bytearray())


def _chat(update: Update) -> int:
    assert update.effective_chat is not None
    return update.effective_chat.id


def _message(update: Update) -> Message:
    assert update.effective_message is not None
    return update.effective_message


def _forwarded(message: Message) -> bool:
    return message.forward_origin is not None

"""What the bot does with each kind of update: answer or enqueue, never wait for the work."""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Update
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

from bot import (
    buttons,
    door,
    intake,
    messages,
    orders,
    pages,
    presses,
    questions,
    review,
    table,
    texts,
    updates,
)
from bot.catalogue import tell
from bot.incoming import Incoming
from bot.services import Services
from bot.workflow import Workflow
from documents.genre import Genre
from storage import desks, people
from storage.desks import Desk

log = logging.getLogger(__name__)


class Handlers:
    """The handlers of one bot."""

    def __init__(self, services: Services, engine: Workflow) -> None:
        self._services = services
        self._engine = engine
        self.incoming = Incoming(services)

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Put the handlers in the order in which updates meet them."""
        app.add_handler(TypeHandler(Update, self.admit), group=-1)
        for name in ("start", "help", "cancel", "privacy"):
            app.add_handler(CommandHandler(name, getattr(self, name)))
        app.add_handler(CallbackQueryHandler(self.press))
        app.add_handler(MessageHandler(filters.COMMAND, self.help))
        self.incoming.install(app)
        app.add_error_handler(self.trouble)

    async def admit(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Private chats of people who are let in only; everybody else gets one sentence.

        Who cannot be checked stays outside: the library goes on to the handlers after an error.
        """
        try:
            await door.admit(self._services, update)
        except ApplicationHandlerStop:
            raise
        except Exception as trouble:
            await self._apologise(update, trouble)
            raise ApplicationHandlerStop from trouble

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /start."""
        await self._say(update, tell(texts.START))

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /help, and any command that does not exist."""
        await self._say(update, tell(texts.HELP))

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
        self.incoming.drop(chat)
        await orders.cancel(self._services, self._engine, chat, person)
        await self._say(update, tell(texts.CANCELLED))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button. The callback is answered first: Telegram waits only some seconds for it."""
        query = update.callback_query
        assert query is not None
        press = buttons.parse(query.data)
        desk = await self._desk(update)
        message = query.message.message_id if query.message else 0
        services, engine, reply = self._services, self._engine, partial(presses.answer, query)
        if press is not None and press.action in review.ACTIONS:
            await review.press(services, engine, desk, press, message, reply)
            return
        if press is not None and press.action in questions.ACTIONS:
            await questions.press(services, engine.admit, desk, press, message, reply)
            return
        if press is not None and press.action in pages.ACTIONS:
            await pages.press(services, desk, press, message, reply)
            return
        if press is not None and press.action == "stop":
            sentence = await orders.stop(self._services, self._engine, press.id, desk.person)
            await presses.answer(query, sentence)
            return
        about_text = press is not None and press.action in ("keep-posting", "is-resume")
        if press is None or (message != desk.card and not about_text):
            await presses.answer(query, tell(texts.EXPIRED))
            return
        await presses.answer(query)
        await self._act(desk, press)

    async def _act(self, desk: Desk, press: buttons.Press) -> None:
        services, engine = self._services, self._engine
        match press.action:
            case "start" | "by-rules":
                await orders.start(services, engine, desk, rules=press.action == "by-rules")
            case "agree" | "decline":
                await orders.agree(services, engine, desk, press.action == "agree")
            case "replace":
                await table.redraw(services, desk, tell(texts.REPLACE), buttons.replace())
            case "new-resume" | "new-posting":
                asked = Genre(press.action.removeprefix("new-"))
                await desks.put(services.db, replace(desk, asked=asked))
                sentence = tell(texts.ASK_RESUME if asked is Genre.RESUME else texts.ASK_POSTING)
                await table.redraw(services, desk, sentence, buttons.back())
            case "back":
                desk = await desks.put(services.db, replace(desk, asked=""))
                await table.redraw(services, desk, *await table.card(services, desk))
            case "clear":
                await desks.put(
                    services.db, replace(desk, resume=None, posting=None, card=None, asked="")
                )
                await table.redraw(services, desk, tell(texts.CLEARED), None)
            case "is-posting":
                await intake.correct_to_posting(services, desk, press.id)
            case "is-resume":
                correcting = intake.correct_to_resume(services, desk, press.id)
                await intake.guard(services, desk, correcting)
            case "keep-posting":
                await intake.keep_as_posting(services, desk, press.id)

    async def trouble(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Whatever a handler did not foresee: logged in full, told in a sentence."""
        await self._apologise(update, context.error or Exception())

    async def _apologise(self, update: object, trouble: Exception) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        await intake.apologise(self._services, chat.id if chat else None, trouble)

    async def _desk(self, update: Update) -> Desk:
        desk = await desks.get(self._services.db, _chat(update))
        return replace(desk, person=updates.sender(update))

    async def _say(self, update: Update, text: str) -> None:
        await messages.say(self._services, _chat(update), text)


def _chat(update: Update) -> int:
    assert update.effective_chat is not None
    return update.effective_chat.id

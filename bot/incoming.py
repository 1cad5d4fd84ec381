"""What people send: files, texts, links and pictures find their way to the table."""

import asyncio
import contextlib
import logging
import re
from dataclasses import replace
from typing import Any

from telegram import Bot, Document, Message, MessageEntity, PhotoSize, Update
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot import (
    hands,
    intake,
    limits,
    links,
    messages,
    questions,
    review,
    screenshots,
    texts,
    texts_limits,
    updates,
)
from bot.albums import Albums
from bot.catalogue import tell
from bot.hands import Hands
from bot.intake import Taken
from bot.pastes import Pastes
from bot.services import Services
from documents import errors
from storage import applications, desks
from storage import errors as storage_errors
from storage.desks import Desk

log = logging.getLogger(__name__)

_ROADS = 16  # links that are followed at once
_SHORT = 40  # characters: below, a text is neither a résumé nor a post
_LONG = 200  # characters: a caption as long as this is the post, and the photo its ornament
_LINK = re.compile(r"\s*https?://\S+\s*")


class Incoming:
    """The handlers of messages with content."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._hands = Hands(services.bot)
        self._roads = asyncio.Semaphore(_ROADS)
        self._pastes = Pastes(services, self._take)
        self._albums = Albums(services, self._take_album)

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Put the handlers in the order in which messages meet them; they leave none over."""
        app.add_handler(MessageHandler(filters.Document.ALL, self.file))
        app.add_handler(MessageHandler(filters.PHOTO, self.picture))
        app.add_handler(MessageHandler(filters.TEXT | filters.CAPTION, self.text))
        app.add_handler(MessageHandler(filters.ALL, self.other))

    async def resume(self) -> None:
        """Go on with what a process before this one was collecting."""
        await self._pastes.resume()
        await self._albums.resume()

    def drop(self, chat: int) -> None:
        """Forget what is being collected in *chat*."""
        self._pastes.drop(chat)
        self._albums.drop(chat)

    async def file(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file: its size is looked at before it is fetched."""
        message = _message(update)
        assert message.document is not None
        desk = await self._desk(message, update)
        if (message.document.file_size or 0) > hands.LARGEST:
            await messages.say(self._services, desk.chat, tell(texts.TOO_BIG))
            return
        if await self._closed(desk):
            return
        self._nod(message)
        name = message.document.file_name or ""
        if (message.document.mime_type or "").startswith("image/"):
            await self._see(desk, message, message.document, name)
            return
        await self._bring(desk, message.document, name, _forwarded(message))

    async def picture(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo: what it shows counts, unless the words below it are a post or lead to one."""
        message = _message(update)
        caption = message.caption or ""
        if len(caption) >= _LONG or links.find(caption, _marked(message)):
            await self.text(update, context)
            return
        desk = await self._desk(message, update)
        if not await self._closed(desk):
            self._nod(message)
            await self._see(desk, message, message.photo[-1], "")

    async def text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text, pasted or forwarded; a long one may be only the first piece of a paste."""
        message = _message(update)
        desk = await self._desk(message, update)
        text = message.text or message.caption or ""
        if await self._asked(update, desk, text) or await self._closed(desk):
            return
        if update.edited_message and await applications.active(self._services.db, desk.person):
            await messages.say(self._services, desk.chat, tell(texts.EDITED_IN_RUN))
        if len(text.strip()) >= _SHORT or links.find(text, _marked(message)):
            self._nod(message)
        if await self._pastes.collect(desk, message.message_id, text, _forwarded(message)):
            return
        link = links.find(text, _marked(message))
        if link is not None:
            await self._follow(desk, link)
        elif len(text.strip()) < _SHORT:
            await messages.say(self._services, desk.chat, tell(texts.TOO_SHORT))
        else:
            await self._take(desk, text.encode(), "", _forwarded(message))

    async def other(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stickers, voice, places and the rest."""
        if update.message is not None:
            await messages.say(self._services, update.message.chat_id, tell(texts.NOT_HANDLED))

    def _nod(self, message: Message) -> None:
        """Show at once that a message was seen; reading it may take a moment."""
        self._services.later(_react(self._services.bot, message.chat_id, message.message_id))

    async def _closed(self, desk: Desk) -> bool:
        """Whether nothing new is taken now; the person is told."""
        closed = await limits.is_closed(self._services, desk.person)
        if closed:
            await messages.say(self._services, desk.chat, tell(texts_limits.CLOSED))
        return closed

    async def _asked(self, update: Update, desk: Desk, text: str) -> bool:
        """Whether *text* was the answer to a question of the bot, and is dealt with."""
        if update.message is None or _forwarded(update.message) or _LINK.fullmatch(text):
            return False
        for topic in (review, questions):
            if topic.awaited(desk, text):
                if not questions.past(desk, update.message.message_id):
                    await topic.take(self._services, desk, text)
                return True
        return False

    async def _see(
        self, desk: Desk, message: Message, file: Document | PhotoSize, name: str
    ) -> None:
        """Take a picture; one of an album waits for the others."""
        album = message.media_group_id
        if album is not None:
            id, forwarded = message.message_id, _forwarded(message)
            await self._albums.collect(desk, album, id, file.file_id, forwarded)
            return
        self._services.later(_typing(self._services.bot, desk.chat))
        await self._bring(desk, file, name, _forwarded(message))

    async def _bring(
        self, desk: Desk, file: Document | PhotoSize, name: str, forwarded: bool
    ) -> None:
        await intake.guard(self._services, desk, self._load(desk, file, name, forwarded))

    async def _load(
        self, desk: Desk, file: Document | PhotoSize, name: str, forwarded: bool
    ) -> Taken:
        async with self._hands.hold(file.file_id, file.file_size) as data:
            return await intake.take(self._services, desk, data, name, forwarded=forwarded)

    async def _take(self, desk: Desk, data: bytes, name: str, forwarded: bool) -> None:
        taking = intake.take(self._services, desk, data, name, forwarded=forwarded)
        await intake.guard(self._services, desk, taking)

    async def _take_album(self, desk: Desk, files: list[str], forwarded: bool) -> None:
        self._services.later(_typing(self._services.bot, desk.chat))
        taking = self._load_album(desk, files, forwarded)
        await intake.guard(self._services, desk, taking)

    async def _load_album(self, desk: Desk, files: list[str], forwarded: bool) -> Taken | None:
        try:
            return await screenshots.take(self._services, self._hands, desk, files, forwarded)
        except TelegramError as trouble:
            log.warning("An album could not be fetched: %s", type(trouble).__name__)
            await messages.say(self._services, desk.chat, tell(texts.SORRY))
            return None

    async def _follow(self, desk: Desk, link: str) -> None:
        """Take what stands behind *link*."""
        self._services.later(_typing(self._services.bot, desk.chat))
        try:
            async with self._roads:
                page = await self._services.links.open(link)
            taken = await intake.take(self._services, desk, page, link)
        except (links.LinkError, errors.DocumentError, storage_errors.Full) as error:
            log.info("A link was of no use: %s", type(error).__name__)
            await messages.say(self._services, desk.chat, texts.unopened(error))
        else:
            await intake.show(self._services, taken)

    async def _desk(self, message: Message, update: Update) -> Desk:
        desk = await desks.get(self._services.db, message.chat_id)
        return replace(desk, person=updates.sender(update))


async def _react(bot: Bot, chat: int, message: int) -> None:
    with contextlib.suppress(TelegramError):
        await bot.set_message_reaction(chat, message, ReactionEmoji.EYES)


async def _typing(bot: Bot, chat: int) -> None:
    """Show that something is being done; it may fail as it likes."""
    with contextlib.suppress(TelegramError):
        await bot.send_chat_action(chat, ChatAction.TYPING)


def _message(update: Update) -> Message:
    assert update.effective_message is not None
    return update.effective_message


def _marked(message: Message) -> list[str]:
    """The links that Telegram found in *message*, or that stand behind its words."""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    return [
        entity.url or words
        for entity, words in entities.items()
        if entity.type in (MessageEntity.URL, MessageEntity.TEXT_LINK)
    ]


def _forwarded(message: Message) -> bool:
    return message.forward_origin is not None

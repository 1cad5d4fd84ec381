"""The table in a chat: a résumé and a post lie there, and a card says what can be done."""

import logging
from dataclasses import replace

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import buttons, limits, messages, stages, texts, texts_results
from bot.catalogue import tell
from bot.services import Services
from documents import reading
from documents.genre import Genre
from storage import applications, desks, postings, resumes
from storage.desks import Desk

log = logging.getLogger(__name__)


async def lay(services: Services, desk: Desk, news: str, newest: Genre) -> None:
    """Store the table and show it at the end of the chat; the card before it loses its buttons.

    The order makes a crash harmless: a card that is not stored answers "expired".
    """
    text, keyboard = await card(services, desk, news, newest)
    message = await messages.say(services, desk.chat, text, keyboard)
    await desks.put(services.db, replace(desk, card=message))
    if desk.card is not None:
        services.later(messages.undress(services, desk.chat, desk.card))
    if newest is Genre.POSTING and desk.posting is not None:
        await _read_ahead(services, desk.person, desk.posting)


async def _read_ahead(services: Services, person: int, posting: int) -> None:
    """Let the first agent begin with a post while the person looks at the card."""
    model = await stages.model_for(services, person)
    stored = await postings.get(services.db, posting)
    if model is None or stored is None or await limits.check(services, person):
        return
    services.analyses.foresee(model, person, stored.text)


async def card(
    services: Services, desk: Desk, news: str = "", newest: Genre = Genre.NEITHER
) -> tuple[str, InlineKeyboardMarkup]:
    """The card's text and buttons; *news* tells about what came last."""
    resume = await _resume_name(services, desk)
    posting = await posting_name(services, desk)
    whole = resume is not None and posting is not None
    id = (desk.resume if newest is Genre.RESUME else desk.posting) or 0
    text = texts.card(news, newest, resume, posting)
    usual = await applications.lately(services.db) if whole else None
    if usual:
        text = f"{text}\n{texts_results.estimate(*usual)}"
    return text, buttons.card(whole=whole, newest=newest, id=id)


async def _resume_name(services: Services, desk: Desk) -> str | None:
    stored = await resumes.get(services.db, desk.resume) if desk.resume else None
    if stored is None:
        return None
    return reading.load(stored.reading).resume.name or stored.name or tell("without a name")


async def posting_name(services: Services, desk: Desk) -> str | None:
    """The first line of the post on the table."""
    stored = await postings.get(services.db, desk.posting) if desk.posting else None
    return texts.first_line(stored.text) if stored else None


async def redraw(
    services: Services, desk: Desk, text: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Change the card in place."""
    try:
        await services.bot.edit_message_text(
            text,
            chat_id=desk.chat,
            message_id=desk.card,
            parse_mode="HTML",
            reply_markup=keyboard,
        )
    except TelegramError as refusal:
        log.info("The card was not redrawn: %s", refusal)

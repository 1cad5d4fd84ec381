"""The table in a chat: a résumé and a post come in, in any order, and become an application."""

import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import buttons, delivery, limits, messages, room, stages, texts, texts_results
from bot.catalogue import tell
from bot.services import Services
from bot.workflow import Workflow
from documents import child, reading
from documents import errors as document_errors
from documents.genre import Genre
from documents.reading import Reading
from storage import applications, desks, people, postings, resumes
from storage import errors as storage_errors
from storage.applications import State
from storage.desks import Desk

log = logging.getLogger(__name__)

READER = 1  # raise it when the reader gets better: files sent again are then read anew


async def take(
    services: Services, desk: Desk, data: bytes, name: str, *, forwarded: bool = False
) -> None:
    """Put a file (or a text, as the bytes of a .txt) on the table and say what it was taken for.

    Raises documents.errors.DocumentError, and storage.errors.Full before anything is taken.
    """
    room.require(services.settings)
    await lay_out(services, desk, await child.read(data, name), data, name, forwarded=forwarded)


async def lay_out(
    services: Services,
    desk: Desk,
    read: Reading,
    data: bytes,
    name: str,
    *,
    forwarded: bool = False,
) -> None:
    """Put a file that was read on the table, and say what it was taken for."""
    genre = _genre(read, desk, forwarded)
    if genre is Genre.RESUME:
        await _take_resume(services, desk, read, data, name)
    elif genre is Genre.POSTING:
        await _take_posting(services, desk, read, data, name)
    else:
        id = await postings.add(services.db, desk.person, name, read.text, data)
        await messages.say(services, desk.chat, tell(texts.NEITHER), buttons.which(id))


async def guard(services: Services, desk: Desk, taking: Coroutine[Any, Any, None]) -> None:
    """Carry out *taking*. A file of no use gets its sentence; the table stays as it was."""
    try:
        await taking
    except (document_errors.DocumentError, storage_errors.Full) as error:
        log.info("A file was refused: %s", type(error).__name__)
        await messages.say(services, desk.chat, texts.failure(error))


def _genre(read: Reading, desk: Desk, forwarded: bool) -> Genre:
    """What the person means it to be: their answer to a question, else what it reads like."""
    if desk.asked in (Genre.RESUME, Genre.POSTING):
        return Genre(desk.asked)
    if read.genre is Genre.NEITHER and forwarded and len(read.text) > 200:
        return Genre.POSTING
    return read.genre


async def _take_resume(
    services: Services, desk: Desk, read: Reading, data: bytes, name: str
) -> None:
    id = await resumes.add(
        services.db, desk.person, name, reading.dump(read), data, read.format, READER
    )
    known = id == desk.resume
    news = tell(texts.KNOWN_RESUME) if known else texts.understood_resume(read, name)
    await lay(services, replace(desk, resume=id, asked=""), news, Genre.RESUME)


async def _take_posting(
    services: Services, desk: Desk, read: Reading, data: bytes, name: str
) -> None:
    id = await postings.add(services.db, desk.person, name, read.text, data)
    news = texts.understood_posting(read.text)
    await lay(services, replace(desk, posting=id, asked=""), news, Genre.POSTING)


async def correct_to_posting(services: Services, desk: Desk, resume: int) -> None:
    """Stored résumé *resume* is a job post after all; none is kept that nothing was made with."""
    stored = await resumes.get(services.db, resume)
    if stored is None or stored.person != desk.person:
        return
    kept = None if desk.resume == resume else desk.resume
    read = reading.load(stored.reading)
    await _take_posting(services, replace(desk, resume=kept), read, stored.source, stored.name)
    await resumes.drop(services.db, resume)


async def correct_to_resume(services: Services, desk: Desk, posting: int) -> None:
    """Stored posting *posting* is a résumé after all."""
    stored = await postings.get(services.db, posting)
    if stored is None or stored.person != desk.person:
        return
    kept = None if desk.posting == posting else desk.posting
    source = await postings.source(services.db, posting)
    read = await child.read(source, stored.name)
    await _take_resume(services, replace(desk, posting=kept), read, source, stored.name)


async def keep_as_posting(services: Services, desk: Desk, posting: int) -> None:
    """Stored posting *posting*, of which the bot was not sure, is one."""
    stored = await postings.get(services.db, posting)
    if stored is None or stored.person != desk.person:
        return
    news = texts.understood_posting(stored.text)
    await lay(services, replace(desk, posting=posting, asked=""), news, Genre.POSTING)


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
    posting = await _posting_name(services, desk)
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


async def _posting_name(services: Services, desk: Desk) -> str | None:
    stored = await postings.get(services.db, desk.posting) if desk.posting else None
    return texts.first_line(stored.text) if stored else None


async def start(services: Services, engine: Workflow, desk: Desk, *, rules: bool = False) -> None:
    """Begin an application with what is on the table, after the consent question if it is due.

    With *rules* no model has a part in it, which is the way around most limits.
    """
    if desk.resume is None or desk.posting is None or desk.card is None:
        return
    provider = services.settings.provider
    person = await people.get(services.db, desk.person)
    answered = person is not None and person.agrees(provider) is not None
    if provider and not answered and not rules:
        await redraw(services, desk, texts.consent(provider), buttons.consent())
        return
    barrier = await limits.check(services, desk.person, rules=rules)
    if barrier is not None:
        await redraw(services, desk, barrier.text, barrier.card)
        return
    await _begin(services, engine, desk, rules=rules)


async def agree(services: Services, engine: Workflow, desk: Desk, answer: bool) -> None:
    """Keep the answer to the consent question; the run starts either way."""
    provider = services.settings.provider
    await people.consent(services.db, desk.person, provider, agreed=answer)
    services.recall.drop(stages.MODEL)
    await start(services, engine, desk)


async def _begin(services: Services, engine: Workflow, desk: Desk, *, rules: bool) -> None:
    """One application; the card becomes its status message.

    The post leaves the table, the résumé stays for the next one.
    """
    room.require(services.settings)
    title = texts.shorten(await _posting_name(services, desk) or "", 80)
    application = await desks.begin(services.db, desk, title, rules=rules)
    if application is None:
        return
    if await applications.active(services.db, desk.person):
        ahead = await applications.ahead(services.db, application.id)
        text = texts.queued(title, ahead)
        await redraw(services, desk, text, buttons.stop(application.id))
    await engine.admit(desk.person)


async def stop(services: Services, engine: Workflow, application: int, person: int) -> str:
    """End an application for good. Returns the sentence for the person."""
    row = await applications.get(services.db, application)
    if row is None or row.person != person:
        return tell(texts.EXPIRED)
    if not await applications.advance(services.db, application, "stopped"):
        return tell(texts.STOPPED_BEFORE if row.state is State.STOPPED else texts.TOO_LATE)
    services.runs.stop(application)
    if application not in services.statuses:
        await delivery.close(services, replace(row, state=State.STOPPED))
    await engine.admit(person)
    return tell(texts.STOPPING)


async def cancel(services: Services, engine: Workflow, chat: int, person: int) -> None:
    """End everything of the person and clear the table; the résumé stays for the next post."""
    services.analyses.drop(person)
    for row in await applications.unfinished(services.db):
        if row.person == person:
            await stop(services, engine, row.id, person)
    async with services.turns.of(chat):
        desk = await desks.get(services.db, chat)
        if desk.card is not None:
            services.later(messages.undress(services, chat, desk.card))
        desk = replace(desk, posting=None, card=None, asked="", pending="")
        await desks.put(services.db, desk)


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


async def apologise(services: Services, chat: int | None, trouble: Exception) -> None:
    """Log what nobody foresaw, and say a sentence about it in *chat* if that can be done."""
    log.error("Something could not be handled", exc_info=trouble)
    if chat is None:
        return
    try:
        await messages.say(services, chat, texts.failure(trouble))
    except TelegramError as refusal:
        log.warning("The trouble could not be told: %s", type(refusal).__name__)

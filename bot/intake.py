"""What comes in: read, taken for a résumé or a post, stored, and laid on the table."""

import logging
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from telegram.error import TelegramError

from bot import buttons, messages, room, table, texts
from bot.catalogue import tell
from bot.services import Services
from documents import child, reading
from documents import errors as document_errors
from documents.genre import Genre
from documents.reading import Reading
from storage import errors as storage_errors
from storage import postings, resumes
from storage.desks import Desk

log = logging.getLogger(__name__)

READER = 1  # raise it when the reader gets better: files sent again are then read anew


@dataclass(frozen=True, slots=True)
class Taken:
    """What was stored and is to be told: the table with it, the news, what it was taken for.

    The file itself is not held any more: telling people may take its time.
    """

    desk: Desk
    news: str
    genre: Genre
    id: int


async def take(
    services: Services, desk: Desk, data: bytes, name: str, *, forwarded: bool = False
) -> Taken:
    """Read and store a file (or a text, as the bytes of a .txt).

    Raises documents.errors.DocumentError, and storage.errors.Full before anything is taken.
    """
    room.require(services.settings)
    read = await child.read(data, name)
    return await keep(services, desk, read, data, name, forwarded=forwarded)


async def keep(
    services: Services,
    desk: Desk,
    read: Reading,
    data: bytes,
    name: str,
    *,
    forwarded: bool = False,
) -> Taken:
    """Store a file that was read as what it is."""
    genre = _genre(read, desk, forwarded)
    if genre is Genre.RESUME:
        return await _keep_resume(services, desk, read, data, name)
    if genre is Genre.POSTING:
        return await _keep_posting(services, desk, read, data, name)
    id = await postings.add(services.db, desk.person, name, read.text, data)
    return Taken(desk, tell(texts.NEITHER), genre, id)


async def guard(services: Services, desk: Desk, taking: Coroutine[Any, Any, Taken | None]) -> None:
    """Carry out *taking*, and put what it gives on the table.

    A file of no use gets its sentence; the table stays as it was.
    """
    try:
        taken = await taking
    except (document_errors.DocumentError, storage_errors.Full) as error:
        log.info("A file was refused: %s", type(error).__name__)
        await messages.say(services, desk.chat, texts.failure(error))
        return
    if taken is not None:
        await show(services, taken)


async def show(services: Services, taken: Taken) -> None:
    """Put what was taken on the table; where it may be either, ask."""
    if taken.genre is Genre.NEITHER:
        which = buttons.which(taken.id)
        await messages.say(services, taken.desk.chat, taken.news, which)
    else:
        await table.lay(services, taken.desk, taken.news, taken.genre)


def _genre(read: Reading, desk: Desk, forwarded: bool) -> Genre:
    """What the person means it to be: their answer to a question, else what it reads like."""
    if desk.asked in (Genre.RESUME, Genre.POSTING):
        return Genre(desk.asked)
    if read.genre is Genre.NEITHER and forwarded and len(read.text) > 200:
        return Genre.POSTING
    return read.genre


async def _keep_resume(
    services: Services, desk: Desk, read: Reading, data: bytes, name: str
) -> Taken:
    id = await resumes.add(
        services.db, desk.person, name, reading.dump(read), data, read.format, READER
    )
    known = id == desk.resume
    news = tell(texts.KNOWN_RESUME) if known else texts.understood_resume(read, name)
    return Taken(replace(desk, resume=id, asked=""), news, Genre.RESUME, id)


async def _keep_posting(
    services: Services, desk: Desk, read: Reading, data: bytes, name: str
) -> Taken:
    id = await postings.add(services.db, desk.person, name, read.text, data)
    news = texts.understood_posting(read.text)
    return Taken(replace(desk, posting=id, asked=""), news, Genre.POSTING, id)


async def correct_to_posting(services: Services, desk: Desk, resume: int) -> None:
    """Stored résumé *resume* is a job post after all; none is kept that nothing was made with."""
    stored = await resumes.get(services.db, resume)
    if stored is None or stored.person != desk.person:
        return
    kept = None if desk.resume == resume else desk.resume
    read = reading.load(stored.reading)
    desk = replace(desk, resume=kept)
    await show(services, await _keep_posting(services, desk, read, stored.source, stored.name))
    await resumes.drop(services.db, resume)


async def correct_to_resume(services: Services, desk: Desk, posting: int) -> Taken | None:
    """Stored posting *posting* is a résumé after all. Raises documents.errors.DocumentError."""
    stored = await postings.get(services.db, posting)
    if stored is None or stored.person != desk.person:
        return None
    kept = None if desk.posting == posting else desk.posting
    source = await postings.source(services.db, posting)
    read = await child.read(source, stored.name)
    return await _keep_resume(services, replace(desk, posting=kept), read, source, stored.name)


async def keep_as_posting(services: Services, desk: Desk, posting: int) -> None:
    """Stored posting *posting*, of which the bot was not sure, is one."""
    stored = await postings.get(services.db, posting)
    if stored is None or stored.person != desk.person:
        return
    news = texts.understood_posting(stored.text)
    await table.lay(services, replace(desk, posting=posting, asked=""), news, Genre.POSTING)


async def apologise(services: Services, chat: int | None, trouble: Exception) -> None:
    """Log what nobody foresaw, and say a sentence about it in *chat* if that can be done."""
    log.error("Something could not be handled", exc_info=trouble)
    if chat is None:
        return
    try:
        await messages.say(services, chat, texts.failure(trouble))
    except TelegramError as refusal:
        log.warning("The trouble could not be told: %s", type(refusal).__name__)

"""An admin's message to everybody: shown first, sent on a press, stopped on another."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import texts_admin
from bot.broadcasting import PACE
from bot.buttons import Press
from bot.errand import Done, Errand, refused
from storage import broadcasts
from storage.broadcasts import Reach, State


async def prepare(errand: Errand) -> Done:
    """Show what would be sent and to how many; without a text, how far the sending is."""
    db = errand.services.db
    if not errand.words:
        return await _progress(errand)
    id = await broadcasts.draft(db, errand.admin, errand.words)
    number = await broadcasts.audience(db)
    keyboard = _row(
        (texts_admin.send_to(number), Press("cast-send", id)), ("Drop it", Press("cast-drop", id))
    )
    return Done(
        texts_admin.rehearsal(errand.words, number, number * PACE), str(id), keyboard=keyboard
    )


async def send(errand: Errand) -> Done:
    """Begin to send a draft."""
    id, db = _id(errand), errand.services.db
    begun = await broadcasts.begin(db, id)
    found = await broadcasts.get(db, id)
    if found is None or found.state is not State.SENDING:
        return refused(texts_admin.NO_DRAFT, str(id))
    errand.house.broadcasting.send(found)
    progress = await broadcasts.progress(db, id)
    text = texts_admin.broadcast_begun(progress)
    keyboard = _row(("⏹ Stop sending", Press("cast-stop", id)))
    return Done(text, str(id), "" if begun else "again", keyboard=keyboard)


async def drop(errand: Errand) -> Done:
    """Let a draft go."""
    id = _id(errand)
    if await broadcasts.end(errand.services.db, id, State.DROPPED):
        return Done(texts_admin.DROPPED, str(id))
    return refused(texts_admin.NO_DRAFT, str(id))


async def stop(errand: Errand) -> Done:
    """Send it to nobody else."""
    id, db = _id(errand), errand.services.db
    if not await broadcasts.end(db, id, State.STOPPED):
        return refused(texts_admin.NOT_SENDING, str(id))
    return Done(texts_admin.broadcast_stopped(await broadcasts.progress(db, id)), str(id))


async def _progress(errand: Errand) -> Done:
    db = errand.services.db
    under_way = await broadcasts.sending(db)
    if not under_way:
        return refused(texts_admin.usage("broadcast", "text"))
    latest = under_way[-1]
    progress = await broadcasts.progress(db, latest.id)
    keyboard = _row(("⏹ Stop sending", Press("cast-stop", latest.id)))
    text = texts_admin.broadcast_progress(progress[Reach.SENT], sum(progress.values()))
    return Done(text, str(latest.id), keyboard=keyboard)


def _id(errand: Errand) -> int:
    assert errand.press is not None
    return errand.press.id


def _row(*buttons: tuple[str, Press]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=press.data()) for label, press in buttons]]
    )

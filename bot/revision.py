"""A document made anew from the person's decisions: put together, rendered, delivered."""

import hashlib
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot import buttons, catalogue, choices, stages, texts, texts_review
from bot.review_card import Review
from bot.services import Services
from documents import edits as edits_of
from storage import applications, decisions, exports, resumes, versions
from storage.applications import Application

log = logging.getLogger(__name__)

Stage = Callable[[Services, Application, int], Awaitable[None]]


async def review(services: Services, application: Application) -> Review:
    """The review of a delivered application, as it stands now."""
    return Review(
        application.id,
        application.title,
        await stages.resume(services, application),
        await stages.analysis(services, application),
        await stages.final(services, application),
        await stages.evidence(services, application),
        tuple(await decisions.all(services.db, application.id)),
    )


async def render(services: Services, application: Application, number: int) -> None:
    """Make document *number* from the original bytes and the edits as they were decided."""
    made = await review(services, application)
    stored = await resumes.get(services.db, application.resume)
    if stored is None:
        raise LookupError(f"application {application.id} lost its résumé")
    edits = made.settled(choices.until(made.log, number))
    file = await stages.document(services, stored, made.resume, edits)
    folder = await exports.save(
        services.exports,
        application.company,
        application.title,
        {stages.filename(number): file},
        application.id,
    )
    digest = hashlib.sha256(file).hexdigest()
    text = edits_of.dump(edits)
    await versions.add(services.db, application.id, number, text, digest, folder.name)


async def attempt(services: Services, application: int, number: int, stage: Stage) -> bool:
    """Run one stage; whatever goes wrong ends in a sentence. Returns whether to go on."""
    row = await applications.get(services.db, application)
    if row is None:
        return False
    await catalogue.adopt(services.db, row.person)
    try:
        await stage(services, row, number)
    except Exception as error:
        log.exception("Document %d of application %d failed", number, application)
        await _tell(services, row, error)
        return False
    return True


async def _tell(services: Services, application: Application, error: Exception) -> None:
    try:
        await services.bot.send_message(
            application.chat,
            texts_review.unsent(texts.failure(error)),
            parse_mode="HTML",
            reply_markup=buttons.changes(application.id),
        )
    except TelegramError as refusal:
        log.warning("The failure could not be told: %s", type(refusal).__name__)

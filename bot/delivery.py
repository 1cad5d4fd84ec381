"""The end of a run: the document in a new message, or a sentence that says what went wrong."""

import asyncio
import logging
from html import escape
from itertools import chain, repeat

import telegram
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from agents import match
from agents.values import Agent, Analysis, Spent
from bot import (
    buttons,
    catalogue,
    chart,
    filenames,
    outbound,
    pages,
    stages,
    texts,
    texts_results,
    texts_review,
)
from bot.catalogue import tell
from bot.services import Services
from bot.status import Status
from documents import edits as edits_of
from documents.edits import Edit, Op
from documents.resume import Resume
from storage import applications, exports, outbox, steps, versions
from storage.applications import Application
from storage.versions import Version

log = logging.getLogger(__name__)

_CAPTION = 1024  # code points, after the markup is taken out
_PATIENCE = (1, 2, 4, 8, 15, 30)  # seconds between tries to send the document
_LONGEST = 60  # seconds between the tries after those, for as long as Telegram is away


async def watch(services: Services, application: Application) -> Status:
    """The application's status card, put up or taken over if this process has none yet."""
    card = services.statuses.get(application.id)
    if card is not None:
        return card

    async def keep(message: int) -> None:
        await applications.note(services.db, application.id, card=message)

    title = application.title or tell("your résumé")
    card = Status(services.bot, application.chat, application.id, title, application.card, keep)
    services.statuses[application.id] = card
    done = await steps.names(services.db, application.id)
    card.restore(agent for agent in Agent if agent in done)
    card.open()
    return card


async def deliver(services: Services, application: Application) -> None:
    """Send the document once. From here on Stop comes too late."""
    db = services.db
    began = application.state == "delivering"  # by a process before this one
    if not began and not await applications.advance(db, application.id, "delivering"):
        return
    await send(services, application, 1)
    cost = (await stages.spent(services, application)).cost
    await applications.note(db, application.id, cost=cost or 0.0)
    await applications.advance(db, application.id, "delivered")


async def fail(services: Services, application: Application, error: Exception) -> None:
    """End the application with a sentence; a person who blocked the bot hears nothing."""
    await catalogue.adopt(services.db, application.person)
    trouble = type(error).__name__
    if not await applications.advance(services.db, application.id, "failed", trouble=trouble):
        return
    try:
        await services.bot.send_message(
            application.chat,
            texts.failed(texts.failure(error)),
            parse_mode="HTML",
            reply_markup=buttons.again(application.id),
        )
    except TelegramError as refusal:
        log.warning("The failure could not be told: %s", type(refusal).__name__)


async def close(services: Services, application: Application) -> None:
    """Collapse the status card to a receipt."""
    card = services.statuses.pop(application.id, None)
    if card is None:
        if application.card is None:
            return
        card = Status(services.bot, application.chat, application.id, "", application.card)
    await card.close(await _receipt(services, application))


async def _receipt(services: Services, application: Application) -> str:
    if application.state == "stopped":
        return tell(texts.STOPPED)
    if application.state != "delivered":
        return tell(texts.UNFINISHED)
    finished = application.finished_at or application.created_at
    seconds = (finished - application.created_at).total_seconds()
    edits = await stages.final(services, application)
    return texts_results.receipt(application.title, seconds, len(edits), application.cost)


async def send(services: Services, application: Application, number: int) -> None:
    """Send document *number*, again and again while the network fails.

    A try whose answer was lost may have arrived: whatever follows it is marked as a possible
    repeat. The picture of its first page comes after it, when there is nothing better to do.
    """
    for pause in chain(_PATIENCE, repeat(_LONGEST)):
        what = "document" if number == 1 else f"document:{number}"
        outgoing = await outbox.begin(services.db, application.id, what)
        if outgoing.state == "sent":
            await versions.sent(services.db, application.id, number, outgoing.file_id)
            return
        try:
            sent = await _try(services, application, number, repeat=outgoing.attempts > 1)
        except (BadRequest, Forbidden):
            raise
        except NetworkError as trouble:
            log.warning("Sending the document failed (%s), again soon", type(trouble).__name__)
            await asyncio.sleep(pause)
            continue
        file_id = sent.document.file_id if sent.document else ""
        await outbox.sent(services.db, outgoing.id, sent.message_id, file_id)
        await versions.sent(services.db, application.id, number, file_id)
        if outgoing.attempts == 1:  # else an earlier try may have shown it
            services.later(pages.show(services, application, number, sent.message_id))
        return


async def _try(
    services: Services, application: Application, number: int, *, repeat: bool
) -> telegram.Message:
    version = await versions.get(services.db, application.id, number)
    if version is None:
        raise LookupError(f"application {application.id} has no document {number}")
    file = await exports.read(services.exports, version, stages.filename(number))
    resume = await stages.resume(services, application)
    return await services.bot.send_document(
        application.chat,
        telegram.InputFile(file, filenames.name(resume, application.company)),
        caption=await _caption(services, application, version, repeat=repeat),
        parse_mode="HTML",
        reply_markup=buttons.delivered(application.id, number),
        rate_limit_args=outbound.FINAL,
    )


async def _caption(
    services: Services, application: Application, version: Version, *, repeat: bool
) -> str:
    analysis = await stages.analysis(services, application)
    resume = await stages.resume(services, application)
    edits = edits_of.load(version.edits)
    refused = len((await stages.verdict(services, application)).refused)
    spent = await stages.spent(services, application)
    number = version.number
    return await asyncio.to_thread(
        caption, analysis, resume, edits, refused, spent, repeat=repeat, version=number
    )


def caption(
    analysis: Analysis,
    resume: Resume,
    edits: tuple[Edit, ...],
    refused: int,
    spent: Spent,
    *,
    repeat: bool = False,
    version: int = 1,
) -> str:
    """What changed, and what the post asks for that the résumé does not show; at most 1,024."""
    before = match.match(resume, analysis)
    after = match.match(edits_of.apply(resume, edits), analysis)
    missing = chart.names(analysis, after.missing)
    title = " — ".join(filter(None, (analysis.title, analysis.company)))
    lines = [f"<b>{escape(texts.shorten(title, 120))}</b>"] if title else []
    if version > 1:
        lines.append(texts_review.version(version))
    lines += texts_results.blockers(analysis.blockers)
    lines.append(texts_results.changes(*counts(edits), refused if version == 1 else 0))
    lines += chart.draw(analysis, before, after)
    if missing:
        lines.append(texts_results.missing(missing))
    if spent.by_rules and not spent.calls:
        lines.append(tell(texts_results.RULES_NOTE))
    elif spent.by_rules:
        lines.append(tell(texts_results.PARTLY_RULES_NOTE))
    if repeat:
        lines.append(tell(texts_results.REPEAT_NOTE))
    return _fit(lines)


def counts(edits: tuple[Edit, ...]) -> tuple[int, int, int, int]:
    """How many lines are (reworded, moved, added, dropped)."""
    ops = [edit.op for edit in edits]
    return ops.count(Op.REWRITE), ops.count(Op.MOVE), ops.count(Op.ADD), ops.count(Op.DROP)


def _fit(lines: list[str]) -> str:
    while len("\n".join(lines)) > _CAPTION and len(lines) > 1:
        lines = lines[:-1]
    return "\n".join(lines)

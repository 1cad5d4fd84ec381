"""The pages of a document: the first as a picture beside it, all as a PDF for who asks for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import telegram
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot import buttons, filenames, outbound, stages, texts, texts_pages
from bot.catalogue import tell
from bot.services import Services
from documents import child
from documents.programs import Program
from storage import applications, errors, exports, outbox, versions
from storage.applications import Application, State
from storage.desks import Desk
from storage.outbox import Outgoing

log = logging.getLogger(__name__)

ACTIONS = frozenset({"pdf"})
_THERE = (State.DELIVERING, State.DELIVERED)  # the button stands under the document
_MOST = 3  # pictures under way at once; under more load they are left out
_PAUSES = (0.0, 4.0, 8.0)  # seconds before each try to get a picture into the chat's budget
_FAITHFUL = (Program.OFFICE, Program.LIGHT)

Reply = Callable[[str | None], Awaitable[None]]


async def show(services: Services, application: Application, number: int, document: int) -> None:
    """Send page one of document *number*, which is message *document*, as a picture.

    To be run for its own sake: it rings for nobody, is sent at most once, and whatever keeps it
    from being drawn or sent is only logged.
    """
    if sum(kind == "picture" for kind, *_ in services.pages) >= _MOST:
        log.info("A picture was left out: others are under way")
        return
    key = ("picture", application.id, number)
    services.pages.add(key)
    try:
        await _show(services, application, number, document)
    except TelegramError as refusal:
        log.info("A picture was left out: %s", type(refusal).__name__)
    except errors.Gone:
        log.info("A picture was left out: the document is not kept any more")
    except (errors.Missing, errors.Forgotten):
        log.info("A picture was left out: its owner has deleted everything")
    except Exception:
        log.exception("A picture was left out")
    finally:
        services.pages.discard(key)


async def press(
    services: Services, desk: Desk, press: buttons.Press, message: int, reply: Reply
) -> None:
    """Answer a press of the button under a document, and send the PDF as soon as it is made."""
    number = press.edit
    row = await applications.get(services.db, press.id)
    if row is None or row.person != desk.person or row.state not in _THERE:
        await reply(tell(texts.EXPIRED))
        return
    key = ("pdf", row.id, number)
    if await versions.get(services.db, row.id, number) is None:
        await reply(tell(texts.EXPIRED))
    elif key in services.pages:
        await reply(tell(texts_pages.PDF_UNDER_WAY))
    else:
        await reply(None)
        services.pages.add(key)
        services.later(_hand_over(services, row, number, message))


async def _show(services: Services, application: Application, number: int, document: int) -> None:
    picture = await child.draw(await _document(services, application, number))
    if picture is None:
        log.info("There is no picture of document %d of %d", number, application.id)
        return
    for pause in _PAUSES:
        await asyncio.sleep(pause)
        if await applications.get(services.db, application.id) is None:
            return  # the person has deleted everything meanwhile
        with suppress(outbound.Shed):
            await services.bot.send_photo(
                application.chat,
                picture,
                disable_notification=True,
                reply_parameters=_reply_to(document),
                rate_limit_args=outbound.STATUS,
            )
            return
    log.info("A picture was left out: the chat has no room for it")


async def _hand_over(
    services: Services, application: Application, number: int, message: int
) -> None:
    try:
        outgoing = await outbox.begin(services.db, application.id, f"pdf:{number}")
        if not await _resend(services, application, outgoing, message):
            await _convert(services, application, number, outgoing, message)
    except TelegramError as refusal:
        log.warning("A PDF was not sent: %s", type(refusal).__name__)
    except (errors.Missing, errors.Forgotten):
        log.info("A PDF is not wanted any more: its owner has deleted everything")
    except errors.Gone:
        log.info("A PDF was not made: the document is not kept any more")
        with suppress(TelegramError):
            await _say(services, application, tell(texts_pages.GONE))
    except Exception:
        log.exception("A PDF was not made")
        with suppress(TelegramError):
            await _say(services, application, tell(texts_pages.NO_PDF))
    finally:
        services.pages.discard(("pdf", application.id, number))


async def _resend(
    services: Services, application: Application, outgoing: Outgoing, message: int
) -> bool:
    """Send a PDF that Telegram has already; False if it has none, or none any more."""
    if not outgoing.file_id:
        return False
    try:
        await services.bot.send_document(
            application.chat, outgoing.file_id, reply_parameters=_reply_to(message)
        )
    except BadRequest as refusal:
        log.info("A PDF has to be made again: %s", refusal)
        return False
    return True


async def _convert(
    services: Services,
    application: Application,
    number: int,
    outgoing: Outgoing,
    message: int,
) -> None:
    with suppress(TelegramError):
        await services.bot.send_chat_action(application.chat, ChatAction.UPLOAD_DOCUMENT)
    docx = await _document(services, application, number)
    caption = None
    pdf = await child.convert(docx, _FAITHFUL)
    if pdf is None:
        pdf, caption = await child.convert(docx, (Program.PLAIN,)), tell(texts_pages.PLAIN_PDF)
    if await applications.get(services.db, application.id) is None:
        return  # the person has deleted everything meanwhile
    if pdf is None:
        await _say(services, application, tell(texts_pages.NO_PDF))
        return
    resume = await stages.resume(services, application)
    sent = await services.bot.send_document(
        application.chat,
        telegram.InputFile(pdf, filenames.name(resume, application.company, "pdf")),
        caption=caption,
        reply_parameters=_reply_to(message),
    )
    if caption is None and sent.document:
        await outbox.sent(services.db, outgoing.id, sent.message_id, sent.document.file_id)


async def _say(services: Services, application: Application, sentence: str) -> None:
    await services.bot.send_message(application.chat, sentence, parse_mode="HTML")


async def _document(services: Services, application: Application, number: int) -> bytes:
    version = await versions.get(services.db, application.id, number)
    if version is None:
        raise LookupError(f"application {application.id} has no document {number}")
    return await exports.read(services.exports, version, stages.filename(number))


def _reply_to(message: int) -> telegram.ReplyParameters:
    return telegram.ReplyParameters(message, allow_sending_without_reply=True)

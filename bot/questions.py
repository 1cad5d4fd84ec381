"""Questions about must-haves that the résumé does not show; answers become evidence.

They are put after the delivery, so that no result waits for them. What was asked is a step of the
application; where the person is stands in `asked` of the table: "gap 7 1 0 42" is question 1 of
application 7, asked again 0 times, in message 42.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from agents import match, terms, view
from agents.values import Requirement
from bot import answers, buttons, limits, messages, stages, texts, texts_review
from bot.answers import Answer
from bot.catalogue import tell
from bot.services import Services
from documents import edits as edits_of
from documents import genre
from documents.genre import Genre
from storage import applications, desks, evidence, outbox, steps
from storage.applications import Application, State
from storage.desks import Desk

log = logging.getLogger(__name__)

ACTIONS = frozenset({"gap-no", "gap-skip", "again", "again-rules", "anew"})
_STEP = "questions"
_MOST = 3
_LONGEST = 600  # characters of an answer
_NAMED = ("skill", "certificate", "language")  # what can be named, an answer should name

Reply = Callable[[str | None], Awaitable[None]]
Admit = Callable[[int], Awaitable[None]]  # lets a person's next application run


@dataclass(frozen=True, slots=True)
class _Gap:
    """A question that was put: which, how often again, and the message that it stands in."""

    application: int
    index: int
    again: int
    message: int

    def __str__(self) -> str:
        return f"gap {self.application} {self.index} {self.again} {self.message}"


async def ask(services: Services, application: Application) -> None:
    """Put the first question about a delivered application, once. Trouble is not the person's."""
    try:
        await _ask(services, application)
    except TelegramError as refusal:
        log.info("The questions were left out: %s", type(refusal).__name__)
    except Exception:
        log.exception("The questions could not be put")


async def _ask(services: Services, application: Application) -> None:
    if application.state != State.DELIVERED or not await _needs(services, application):
        return
    outgoing = await outbox.begin(services.db, application.id, _STEP)
    if outgoing.state == "sent":
        return
    async with services.turns.of(application.chat):
        if await applications.get(services.db, application.id) is None:
            return  # the person has deleted everything meanwhile
        message = await _put(services, application, 0)
        await outbox.sent(services.db, outgoing.id, message)


def awaited(desk: Desk, text: str) -> bool:
    """Whether *text* answers a question, and is not the next file for the table."""
    if not desk.asked.startswith("gap ") or len(text) > _LONGEST:
        return False
    return "\n" not in text.strip() or genre.tell(text) is Genre.NEITHER


def past(desk: Desk, message: int) -> bool:
    """Whether *message* is older than the question: it answered the one before, and was cut off."""
    return desk.asked.startswith("gap ") and message < _gap(desk).message


def _gap(desk: Desk) -> _Gap:
    return _Gap(*map(int, desk.asked.split()[1:]))


async def take(services: Services, desk: Desk, text: str) -> None:
    """Take *text* as the answer to the question that was put last."""
    gap = _gap(desk)
    application = await applications.get(services.db, gap.application)
    needs = await _needs(services, application) if application else ()
    if application is None or gap.index >= len(needs):
        await desks.put(services.db, replace(desk, asked=""))
        return
    need, line = needs[gap.index], view.one_line(text)
    sentence = _objection(need, line, gap.again)
    if sentence and not gap.again:
        await messages.say(services, desk.chat, sentence)
        asked = str(replace(gap, again=1))
        await desks.put(services.db, replace(desk, asked=asked))
        return
    if not sentence:
        denied = answers.judge(line, need.name) is Answer.NO
        await evidence.tell(services.db, desk.person, need.name, "" if denied else line)
        sentence = tell(texts_review.GAP if denied else texts_review.NOTED)
    services.later(messages.undress(services, desk.chat, gap.message))
    await _next(services, application, gap.index, news=sentence)


async def press(
    services: Services, admit: Admit, desk: Desk, press: buttons.Press, message: int, reply: Reply
) -> None:
    """Carry out a button of a question. The press is answered first."""
    application = await applications.get(services.db, press.id)
    if application is None or application.person != desk.person:
        await reply(tell(texts.EXPIRED))
    elif press.action in ("again", "again-rules", "anew"):
        rules = press.action == "again-rules"
        runs = await _again(services, admit, application, reply, rules=rules)
        if runs and press.action != "anew":  # which stands under a document, with other buttons
            services.later(messages.undress(services, desk.chat, message))
    else:
        await _decline(services, desk, application, press, message, reply)


async def _decline(
    services: Services,
    desk: Desk,
    application: Application,
    press: buttons.Press,
    message: int,
    reply: Reply,
) -> None:
    """No is remembered, Skip is not; either way comes the next question."""
    needs = await _needs(services, application)
    put = desk.asked.split()
    other = put[:1] == ["gap"] and (put[1:3], put[4:]) != (
        [str(press.id), str(press.edit)],
        [str(message)],
    )
    if press.edit >= len(needs) or other:
        await reply(tell(texts.EXPIRED))
        return
    await reply(texts.plain(tell(texts_review.GAP)) if press.action == "gap-no" else None)
    if press.action == "gap-no":
        await evidence.tell(services.db, desk.person, needs[press.edit].name, "")
    await _next(services, application, press.edit, message=message)


async def _needs(services: Services, application: Application) -> tuple[Requirement, ...]:
    """What is asked about: decided once, so that a question keeps its number."""
    analysis = await stages.analysis(services, application)
    stored = await steps.get(services.db, application.id, _STEP)
    if stored is None:
        ids = [need.id for need in await _missing(services, application)][:_MOST]
        await steps.put(services.db, application.id, _STEP, json.dumps(ids))
        stored = await steps.get(services.db, application.id, _STEP) or "[]"
    needs = {need.id: need for need in analysis.requirements}
    return tuple(needs[id] for id in json.loads(stored))


async def _missing(services: Services, application: Application) -> list[Requirement]:
    """Must-haves without evidence that the person was never asked for."""
    analysis = await stages.analysis(services, application)
    resume = await stages.resume(services, application)
    edited = edits_of.apply(resume, await stages.final(services, application))
    lacking = (await asyncio.to_thread(match.match, edited, analysis)).missing
    needs = [need for need in analysis.requirements if need.must and need.id in lacking]
    names = [need.name for need in needs]
    known = await evidence.answered(services.db, application.person, names)
    return [need for need in needs if need.name not in known]


def _objection(need: Requirement, line: str, again: int) -> str:
    """Why an answer is not taken as it is, "" if it is. A second one may leave the name out."""
    match answers.judge(line, need.name):
        case Answer.YES:
            return tell(texts_review.DROPPED if again else texts_review.CONCRETE)
        case Answer.UNCLEAR:
            return tell(texts_review.DROPPED if again else texts_review.POSITIVE)
        case Answer.CONCRETE if need.kind in _NAMED and not again:
            return "" if terms.find(need.name, line) else tell(texts_review.NAMED)
    return ""


async def _put(
    services: Services, application: Application, index: int, message: int | None = None
) -> int:
    """Put question *index*, in *message* or in a new one, and wait for the answer."""
    needs = await _needs(services, application)
    need = needs[index]
    text = texts_review.question(index + 1, len(needs), need.name, need.kind)
    keyboard = buttons.gap(application.id, index)
    put = await _show(services, application.chat, text, keyboard, message)
    desk = await desks.get(services.db, application.chat)
    if desk.asked == "" or desk.asked.startswith("gap "):
        asked = str(_Gap(application.id, index, 0, put))
        await desks.put(services.db, replace(desk, person=application.person, asked=asked))
    return put


async def _next(
    services: Services,
    application: Application,
    index: int,
    *,
    message: int | None = None,
    news: str = "",
) -> None:
    """The question after *index*, or what came of all of them."""
    if news:
        await messages.say(services, application.chat, news)
    needs = await _needs(services, application)
    if index + 1 < len(needs):
        await _put(services, application, index + 1, message)
        return
    desk = await desks.get(services.db, application.chat)
    if desk.asked.startswith("gap "):
        await desks.put(services.db, replace(desk, asked=""))
    names = {need.name for need in needs}
    rows = await evidence.of(services.db, application.person)
    told = [row.text for row in rows if row.term in names and row.text]
    text = texts_review.told(told) if told else tell(texts_review.ALL_GAPS)
    keyboard = buttons.again(application.id) if told else None
    await _show(services, application.chat, text, keyboard, message)


async def _again(
    services: Services,
    admit: Admit,
    application: Application,
    reply: Reply,
    *,
    rules: bool,
) -> bool:
    """Run the application anew, once: with the same files, and what was told since.

    Returns whether it does.
    """
    db, person = services.db, application.person
    files = (application.resume, application.posting)
    rows = await applications.of(db, person, 50)
    newer = [row for row in rows if row.id > application.id and (row.resume, row.posting) == files]
    if newer or application.state not in (State.DELIVERED, State.FAILED):
        await reply(tell(texts.EXPIRED))
        return False
    barrier = await limits.check(services, person, rules=rules)
    if barrier is not None:
        await reply(None)
        way = buttons.limited(application.id) if barrier.rules else None
        await _show(services, application.chat, barrier.text, way, None)
        return False
    await reply(texts.plain(tell(texts_review.AGAIN)))
    fresh = await applications.add(db, person, application.chat, *files, rules=rules)
    await applications.note(db, fresh.id, title=application.title)
    if await applications.active(db, person):
        ahead = await applications.ahead(db, fresh.id)
        text = texts.queued(application.title, ahead)
        card = await _show(services, application.chat, text, buttons.stop(fresh.id), None)
        await applications.note(db, fresh.id, card=card)
    await admit(person)
    return True


async def _show(
    services: Services,
    chat: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None,
    message: int | None,
) -> int:
    """Let *message* say this, or a new one that does not ring. Returns the message."""
    if message is not None:
        try:
            await services.bot.edit_message_text(
                text, chat, message, parse_mode="HTML", reply_markup=keyboard
            )
            return message
        except TelegramError as refusal:
            log.info("A question was not redrawn: %s", refusal)
    sent = await services.bot.send_message(
        chat, text, parse_mode="HTML", reply_markup=keyboard, disable_notification=True
    )
    return sent.message_id

"""The review: what each of its buttons does, and the person's own wording."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram.error import TelegramError

from agents import guard, timeline, view
from bot import buttons, choices, messages, review_card, revision, stages, texts, texts_review
from bot.catalogue import tell
from bot.review_card import Review
from bot.services import Services
from bot.workflow import Workflow
from storage import applications, decisions, desks, evidence
from storage.applications import State
from storage.decisions import Choice, Decision
from storage.desks import Desk

log = logging.getLogger(__name__)

ACTIONS = frozenset({"changes", "see", "yes", "no", "word", "all", "undo", "send"})
_LONGEST = 1000  # characters: a longer text is not meant as one line, whatever was asked
_LINE = 500
_THERE = (State.DELIVERING, State.DELIVERED)  # the button stands under the document
_CHOICES = {"yes": Choice.ACCEPTED, "no": Choice.REJECTED, "all": Choice.ACCEPTED}

Reply = Callable[[str | None], Awaitable[None]]


async def load(services: Services, application: int, person: int) -> Review | None:
    """The review of an application of this person whose document is there; None without."""
    row = await applications.get(services.db, application)
    if row is None or row.person != person or row.state not in _THERE:
        return None
    return await revision.review(services, row)


async def press(
    services: Services,
    engine: Workflow,
    desk: Desk,
    press: buttons.Press,
    message: int,
    reply: Reply,
) -> None:
    """Carry out a button of the review, or under a document. The press is answered first."""
    review = await load(services, press.id, desk.person)
    if review is None or press.edit >= max(1, len(review.edits)):
        await reply(tell(texts.EXPIRED))
    elif press.action == "changes":
        await _open(services, desk, review, reply)
    elif message != await decisions.shown(services.db, press.id):
        await reply(tell(texts.EXPIRED))
    elif press.step != review.step:
        await _late(services, engine, desk, review, press, reply)
    else:
        await _act(services, engine, desk, review, press, reply)


def awaited(desk: Desk, text: str) -> bool:
    """Whether *text* is a wording that was asked for."""
    return desk.asked.startswith("wording ") and len(text) <= _LONGEST


async def take(services: Services, desk: Desk, text: str) -> None:
    """Take *text* as the wording that was asked for."""
    _, application, fact = desk.asked.split(" ", 2)
    review = await load(services, int(application), desk.person)
    line = view.one_line(text)
    if not line or len(line) > _LINE:
        sentence = tell(texts_review.TOO_LONG if line else texts_review.NO_WORDS)
        await messages.say(services, desk.chat, sentence)
        return
    index = (
        next((i for i, e in enumerate(review.edits) if e.fact == fact), None) if review else None
    )
    if review is None or index is None:
        await desks.put(services.db, replace(desk, asked=""))
        return
    sentence = await _word(services, desk, review, index, line)
    await desks.put(services.db, replace(desk, asked=""))
    await _draw(services, desk, review.application, index)
    await messages.say(services, desk.chat, sentence)


async def _open(services: Services, desk: Desk, review: Review, reply: Reply) -> None:
    """Show the review at the end of the chat; an earlier one loses its buttons."""
    await reply(None if review.edits else tell(texts_review.NO_CHANGES))
    if not review.edits:
        return
    before = await decisions.shown(services.db, review.application)
    index = review.open_after(len(review.edits) - 1)
    sent = await services.bot.send_message(
        desk.chat,
        review_card.text(review, index),
        parse_mode="HTML",
        reply_markup=review_card.keyboard(review, index),
    )
    await decisions.show(services.db, review.application, sent.message_id)
    if before is not None:
        services.later(messages.undress(services, desk.chat, before))


async def _late(
    services: Services,
    engine: Workflow,
    desk: Desk,
    review: Review,
    press: buttons.Press,
    reply: Reply,
) -> None:
    """A press of a card that is not the present one: an old one, or one that is handled again.

    A sending that was stored and perhaps not passed on is passed on.
    """
    await reply(tell(texts.EXPIRED))
    for version in [entry.version for entry in review.log[press.step :] if entry.version]:
        await engine.send(review.application, version)
    await _draw(services, desk, review.application, press.edit)


async def _act(
    services: Services,
    engine: Workflow,
    desk: Desk,
    review: Review,
    press: buttons.Press,
    reply: Reply,
) -> None:
    index = press.edit
    asked = ""
    match press.action:
        case "see":
            await reply(None)
        case "word":
            await reply(None)
            asked = f"wording {review.application} {review.edits[index].fact}"
            line = review_card.line(review, review.edits[index])
            await messages.say(services, desk.chat, texts_review.type_wording(line))
        case "send":
            await _send(services, engine, review, reply)
        case _:
            index = await _decide(services, review, press, reply)
    if desk.asked != asked and (asked or desk.asked.startswith("wording ")):
        await desks.put(services.db, replace(desk, asked=asked))
    if press.action != "word":
        await _draw(services, desk, review.application, index)


async def _decide(services: Services, review: Review, press: buttons.Press, reply: Reply) -> int:
    """Store one decision. Returns which card comes next."""
    index, fact = press.edit, review.edits[press.edit].fact
    refusal = None
    if press.action == "undo":
        standing = choices.standing(review.log)
        entry = Decision(review.step + 1, "", Choice.UNDONE)
        refusal = None if standing else tell(texts_review.NOTHING_TO_UNDO)
        back = {edit.fact: i for i, edit in enumerate(review.edits)}
        index = back.get(standing[-1].edit, index) if standing else index
    else:
        every = press.action == "all"
        entry = Decision(review.step + 1, "" if every else fact, _CHOICES[press.action])
        if every and len(review.decided) == len(review.edits):
            refusal = tell(texts_review.ALL_DECIDED)
        index = index if every else review.open_after(index)
    if refusal is None and not await decisions.add(services.db, review.application, entry):
        refusal = tell(texts.EXPIRED)
    await reply(refusal)
    return index


async def _send(services: Services, engine: Workflow, review: Review, reply: Reply) -> None:
    latest = choices.sent(review.log)
    if not review.changed():
        lost = (review.application, latest) in await decisions.unsent(services.db)
        if lost:
            await engine.send(review.application, latest, again=True)
        await reply(tell(texts_review.ON_ITS_WAY if lost else texts_review.NOTHING_NEW))
        return
    version = latest + 1
    entry = Decision(review.step + 1, "", Choice.SENT, version=version)
    if await decisions.add(services.db, review.application, entry):
        await engine.send(review.application, version)
        await reply(tell(texts_review.ON_ITS_WAY))
    else:
        await reply(tell(texts.EXPIRED))


async def _word(services: Services, desk: Desk, review: Review, index: int, line: str) -> str:
    """Keep the wording: as evidence first, then as a decision. Returns what to say about it."""
    edit = review.edits[index]
    row = await applications.get(services.db, review.application)
    assert row is not None
    section, entry = choices.place(review.resume, edit)
    await evidence.word(services.db, desk.person, row.resume, section, entry, line)
    review = replace(review, evidence=await stages.evidence(services, row))
    known = review.decided.get(edit.fact)
    if known is None or (known.choice, known.text) != (Choice.WORDED, line):
        decision = Decision(review.step + 1, edit.fact, Choice.WORDED, line)
        await decisions.add(services.db, review.application, decision)
    own = choices.worded(review.resume, edit, line, review.evidence)
    found = guard.check(
        review.resume,
        [own],
        review.evidence,
        asked=review.analysis.asked,
        today=timeline.today(),
    )
    doubt = texts_review.doubt(found[0].kind, found[0].text, found[0].source) if found else ""
    return doubt or tell(texts_review.TAKEN)


async def _draw(services: Services, desk: Desk, application: int, index: int) -> None:
    """Show the card at *index* as things are now, in its message."""
    review = await load(services, application, desk.person)
    message = await decisions.shown(services.db, application)
    if review is None or message is None:
        return
    try:
        await services.bot.edit_message_text(
            review_card.text(review, index),
            chat_id=desk.chat,
            message_id=message,
            parse_mode="HTML",
            reply_markup=review_card.keyboard(review, index),
        )
    except TelegramError as refusal:
        log.info("The review was not redrawn: %s", refusal)

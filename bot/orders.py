"""What a person orders: an application begun or stopped, or everything cancelled."""

from dataclasses import replace

from bot import buttons, delivery, limits, messages, room, stages, table, texts
from bot.catalogue import tell
from bot.services import Services
from bot.workflow import Workflow
from storage import applications, desks, people
from storage.applications import State
from storage.desks import Desk


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
        await table.redraw(services, desk, texts.consent(provider), buttons.consent())
        return
    barrier = await limits.check(services, desk.person, rules=rules)
    if barrier is not None:
        await table.redraw(services, desk, barrier.text, barrier.card)
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
    title = texts.shorten(await table.posting_name(services, desk) or "", 80)
    application = await desks.begin(services.db, desk, title, rules=rules)
    if application is None:
        return
    if await applications.active(services.db, desk.person):
        ahead = await applications.ahead(services.db, application.id)
        text = texts.queued(title, ahead)
        await table.redraw(services, desk, text, buttons.stop(application.id))
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

"""What each step of a run does: load what the steps before stored, work, store the result.

Every function may run again after a crash. A step whose result is stored is not worked again, and
a second store of the same step changes nothing.
"""

import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pydantic

from agents import pipeline, privacy
from agents.model import Model
from agents.values import Agent, Analysis, Event, Finished, Part, Spent, Verdict
from bot import budget, tally
from bot.services import Services
from documents import child, reading
from documents import edits as edits_of
from documents.edits import Edit
from documents.resume import Fact, Kind, Resume
from storage import (
    applications,
    exports,
    moment,
    people,
    postings,
    preferences,
    resumes,
    steps,
    versions,
)
from storage import evidence as told
from storage.applications import Application
from storage.preferences import Layout, Quality
from storage.resumes import StoredResume

T = TypeVar("T")

MODEL = "model"  # what is recalled of what the person agreed to and prefers
CLEAN = "clean"  # no file's format, so that the template is used

_analysis = pydantic.TypeAdapter(Analysis)
_parts = pydantic.TypeAdapter(tuple[Part, ...])
_edits: pydantic.TypeAdapter[tuple[Edit, ...]] = pydantic.TypeAdapter(tuple[Edit, ...])
_verdict = pydantic.TypeAdapter(Verdict)
_spent = pydantic.TypeAdapter(Spent)


async def analyse(services: Services, application: Application) -> None:
    """Read the posting (job_analysis), unless it was read when it arrived."""

    application = await budget.settle(services, application)

    async def work() -> tuple[Analysis, Spent]:
        posting = await postings.get(services.db, application.posting)
        where = await desk(services, application)
        text = posting.text if posting else ""
        return await services.analyses.get(
            where.model, application.person, text, where.emit, where.session
        )

    analysis = await once(services, application.id, Agent.JOB_ANALYSIS, _analysis, work)
    await applications.note(
        services.db, application.id, title=analysis.title, company=analysis.company
    )
    status = services.statuses.get(application.id)
    if status and analysis.title:
        status.name(" — ".join(filter(None, (analysis.title, analysis.company))))


async def plan(
    services: Services, application: Application, begin: Callable[[Part], None]
) -> tuple[Part, ...]:
    """Plan the edits (resume_optimization). *begin* gets each part as soon as it is planned."""

    async def work() -> tuple[tuple[Part, ...], Spent]:
        return await pipeline.plan(
            await desk(services, application),
            await resume(services, application),
            await analysis(services, application),
            begin,
            await sendable(services, application),
        )

    return await once(services, application.id, Agent.RESUME_OPTIMIZATION, _parts, work)


async def polish(services: Services, application: Application) -> None:
    """Give the accepted edits one voice (polish)."""

    async def work() -> tuple[tuple[Edit, ...], Spent]:
        return await pipeline.polish(
            await desk(services, application),
            await resume(services, application),
            await analysis(services, application),
            (await verdict(services, application)).accepted,
            await sendable(services, application),
        )

    await once(services, application.id, Agent.POLISH, _edits, work)


async def render(services: Services, application: Application) -> None:
    """Apply the final edits to the person's file and export it as version 1."""
    stored = await resumes.get(services.db, application.resume)
    posting = await postings.get(services.db, application.posting)
    if stored is None or posting is None:
        raise LookupError(f"application {application.id} lost its résumé or its posting")
    edits = await final(services, application)
    file = await document(services, stored, await resume(services, application), edits)
    folder = await exports.save(
        services.exports,
        application.company,
        application.title,
        {filename(1): file, "posting.txt": posting.text.encode()},
        application.id,
    )
    digest = hashlib.sha256(file).hexdigest()
    text = edits_of.dump(edits)
    await versions.add(services.db, application.id, 1, text, digest, folder.name)
    await applications.note(services.db, application.id, folder=folder.name)


async def document(
    services: Services, stored: StoredResume, resume: Resume, edits: Sequence[Edit]
) -> bytes:
    """The person's file after *edits*, in the layout that they prefer."""
    chosen = await preferences.get(services.db, stored.person)
    format = CLEAN if chosen.layout is Layout.CLEAN else stored.format
    return await child.render(stored.source, format, resume, edits, now=moment.now())


def filename(version: int) -> str:
    """What document *version* is called in the application's folder."""
    return "resume.docx" if version == 1 else f"resume-{version}.docx"


async def resume(services: Services, application: Application) -> Resume:
    """The facts that the application works on."""

    async def load() -> Resume:
        stored = await resumes.get(services.db, application.resume)
        if stored is None:
            raise LookupError(f"application {application.id} lost its résumé")
        return reading.load(stored.reading).resume

    return await services.recall.get(application.id, "resume", load)


async def evidence(services: Services, application: Application) -> tuple[Fact, ...]:
    """What the person told beyond the résumé: facts without a place."""
    rows = await told.of(services.db, application.person, application.resume)
    return tuple(
        Fact(f"told-{row.id}", Kind.BULLET, row.text, row.section, row.entry)
        for row in rows
        if row.kind is not told.Kind.DENIED
    )


async def analysis(services: Services, application: Application) -> Analysis:
    """The stored analysis of the posting."""
    return await stored(services, application.id, Agent.JOB_ANALYSIS, _analysis)


async def verdict(services: Services, application: Application) -> Verdict:
    """The stored verdict on the worded edits."""
    return await stored(services, application.id, Agent.VALIDATION, _verdict)


async def final(services: Services, application: Application) -> tuple[Edit, ...]:
    """The edits that reach the document."""
    return await stored(services, application.id, Agent.POLISH, _edits)


async def spent(services: Services, application: Application) -> Spent:
    """What all model calls of the application came to."""
    total = Spent()
    for _, text in (await steps.all(services.db, application.id)).values():
        if text:
            total += _spent.validate_json(text)
    return total


async def model_for(services: Services, id: int) -> Model | None:
    """The model, if there is one and the person agreed that its provider sees the texts."""
    person = await people.get(services.db, id)
    if person is None or services.settings.provider not in person.consents:
        return None
    best = services.best if person.chosen.quality is Quality.BEST else None
    return best or services.model


async def sendable(services: Services, application: Application) -> tuple[Fact, ...]:
    """Of the evidence, what may go to a model: as it stood when the run began."""

    async def load() -> tuple[Fact, ...]:
        names = (await resume(services, application)).of(Kind.NAME)
        facts = await evidence(services, application)
        return privacy.sendable(Resume((), (*names, *facts)))

    return await services.recall.get(application.id, "evidence", load)


async def desk(
    services: Services, application: Application, *, part: bool = False
) -> pipeline.Desk:
    """Where an agent works. One part of several does not say that the agent is done."""

    def emit(event: Event) -> None:
        status = services.statuses.get(application.id)
        if status is not None and not (part and isinstance(event, Finished)):
            status.note(event)

    async def load() -> Model | None:
        return None if application.rules else await model_for(services, application.person)

    model = await services.recall.get(application.id, MODEL, load)
    return pipeline.Desk(model, emit, f"application-{application.id}")


async def once(
    services: Services,
    application: int,
    name: str,
    form: pydantic.TypeAdapter[T],
    work: Callable[[], Awaitable[tuple[T, Spent]]],
) -> T:
    """The stored result of step *name*, worked and stored first if it is not there yet."""
    done = await _done(services, application)
    if name in done:
        return await stored(services, application, name, form)
    began = time.monotonic()
    value, cost = await work()
    tally.spend(name.partition(":")[0], cost)
    await steps.put(
        services.db,
        application,
        name,
        form.dump_json(value).decode(),
        _spent.dump_json(cost).decode(),
        budget.effort(name, began, cost),
    )
    services.recall.put(application, name, value)
    done.add(name)
    return value


async def _done(services: Services, application: int) -> set[str]:
    """The names of the steps that are stored: nobody but this process adds to them."""

    async def load() -> set[str]:
        return await steps.names(services.db, application)

    return await services.recall.get(application, "done", load)


async def stored(
    services: Services, application: int, name: str, form: pydantic.TypeAdapter[T]
) -> T:
    """The result of step *name*, which must be there."""

    async def load() -> T:
        payload = await steps.get(services.db, application, name)
        if payload is None:
            raise LookupError(f"application {application} has no result of {name!r} yet")
        return form.validate_json(payload)

    return await services.recall.get(application, name, load)


async def planned(services: Services, application: Application) -> tuple[Part, ...]:
    """The parts of the stored plan."""
    return await stored(services, application.id, Agent.RESUME_OPTIMIZATION, _parts)

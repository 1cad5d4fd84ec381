"""People who arrive over time, and what became of each, by what stood in their chats."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from benchmarks import papers
from benchmarks.visitor import STOP, Visitor
from sandbox.journal import Event
from sandbox.people import Person
from sandbox.world import World

Belongings = tuple[bytes, str, str]  # the résumé, its file's name, the post

_GLANCE = 0.25  # seconds between two looks at the phone
_LINES = 5  # of a card that shows a run: one for each agent


@dataclass(slots=True)
class Visit:
    """One person's wish; times are unix seconds, None for "never"."""

    person: Person
    arrived: float = 0.0
    delivered: float | None = None
    said: str = ""  # instead of a document
    events: list[Event] = field(default_factory=list)  # of the chat, oldest first

    @property
    def acknowledged(self) -> float | None:
        """When the person first saw a sign of the bot."""
        return next((event.time for event in self.events if _is_sign(event)), None)

    @property
    def began(self) -> float | None:
        """When the run was first seen to run."""
        return next((event.time for event in self.events if _is_running(event)), None)

    @property
    def places(self) -> int:
        """How many different cards told of a place in the queue."""
        shown = (e for e in self.events if e.body.get("bot") and "⏳" in str(e.body.get("text")))
        return len({str(event.body["text"]) for event in shown if not _is_running(event)})

    @property
    def gaps(self) -> Iterator[float]:
        """Seconds between one state of the running card and the next, up to its end."""
        seen = [event for event in self.events if _is_running(event)]
        if not seen:
            return
        card = seen[0].body["message"]
        later = [e for e in self.events if e.body.get("message") == card and e.kind == "edit"]
        last = [event.time for event in later if event.time > seen[-1].time][:1]
        for one, other in pairwise([*(event.time for event in seen), *last]):
            yield other - one


async def arrive(
    telegram: World, people: int, seconds: float, patience: float, seed: int = 0
) -> list[Visit]:
    """Let so many people come at random moments of so many seconds; until all are served."""
    random = Random(seed)
    moments = sorted(random.uniform(0, seconds) for _ in range(people))
    belongings = await asyncio.to_thread(_pack, people)
    first = len(telegram.events)
    visits = [Visit(telegram.person(f"Ada Example {number}")) for number in range(people)]
    async with asyncio.TaskGroup() as group:
        for number, (visit, moment) in enumerate(zip(visits, moments, strict=True)):
            group.create_task(_visit(telegram, visit, belongings[number], moment, patience))
    _tell(visits, telegram.events[first:])
    return visits


def _pack(people: int) -> list[Belongings]:
    return [(*papers.resume(number), papers.posting(number + 1)) for number in range(people)]


async def _visit(
    telegram: World, visit: Visit, belongings: Belongings, moment: float, patience: float
) -> None:
    """A résumé and a post in one go, then whatever has to be pressed."""
    await asyncio.sleep(moment)
    visitor = Visitor(visit.person, patience, _GLANCE)
    file, name, posting = belongings
    visit.arrived = telegram.clock()
    sent = visitor.person.send_document(file, name)
    visitor.show_posting(posting)
    try:
        await visitor.start(sent)
        result = await visitor.result(sent)
    except TimeoutError:
        visit.said = "nothing came"
        return
    if result.document is None:
        visit.said = result.text
    else:
        visit.delivered = result.time


def _tell(visits: Sequence[Visit], events: Sequence[Event]) -> None:
    chats = {visit.person.chat.id: visit for visit in visits}
    for event in events:
        if event.chat in chats:
            chats[event.chat].events.append(event)


def _is_sign(event: Event) -> bool:
    return event.kind == "reaction" or (event.kind == "message" and bool(event.body.get("bot")))


def _is_running(event: Event) -> bool:
    labels = [label for row in event.body.get("buttons", ()) for label in row]
    return STOP in labels and str(event.body.get("text")).count("\n") >= _LINES

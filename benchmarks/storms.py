"""Trouble on every wire while people use the bot; some chats stay calm, and must not notice.

The trouble comes and goes every few seconds, so that calm chats are timed with and without it on
the same machine at the same time of day.
"""

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import books
from benchmarks.crowd import Crowd
from benchmarks.process import Bot
from sandbox import model as models
from sandbox import telegram as telegrams
from sandbox.model_state import Server
from sandbox.people import Person
from sandbox.world import World

_STORMY = ("Ada Example", "Bo Sample", "Cy Specimen", "Di Instance")
_CALM = ("Eve Placid", "Fay Serene", "Gil Tranquil")
_SPELL = 8.0  # seconds of trouble, then as many without
_PROBE = 3.5  # seconds between two questions of a calm person: below the budget of a chat
_PATIENCE = 400.0  # seconds for the rest of the runs to end

_MODEL_FAULTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("429", {"probability": 0.05, "retry_after": 1.0}),
    ("500", {"probability": 0.05}),
    ("503", {"probability": 0.03}),
    ("reset", {"probability": 0.05}),
    ("cut", {"probability": 0.05}),
    ("silent_end", {"probability": 0.03}),
    ("invalid_json", {"probability": 0.04}),
    ("off_schema", {"probability": 0.02}),
    ("empty", {"probability": 0.03}),
    ("error_event", {"probability": 0.03}),
)


@dataclass(slots=True)
class Delays:
    """Seconds from a calm person's question to the answer, in trouble and out of it."""

    calm: list[float] = field(default_factory=list)
    stormy: list[float] = field(default_factory=list)

    @property
    def growth_ms(self) -> int:
        """By how much the median grows, in milliseconds."""
        if not (self.calm and self.stormy):
            return 0
        return round((median(self.stormy) - median(self.calm)) * 1000)


async def run(folder: Path, seconds: float, seed: int) -> dict[str, int]:
    """Make trouble for so long; what became of the runs, and how the calm chats fared."""
    async with telegrams.serve(seed=seed) as telegram, models.serve(pace=2000) as model:
        bot = Bot(folder, telegram, model)
        await bot.start()
        crowd = Crowd([telegram.person(name) for name in _STORMY], seed, stops=0.0)
        calm = [telegram.person(name) for name in _CALM]
        delays, weather = Delays(), Weather(telegram, model, seed)
        tasks = [
            asyncio.create_task(work)
            for work in (weather.change(), *(_ask(each, weather, delays) for each in calm))
        ]
        life = asyncio.create_task(crowd.live())
        await asyncio.sleep(seconds)
        crowd.open = False
        await asyncio.wait([life], timeout=_PATIENCE)
        for task in (*tasks, life):
            task.cancel()
        await asyncio.gather(*tasks, life, return_exceptions=True)
        await bot.stop()
    _tell(crowd, delays)
    delivered = sum(bool(wish.documents) for wish in crowd.wishes)
    named = sum(not wish.documents and bool(wish.failures) for wish in crowd.wishes)
    return {
        "delivered": delivered,
        "named": named,
        "silent": len(crowd.wishes) - delivered - named,
        "other_chats_ms": delays.growth_ms,
    }


class Weather:
    """Trouble that comes and goes: in some chats on Telegram's side, everywhere on the model's."""

    def __init__(self, telegram: World, model: Server, seed: int) -> None:
        self.bad = False
        self._telegram = telegram
        self._model = model
        self._seed = seed

    async def change(self) -> None:
        """Bring trouble, take it away, and so on."""
        while True:
            self._storm()
            await asyncio.sleep(_SPELL)
            self._calm()
            await asyncio.sleep(_SPELL)

    def _storm(self) -> None:
        self.bad = True
        stormy = [chat for chat in self._telegram.chats.values() if chat.title in _STORMY]
        for chat in stormy:
            for kind, method, chance in (
                ("flood", "sendMessage", 0.15),
                ("flood", "editMessageText", 0.25),
                ("flood", "sendDocument", 0.25),
                ("lost", "sendMessage", 0.05),
                ("lost", "sendDocument", 0.1),
                ("lost", "editMessageText", 0.05),
            ):
                self._telegram.fail(
                    kind, method, chat=chat.id, times=None, chance=chance, seconds=2
                )
        self._telegram.fail("drop", times=None, chance=0.05)
        for kind, details in _MODEL_FAULTS:
            self._model.fault(kind, seed=self._seed, **details)

    def _calm(self) -> None:
        self.bad = False
        self._telegram.faults.clear()
        self._model.script.rules.clear()


async def _ask(person: Person, weather: Weather, delays: Delays) -> None:
    """A person whose chat meets no flood asks again and again, and waits for each answer."""
    while True:
        before, bad = len(person.chat.history), weather.bad
        asked = person.command("help")
        answer = await person.chat.wait_for_text("", after=before, timeout=120)
        if bad == weather.bad:
            (delays.stormy if bad else delays.calm).append(answer.time - asked.time)
        await asyncio.sleep(_PROBE)


def _tell(crowd: Crowd, delays: Delays) -> None:
    for wish in crowd.wishes:
        if not wish.documents:
            said = wish.failures[0].text if wish.failures else "silence"
            print(f"{wish.code}: {said}", file=sys.stderr)
        elif len(wish.documents) > 1:
            owned = sum(books.REPEAT in message.text for message in wish.documents)
            told = f"{len(wish.documents)} documents, {owned} own up to being a repeat"
            print(f"{wish.code}: {told}", file=sys.stderr)
    for name, times in (("calm", delays.calm), ("stormy", delays.stormy)):
        if times:
            print(f"{name}: {len(times)} answers, median {median(times):.3f} s", file=sys.stderr)

"""People who use the bot all the time: a résumé, then one job post after the other."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from sandbox.chats import Message
from sandbox.people import Person

_EXAMPLES = Path(__file__).parents[1] / "examples"
_IMPATIENCE = 5.0  # seconds until somebody looks again whether there is a button to press
_LONGEST = 900.0  # seconds somebody waits for one answer, restarts included


@dataclass(slots=True)
class Wish:
    """A job post that a person sent, by its code; whether they pressed Start, and Stop."""

    person: Person
    code: str
    message: int
    began: bool = False
    stopped: bool = False

    @property
    def documents(self) -> list[Message]:
        """What came back for it."""
        return [found for found in self.person.chat.documents if self.code in found.text]

    @property
    def ended(self) -> bool:
        """Whether the person knows how it ended."""
        return bool(self.documents or self.failures or self._receipt)

    @property
    def failures(self) -> list[Message]:
        """Sentences after it that say why no document came."""
        after = (found for found in self.person.chat.from_bot if found.id > self.message)
        return [found for found in after if found.text.startswith("⚠️ ")]

    @property
    def _receipt(self) -> bool:
        after = (found for found in self.person.chat.from_bot if found.id > self.message)
        return self.stopped and any(found.text.startswith("⏹ Stopped") for found in after)


@dataclass(slots=True)
class Crowd:
    """Some people, what they wished for, and whether they still ask for more."""

    people: list[Person]
    seed: int = 0
    stops: float = 0.05  # how often somebody changes their mind
    wishes: list[Wish] = field(default_factory=list)
    open: bool = True

    async def live(self) -> None:
        """Let everybody act until the crowd is closed and each has what they asked for."""
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(self.people):
                group.create_task(self._act(person, number))

    async def _act(self, person: Person, number: int) -> None:
        random = Random(f"{self.seed}/{number}")
        await asyncio.sleep(random.uniform(0, 2))
        person.send_document((_EXAMPLES / "resume.docx").read_bytes(), "resume.docx")
        await person.chat.wait_for_button("Cancel", timeout=_LONGEST)
        turn = 0
        while self.open:
            turn += 1
            wish = self._ask(person, f"{chr(65 + number)}{turn}X", random)
            await self._begin(wish)
            if random.random() < self.stops:
                await self._stop(wish, random)
            await person.chat.until(partial(_knows, wish), _LONGEST)
            await asyncio.sleep(random.uniform(0, 1))

    def _ask(self, person: Person, code: str, random: Random) -> Wish:
        post = (_EXAMPLES / "posting.txt").read_text()
        post = post.replace("Shipment Platform\n", f"Pier {code}\n", 1)
        post = post.replace("Tidalgate Freight", f"Tidalgate {code}")
        if random.random() < 0.3:
            message = person.send_document(post.encode(), "posting.txt")
        else:
            message = person.send(post)
        wish = Wish(person, code, message.id)
        self.wishes.append(wish)
        return wish

    async def _begin(self, wish: Wish) -> None:
        """Press what there is to press until the run has begun."""
        chat = wish.person.chat
        while not wish.began:
            label = _offered(wish)
            if label is None:
                with suppress(TimeoutError):
                    await chat.until(lambda: _offered(wish) or wish.documents, _IMPATIENCE)
                wish.began = bool(wish.documents)
                continue
            wish.person.press(label)
            with suppress(TimeoutError):
                await chat.until(partial(_moved, wish, label), _IMPATIENCE)
            wish.began = _running(wish)

    async def _stop(self, wish: Wish, random: Random) -> None:
        await asyncio.sleep(random.uniform(0, 2))
        with suppress(LookupError):
            wish.person.press("⏹ Stop")
            wish.stopped = True


def _knows(wish: Wish) -> bool:
    return wish.ended


def _offered(wish: Wish) -> str | None:
    """The button that begins, on the newest card that has one."""
    for message in reversed(wish.person.chat.from_bot):
        if message.id < wish.message:
            return None
        for label in ("▶️ Start", "Yes, start"):
            if label in message.labels:
                return label
    return None


def _moved(wish: Wish, label: str) -> bool:
    return _running(wish) or _offered(wish) != label


def _running(wish: Wish) -> bool:
    after = [found for found in wish.person.chat.from_bot if found.id > wish.message]
    return wish.ended or any("⏹ Stop" in found.labels for found in after)

"""One person who sends a résumé and a post, presses what there is to press, and waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sandbox.chats import Message
from sandbox.people import Person

T = TypeVar("T")

START, AGREE, STOP = "▶️ Start", "Yes, start", "⏹ Stop"
_GOES_ON = (AGREE, START)  # what a person presses who wants to get on, the more urgent first


class Visitor:
    """A person at a phone who reads fast. Times are the event loop's, in seconds.

    Without *glance* they see everything at once; otherwise they look so often, which is easier
    for the server where many wait.
    """

    def __init__(self, person: Person, patience: float = 600.0, glance: float = 0.0) -> None:
        self.person = person
        self.patience = patience
        self._glance = glance
        self._pressed: set[tuple[int, str]] = set()

    async def show_resume(self, data: bytes, name: str) -> None:
        """Send a résumé and wait until the bot says what it understood."""
        sent = self.person.send_document(data, name)
        await self._until(lambda: self._card("Cancel", sent))

    def show_posting(self, text: str) -> Message:
        """Send a job post as text."""
        return self.person.paste(text)[0]

    async def start(self, after: Message) -> float:
        """Press Start below a message newer than *after*, and agree if asked; gives when."""
        card = await self._until(lambda: self._card(START, after))
        pressed = asyncio.get_running_loop().time()
        self._press(START, card)
        agreeing = asyncio.create_task(self._go_on(after))
        try:
            await self._until(lambda: self._running(after))
        finally:
            agreeing.cancel()
            await asyncio.gather(agreeing, return_exceptions=True)
        return pressed

    async def result(self, after: Message) -> Message:
        """The document that comes after a message, or the sentence that none will come."""
        return await self._until(lambda: next(filter(_is_result, self._new(after)), None))

    async def collapsed(self, after: Message) -> None:
        """Wait until no card of a run is open any more."""
        await self._until(lambda: self._card(STOP, after) is None)

    async def _until(self, ready: Callable[[], T | None]) -> T:
        if not self._glance:
            found: T = await self.person.chat.until(ready, self.patience)
            return found
        async with asyncio.timeout(self.patience):
            while not (seen := ready()):
                await asyncio.sleep(self._glance)
        return seen

    def _new(self, after: Message) -> list[Message]:
        said = self.person.chat.history[after.id :]  # ids count from 1
        return [message for message in said if message.from_bot and not message.deleted]

    def _card(self, label: str, after: Message) -> Message | None:
        return next((message for message in self._new(after) if label in message.labels), None)

    async def _go_on(self, after: Message) -> None:
        """Press whatever else has to be pressed before the run begins."""
        while True:
            card, label = await self._until(lambda: self._asked(after))
            self._press(label, card)

    def _asked(self, after: Message) -> tuple[Message, str] | None:
        for message in reversed(self._new(after)):
            for label in _GOES_ON:
                if label in message.labels and (message.id, label) not in self._pressed:
                    return message, label
        return None

    def _press(self, label: str, card: Message) -> None:
        self._pressed.add((card.id, label))
        with suppress(LookupError):
            self.person.press(label, card)

    def _running(self, after: Message) -> bool:
        return self._card(STOP, after) is not None or any(map(_is_result, self._new(after)))


def _is_result(message: Message) -> bool:
    return message.document is not None or message.text.startswith("⚠️ ")

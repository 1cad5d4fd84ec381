"""One person who sends a résumé and a post, presses what there is to press, and waits."""

import asyncio
from contextlib import suppress

from sandbox.chats import Message
from sandbox.people import Person

START, AGREE, STOP = "▶️ Start", "Yes, start", "⏹ Stop"
_GOES_ON = (AGREE, START)  # what a person presses who wants to get on, the more urgent first


class Visitor:
    """A person at a phone who reads fast. Times are the event loop's, in seconds."""

    def __init__(self, person: Person, patience: float = 600.0) -> None:
        self.person = person
        self.patience = patience
        self._pressed: set[tuple[int, str]] = set()

    async def show_resume(self, data: bytes, name: str) -> None:
        """Send a résumé and wait until the bot says what it understood."""
        sent = self.person.send_document(data, name)
        chat = self.person.chat
        await chat.wait_for_button("Cancel", after=sent.id, timeout=self.patience)

    def show_posting(self, text: str) -> Message:
        """Send a job post as text."""
        return self.person.paste(text)[0]

    async def start(self, after: Message) -> float:
        """Press Start below a message newer than *after*, and agree if asked; gives when."""
        chat = self.person.chat
        card = await chat.wait_for_button(START, after=after.id, timeout=self.patience)
        pressed = asyncio.get_running_loop().time()
        self._press(START, card)
        agreeing = asyncio.create_task(self._go_on(after))
        try:
            await chat.until(lambda: self._running(after), self.patience)
        finally:
            agreeing.cancel()
            await asyncio.gather(agreeing, return_exceptions=True)
        return pressed

    async def result(self, after: Message) -> Message:
        """The document that comes after a message, or the sentence that none will come."""
        return await self.person.chat.wait_for(_is_result, after=after.id, timeout=self.patience)

    async def collapsed(self, after: Message) -> None:
        """Wait until no card of a run is open any more."""
        await self.person.chat.until(lambda: not self._shown(STOP, after), self.patience)

    def _shown(self, label: str, after: Message) -> bool:
        new = (message for message in self.person.chat.from_bot if message.id > after.id)
        return any(label in message.labels for message in new)

    async def _go_on(self, after: Message) -> None:
        """Press whatever else has to be pressed before the run begins."""
        while True:
            card, label = await self.person.chat.until(lambda: self._asked(after), self.patience)
            self._press(label, card)

    def _asked(self, after: Message) -> tuple[Message, str] | None:
        for message in reversed(self.person.chat.from_bot):
            if message.id <= after.id:
                return None
            for label in _GOES_ON:
                if label in message.labels and (message.id, label) not in self._pressed:
                    return message, label
        return None

    def _press(self, label: str, card: Message) -> None:
        self._pressed.add((card.id, label))
        with suppress(LookupError):
            self.person.press(label, card)

    def _running(self, after: Message) -> bool:
        new = (message for message in self.person.chat.from_bot if message.id > after.id)
        return self._shown(STOP, after) or any(map(_is_result, new))


def _is_result(message: Message) -> bool:
    return message.document is not None or message.text.startswith("⚠️ ")

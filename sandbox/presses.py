"""Pressed buttons: each is answered once, and soon, or not at all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.calls import Params, method
from sandbox.chats import JSON, Message, Until, User
from sandbox.refusals import Refused, Unsupported, bad

if TYPE_CHECKING:
    from sandbox.world import World

_MOST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person sees after the press: a passing line, or an alert to be closed."""

    text: str
    alert: bool
    time: float


@dataclass(slots=True, eq=False)
class Press:
    """A button that *person* pressed at *time*; *error* says why an answer was refused."""

    id: str
    person: User
    message: Message
    data: str
    time: float
    until: Until
    answer: Answer | None = None
    error: str = ""

    async def answered(self, timeout: float = 10.0) -> Answer:
        """The bot's answer. Raises TimeoutError."""
        answer: Answer = await self.until(lambda: self.answer, timeout)
        return answer

    def as_json(self) -> JSON:
        """The CallbackQuery object."""
        shown: JSON = {"id": self.id, "from": self.person.as_json(), "data": self.data}
        shown["chat_instance"] = str(7_000_000_000_000 + self.message.chat.id)
        return shown | {"message": self.message.as_json()}


def _answer(world: "World", params: Params) -> bool:
    press = world.presses.get(params.text("callback_query_id"))
    if len(params.text("text")) > _MOST_TEXT:
        raise bad("MESSAGE_TOO_LONG")
    if params.text("url"):
        raise Unsupported("sandbox: answers with a url are not supported")
    if press is None:
        raise _too_late()
    late = world.clock() - press.time > world.limits.callback_life
    if late or press.answer:
        press.error = "answered twice" if press.answer else "too late"
        raise _too_late()
    press.answer = Answer(params.text("text"), params.flag("show_alert"), world.clock())
    said = {"text": press.answer.text, "alert": press.answer.alert, "message": press.message.id}
    world.journal.note("answer", press.message.chat.id, said)
    return True


def _too_late() -> Refused:
    return bad("query is too old and response timeout expired or query ID is invalid")


METHODS = {
    "answerCallbackQuery": method(_answer, "callback_query_id text show_alert url cache_time"),
}

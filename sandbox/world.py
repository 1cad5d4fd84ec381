"""Telegram as one bot meets it: people, chats, updates, files, limits, faults."""

import asyncio
from collections.abc import Callable, Sequence
from time import time as now
from typing import Any, TypeVar

from sandbox.calls import Params
from sandbox.chats import JSON, Chat, Message, User
from sandbox.faults import Fault, Faults, Kind
from sandbox.files import Files
from sandbox.journal import Call, Event, Journal
from sandbox.limits import Budget, Limits
from sandbox.people import Person
from sandbox.presses import Press
from sandbox.profile import Profile
from sandbox.refusals import bad, forbidden
from sandbox.updates import Updates

T = TypeVar("T")

TOKEN = "8000001:sandbox-0123456789-abcdefghijklmnop"
_NEVER_WROTE = "bot can't initiate conversation with a user"


class World:
    """The server's state, and the in-process control of it. `port` is set once it is served."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        strict: bool = True,
        limits: Limits | None = None,
        clock: Callable[[], float] = now,
        seed: int = 0,
    ) -> None:
        self.token = token
        self.strict = strict  # False: no send budget; all other rules stay
        self.limits = limits or Limits()
        self.clock = clock
        self.port = 0
        self.bot = User(int(token.partition(":")[0]), "Sandbox Bot", is_bot=True)
        self.bot.username = "sandbox_bot"
        self.journal = Journal(clock)
        self.updates = Updates(clock)
        self.files = Files(clock)
        self.faults = Faults(seed)
        self.budget = Budget(clock, self.limits.longest_ban)
        self.profile = Profile()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.closing = asyncio.Event()

    @property
    def url(self) -> str:
        """Where it is served: append /bot for base_url and /file/bot for base_file_url."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def calls(self) -> list[Call]:
        """Every call of the Bot API, oldest first."""
        return self.journal.calls

    @property
    def events(self) -> list[Event]:
        """All that was to be seen in the chats, oldest first."""
        return self.journal.events

    @property
    def complaints(self) -> list[str]:
        """Methods and parameters that the bot used and this server does not know."""
        return self.journal.complaints

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls of *method*, in *chat* or anywhere."""
        fits = (call for call in self.calls if call.method.lower() == method.lower())
        return [call for call in fits if chat is None or call.chat == chat]

    def person(
        self, name: str = "Ada Example", *, id: int | None = None, language: str = "en"
    ) -> Person:
        """A new person, who has not written to the bot yet."""
        id = id or 5_000_001 + len(self.people)
        first, _, last = name.partition(" ")
        user = User(id, first, last, language=language)
        chat = Chat(id, "private", name, [user], self.until, refusal=_NEVER_WROTE)
        self.chats[id] = chat
        self.people[id] = Person(self, user, chat)
        return self.people[id]

    def group(self, title: str, members: Sequence[Person]) -> Chat:
        """A new group of *members*, to which the first of them has added the bot."""
        id = -4_000_001 - len(self.chats)
        self.chats[id] = Chat(id, "group", title, [p.user for p in members], self.until)
        self.announce(self.chats[id], members[0].user, "left", "member")
        return self.chats[id]

    def fail(
        self,
        kind: Kind | str,
        method: str = "",
        *,
        chat: int | None = None,
        times: int | None = 1,
        chance: float = 1.0,
        seconds: float = 5.0,
        code: int = 500,
        skip: int = 0,
    ) -> Fault:
        """Order a fault, as in `fail("lost", "sendDocument")`; see sandbox.faults."""
        fault = Fault(Kind(kind), method, chat, times, chance, seconds, code, skip)
        return self.faults.add(fault)

    async def until(self, ready: Callable[[], T | None], timeout: float = 10.0) -> T:
        """The first true value of *ready*, looked at after every call and event.

        Raises TimeoutError after *timeout* seconds, with what stands in the chats.
        """
        try:
            return await self.journal.until(ready, timeout)
        except TimeoutError:
            chats = "\n".join(chat.transcript() for chat in self.chats.values())
            raise TimeoutError(f"not within {timeout:g} s; in the chats:\n{chats}") from None

    def post(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Let *sender* say something in *chat*."""
        message = Message(len(chat.history) + 1, chat, sender, self.clock(), **content)
        chat.history.append(message)
        if sender.is_bot:
            chat.draft = None
        self.journal.note("message", chat.id, message.as_event())
        return message

    def announce(self, chat: Chat, user: User, before: str, after: str) -> None:
        """Tell the bot that *user* has changed its place in *chat*."""
        until = {"until_date": 0}
        members = [
            {"user": self.bot.as_json(), "status": status} | (until if status == "kicked" else {})
            for status in (before, after)
        ]
        body: JSON = {"chat": chat.as_json(), "from": user.as_json(), "date": int(self.clock())}
        body |= {"old_chat_member": members[0], "new_chat_member": members[1]}
        self.updates.push("my_chat_member", body)

    def reach(self, params: Params) -> Chat:
        """The chat that a call is for, if the bot may write there. Raises Refused."""
        chat = self.look(params)
        if chat.refusal:
            raise forbidden(chat.refusal)
        return chat

    def look(self, params: Params) -> Chat:
        """The chat that a call names. Raises Refused."""
        if not params.text("chat_id"):
            raise bad("chat_id is empty")
        chat = self.chats.get(params.whole("chat_id"))
        if chat is None:
            raise bad("chat not found")
        return chat

    def spend(self, chat: Chat, calls: int = 1) -> None:
        """Take *calls* sends or edits from the budgets. Raises Refused (429)."""
        self.budget.check(("chat", chat.id))
        if self.strict:
            overall = ("overall", ((self.limits.overall, 1.0),), calls)
            self.budget.spend([(("chat", chat.id), self.limits.chat, calls), overall])

    def act(self, chat: Chat) -> None:
        """Take one draft or chat action from the budget of those. Raises Refused (429)."""
        self.budget.check(("actions", chat.id))
        if self.strict:
            self.budget.spend([(("actions", chat.id), self.limits.actions, 1)])

    def close(self) -> None:
        """Let all who wait for this server go."""
        self.closing.set()
        self.updates.close()
        self.journal.close()

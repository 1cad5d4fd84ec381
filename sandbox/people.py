"""People who use the bot: whatever they do reaches it as updates."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from sandbox import calls
from sandbox.calls import MOST_TEXT, Upload
from sandbox.chats import JSON, Button, Chat, Message, User
from sandbox.presses import Press
from sandbox.refusals import Refused

if TYPE_CHECKING:
    from sandbox.world import World

Source = Literal["channel", "user", "hidden"]


class Person:
    """One person at a phone, in a private chat with the bot. Every act returns what it made.

    Acts that the app would not offer raise ValueError or LookupError.
    """

    def __init__(self, world: "World", user: User, chat: Chat) -> None:
        self.user = user
        self.chat = chat
        self._world = world

    @property
    def id(self) -> int:
        """The id of the person, and of the private chat."""
        return self.user.id

    def send(
        self,
        text: str,
        *,
        html: bool = False,
        chat: Chat | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Write *text* (with *html*, formatted) to the bot or into a group."""
        return self._say(text, html=html, chat=chat, reply_to=reply_to.id if reply_to else None)

    def command(self, name: str, argument: str = "") -> Message:
        """Send a command, as in `command("start")`."""
        return self.send(f"/{name} {argument}".rstrip())

    def paste(self, text: str) -> list[Message]:
        """Send *text* of any length: the app splits it, and nothing says that parts belong."""
        return [self.send(part) for part in _split(text) if part.strip()]

    def send_document(
        self,
        data: bytes,
        name: str | None = None,
        mime: str | None = None,
        *,
        caption: str = "",
    ) -> Message:
        """Send a file; *name* and *mime* as the app states them, None where it does not."""
        return self._show("document", Upload(data, name, mime), caption)

    def send_photo(self, data: bytes, *, caption: str = "") -> Message:
        """Send a picture (PNG, GIF or JPEG) as a photo."""
        return self._show("photo", Upload(data), caption)

    def send_album(
        self,
        files: Sequence[Upload],
        *,
        caption: str = "",
        kind: Literal["document", "photo"] = "document",
    ) -> list[Message]:
        """Send *files* together: several messages, and the caption below only one of them."""
        album = str(13_000_000_000 + len(self._world.events))
        at = len(files) - 1 if kind == "document" else 0
        said = [caption if index == at else "" for index in range(len(files))]
        return [
            self._show(kind, file, text, album=album)
            for file, text in zip(files, said, strict=True)
        ]

    def forward(
        self,
        text: str = "",
        *,
        file: Upload | None = None,
        source: str = "Example Jobs",
        kind: Source = "channel",
        html: bool = False,
    ) -> Message:
        """Forward a message of *source*: its text, or its *file* with the text as the caption."""
        origin = _origin(kind, source, int(self._world.clock()) - 3600)
        if file:
            return self._show("document", file, text, origin=origin, html=html)
        return self._say(text, html=html, origin=origin)

    def edit(self, message: Message, text: str) -> None:
        """Change the text of a message that the person sent."""
        if message.sender is not self.user or message.deleted:
            raise ValueError(f"message {message.id} is not to be edited by {self.user.name}")
        clean, found = calls.formatted(text, "")
        message.change(self._world.clock(), clean, found, None)
        self._world.journal.note("edit", message.chat.id, message.as_event())
        self._world.updates.push("edited_message", message.as_json())

    def delete(self, message: Message) -> None:
        """Delete *message* for both sides; the bot is not told."""
        message.deleted = True
        self._world.journal.note("delete", message.chat.id, {"message": message.id})

    def press(self, button: str, message: Message | None = None, *, forged: bool = False) -> Press:
        """Press the button with this label or callback data.

        Without *message* it is the newest message that has it. A *forged* press sends *button* as
        the data of *message* whether or not such a button is there. Raises LookupError.
        """
        if forged and message is not None:
            return self._press(message, Button(button, button))
        candidates = [message] if message else reversed(self.chat.from_bot)
        for candidate in candidates:
            for found in (b for row in candidate.buttons for b in row):
                if found.data and button in (found.label, found.data):
                    return self._press(candidate, found)
        raise LookupError(f"no button {button!r} in\n{self.chat.transcript()}")

    def _press(self, message: Message, button: Button) -> Press:
        id = str(4_100_000_000_000 + len(self._world.presses))
        time = self._world.clock()
        press = Press(id, self.user, message, button.data, time, self._world.until)
        self._world.presses[id] = press
        said = {"message": message.id, "label": button.label, "sender": self.user.name}
        self._world.journal.note("press", message.chat.id, said)
        self._world.updates.push("callback_query", press.as_json())
        return press

    def block(self) -> None:
        """Block the bot: it gets 403 from now on."""
        self._shut("bot was blocked by the user", "member", "kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        self._shut("", "kicked", "member")

    def deactivate(self) -> None:
        """Delete the account; the bot is not told."""
        self.chat.refusal = "user is deactivated"

    def _shut(self, refusal: str, before: str, after: str) -> None:
        self.chat.refusal = refusal
        self._world.journal.note("blocked" if refusal else "unblocked", self.chat.id)
        self._world.announce(self.chat, self.user, before, after)

    def _show(
        self,
        kind: Literal["document", "photo"],
        file: Upload,
        caption: str,
        *,
        album: str = "",
        origin: JSON | None = None,
        html: bool = False,
    ) -> Message:
        try:
            stored = self._world.files.add(kind, file.data, file.name, file.mime)
        except Refused as refused:
            raise ValueError(refused.description) from None
        clean, found = calls.formatted(caption, "HTML" if html else "")
        return self._deliver(
            self.chat, text=clean, entities=found, file=stored, album=album, origin=origin
        )

    def _say(
        self,
        text: str,
        *,
        html: bool = False,
        chat: Chat | None = None,
        reply_to: int | None = None,
        origin: JSON | None = None,
    ) -> Message:
        clean, found = calls.formatted(text, "HTML" if html else "")
        if not 0 < len(clean) <= MOST_TEXT:
            raise ValueError(f"the app does not send {len(clean)} characters at once; see paste")
        content = {"text": clean, "entities": found, "reply_to": reply_to, "origin": origin}
        return self._deliver(chat or self.chat, **content)

    def _deliver(self, chat: Chat, **content: object) -> Message:
        if chat is self.chat and "blocked" in chat.refusal:
            raise ValueError(f"{self.user.name} has blocked the bot")
        if chat is self.chat:
            chat.refusal = ""
        message = self._world.post(chat, self.user, **content)
        if chat.kind == "private" or self._concerns_bot(message):
            self._world.updates.push("message", message.as_json())
        return message

    def _concerns_bot(self, message: Message) -> bool:
        """Whether a bot in privacy mode gets this message of a group."""
        replied = message.chat.find(message.reply_to or 0)
        called = message.text.startswith("/") or f"@{self._world.bot.username}" in message.text
        return called or (replied is not None and replied.from_bot)


def _split(text: str) -> list[str]:
    """*text* in parts of at most 4096 characters, cut at a line or word end if there is one."""
    parts = []
    while len(text) > MOST_TEXT:
        room = text[: MOST_TEXT + 1]
        at = max(room.rfind("\n", MOST_TEXT // 2), room.rfind(" ", MOST_TEXT // 2))
        at = at if at > 0 else MOST_TEXT
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text]


def _origin(kind: Source, source: str, date: int) -> JSON:
    origin: JSON = {"type": kind, "date": date}
    if kind == "channel":
        chat = {"id": -1_000_000_000_777, "type": "channel", "title": source}
        return origin | {"chat": chat, "message_id": 41}
    if kind == "user":
        return origin | {"sender_user": User(6_000_001, source).as_json()}
    return origin | {"type": "hidden_user", "sender_user_name": source}

"""People, chats and messages: what Telegram remembers, and how the Bot API shows it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sandbox import entities
from sandbox.entities import Entity
from sandbox.files import File

T = TypeVar("T")
JSON = dict[str, Any]
Until = Callable[[Callable[[], Any], float], Awaitable[Any]]


@dataclass(slots=True, eq=False)
class User:
    """Someone with a name: a person, or the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}".strip()

    def as_json(self) -> JSON:
        """The User object."""
        shown: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = (("last_name", self.last_name), ("username", self.username))
        shown |= {key: value for key, value in optional if value}
        return shown | ({"language_code": self.language} if self.language else {})


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message: *data* for a callback, *url* or *copy* otherwise."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said from *time* (unix seconds) on."""

    time: float
    text: str
    entities: tuple[Entity, ...]
    markup: JSON | None

    @property
    def html(self) -> str:
        """The text as HTML."""
        return entities.html(self.text, self.entities)


@dataclass(slots=True, eq=False)
class Message:
    """A message. *text* is the caption if there is a *file*; *edits* are its former versions."""

    id: int
    chat: "Chat"
    sender: User
    time: float
    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: JSON | None = None
    file: File | None = None
    silent: bool = False  # sent with disable_notification: the phone does not ring
    protected: bool = False
    preview: JSON | None = None  # its link_preview_options
    reply_to: int | None = None
    origin: JSON | None = None  # MessageOrigin of a forward
    album: str = ""
    edited: float | None = None
    edits: list[Version] = field(default_factory=list)
    reactions: tuple[str, ...] = ()
    deleted: bool = False

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.sender.is_bot

    @property
    def html(self) -> str:
        """The text as HTML."""
        return entities.html(self.text, self.entities)

    @property
    def versions(self) -> list[Version]:
        """All that it ever said, oldest first."""
        since = self.time if self.edited is None else self.edited
        return [*self.edits, Version(since, self.text, self.entities, self.markup)]

    @property
    def document(self) -> File | None:
        """The document in it."""
        return self.file if self.file and self.file.kind == "document" else None

    @property
    def photo(self) -> File | None:
        """The picture in it."""
        return self.file if self.file and self.file.kind == "photo" else None

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[_button(item) for item in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons, in reading order."""
        return [button.label for row in self.buttons for button in row]

    def change(self, time: float, text: str, found: Sequence[Entity], markup: JSON | None) -> None:
        """Let it say something else from *time* on; the former version is kept."""
        self.edits.append(self.versions[-1])
        self.text, self.entities, self.markup = text, tuple(found), markup
        self.edited = time

    def as_json(self, *, nested: bool = False) -> JSON:
        """The Message object, as of now."""
        shown: JSON = {"message_id": self.id, "from": self.sender.as_json()}
        shown |= {"chat": self.chat.as_json(), "date": int(self.time)}
        if self.edited is not None:
            shown["edit_date"] = int(self.edited)
        if self.origin:
            shown |= {"forward_origin": self.origin, "forward_date": self.origin["date"]}
        if self.album:
            shown["media_group_id"] = self.album
        replied = self.chat.find(self.reply_to or 0)
        if replied and not nested:
            shown["reply_to_message"] = replied.as_json(nested=True)
        if self.protected:
            shown["has_protected_content"] = True
        if self.preview:
            shown["link_preview_options"] = self.preview
        if self.markup and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        return shown | self._content()

    def _content(self) -> JSON:
        listed = [entity.as_json() for entity in self.entities]
        if self.file is None:
            return {"text": self.text} | ({"entities": listed} if listed else {})
        content: JSON = {self.file.kind: self.file.as_json()}
        if self.text:
            content["caption"] = self.text
        return content | ({"caption_entities": listed} if listed else {})

    def as_event(self) -> JSON:
        """What a viewer of the chat needs to draw it."""
        shown: JSON = {"message": self.id, "sender": self.sender.name, "bot": self.from_bot}
        shown |= {"text": self.text, "html": self.html, "silent": self.silent}
        shown["entities"] = [entity.as_json() for entity in self.entities]
        shown["buttons"] = [[button.label for button in row] for row in self.buttons]
        shown["forwarded"] = self.origin is not None
        if self.file:
            names = {"name": self.file.name, "mime": self.file.mime, "kind": self.file.kind}
            shown["file"] = names | {"size": len(self.file.data), "id": self.file.id}
        return shown


def _button(item: JSON) -> Button:
    copied = item.get("copy_text", {}).get("text", "")
    return Button(item["text"], item.get("callback_data", ""), item.get("url", ""), copied)


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat or a group, and all messages in it."""

    id: int
    kind: str  # "private", "group"
    title: str
    members: list[User]
    until: Until
    open: bool = False  # a bot cannot write first
    refusal: str = ""  # why the bot is shut out, in Telegram's words
    history: list[Message] = field(default_factory=list)  # with the deleted ones
    actions: list[tuple[float, str]] = field(default_factory=list)
    draft: JSON | None = None

    @property
    def messages(self) -> list[Message]:
        """The messages that can be seen, oldest first."""
        return [message for message in self.history if not message.deleted]

    @property
    def from_bot(self) -> list[Message]:
        """Those of them that the bot sent."""
        return [message for message in self.messages if message.from_bot]

    @property
    def documents(self) -> list[Message]:
        """Those of the bot's that carry a document."""
        return [message for message in self.from_bot if message.document]

    def find(self, id: int) -> Message | None:
        """The visible message with this id."""
        if not 0 < id <= len(self.history):
            return None
        message = self.history[id - 1]
        return None if message.deleted else message

    def as_json(self) -> JSON:
        """The Chat object."""
        if self.kind != "private":
            return {"id": self.id, "type": self.kind, "title": self.title}
        shown = self.members[0].as_json()
        kept = {key: shown[key] for key in ("first_name", "last_name", "username") if key in shown}
        return {"id": self.id, "type": "private"} | kept

    async def wait_for(
        self, wanted: Callable[[Message], object], *, after: int = 0, timeout: float = 10.0
    ) -> Message:
        """The first message of the bot past id *after* that is *wanted*, now or in time.

        Raises TimeoutError, with what stands in the chat.
        """

        def found() -> Message | None:
            return next((m for m in self.from_bot if m.id > after and wanted(m)), None)

        message: Message = await self.until(found, timeout)
        return message

    async def wait_for_text(self, part: str, *, after: int = 0, timeout: float = 10.0) -> Message:
        """The first message of the bot with *part* in its text."""
        return await self.wait_for(lambda m: part in m.text, after=after, timeout=timeout)

    async def wait_for_document(self, *, after: int = 0, timeout: float = 10.0) -> Message:
        """The first message of the bot with a document."""
        return await self.wait_for(lambda m: m.document, after=after, timeout=timeout)

    async def wait_for_button(
        self, label: str, *, after: int = 0, timeout: float = 10.0
    ) -> Message:
        """The first message of the bot with a button that has *label* in its own."""

        def shows(message: Message) -> bool:
            return any(label in shown for shown in message.labels)

        return await self.wait_for(shows, after=after, timeout=timeout)

    def transcript(self) -> str:
        """The chat in plain lines, for a failing test."""
        lines = []
        for message in self.messages:
            file = f" <{message.file.kind} {message.file.name}>" if message.file else ""
            labels = "".join(f" [{label}]" for label in message.labels)
            lines.append(f"{message.id} {message.sender.name}:{file} {message.text}{labels}")
        return "\n".join(lines)

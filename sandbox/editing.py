"""The methods that change or remove what stands in a chat."""

from typing import TYPE_CHECKING

from sandbox import keyboards
from sandbox.calls import MOST_CAPTION, MOST_TEXT, Params, method
from sandbox.chats import JSON, Message
from sandbox.refusals import bad

if TYPE_CHECKING:
    from sandbox.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_DELETABLE = 48 * 3600.0  # seconds
_EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 "
    "🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "
    "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡 "
)


def _find(world: "World", params: Params, purpose: str) -> Message:
    """The message that a call names. Raises Refused."""
    chat = world.reach(params)
    if not params.whole("message_id"):
        raise bad("message identifier is not specified")
    message = chat.find(params.whole("message_id"))
    if message is None:
        raise bad(f"message to {purpose} not found")
    return message


def _editable(world: "World", params: Params) -> Message:
    message = _find(world, params, "edit")
    plain = message.markup is not None and "inline_keyboard" not in message.markup
    if not message.from_bot or message.origin or plain:
        raise bad("message can't be edited")
    return message


def _edit_text(world: "World", params: Params) -> JSON:
    if not params.text("text"):
        raise bad("message text is empty")
    text, found = params.formatted("text", MOST_TEXT)
    if not text:
        raise bad("text must be non-empty")
    message = _editable(world, params)
    if message.file:
        raise bad("there is no text in the message to edit")
    return _change(world, params, message, {"text": text, "found": found})


def _edit_caption(world: "World", params: Params) -> JSON:
    text, found = params.formatted("caption", MOST_CAPTION)
    message = _editable(world, params)
    if not message.file:
        raise bad("there is no caption in the message to edit")
    return _change(world, params, message, {"text": text, "found": found})


def _edit_markup(world: "World", params: Params) -> JSON:
    message = _editable(world, params)
    content = {"text": message.text, "found": message.entities}
    return _change(world, params, message, content)


def _change(world: "World", params: Params, message: Message, content: JSON) -> JSON:
    """Let *message* have new content, and the buttons of this call or none."""
    given = params.json("reply_markup", "reply keyboard markup")
    markup = keyboards.check(given, inline=True)
    world.spend(message.chat)
    same = (message.text, message.entities, message.markup)
    if same == (content["text"], content["found"], markup):
        raise bad(_NOT_MODIFIED)
    message.change(world.clock(), content["text"], content["found"], markup)
    world.journal.note("edit", message.chat.id, message.as_event())
    return message.as_json()


def _delete(world: "World", params: Params) -> bool:
    message = _find(world, params, "delete")
    if world.clock() - message.time > _DELETABLE:
        raise bad("message can't be deleted")
    message.deleted = True
    world.journal.note("delete", message.chat.id, {"message": message.id})
    return True


def _react(world: "World", params: Params) -> bool:
    given = params.json("reaction", "reaction types") or []
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = tuple(str(item.get("emoji", "")) for item in given)
    if not set(_EMOJI.split()).issuperset(emoji):
        raise bad("REACTION_INVALID")
    message = _find(world, params, "react")
    message.reactions = emoji
    said = {"message": message.id, "emoji": "".join(emoji)}
    world.journal.note("reaction", message.chat.id, said)
    return True


_TARGET = "chat_id message_id"

METHODS = {
    "editMessageText": method(
        _edit_text, f"{_TARGET} text parse_mode entities link_preview_options reply_markup"
    ),
    "editMessageCaption": method(
        _edit_caption, f"{_TARGET} caption parse_mode caption_entities reply_markup"
    ),
    "editMessageReplyMarkup": method(_edit_markup, f"{_TARGET} reply_markup"),
    "deleteMessage": method(_delete, _TARGET),
    "setMessageReaction": method(_react, f"{_TARGET} reaction is_big"),
}

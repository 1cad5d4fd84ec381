"""The methods that put something new into a chat."""

from functools import partial
from typing import TYPE_CHECKING, Literal

from sandbox import keyboards
from sandbox.calls import MOST_CAPTION, MOST_TEXT, Method, Params, Upload, formatted, method
from sandbox.chats import JSON, Chat, Message
from sandbox.files import File, mime_of
from sandbox.refusals import Refused, bad

if TYPE_CHECKING:
    from sandbox.world import World

Kind = Literal["document", "photo"]

_COMMON = "chat_id disable_notification protect_content reply_parameters"
_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_DRAFT_LIFE = 30.0  # seconds


def _send_message(world: "World", params: Params) -> JSON:
    if not params.text("text"):
        raise bad("message text is empty")
    text, found = params.formatted("text", MOST_TEXT)
    if not text:
        raise bad("text must be non-empty")
    preview = params.json("link_preview_options", "link preview options")
    return _send(world, params, text=text, entities=found, preview=preview).as_json()


def _send_file(kind: Kind, world: "World", params: Params) -> JSON:
    given = params.file(kind)
    if given is None:
        raise bad(f"there is no {kind} in the request")
    text, found = params.formatted("caption", MOST_CAPTION)
    chat = world.reach(params)
    file = _stored(world, kind, given)
    return _send(world, params, chat, text=text, entities=found, file=file).as_json()


def _stored(world: "World", kind: Kind, given: Upload | str) -> File:
    if isinstance(given, str):
        return world.files.resend(given, kind)
    size = len(given.data)
    if size > world.limits.document:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and size > world.limits.photo:
        raise bad(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {world.limits.photo} bytes"
        )
    name = given.name or "file"
    return world.files.add(kind, given.data, name, mime_of(name))


def _send(world: "World", params: Params, chat: Chat | None = None, **content: object) -> Message:
    """Post *content*, once everything about it is known to be right."""
    chat = chat or world.reach(params)
    reply_to = _replied(chat, params)
    markup = keyboards.check(params.json("reply_markup", "reply keyboard markup"))
    world.spend(chat)
    return world.post(
        chat,
        world.bot,
        markup=markup,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        **content,
    )


def _replied(chat: Chat, params: Params) -> int | None:
    reply = params.json("reply_parameters", "reply parameters")
    if not reply:
        return None
    message = chat.find(int(reply.get("message_id", 0)))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message.id if message else None


def _send_media_group(world: "World", params: Params) -> list[JSON]:
    media = params.json("media", "media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad("there must be from 2 to 10 items in an album")
    kinds = {item.get("type") for item in media}
    if kinds not in ({"document"}, {"photo"}):
        raise bad("can't use the media of the specified type in the album")
    chat = world.reach(params)
    kind: Kind = "document" if kinds == {"document"} else "photo"
    contents = [_item(world, kind, item, params) for item in media]
    reply_to = _replied(chat, params)
    world.spend(chat, len(contents))
    content = {"reply_to": reply_to, "silent": params.flag("disable_notification")}
    content |= {"protected": params.flag("protect_content")}
    album = str(13_500_000_000 + len(world.events))
    posted = [world.post(chat, world.bot, album=album, **content, **item) for item in contents]
    return [message.as_json() for message in posted]


def _item(world: "World", kind: Kind, item: JSON, params: Params) -> JSON:
    given = params.file(kind, str(item.get("media", "")))
    if given is None:
        raise bad(f"there is no {kind} in the request")
    text, found = formatted(
        item.get("caption", ""), item.get("parse_mode", ""), item.get("caption_entities", ())
    )
    if len(text) > MOST_CAPTION:
        raise bad("message caption is too long")
    return {"text": text, "entities": found, "file": _stored(world, kind, given)}


def _send_chat_action(world: "World", params: Params) -> bool:
    action = params.text("action")
    if action not in _ACTIONS.split():
        raise bad("wrong parameter action in request")
    chat = world.reach(params)
    world.act(chat)
    chat.actions.append((world.clock(), action))
    world.journal.note("action", chat.id, {"action": action})
    return True


def _send_draft(world: "World", params: Params) -> bool:
    text, found = params.formatted("text", MOST_TEXT)
    chat = world.reach(params)
    if chat.kind != "private":
        raise bad("TEXTDRAFT_PEER_INVALID")
    if not params.whole("draft_id"):
        raise bad("draft_id must be non-zero")
    world.act(chat)
    chat.draft = {"id": params.whole("draft_id"), "text": text, "entities": found}
    chat.draft["until"] = world.clock() + _DRAFT_LIFE
    world.journal.note("draft", chat.id, {"text": text})
    return True


def _file(kind: Kind, more: str = "") -> Method:
    names = f"{_COMMON} {kind} caption parse_mode caption_entities reply_markup {more}"
    return method(partial(_send_file, kind), names)


METHODS = {
    "sendMessage": method(
        _send_message, f"{_COMMON} text parse_mode entities link_preview_options reply_markup"
    ),
    "sendDocument": _file("document", "disable_content_type_detection"),
    "sendPhoto": _file("photo"),
    "sendMediaGroup": method(_send_media_group, f"{_COMMON} media"),
    "sendChatAction": method(_send_chat_action, "chat_id action"),
    "sendMessageDraft": method(_send_draft, "chat_id draft_id text parse_mode entities"),
}

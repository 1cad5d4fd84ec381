"""Formatted text as Telegram keeps it: the text and its entities, in UTF-16 units."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

MOST = 100  # entities past this many lose their effect
_ORDER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention")
_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s"}
_TAGS |= {"spoiler": "tg-spoiler", "code": "code", "blockquote": "blockquote"}
_OPENINGS = {
    "text_link": '<a href="{0}">',
    "text_mention": '<a href="{0}">',
    "expandable_blockquote": "<blockquote expandable>",
    "custom_emoji": '<tg-emoji emoji-id="{0}">',
}
_CLOSINGS = {"text_link": "</a>", "text_mention": "</a>", "custom_emoji": "</tg-emoji>"}
_CLOSINGS |= {"expandable_blockquote": "</blockquote>"}
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_INVISIBLE = " \n\u200b\u200c\u200d\u2060\ufeff\u00a0\u2800\u3164"
_FOUND = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]'»]
        |(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:com|org|net|io|ai|dev|co|de|uk|ru)\b(?:/[^\s<>"]*)?)
    |(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})\b
    |(?<![\w\#])(?P<hashtag>\#\w*[^\W\d]\w*)
    |(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Malformed(ValueError):
    """Text whose markup or entities Telegram refuses; the message is Telegram's own."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text: *offset* and *length* in UTF-16 units; *extra* a link, language or id."""

    type: str
    offset: int
    length: int
    extra: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """The entity as the Bot API shows it."""
        shown: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        key = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}
        if self.extra and self.type in key:
            shown[key[self.type]] = self.extra
        if self.type == "text_mention":
            id = int(self.extra.rpartition("=")[2])
            shown["user"] = {"id": id, "is_bot": False, "first_name": "Someone"}
        return shown


def units(text: str) -> int:
    """The length of *text* in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """*entities* outermost first, without empty ones and without bold inside bold."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=_rank):
        inside = (e for e in kept if e.type == entity.type and e.end >= entity.end)
        if entity.length > 0 and not any(e.offset <= entity.offset for e in inside):
            kept.append(entity)
    return tuple(kept[:MOST])


def _rank(entity: Entity) -> tuple[int, int, int, str]:
    weight = _ORDER.index(entity.type) if entity.type in _ORDER else len(_ORDER)
    return entity.offset, -entity.length, weight, entity.type


def clean(text: str, entities: Sequence[Entity] = ()) -> tuple[str, tuple[Entity, ...]]:
    """What is left after Telegram has dropped odd characters and trimmed both ends."""
    for match in reversed(list(_DROPPED.finditer(text))):
        text = text[: match.start()] + text[match.end() :]
        at = units(text[: match.start()])
        entities = [_cut(entity, at, 1) for entity in entities]
    text = _CONTROL.sub(" ", text).rstrip(" \n")
    end = units(text)
    entities = [replace(e, length=min(e.end, end) - e.offset) for e in entities if e.offset < end]
    first = min((entity.offset for entity in entities), default=end)
    blank = min(len(text) - len(text.lstrip(" \n")), first)
    entities = [replace(entity, offset=entity.offset - blank) for entity in entities]
    text = text[blank:]
    if not text.strip(_INVISIBLE):
        return "", ()
    return text, ordered(entities)


def _cut(entity: Entity, at: int, size: int) -> Entity:
    """*entity* after *size* units at *at* have gone."""
    if at < entity.offset:
        return replace(entity, offset=entity.offset - size)
    if at < entity.end:
        return replace(entity, length=entity.length - size)
    return entity


def find(text: str, entities: Sequence[Entity] = ()) -> tuple[Entity, ...]:
    """*entities* and the links, addresses, mentions, tags and commands that stand in *text*."""
    taken = [(e.offset, e.end) for e in entities if e.type in ("code", "pre", "text_link")]
    found = list(entities)
    for match in _FOUND.finditer(text):
        start = units(text[: match.start()])
        entity = Entity(str(match.lastgroup), start, units(match.group()))
        if not any(low < entity.end and entity.offset < high for low, high in taken):
            found.append(entity)
    return ordered(found)


def load(given: Any, text: str) -> tuple[Entity, ...]:
    """Entities that a bot sent as JSON beside *text*. Raises Malformed."""
    loaded = []
    for item in given:
        if not isinstance(item, dict) or "type" not in item:
            raise Malformed("Can't parse MessageEntity: an entity must be an Object with a type")
        extra = str(item.get("url") or item.get("language") or item.get("custom_emoji_id") or "")
        try:
            entity = Entity(item["type"], int(item["offset"]), int(item["length"]), extra)
        except (KeyError, TypeError, ValueError):
            raise Malformed("Can't parse MessageEntity: offset and length are needed") from None
        if entity.end > units(text):
            raise Malformed(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )
        loaded.append(entity)
    return ordered(loaded)


def html(text: str, entities: Sequence[Entity]) -> str:
    """*text* as HTML that gives the same entities back; those that nest badly are left out."""
    out: list[str] = []
    stack: list[Entity] = []
    waiting = [e for e in ordered(entities) if e.type in (*_TAGS, *_OPENINGS, "pre")]
    at = 0
    for char in text:
        _close(out, stack, at)
        while waiting and waiting[0].offset <= at:
            entity = waiting.pop(0)
            if entity.offset == at and (not stack or entity.end <= stack[-1].end):
                out.append(_opening(entity))
                stack.append(entity)
        out.append(escape(char, quote=False))
        at += units(char)
    _close(out, stack, at)
    return "".join(out)


def _close(out: list[str], stack: list[Entity], at: int) -> None:
    while stack and stack[-1].end <= at:
        out.append(_closing(stack.pop()))


def _opening(entity: Entity) -> str:
    if entity.type == "pre":
        return f'<pre><code class="language-{entity.extra}">' if entity.extra else "<pre>"
    if entity.type in _OPENINGS:
        return _OPENINGS[entity.type].format(escape(entity.extra))
    return f"<{_TAGS[entity.type]}>"


def _closing(entity: Entity) -> str:
    if entity.type == "pre":
        return "</code></pre>" if entity.extra else "</pre>"
    return _CLOSINGS.get(entity.type) or f"</{_TAGS[entity.type]}>"

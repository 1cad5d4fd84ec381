"""All methods of the Bot API that this server has, and the door to them."""

from inspect import isawaitable
from typing import TYPE_CHECKING

from sandbox import editing, presses, profile, sending, updates
from sandbox.calls import Method, Params, method
from sandbox.chats import JSON
from sandbox.refusals import Unsupported

if TYPE_CHECKING:
    from sandbox.world import World

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def _get_file(world: "World", params: Params) -> JSON:
    return world.files.link(params.text("file_id"), world.limits.download)


def _get_chat(world: "World", params: Params) -> JSON:
    chat = world.look(params)
    shown = chat.as_json() | {"accent_color_id": 1, "max_reaction_count": 11}
    return shown | {"accepted_gift_types": dict.fromkeys(_GIFTS, True)}


METHODS: dict[str, Method] = {
    **profile.METHODS,
    **updates.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **presses.METHODS,
    "getFile": method(_get_file, "file_id"),
    "getChat": method(_get_chat, "chat_id"),
}
_BY_LOWER = {name.lower(): name for name in METHODS}


def canonical(name: str) -> str:
    """*name* as Telegram's manual writes it; itself if there is no such method."""
    return _BY_LOWER.get(name.lower(), name)


async def perform(world: "World", name: str, params: Params) -> object:
    """The result of method *name*. Raises Refused; Unsupported for what is not known here."""
    if name not in METHODS:
        raise Unsupported("Not Found: method not found", 404)
    wanted = METHODS[name]
    if unknown := sorted({*params.values, *params.uploads} - wanted.parameters - _parts(params)):
        raise Unsupported(f"sandbox: unknown parameter {', '.join(unknown)}")
    result = wanted.perform(world, params)
    return await result if isawaitable(result) else result


def _parts(params: Params) -> set[str]:
    """The uploads that another parameter refers to."""
    joined = " ".join(params.values.values())
    return {name for name in params.uploads if f"attach://{name}" in joined}

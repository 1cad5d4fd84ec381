"""What the bot says about itself: its name, descriptions and commands, by scope and language."""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sandbox.calls import Method, Params, method
from sandbox.chats import JSON
from sandbox.refusals import bad

if TYPE_CHECKING:
    from sandbox.world import World

_ABILITIES = (
    "can_connect_to_business",
    "can_read_all_group_messages",
    "has_main_web_app",
    "has_topics_enabled",
    "supports_inline_queries",
)
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_MOST_COMMANDS = 100
_LENGTHS = {"description": 512, "short_description": 120, "name": 64}


@dataclass(slots=True)
class Profile:
    """*commands* by (scope, language), as ("chat:5000001", "de"); *texts* by (what, language)."""

    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def names(self, scope: str = "default", language: str = "") -> list[str]:
        """The names of the commands set for exactly this scope and language."""
        return [item["command"] for item in self.commands.get((scope, language), [])]

    def text(self, what: str = "description", language: str = "") -> str:
        """The "description", "short_description" or "name" that people of *language* see."""
        return self.texts.get((what, language)) or self.texts.get((what, ""), "")


def _get_me(world: "World", _params: Params) -> JSON:
    shown = world.bot.as_json() | {"can_join_groups": True}
    return shown | dict.fromkeys(_ABILITIES, False)


def _scope(world: "World", params: Params) -> str:
    scope = params.json("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _SCOPES:
        return str(kind)
    if kind not in _CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    chat = scope.get("chat_id")
    if chat not in world.chats or world.chats[chat].refusal:
        raise bad("chat not found")
    return f"{kind}:{chat}"


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def _set_commands(world: "World", params: Params) -> bool:
    commands = params.json("commands", "commands")
    if not isinstance(commands, list) or len(commands) > _MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH" if commands else "can't parse commands JSON object")
    for item in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(item.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(item.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(world, params), _language(params)] = commands
    return True


def _get_commands(world: "World", params: Params) -> list[JSON]:
    key = _scope(world, params), _language(params)
    return world.profile.commands.get(key, [])


def _delete_commands(world: "World", params: Params) -> bool:
    world.profile.commands.pop((_scope(world, params), _language(params)), None)
    return True


def _set_text(what: str, world: "World", params: Params) -> bool:
    text = params.text(what)
    if len(text) > _LENGTHS[what]:
        raise bad(f"bot {what.replace('_', ' ')} is too long")
    world.profile.texts[what, params.text("language_code")] = text
    return True


def _get_text(what: str, world: "World", params: Params) -> JSON:
    return {what: world.profile.text(what, params.text("language_code"))}


def _text_methods(what: str, name: str) -> dict[str, Method]:
    return {
        f"setMy{name}": method(partial(_set_text, what), f"{what} language_code"),
        f"getMy{name}": method(partial(_get_text, what), "language_code"),
    }


METHODS = {
    "getMe": method(_get_me),
    "setMyCommands": method(_set_commands, "commands scope language_code"),
    "getMyCommands": method(_get_commands, "scope language_code"),
    "deleteMyCommands": method(_delete_commands, "scope language_code"),
    **_text_methods("name", "Name"),
    **_text_methods("description", "Description"),
    **_text_methods("short_description", "ShortDescription"),
}

"""Reply markup, checked before it is kept."""

from typing import Any

from sandbox.chats import JSON
from sandbox.refusals import Unsupported, bad

_MOST_BUTTONS = 100
_ACTIONS = ("url", "callback_data", "copy_text")
_STYLES = ("primary", "success", "danger")
_OTHERS = ("keyboard", "remove_keyboard", "force_reply")


def check(given: Any, *, inline: bool = False) -> JSON | None:
    """*given* as it will stand below a message; None without buttons. Raises Refused.

    With *inline* only an inline keyboard will do, as in an edit.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if any(given.get(key) for key in _OTHERS):
        if inline:
            raise bad("inline keyboard expected")
        return given
    rows = given.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[_button(item) for item in row] for row in rows if row]
    if sum(map(len, checked)) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def _button(item: Any) -> JSON:
    if not isinstance(item, dict):
        raise _unparsed("InlineKeyboardButton must be an Object")
    if unknown := set(item) - {"text", "style", *_ACTIONS}:
        raise Unsupported(f"sandbox: buttons with {sorted(unknown)} are not supported")
    actions = [key for key in _ACTIONS if item.get(key)]
    if "text" not in item:
        raise _unparsed('Can\'t find field "text"')
    if not str(item["text"]).strip():
        raise bad("inline keyboard button text must be non-empty")
    if item.get("style", "primary") not in _STYLES:
        raise _unparsed("invalid button style specified")
    if not actions:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise Unsupported(f"sandbox: a button does one thing, not {actions}")
    _ACTION_CHECKS[actions[0]](item[actions[0]])
    return item


def _unparsed(reason: str) -> Exception:
    return bad(f"can't parse inline keyboard button: {reason}")


def _check_data(data: str) -> None:
    if len(data.encode()) > 64:
        raise bad("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    if not url.startswith(("http://", "https://", "tg://")) or " " in url:
        raise bad(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL specified")


def _check_copy(copy: Any) -> None:
    if not isinstance(copy, dict) or not 1 <= len(str(copy.get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


_ACTION_CHECKS = {"url": _check_url, "callback_data": _check_data, "copy_text": _check_copy}

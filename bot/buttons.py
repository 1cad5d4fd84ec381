"""Inline buttons: their labels, and what their callback data means."""

from dataclasses import dataclass

import telegram
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Message, MessageEntity

from bot.catalogue import mark, tell
from documents.genre import Genre

_VERSION = "v1"
BY_RULES = mark("Work by rules")


@dataclass(frozen=True, slots=True)
class Press:
    """A button's meaning: an action, and the id of what it is about.

    In a review or a question also which `edit` of it, counted from 0, and at which `step`.
    """

    action: str
    id: int = 0
    edit: int = 0
    step: int = 0

    def data(self) -> str:
        """The callback data, well below Telegram's 64 bytes."""
        about = f":{self.edit}:{self.step}" if self.edit or self.step else ""
        return f"{_VERSION}:{self.action}:{self.id}{about}"


def parse(data: str | None) -> Press | None:
    """What callback data means; None for another version's or damaged data."""
    parts = (data or "").split(":")
    if len(parts) not in (3, 5) or parts[0] != _VERSION:
        return None
    if not all(number.isdecimal() for number in parts[2:]):
        return None
    return Press(parts[1], *map(int, parts[2:]))


def urgent(update: telegram.Update) -> bool:
    """Whether *update* must not wait behind others: Stop, and /cancel."""
    if update.callback_query is not None:
        press = parse(update.callback_query.data)
        return press is not None and press.action == "stop"
    message = update.effective_message
    return message is not None and _command(message) == "cancel"


def _command(message: Message) -> str:
    """The command in *message* as the library's handlers find it, with any words after it."""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset or not message.text:
        return ""
    return message.text[1 : first.length].partition("@")[0].lower()


def card(*, whole: bool, newest: Genre, id: int) -> Keyboard:
    """Under the card: correct the guess about what came last, and begin or clear the table."""
    rows = [[Button(tell("▶️ Start"), callback_data=Press("start").data())]] if whole else []
    if newest is Genre.RESUME:
        rows.append([_button(tell("That's a job post"), "is-posting", id)])
    elif newest is Genre.POSTING:
        rows.append([_button(tell("That's my résumé"), "is-resume", id)])
    last = [_button(tell("Replace…"), "replace")] if whole else []
    return Keyboard([*rows, [*last, _button(tell("Cancel"), "clear")]])


def replace() -> Keyboard:
    """Which of the two to replace."""
    return Keyboard(
        [
            [
                _button(tell("📄 The résumé"), "new-resume"),
                _button(tell("💼 The job post"), "new-posting"),
            ],
            [_button(tell("Back"), "back")],
        ]
    )


def back() -> Keyboard:
    """While the bot waits for a replacement."""
    return Keyboard([[_button(tell("Back"), "back")]])


def consent() -> Keyboard:
    """Under the question whether the provider may see the texts."""
    return Keyboard(
        [
            [_button(tell("Yes, start"), "agree")],
            [_button(tell("No, work without a model"), "decline")],
            [_button(tell("Back"), "back")],
        ]
    )


def limited(application: int = 0) -> Keyboard:
    """At a limit of models: under a start card, or for an application that is to run again."""
    if application:
        return Keyboard([[_button(tell(BY_RULES), "again-rules", application)]])
    return Keyboard([[_button(tell(BY_RULES), "by-rules")], [_button(tell("Back"), "back")]])


def which(id: int) -> Keyboard:
    """For a text that reads like neither; it is stored as posting *id*."""
    mine, theirs = (
        _button(tell("It's my résumé"), "is-resume", id),
        _button(tell("It's a job post"), "keep-posting", id),
    )
    return Keyboard([[mine, theirs]])


def forget(yes: Press, no: Press) -> Keyboard:
    """Under the question whether everything is to be deleted."""
    return Keyboard(
        [
            [Button(tell("Delete everything"), callback_data=yes.data())],
            [Button(tell("Keep it"), callback_data=no.data())],
        ]
    )


def stop(application: int) -> Keyboard:
    """Under the status message of a run."""
    return Keyboard([[_button(tell("⏹ Stop"), "stop", application)]])


def delivered(application: int, version: int) -> Keyboard:
    """Under a document: the person's last word on each change, a PDF, and all of it once more."""
    changes = _button(tell("Changes"), "changes", application)
    pdf = _button(tell("PDF"), "pdf", application, version)
    return Keyboard([[changes, pdf, _button(tell("🔁 Again"), "anew", application)]])


def changes(application: int) -> Keyboard:
    """Under what went wrong with a document that was decided on."""
    return Keyboard([[_button(tell("Changes"), "changes", application)]])


def gap(application: int, index: int) -> Keyboard:
    """Under a question about a gap."""
    no, skip = _button(tell("No"), "gap-no", application, index), "gap-skip"
    return Keyboard([[no, _button(tell("Skip"), skip, application, index)]])


def again(application: int) -> Keyboard:
    """Under what the person told: make the document anew with it."""
    return Keyboard([[_button(tell("🔁 Again"), "again", application)]])


def _button(label: str, action: str, id: int = 0, edit: int = 0) -> Button:
    return Button(label, callback_data=Press(action, id, edit).data())

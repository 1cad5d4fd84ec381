"""/settings: what a person may choose, as one message with buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot import catalogue, menu, messages, presses, stages, texts, texts_personal, updates
from bot.buttons import Press
from bot.catalogue import LANGUAGES, count, tell
from bot.services import Services
from bot.settings import Settings
from storage import people, preferences
from storage.preferences import Layout, Preferences, Quality

_DAYS = (1, 7, 30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to choose. `choices` are what a button's number stands for: (label, change).

    A change is the preferences as they are to be, or whether the model's provider is agreed to.
    """

    title: str
    about: str
    choices: Mapping[int, tuple[str, Preferences | bool]]
    present: int

    @property
    def line(self) -> str:
        """What is chosen now."""
        return f"<b>{self.title}</b>: {self.choices[self.present][0]}"


class Options:
    """The command /settings and its buttons."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take the command, and the presses of these buttons."""
        app.add_handler(CommandHandler("settings", self.open))
        app.add_handler(CallbackQueryHandler(self.press, r"v1:(settings|prefer):"))

    async def open(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /settings."""
        person = updates.sender(update)
        text, keyboard = _overview(await self._topics(person))
        await messages.say(self._services, person, text, keyboard)

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a topic, or take a choice."""
        query, press = presses.read(update)
        person = updates.sender(update)
        known = await self._topics(person)
        topic = known.get(press.id)
        if press.action == "prefer" and topic is not None and press.edit in topic.choices:
            await self._choose(person, topic.choices[press.edit][1])
            await presses.answer(query, tell(texts_personal.SET))
            await presses.show(query, *_overview(await self._topics(person)))
        elif press.action == "settings":
            await presses.answer(query)
            await presses.show(query, *(_detail(press.id, topic) if topic else _overview(known)))
        else:
            await presses.answer(query, tell(texts.EXPIRED))

    async def _choose(self, person: int, chosen: Preferences | bool) -> None:
        if isinstance(chosen, bool):
            provider = self._services.settings.provider
            await people.consent(self._services.db, person, provider, agreed=chosen)
            self._services.recall.drop(stages.MODEL)
            return
        before = await preferences.get(self._services.db, person)
        await preferences.put(self._services.db, person, chosen)
        self._services.recall.drop(stages.MODEL)
        if chosen.language != before.language:
            await catalogue.adopt(self._services.db, person)
            await menu.show(self._services.bot, person, chosen.language)

    async def _topics(self, person: int) -> dict[int, Topic]:
        settings, db = self._services.settings, self._services.db
        row = await people.get(db, person)
        agreed = row is not None and row.agrees(settings.provider) is True
        return topics(settings, await preferences.get(db, person), agreed=agreed)


def topics(settings: Settings, now: Preferences, *, agreed: bool = False) -> dict[int, Topic]:
    """What can be chosen here, by the numbers that the buttons have. 0 is the overview."""
    known = {1: _language(now), 3: _layout(now), 4: _retention(settings, now)}
    if settings.provider and settings.llm_model_best:
        known[2] = _quality(now)
    if settings.provider:
        known[5] = _model(settings, agreed)
    return dict(sorted(known.items()))


def _language(now: Preferences) -> Topic:
    codes = ["", *LANGUAGES]
    names = [tell(texts_personal.AS_TELEGRAM), *LANGUAGES.values()]
    choices = {
        number: (name, replace(now, language=code))
        for number, (code, name) in enumerate(zip(codes, names, strict=True))
    }
    present = codes.index(now.language) if now.language in codes else 0
    return Topic(tell("🌐 Language"), tell(texts_personal.LANGUAGE), choices, present)


def _quality(now: Preferences) -> Topic:
    choices = {
        0: (tell("fast"), replace(now, quality=Quality.FAST)),
        1: (tell("best"), replace(now, quality=Quality.BEST)),
    }
    present = int(now.quality is Quality.BEST)
    return Topic(tell("🧠 Model"), tell(texts_personal.QUALITY), choices, present)


def _model(settings: Settings, agreed: bool) -> Topic:
    about = tell(texts_personal.MODEL, provider=escape(settings.provider))
    choices: dict[int, tuple[str, Preferences | bool]] = {
        0: (tell("no, by rules"), False),
        1: (tell("yes"), True),
    }
    return Topic(tell("🔒 Language model"), about, choices, int(agreed))


def _layout(now: Preferences) -> Topic:
    choices = {
        0: (tell("my own"), replace(now, layout=Layout.OWN)),
        1: (tell("clean template"), replace(now, layout=Layout.CLEAN)),
    }
    present = int(now.layout is Layout.CLEAN)
    return Topic(tell("📄 Layout"), tell(texts_personal.LAYOUT), choices, present)


def _retention(settings: Settings, now: Preferences) -> Topic:
    """At most what the operator allows, which is the default and has the number 0."""
    most = settings.retention_days
    choices = {days: (_days(days), replace(now, retention=days)) for days in _DAYS if days < most}
    choices[0] = (_days(most), replace(now, retention=None))
    present = now.retention if now.retention in choices else 0
    return Topic(tell("🗓 Finished files"), tell(texts_personal.RETENTION), choices, present or 0)


def _days(days: int) -> str:
    return count(days, "{n} day", "{n} days")


def _overview(known: Mapping[int, Topic]) -> tuple[str, Keyboard]:
    lines = [topic.line for topic in known.values()]
    rows = [
        [Button(topic.title, callback_data=Press("settings", number).data())]
        for number, topic in known.items()
    ]
    return "\n".join([tell("<b>Settings</b>"), *lines]), Keyboard(rows)


def _detail(number: int, topic: Topic) -> tuple[str, Keyboard]:
    rows = [
        [
            Button(
                f"✓ {label}" if choice == topic.present else label,
                callback_data=Press("prefer", number, choice).data(),
            )
        ]
        for choice, (label, _) in topic.choices.items()
    ]
    back = Button(tell("Back"), callback_data=Press("settings").data())
    return f"{topic.line}\n\n{topic.about}", Keyboard([*rows, [back]])

"""The real bot in the language and the layout that a person chose."""

import io
from pathlib import Path

import docx
import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATIENCE = 60.0
EXAMPLES = Path(__file__).parents[3] / "examples"


async def card(person, command, part):
    """The answer to a command."""
    sent = person.command(command)
    return await person.chat.wait_for_text(part, after=sent.id, timeout=PATIENCE)


async def press(person, label, message, part):
    """Press a button, and wait until the message says *part*."""
    await person.press(label, message).answered()
    await person.chat.until(lambda: part in message.text, PATIENCE)


async def test_the_menu_is_there_in_every_language(bot, telegram):
    """Whoever writes sees the commands, described in the language of their Telegram."""
    ada = telegram.person("Ada Example")
    await card(ada, "help", "How it works")
    menus = {key: items for key, items in telegram.profile.commands.items() if key[0] == "default"}
    assert {language for _, language in menus} == {"", "es", "de", "pt", "ru"}
    assert len({items[0]["description"] for items in menus.values()}) == 5
    assert {"settings", "resume", "history", "last", "status"} <= set(telegram.profile.names())


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("de", "Lebenslauf"),
        ("es-MX", "currículum"),
        ("ru", "резюме"),
        ("pt-br", "currículo"),
        ("tlh", "I never invent anything"),
    ],
)
async def test_telegrams_language_is_spoken(bot, telegram, code, part):
    """From the first message on, as Telegram tells it; English where nobody knows it."""
    await card(telegram.person("Ada Example", language=code), "start", part)


async def test_the_language_set_is_spoken_and_shown_in_the_menu(bot, telegram):
    """Set against Telegram's, it counts from the next word on; taken back, Telegram's does."""
    ada = telegram.person("Ada Example")
    settings = await card(ada, "settings", "Settings")
    await press(ada, "🌐 Language", settings, "The language that I speak")
    await press(ada, "Deutsch", settings, "Einstellungen")
    await card(ada, "status", "Gerade läuft nichts")
    menu = telegram.profile.commands[f"chat:{ada.id}", ""]
    assert "Sprache" in next(item["description"] for item in menu if item["command"] == "settings")
    await press(ada, "🌐 Sprache", settings, "Die Sprache, in der")
    await press(ada, "wie in Telegram", settings, "Settings")
    assert (f"chat:{ada.id}", "") not in telegram.profile.commands


async def test_a_run_speaks_the_persons_language_in_the_layout_they_chose(bot, telegram):
    """From the card over its receipt and the caption to the questions after it."""
    ada = telegram.person("Ada Example", language="es")
    settings = await card(ada, "settings", "Ajustes")
    await press(ada, "📄 Diseño", settings, "Qué aspecto tiene")
    await press(ada, "plantilla limpia", settings, "Diseño: plantilla limpia")
    sent = ada.send_document((EXAMPLES / "resume.docx").read_bytes(), "resume.docx")
    await ada.chat.wait_for_text("4 puestos, 22 líneas", after=sent.id, timeout=PATIENCE)
    sent = ada.send_document((EXAMPLES / "posting.txt").read_bytes(), "posting.txt")
    ready = await ada.chat.wait_for_button("▶️ Empezar", after=sent.id, timeout=PATIENCE)
    await press(ada, "▶️ Empezar", ready, "cambios")
    made = await ada.chat.wait_for_document(after=sent.id, timeout=PATIENCE)
    assert "Requisitos mostrados" in made.text
    assert made.labels[0] == "Cambios"
    await ada.chat.wait_for_text("La oferta pide", after=made.id, timeout=PATIENCE)
    paragraphs = docx.Document(io.BytesIO(made.document.data)).paragraphs
    own = docx.Document(EXAMPLES / "resume.docx").paragraphs
    assert {p.style.name for p in paragraphs} != {p.style.name for p in own}

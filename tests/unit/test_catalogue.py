"""The catalogue: every sentence in every language, whole, and nothing said past it."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages import extract, pofile

from bot import catalogue, menu
from bot.catalogue import count, tell
from storage import database, people, preferences
from storage.preferences import Preferences

BOT = Path(catalogue.__file__).parent
KEYWORDS = {"mark": None, "tell": None, "count": (2, 3)}
OTHERS = sorted(catalogue.LANGUAGES.keys() - {catalogue.ENGLISH})
SPEAKING = re.compile(
    r"catalogue|send_\w+\(|edit_message|\bsay\(|\banswer\(|redraw\(|Button\(|emit\("
)
ENGLISH = re.compile(
    r"admin\w*|alarms|attempts|broadcasting|chores|copies|errand|heartbeat|log|serve|texts_admin|watch"
)
FOR_ADMINS = {f"texts_care.{name}" for name in ("DISK", "CONTESTED", "STUCK", "NO_BACKUPS")}
BUTTONS = {"Button", "InlineKeyboardButton", "_button", "button"}
TOASTS = {"answer", "_answer", "reply"}
LIMITS = {"button": 40, "toast": 200, "command": 256, "message": 4096}  # characters


@cache
def messages():
    """Every marked sentence of the bot: (singular, plural) or a string."""
    found = extract.extract_from_dir(BOT, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


@cache
def translations(language):
    """What the catalogue has: sentence → its forms."""
    with (BOT / "locales" / f"{language}.po").open("rb") as file:
        read = pofile.read_po(file, locale=language)
    return {
        entry.id: (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        for entry in read
        if entry.id
    }


@cache
def nodes():
    """(module, node, the nodes around it, nearest first) of all that speaks to persons.

    ENGLISH is what speaks to admins only.
    """
    found = []
    for path in sorted(BOT.glob("*.py")):
        source = path.read_text()
        if SPEAKING.search(source) and not ENGLISH.fullmatch(path.stem):
            _walk(path.stem, ast.parse(source), (), found)
    return found


def _walk(name, node, chain, found):
    found.append((name, node, chain))
    for child in ast.iter_child_nodes(node):
        _walk(name, child, (node, *chain), found)


def called(node):
    """The name of what is called."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def within(chain, names):
    """Whether a call of one of *names* is around."""
    return any(called(each) in names for each in chain)


def logged(chain):
    """Whether it is for the log."""
    return any(
        isinstance(each, ast.Call) and ast.unparse(each.func)[:4] == "log." for each in chain
    )


def constant(node):
    """ "texts.STOPPED" for such a node, else ""."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return ""
    named = node.value.id.startswith("texts") and node.attr.isupper()
    return f"{node.value.id}.{node.attr}" if named else ""


def fields(sentence):
    """The placeholders of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def tags(sentence):
    """The markup of a sentence, in order."""
    return re.findall(r"</?[a-z]+>", sentence)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_exists_in_every_language(language):
    """And nothing else does: what is not said any more is gone from the files too."""
    assert translations(language).keys() == messages()
    assert [id for id, forms in translations(language).items() if not all(forms)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_places_and_the_markup_of_the_sentence(language):
    """A missing value or an open tag would stop the message, and only in that language."""
    for id, forms in translations(language).items():
        many = id if isinstance(id, str) else id[1]
        either = fields(many) | (fields(id[0]) if isinstance(id, tuple) else set())
        for form in forms:
            assert fields(many) - {"n"} <= fields(form) <= either, form
            assert tags(form) == tags(many), form
            assert form.count("\n") == many.count("\n"), form
            assert set(re.findall(r"/[a-z_]{4,}", form)) == set(re.findall(r"/[a-z_]{4,}", many))
        assert fields(forms[-1]) == fields(many)


def test_every_sentence_can_be_told():
    """With values that are markup and braces themselves, in each language and number."""
    for language in catalogue.LANGUAGES:
        with catalogue.speaking(language):
            for id in messages():
                if isinstance(id, tuple):
                    values = dict.fromkeys(fields(id[1]) - {"n"}, "{x} <i>y</i>")
                    told = [count(n, *id, **values) for n in (1, 2, 5, 21)]
                    assert all(str(n) in said for n, said in zip((2, 5), told[1:3], strict=True))
                else:
                    assert tell(id, **dict.fromkeys(fields(id), "{x}"))


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 строк"),
        (1, "1 строка"),
        (3, "3 строки"),
        (11, "11 строк"),
        (21, "21 строка"),
        (25, "25 строк"),
    ],
)
def test_russian_counts_as_russian_does(n, said):
    """Three forms, and the last digits decide."""
    with catalogue.speaking("ru"):
        assert count(n, "{n} line", "{n} lines") == said


@pytest.mark.parametrize(
    ("codes", "language"),
    [
        (("de",), "de"),
        (("pt-BR",), "pt"),
        (("es_MX",), "es"),
        (("RU",), "ru"),
        (("tlh", "de-AT"), "de"),
        (("tlh",), "en"),
        (("",), "en"),
        ((), "en"),
    ],
)
def test_a_code_chooses_a_language(codes, language):
    """The first that is known counts, whatever its region; else English."""
    assert catalogue.choose(*codes) == language


async def test_the_language_set_stands_above_telegrams(tmp_path):
    """Set, told now, told before, English: in this order."""
    db = await database.open(tmp_path)
    try:
        for code, spoken in (("", "en"), ("de", "de")):
            await catalogue.adopt(db, 7, code)
            assert catalogue.spoken() == spoken
        await people.meet(db, 7, "ru")
        await catalogue.adopt(db, 7)
        assert catalogue.spoken() == "ru"
        await preferences.put(db, 7, Preferences("pt"))
        await catalogue.adopt(db, 7, "de")
        assert catalogue.spoken() == "pt"
    finally:
        catalogue.speak(catalogue.ENGLISH)
        await db.close()


@cache
def limited():
    """(what, sentence) of everything that has a limit of its own."""
    constants = {
        f"{name}.{chain[0].targets[0].id}": ast.literal_eval(node.args[0])
        for name, node, chain in nodes()
        if called(node) == "mark" and isinstance(chain[0], ast.Assign)
    }
    buttons = {
        ("button", node.args[0].value)
        for _, node, chain in nodes()
        if called(node) == "tell" and called(chain[0]) in BUTTONS
        if isinstance(node.args[0], ast.Constant)
    }
    toasts = {
        ("toast", constants[constant(node)])
        for _, node, chain in nodes()
        if constant(node) in constants and within(chain, TOASTS)
    }
    return buttons | toasts | {("command", about) for about in menu.COMMANDS.values()}


def test_nothing_is_too_long_for_its_place():
    """Buttons are read on a phone; toasts, menus and messages have Telegram's limits."""
    assert {what for what, _ in limited()} == {"button", "toast", "command"}
    for language in OTHERS:
        known = translations(language)
        for what, sentence in limited():
            assert all(len(form) <= LIMITS[what] for form in known[sentence]), sentence
        for forms in known.values():
            assert all(len(form) < LIMITS["message"] / 2 for form in forms)


def test_constants_are_told_where_they_are_said():
    """`texts.STOPPED` by itself is English: only inside `tell` is it the person's language."""
    past = [
        f"{name}:{node.lineno} {constant(node)}"
        for name, node, chain in nodes()
        if constant(node)
        and constant(node) not in FOR_ADMINS
        and not within(chain, {"tell"})
        and any(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in chain)
    ]
    assert past == []


def test_no_sentence_is_said_past_the_catalogue():
    """Words in a row outside of mark, tell and count are for logs, errors and docstrings only."""
    past = [
        f"{name}:{node.lineno} {node.value}"
        for name, node, chain in nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"[A-Za-zé]{2,}[,.:]? [A-Za-zé]{2,}", node.value)
        and not isinstance(chain[0], ast.Expr | ast.Compare)
        and not any(isinstance(each, ast.Raise) for each in chain)
        and not within(chain, {"mark", "tell", "count", "ring", "Empty"})
        and not logged(chain)
        and not (isinstance(chain[0], ast.Assign) and _target(name, chain[0]) in FOR_ADMINS)
    ]
    assert past == []


def _target(name, assignment):
    return f"{name}.{assignment.targets[0].id}"


def test_no_button_is_labelled_past_the_catalogue():
    """A label with letters in it is told."""
    past = [
        f"{name}:{node.lineno} {node.args[0].value}"
        for name, node, _ in nodes()
        if called(node) in BUTTONS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and re.search(r"[A-Za-z]", node.args[0].value)
    ]
    assert past == []

"""Every sentence the bot says, in the language of the person it is said to.

English stands in the code, the other languages in locales/<language>.po. Nothing is translated by
itself; each sentence is marked where it stands:

    tell("Stopped.")                                said now, in the person's language
    tell("About {title}.", title=escape(title))     values by name; no f-strings inside
    count(n, "{n} line", "{n} lines")               with as many forms as the language has
    STOPPED = mark("Stopped.")                      a constant: English; `tell(STOPPED)` says it

The person is known from where their work begins: `await adopt(db, person)` there (the handlers'
admit, a step of a run, a timer), and all that the task and the tasks it starts say is theirs.
Where nobody was adopted, and for admins and the command line, it is English: alarms and what only
admins read is not marked. A word that may be cut into a longer sentence (…) belongs into it.

`make words` brings new sentences into locales/, where they wait for their translation; a test
fails until every sentence has one. The files have no headers: Babel knows the plurals.
"""

import functools
import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

from babel import dates
from babel.messages import mofile, pofile

from storage import people
from storage.database import Database

LANGUAGES = {
    "en": "English",
    "es": "Español",
    "de": "Deutsch",
    "pt": "Português",
    "ru": "Русский",
}
LOCALES = Path(__file__).with_name("locales")
ENGLISH = "en"

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def mark(sentence: str) -> str:
    """*sentence* itself, to be said by `tell` later."""
    return sentence


def tell(sentence: str, /, **values: object) -> str:
    """*sentence* in the language that is spoken, with its values."""
    told = _translations(_spoken.get()).gettext(sentence) if sentence else ""
    return told.format(**values) if values else told


def count(n: int, one: str, many: str, /, **values: object) -> str:
    """The form of the sentence for *n*, which is one of its values."""
    return _translations(_spoken.get()).ngettext(one, many, n).format(n=n, **values)


def speak(language: str) -> None:
    """Let this task, and those it starts, say everything in *language*, one of LANGUAGES."""
    _spoken.set(choose(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in the block in *language*."""
    before = _spoken.set(choose(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language that is spoken here, one of LANGUAGES."""
    return _spoken.get()


async def adopt(db: Database, person: int, code: str = "") -> None:
    """Speak the person's language: what they have set, else Telegram's *code*, else English."""
    known = await people.get(db, person)
    if known is not None:
        code = known.chosen.language or code or known.language
    speak(code)


def choose(*codes: str) -> str:
    """The first of LANGUAGES that a language code such as "pt-br" stands for, else English."""
    languages = (code.replace("_", "-").split("-")[0].lower() for code in codes)
    return next((each for each in languages if each in LANGUAGES), ENGLISH)


def day(when: datetime) -> str:
    """The date, as it is written in the language that is spoken."""
    return dates.format_date(when, "medium", locale=_spoken.get())


@functools.cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalog = pofile.read_po(file, locale=language)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

"""Logs: where and what, and never a token, a key or a person's words, whoever writes the line."""

import ast
import asyncio
import importlib.util
import io
import json
import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from telegram.error import BadRequest, InvalidToken

from agents import errors as agent_errors
from bot import disclosure, log, tally
from storage import errors as storage_errors

ROOT = Path(__file__).parents[2]
TOKEN = "1234567:abcdefghijklmnopqrstuvwxyz0123456789"
TEXT = "Led the Zyxqv migration at Tidalgate"  # what somebody wrote
LIBRARY = """
import logging

log = logging.getLogger("some.library")


def write(text):
    log.warning("Fetching %s failed", text)
    log.error(f"Exception in asynchronous work: {text}", exc_info=True)
    log.error(text)
    log.error("A plain line of the library")
"""


@pytest.fixture(autouse=True)
def kept_logging():
    """Puts the root logger back as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], root.level, logging.raiseExceptions = before


@pytest.fixture
def lines():
    """Gives what was logged since, as JSON lines."""
    log.configure("INFO", ["sk-or-secret", ""], "json")
    written = io.StringIO()
    logging.getLogger().handlers[0].setStream(written)

    def read():
        return [json.loads(line) for line in written.getvalue().splitlines()]

    return read


@pytest.fixture
def library(tmp_path):
    """A module of somebody else's that logs whatever it gets."""
    path = tmp_path / "library.py"
    path.write_text(LIBRARY)
    spec = importlib.util.spec_from_file_location("library", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def raised(error, cause=None):
    """*error* as it is caught, with a traceback."""
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_a_line_says_when_where_what_and_about_what(lines):
    """Time, level, logger, the literal with its numbers and words, and the ids of the context."""
    with log.about(application=7), log.about(agent="polish"):
        logging.getLogger("bot.runs").warning("%s took %.1f s, %d left", "polish", 1.25, 3)
    logging.getLogger("bot.runs").info("later")
    first, second = lines()
    assert first.pop("at").endswith("Z")
    assert first == {
        "level": "warning",
        "logger": "bot.runs",
        "event": "polish took 1.2 s, 3 left",
        "application": 7,
        "agent": "polish",
    }
    assert "application" not in second


async def test_tasks_keep_their_ids_apart(lines):
    """What one update's line is about is not what another's is about."""

    async def handle(number):
        with log.about(update=number):
            await asyncio.sleep(0)
            logging.getLogger("bot.x").info("handled %d", number)

    await asyncio.gather(handle(1), handle(2))
    assert [(line["event"], line["update"]) for line in lines()] == [
        ("handled 1", 1),
        ("handled 2", 2),
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (TEXT, "…"),
        ("BadRequest", "BadRequest"),
        (None, "None"),
        (7, "7"),
        (ValueError(TEXT), "ValueError"),
        (PermissionError(13, "denied", f"exports/{TEXT}"), "PermissionError: errno 13"),
        (agent_errors.Unavailable("cannot be reached"), "Unavailable: cannot be reached"),
        (storage_errors.Unavailable("locked\nDETAIL: " + TEXT), "Unavailable: locked"),
        (sqlite3.OperationalError(TEXT), "OperationalError"),
        (BadRequest(f"Can't parse entities: {TEXT}"), "BadRequest: Can't parse entities"),
        (BadRequest(f"Button URL '{TEXT}' is invalid: Wrong"), "BadRequest: Button URL"),
        (BadRequest("Message is not modified"), "BadRequest: Message is not modified"),
        (InvalidToken(f"The token `{TOKEN}` was rejected"), "InvalidToken: The token"),
    ],
)
def test_arguments_of_our_lines_are_numbers_words_and_described_errors(lines, value, said):
    """A sentence is no argument of a line, and a foreign error's message may be anybody's text."""
    logging.getLogger("agents.x").info("It was %s", value)
    assert lines()[0]["event"] == f"It was {said}"


@pytest.mark.parametrize("template", ["It was %d", "It was %s and %s", "It was %(what)s"])
def test_a_line_that_cannot_be_made_is_said_unmade(template):
    """Wrong arguments lose nothing, and show nothing."""
    record = logging.LogRecord("bot.x", logging.INFO, __file__, 1, template, (TEXT,), None)
    assert disclosure.line(record) == template
    record.args = {"what": TEXT}
    assert disclosure.line(record) == template


def test_of_a_librarys_line_only_its_own_source_is_said(lines, library):
    """What a library puts into its lines may be anybody's text; what it was written with is not."""
    library.write(TEXT)
    said = [line["event"] for line in lines()]
    assert said == [
        "Fetching %s failed",
        "Exception in asynchronous work:…",
        "…",
        "A plain line of the library",
    ]


def test_an_error_is_told_by_class_and_place(lines):
    """Class, module, line and function through the whole chain; no message and no local value."""
    secret = TEXT  # a local variable
    error = raised(storage_errors.Full("no space is left"), raised(ValueError(secret)))
    logging.getLogger("some.library").error("It failed", exc_info=error)
    [line] = lines()
    first, second = line["errors"]
    assert (first["type"], first["said"]) == ("storage.errors.Full", "no space is left")
    assert (second["type"], second["said"]) == ("ValueError", "")
    assert second["at"][-1].startswith(f"{__name__}:")
    assert second["at"][-1].endswith(" raised")
    assert "Zyxqv" not in json.dumps(line)


def test_a_chain_that_bites_its_tail_ends(lines):
    """Errors that name each other as their cause are told once."""
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert [each["type"] for each in disclosure.chain(first)] == ["ValueError", "KeyError"]


def test_secrets_are_blanked_wherever_they_stand(lines):
    """A token or a key is taken out at the very end, whatever put it there."""
    with log.about(agent="sk-or-secret"):
        logging.getLogger("bot.x").info("bot%s", TOKEN)
    [line] = lines()
    assert (line["event"], line["agent"]) == ("bot[token]", "[secret]")


def test_text_is_for_people(capsys):
    """On a terminal a line is a line, and the frames of an error stand under it."""
    log.configure("INFO", form="text")
    with log.about(update=5):
        logging.getLogger("bot.x").error("It failed", exc_info=raised(ValueError(TEXT)))
    text = capsys.readouterr().err
    assert " ERROR bot.x: It failed update=5\n  Traceback:\n    " in text
    assert text.endswith("  ValueError\n")


def test_where_there_is_no_terminal_lines_are_json(capsys):
    """Collectors of logs get one object a line."""
    log.configure("INFO")
    logging.getLogger("bot.x").info("ready")
    assert json.loads(capsys.readouterr().err)["event"] == "ready"


def test_libraries_are_quiet_and_trouble_is_counted(lines):
    """httpx writes addresses with the token in them at INFO; DBOS brings a handler of its own."""
    import dbos._logger

    dbos._logger.init_logger()
    before = tally.counts["log_lines", "warning"]
    for name in ("httpx", "dbos", "uvicorn.error"):
        logging.getLogger(name).info("%s", TEXT)
    logging.getLogger("dbos").warning(TEXT)
    assert [line["logger"] for line in lines()] == ["dbos"]
    assert tally.counts["log_lines", "warning"] == before + 1


def test_what_nobody_caught_is_a_line_too():
    """Python would print the error, a thread's and a warning with the text in them."""
    code = f"""
import threading, warnings
from bot import log
log.configure("INFO", form="json")
log.catch()
def fail(): raise ValueError({TEXT!r})
class Odd:
    def __del__(self): fail()
thread = threading.Thread(target=fail); thread.start(); thread.join()
warnings.warn({TEXT!r})
Odd()
fail()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT, text=True
    )
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in told] == ["error", "warning", "error", "critical"]
    assert "Zyxqv" not in done.stderr


def test_no_line_of_ours_is_put_together_before_it_is_logged():
    """Every log call has a literal and arguments, or the rule above would not see the arguments."""
    odd = []
    for package in disclosure.OURS:
        for path in (ROOT / package).glob("*.py"):
            odd += [f"{path.name}:{line}" for line in _made(path.read_text())]
    assert odd == []


def _made(source):
    """The lines of log calls whose first argument is no literal."""
    if "import logging" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        call = node.func if isinstance(node, ast.Call) else None
        if not isinstance(call, ast.Attribute) or not isinstance(call.value, ast.Name):
            continue
        level = call.attr in ("debug", "info", "warning", "error", "exception", "critical")
        if (
            call.value.id in ("log", "_log")
            and level
            and not isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno

"""The command line: one job, one exit status, a sentence when something is wrong."""

import asyncio
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from bot import __main__ as command_line

ROOT = Path(__file__).parents[2]
RESUME, POSTING = ROOT / "examples/resume.docx", ROOT / "examples/posting.txt"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """No settings but the ones a test makes, and the loggers as they were."""
    for name in list(os.environ):
        if name.startswith(("LLM_", "OPENROUTER_", "GEMINI_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MODEL", "off")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def run(*arguments):
    """The command's exit status."""
    return command_line.main([str(argument) for argument in arguments])


def test_tailor_writes_the_file_and_says_what_changed(tmp_path, capsys):
    """The path comes last, and the file opens."""
    assert run("tailor", RESUME, POSTING, "--out", tmp_path) == 0
    out = capsys.readouterr().out.splitlines()
    assert docx.Document(out[-1]).paragraphs
    assert any("Must-haves" in line for line in out)


def test_tailor_tells_all_of_it_as_json(tmp_path, capsys):
    """For other programs: edits with the facts they cite, and what is missing."""
    assert run("tailor", RESUME, POSTING, "--out", tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["file"]).is_file()
    assert told["edits"]
    assert told["company"] == "Tidalgate Freight GmbH"
    assert "Kubernetes" in told["missing"]


@pytest.mark.parametrize(
    ("resume", "posting", "sentence"),
    [
        ("missing.docx", POSTING, "No such file"),
        ("empty.docx", POSTING, "no text"),
        (RESUME, "program.pdf", "can't read this kind"),
    ],
)
def test_a_file_that_is_no_use_is_named(tmp_path, capsys, resume, posting, sentence):
    """A sentence on the error stream and exit status 1."""
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "program.pdf").write_bytes(b"\x7fELF" + bytes(500))
    assert run("tailor", tmp_path / resume, tmp_path / posting, "--out", tmp_path) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("name", ["resume.docx", "resume.pdf"])
def test_read_shows_the_facts(capsys, name):
    """As lines with ids, or as a JSON Resume."""
    assert run("read", ROOT / "examples" / name) == 0
    assert "Pinequay Logistics GmbH" in capsys.readouterr().out
    assert run("read", ROOT / "examples" / name, "--json") == 0
    resume = json.loads(capsys.readouterr().out)
    assert resume["basics"]["name"] == "Maya Example"
    assert len(resume["work"]) == 4


@pytest.mark.parametrize(("content", "sentence"), [(None, "No such file"), (b"", "no text")])
def test_read_names_a_file_that_is_no_use(tmp_path, capsys, content, sentence):
    """A sentence and exit status 1."""
    path = tmp_path / "file.docx"
    if content is not None:
        path.write_bytes(content)
    assert run("read", path) == 1
    assert sentence in capsys.readouterr().err


def test_check_finds_what_was_invented(tmp_path, capsys):
    """0 for an honest copy, 1 with the violation for a raised number, 2 for no résumé at all."""
    source, tailored = tmp_path / "source.json", tmp_path / "tailored.json"
    resume = {
        "basics": {"name": "Ada Example"},
        "work": [{"name": "Acme", "position": "Clerk", "highlights": ["Filed 38 letters a day"]}],
    }
    source.write_text(json.dumps(resume))
    tailored.write_text(json.dumps(resume))
    assert run("check", source, tailored) == 0
    resume["work"][0]["highlights"] = ["Filed 68 letters a day"]
    tailored.write_text(json.dumps(resume))
    assert run("check", source, tailored) == 1
    capsys.readouterr()
    assert run("check", source, tailored, "--json") == 1
    violations = json.loads(capsys.readouterr().out)["violations"]
    assert any("68" in violation["text"] for violation in violations)
    assert set(violations[0]) == {"kind", "where", "text", "source"}
    tailored.write_text("no JSON")
    assert run("check", source, tailored) == 2
    assert run("check", source, tmp_path / "missing.json") == 2


def test_ats_names_each_rule(tmp_path, capsys):
    """24 named checks and no score; 2 for a file that is no Word file."""
    run("ats", RESUME)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [f"R{number}" for number in range(1, 25)]
    run("ats", RESUME, "--json")
    assert len(json.loads(capsys.readouterr().out)) == 24
    (tmp_path / "bad.docx").write_bytes(b"PK")
    assert run("ats", tmp_path / "bad.docx") == 2
    assert run("ats", tmp_path / "missing.docx") == 2


def test_all_wrong_settings_are_named_and_the_status_is_2():
    """The real process, as `make run` starts it without a token."""
    environ = {"PATH": os.environ["PATH"], "CONCURRENCY": "many"}
    done = subprocess.run(
        [sys.executable, "-m", "bot"], cwd=ROOT, env=environ, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"TELEGRAM_BOT_TOKEN" in done.stderr
    assert b"CONCURRENCY" in done.stderr
    assert b"Traceback" not in done.stderr


async def test_a_wrong_token_is_a_wrong_setting(start_bot, telegram):
    """What Telegram does not know is said as a setting, with status 2."""
    token = "1234567:wrong-0123456789-abcdefghijklmnop"
    bot = await start_bot(quiet=False, TELEGRAM_BOT_TOKEN=token)
    assert await bot.process.wait() == 2
    assert "@BotFather" in bot.read()
    telegram.complaints.clear()


async def test_two_bots_on_one_folder_are_one_too_many(start_bot):
    """The second one leaves at once and says why."""
    first = await start_bot()
    await _ready(first)
    second = await start_bot(quiet=False)
    assert await second.process.wait() == 2
    assert "another bot is running" in second.read()


async def _ready(bot):
    while "Ready" not in bot.read():
        await asyncio.sleep(0.05)


def test_the_delivered_file_is_a_word_file(tmp_path):
    """What the command writes is a package that Word's own kind of reader takes."""
    run("tailor", RESUME, POSTING, "--out", tmp_path)
    [path] = tmp_path.glob("*.docx")
    assert docx.Document(io.BytesIO(path.read_bytes())).core_properties is not None

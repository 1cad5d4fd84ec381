"""The two descriptions for Railway: evaluated, held against each other, and free of secrets."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest
from railway_sdk import create_railway_context

from bot import settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph():
    """What Railway would be told."""
    program = runpy.run_path(str(ROOT / ".railway" / "railway.py"))["main"]
    return program(create_railway_context(environment="production")).to_graph()


@pytest.fixture(scope="module")
def bot(graph):
    """The service."""
    [found] = [each for each in graph["resources"] if each["type"] == "service"]
    return found


def test_both_files_say_the_same(bot):
    """Builder, health check, restarts, draining and overlap are the same in both."""
    older = tomllib.loads((ROOT / "railway.toml").read_text())
    assert older["build"].items() <= bot["build"].items()
    assert older["deploy"].items() <= bot["deploy"].items()
    assert (ROOT / bot["build"]["dockerfilePath"]).is_file()


def test_one_volume_holds_data_and_exports(graph, bot):
    """Railway mounts one volume; what outlives a deploy is on it."""
    [volume] = [each for each in graph["resources"] if each["type"] == "volume"]
    [mount] = bot["volumeAttachments"].values()
    assert mount["volume"] == volume["address"]
    assert mount["mountPath"] == bot["deploy"]["requiredMountPath"]
    for name in ("DATA_DIR", "EXPORTS_DIR"):
        place = Path(bot["variables"][name]["value"])
        assert place.is_relative_to(mount["mountPath"]), name


def test_the_entrypoint_stays_and_one_bot_polls(bot):
    """A start command would replace the entrypoint, replicas and overlap would poll twice."""
    assert "startCommand" not in bot["deploy"]
    assert "numReplicas" not in bot["deploy"]
    assert bot["deploy"]["overlapSeconds"] == 0
    assert bot["deploy"]["drainingSeconds"] > 8
    assert all(type(bot["deploy"][name]) is int for name in ("drainingSeconds", "overlapSeconds"))


def test_variables_are_settings_and_secrets_are_not_in_the_file(bot):
    """Every name is one that the bot reads, and what is secret is only referred to."""
    code = (ROOT / "bot" / "settings.py").read_text()
    read = set(re.findall(r'reader\.\w+\(\s*"([A-Z_]+)"', code))
    told = bot["variables"]
    assert set(told) - read == {"RAILWAY_RUN_UID"}
    literal = {name: each["value"] for name, each in told.items() if each["type"] == "literal"}
    assert set(literal) == {"PORT", "LOG_FORMAT", "DATA_DIR", "EXPORTS_DIR", "RAILWAY_RUN_UID"}
    assert told["TELEGRAM_BOT_TOKEN"] == {"type": "preserve"}
    loaded = settings.load({**literal, "TELEGRAM_BOT_TOKEN": "1:x"})
    assert loaded.port == 8080

"""Settings: defaults, every problem at once, and a README that names each of them."""

import re
from pathlib import Path

import pytest

from agents.model import Price
from agents.values import Agent
from bot import settings

ROOT = Path(__file__).parents[2]
TOKEN = "1234567:abcdefghijklmnopqrstuvwxyz0123456789"


def test_a_token_is_all_that_is_needed():
    """Everything but the token has a default, and nobody is let in by default."""
    loaded = settings.load({"TELEGRAM_BOT_TOKEN": TOKEN})
    assert loaded.telegram_bot_token == TOKEN
    assert loaded.provider == ""
    assert not loaded.admits(1)


def test_the_one_shot_commands_need_no_token():
    """`python -m bot tailor` works without Telegram."""
    assert settings.load({}, telegram=False).telegram_bot_token == ""


def test_every_problem_is_named_at_once():
    """A person mends all settings in one go."""
    wrong = {
        "TELEGRAM_API_URL": "telegram",
        "ALLOWED_USER_IDS": "ada",
        "ADMIN_IDS": "*",
        "CONCURRENCY": "0",
        "MODEL": "perhaps",
        "LOG_LEVEL": "LOUD",
        "PRICES": "gemini",
        "MONTHLY_BUDGET_USD": "-1",
    }
    with pytest.raises(settings.SettingsError) as caught:
        settings.load(wrong)
    for name in ("TELEGRAM_BOT_TOKEN", *wrong):
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "provider"),
    [
        ({}, ""),
        ({"OPENROUTER_API_KEY": "k"}, "OpenRouter"),
        ({"OPENROUTER_API_KEY": "k", "MODEL": "off"}, ""),
        ({"GEMINI_API_KEY": "k"}, "Google Gemini"),
        ({"OPENROUTER_API_KEY": "k", "GEMINI_API_KEY": "k"}, "OpenRouter or Google Gemini"),
        ({"LLM_BASE_URL": "http://127.0.0.1:8080/v1"}, "127.0.0.1:8080"),
        (
            {"LLM_BASE_URL": "http://127.0.0.1:8080/v1", "LLM_NAME": "our own server"},
            "our own server",
        ),
    ],
)
def test_the_provider_has_a_name_for_the_consent_question(environ, provider):
    """Who gets the texts is said in words; in rules mode nobody does."""
    assert settings.load(environ, telegram=False).provider == provider


@pytest.mark.parametrize(
    ("allowed", "admins", "person", "admitted"),
    [
        ("", "", 1, False),
        ("1, 2", "", 2, True),
        ("1 2", "", 3, False),
        ("", "3", 3, True),
        ("*", "", 99, True),
    ],
)
def test_who_is_admitted(allowed, admins, person, admitted):
    """The allowed, the admins, or everybody behind a star."""
    environ = {"ALLOWED_USER_IDS": allowed, "ADMIN_IDS": admins}
    assert settings.load(environ, telegram=False).admits(person) is admitted


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("", {}),
        ("a/b=0.30/2.50", {"a/b": Price(0.3, 0.3, 2.5)}),
        ("a=1/0.1/2, b:free=0/0", {"a": Price(1, 0.1, 2), "b:free": Price(0, 0, 0)}),
    ],
)
def test_prices_are_read(text, prices):
    """By model; without a price for cached tokens they cost as the others."""
    assert settings.load({"PRICES": text}, telegram=False).prices == prices


def test_single_agents_have_models_of_their_own():
    """Small models for small jobs."""
    said = {"LLM_MODELS": "validation=small, job_analysis=a/b:free"}
    models = settings.load(said, telegram=False).llm_models
    assert models == {Agent.VALIDATION: "small", Agent.JOB_ANALYSIS: "a/b:free"}


@pytest.mark.parametrize("text", ["small", "writer=small", "validation="])
def test_models_of_no_agent_are_named(text):
    """With the agents that there are."""
    with pytest.raises(settings.SettingsError, match="agents: job_analysis"):
        settings.load({"LLM_MODELS": text}, telegram=False)


@pytest.mark.parametrize("text", ["a", "a=1", "=1/2", "a=1/2/3/4", "a=1/x", "a=1/-2", "a=inf/1"])
def test_wrong_prices_are_named(text):
    """With the form that is expected."""
    with pytest.raises(settings.SettingsError, match="model=input/output"):
        settings.load({"PRICES": text}, telegram=False)


@pytest.mark.parametrize(
    ("environ", "unpriced"),
    [
        ({"OPENROUTER_API_KEY": "k"}, ()),
        ({"GEMINI_API_KEY": "k", "GEMINI_MODEL": "g"}, ("g",)),
        ({"GEMINI_API_KEY": "k", "GEMINI_MODEL": "g", "MODEL": "off"}, ()),
        ({"GEMINI_API_KEY": "k", "GEMINI_MODEL": "g", "PRICES": "g=1/2"}, ()),
        ({"LLM_BASE_URL": "http://127.0.0.1:1/v1", "LLM_MODEL": "own"}, ("own",)),
    ],
)
def test_a_budget_needs_to_know_what_calls_cost(environ, unpriced):
    """A budget that could not be held is refused at the start, naming the models."""
    assert settings.load(environ, telegram=False).unpriced == unpriced
    limited = {**environ, "MONTHLY_BUDGET_USD": "4.50"}
    if not unpriced:
        assert settings.load(limited, telegram=False).monthly_budget_usd == 4.5
        return
    with pytest.raises(settings.SettingsError, match=f"PRICES must have {unpriced[0]}"):
        settings.load(limited, telegram=False)


def test_secrets_do_not_show_in_a_repr():
    """A printed settings object gives nothing away."""
    loaded = settings.load({"TELEGRAM_BOT_TOKEN": TOKEN, "OPENROUTER_API_KEY": "sk-or-secret"})
    assert TOKEN not in repr(loaded)
    assert "sk-or-secret" not in repr(loaded)


def test_the_readme_lists_every_setting_and_no_other():
    """The table in the README and the code name the same settings, with the same defaults."""
    table = dict(
        re.findall(
            r"^\| `([A-Z_]+)` \|\s*([^|]*?)\s*\|", ROOT.joinpath("README.md").read_text(), re.M
        )
    )
    code = ROOT.joinpath("bot/settings.py").read_text()
    read = set(re.findall(r'reader\.\w+\(\s*"([A-Z_]+)"', code))
    assert set(table) == read
    defaults = settings.load({}, telegram=False)
    for name, cell in table.items():
        default = getattr(defaults, name.lower())
        if default and not isinstance(default, frozenset):
            assert f"`{default}`" in cell, name

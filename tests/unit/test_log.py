"""Logs: no token or key, whoever writes the line."""

import logging

import pytest

from bot import log

TOKEN = "1234567:abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture
def kept_logging():
    """Puts the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_secrets_are_blanked_in_messages_arguments_and_tracebacks(kept_logging, capsys):
    """A token or key is replaced wherever it turns up in a line."""
    log.configure("INFO", ["sk-or-secret", ""])
    log.logging.getLogger("some.library").info("GET /bot%s/getMe with %s", TOKEN, "sk-or-secret")
    try:
        raise ValueError(f"bad token {TOKEN}")
    except ValueError:
        log.logging.getLogger("some.library").exception("failed")
    text = capsys.readouterr().err
    assert TOKEN not in text
    assert "sk-or-secret" not in text
    assert "[token]" in text
    assert "[secret]" in text
    assert "ValueError" in text


def test_http_libraries_are_quiet_below_warnings(kept_logging):
    """httpx writes addresses with the token in them at INFO."""
    log.configure("INFO")
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)

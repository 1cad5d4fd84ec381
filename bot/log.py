"""Logging: one format, and no token or key in any line, whoever writes it."""

import logging
import re
import sys
from collections.abc import Iterable

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
_QUIET = ("httpx", "httpcore", "apscheduler", "alembic", "sqlalchemy", "aiosqlite", "asyncio")


class Redaction(logging.Filter):
    """Blanks Telegram tokens and the given secrets in messages and tracebacks.

    It sits on the handler: a filter on a logger does not see its children's records.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = [secret for secret in secrets if len(secret) >= 6]

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.blank(record.getMessage()), None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, self.blank(text)
        return True

    def blank(self, text: str) -> str:
        """*text* without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _TOKEN.sub("[token]", text)


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Send everything at *level* and above to stderr; chatty libraries from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)

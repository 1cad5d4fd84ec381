"""Bring a database's tables up to this version of the bot, and tell one that is newer."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import errors

SCRIPTS = Path(__file__).with_name("migrations")
_LOCK = 7_316_405  # of PostgreSQL, so that two bots starting at once take turns


def upgrade(connection: Connection, scripts: Path = SCRIPTS) -> None:
    """Run what is missing, in the transaction of the connection. Raises NewerDatabase."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if pending(connection, scripts):
        command.upgrade(_config(connection, scripts), "head")


def downgrade(connection: Connection, revision: str, scripts: Path = SCRIPTS) -> None:
    """Take migrations back to the revision, or to "base"."""
    command.downgrade(_config(connection, scripts), revision)


def pending(connection: Connection, scripts: Path = SCRIPTS) -> bool:
    """Whether there is something to run. Raises NewerDatabase."""
    present = current(connection)
    if present is not None and not knows(present, scripts):
        raise errors.NewerDatabase(f"the database has revision {present}, unknown to this bot")
    return present != ScriptDirectory(str(scripts)).get_current_head()


def knows(revision: str, scripts: Path = SCRIPTS) -> bool:
    """Whether a revision is this bot's or an earlier one's."""
    known = ScriptDirectory(str(scripts)).walk_revisions()
    return revision in {script.revision for script in known}


def current(connection: Connection) -> str | None:
    """The revision that the database has, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

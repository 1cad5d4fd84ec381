"""The checkpoints of the workflows: where DBOS keeps them, and how they are written."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from dbos import DBOSConfig
from dbos._serialization import Serializer

from bot.settings import Settings

PIPELINE = "pipeline-2"  # raise it only when the order of steps changes: DBOS resumes no other


class Json(Serializer):
    """Plain JSON in the workflow database: readable, and nothing in it can be executed."""

    def serialize(self, data: Any) -> str:
        """*data* as JSON; of an exception only its class."""
        return json.dumps(data, default=lambda value: type(value).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        """What `serialize` wrote."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """Stands beside each value in the database."""
        return "json"


def config(settings: Settings) -> DBOSConfig:
    """How DBOS is set up: beside the database, in the one version that the order of steps has."""
    url = settings.database_url
    if not url:
        path = settings.data_dir / "workflows.db"
        _prepare(path)
        url = f"sqlite:///{path.resolve()}"
    return {
        "name": "resume-tailor",
        "system_database_url": url,
        "application_version": PIPELINE,
        "executor_id": "bot",
        "serializer": Json(),
        "log_level": "WARNING",
        "max_executor_threads": 16,
    }


def _prepare(path: Path) -> None:
    """DBOS opens SQLite with a rollback journal; the journal mode is kept in the file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()

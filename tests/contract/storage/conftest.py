"""Both databases: SQLite in a folder of its own, and a PostgreSQL server of our own."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storage import database
from storage.database import Database
from tests import postgres
from tests.contract.storage import cases

server = postgres.server


@pytest.fixture
def fresh(server: Path) -> Callable[[], str]:
    """Make room of its own for a test, faster than a whole database; gives its URL."""

    def make() -> str:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(host=str(server), user="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        words = f"host={server}&options=-csearch_path%3D{name}"
        return f"postgresql+psycopg://postgres@/postgres?{words}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """What database.open is given: "" for SQLite."""
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("fresh")
    return make()


@pytest.fixture
async def db(url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """An open, empty database of either kind."""
    opened = await database.open(tmp_path / "data", url)
    yield opened
    await opened.close()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Our migrations and one more, as a later version of the bot would bring it."""
    return cases.later(tmp_path)

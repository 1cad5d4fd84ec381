"""Both databases: SQLite in a folder of its own, and a PostgreSQL server of our own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storage import database
from storage.database import Database
from tests.contract.storage import cases


def _programs() -> Path | None:
    """Where initdb and postgres are: an installed PostgreSQL, the newest one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).parent if here else None


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL server that listens on a socket in this folder only."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(program: str, *words: str) -> None:
        command = [str(programs / program), "-D", str(data), *words]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=50"
    run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "-o", settings)
    yield folder
    run("pg_ctl", "stop", "--mode=immediate", "--wait")
    shutil.rmtree(folder)


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

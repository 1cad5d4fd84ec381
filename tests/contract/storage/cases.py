"""A person with files on the desk and an application: where most tests begin."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory

from storage import applications, migration, people, postings, resumes
from storage.applications import Application
from storage.database import Database
from storage.desks import Desk

TEXT = "Ada Example built the analytical pipeline"  # what a byte search must not find


async def desk(db: Database, person: int) -> Desk:
    """Not yet put: a résumé and a posting of the person, in the person's private chat."""
    await people.meet(db, person, "en")
    resume = await resumes.add(db, person, "ada.docx", f'{{"{TEXT}"}}', TEXT.encode(), "docx", 1)
    posting = await postings.add(db, person, "", f"Wanted: {TEXT}")
    return Desk(person, person, resume, posting)


async def application(db: Database, person: int) -> Application:
    """A new application of the person."""
    files = await desk(db, person)
    assert files.resume is not None
    assert files.posting is not None
    return await applications.add(db, person, person, files.resume, files.posting)


def later(folder: Path) -> Path:
    """Our migrations and one more, as a later version of the bot would bring it."""
    scripts = folder / "later"
    shutil.copytree(migration.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_later.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9998'\ndown_revision = '{head()}'\n"
        "def upgrade():\n"
        "    op.create_table('later', sa.Column('id', sa.Integer(), primary_key=True))\n"
    )
    return scripts


def head() -> str:
    """The revision that our own migrations lead to."""
    revision = ScriptDirectory(str(migration.SCRIPTS)).get_current_head()
    assert revision is not None
    return revision

"""What can go wrong with what is kept.

StorageError
├── NewerDatabase   written by a newer version of the bot: run that one, nothing was changed
├── KeysLost        people are recorded but their keys are not here: put keys.db back
├── Forgotten       the key of this value is gone, and so is the value
├── Unreadable      a sealed value is damaged, or is not this person's
├── Missing         a row points at something that is not (or no longer) there
├── Gone            a file that was made is not kept any more: it can be made anew
├── Contradiction   a row that the constraints refuse: a mistake of the caller
├── BadBackup       a backup that is cut short, changed, or not one of ours
├── Full            no space is left: again helps once there is some
└── Unavailable     locked by another process, or the server is away: again helps
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_POSTGRES_FULL = "53100"
_POSTGRES_MISSING = "23503"
_POSTGRES_CONSTRAINT = "23"


class StorageError(Exception):
    """Something could not be kept or found; the subclass says why."""

    again = False


class NewerDatabase(StorageError):
    """The database was written by a newer version of the bot."""


class KeysLost(StorageError):
    """The database has people, and the key file none of their keys."""


class Forgotten(StorageError):
    """The key of this value was deleted: nobody can read it any more."""


class Unreadable(StorageError):
    """A sealed value is damaged or belongs to somebody else."""


class Missing(StorageError):
    """A row points at something that is not there."""


class Gone(StorageError):
    """A file that was made is not there any more, or is not what was made."""


class Contradiction(StorageError):
    """The constraints refuse the row."""


class BadBackup(StorageError):
    """A backup is cut short, changed, or not one of ours."""


class Full(StorageError):
    """The disk, or the database server's disk, is full."""

    again = True


class Unavailable(StorageError):
    """The database cannot answer now."""

    again = True


@contextmanager
def named() -> Iterator[None]:
    """Give trouble of the database or the disk its name from this module."""
    try:
        yield
    except DBAPIError as trouble:
        raise _name(trouble.orig or trouble) from trouble
    except sqlite3.Error as trouble:
        raise _name(trouble) from trouble
    except TimeoutError as trouble:
        raise Unavailable("every connection to the database is busy") from trouble
    except OSError as trouble:
        if trouble.errno not in _NO_SPACE:
            raise
        raise Full("no space is left on the disk") from trouble


def _name(trouble: BaseException) -> StorageError:
    code = getattr(trouble, "sqlite_errorcode", None)
    state = getattr(trouble, "sqlstate", None) or ""
    if state == _POSTGRES_FULL or _primary(code) == sqlite3.SQLITE_FULL:
        return Full("no space is left for the database")
    if state == _POSTGRES_MISSING or code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Missing("a row points at something that is not there")
    if state.startswith(_POSTGRES_CONSTRAINT) or _primary(code) == sqlite3.SQLITE_CONSTRAINT:
        return Contradiction("the constraints refuse this row")
    return Unavailable(str(trouble))


def _primary(code: int | None) -> int | None:
    """An SQLite result code without the detail in its upper bytes."""
    return code if code is None else code & 0xFF

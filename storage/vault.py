"""One key per person, in a file of its own: deleting the key deletes every copy of the values.

keys.db is never part of a backup. A sealed value is b"\\x01", the eight-byte label of its key, a
twelve-byte nonce and AES-256-GCM's ciphertext, bound to the person's id.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage import errors, moment

FILE = "keys.db"
NOBODY = 0  # owns what belongs to no person
_FORM = b"\x01"
_LABEL, _NONCE = 8, 12
_VERSION = 1
_TABLES = """
CREATE TABLE keys (
    person INTEGER PRIMARY KEY,
    secret BLOB NOT NULL CHECK (length(secret) = 32),
    made_at TEXT NOT NULL
);
CREATE TABLE forgotten (label BLOB PRIMARY KEY, person INTEGER NOT NULL, at TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class _Key:
    label: bytes
    cipher: AESGCM
    marks: bytes


class Vault:
    """The keys, held in memory; every change is on the disk before it counts."""

    def __init__(self, path: Path, secret: dict[int, bytes], forgotten: set[bytes]) -> None:
        self.path = path
        self.forgotten = forgotten
        self._turn = asyncio.Lock()
        self._keys = {person: _key(bits) for person, bits in secret.items()}

    @property
    def people(self) -> frozenset[int]:
        """Whose keys are here."""
        return frozenset(self._keys) - {NOBODY}

    async def admit(self, person: int) -> bytes:
        """Make sure that the person has a key; gives the key's label."""
        async with self._turn:
            if person not in self._keys:
                bits = await asyncio.to_thread(_make, self.path, person)
                self._keys[person] = _key(bits)
            return self._keys[person].label

    def label(self, person: int) -> bytes | None:
        """The label of the person's key, None where there is none."""
        key = self._keys.get(person)
        return key.label if key else None

    def seal(self, person: int, value: bytes | str) -> bytes:
        """The value, readable only with the person's key. Raises Forgotten without one."""
        key = self._of(person)
        nonce = secrets.token_bytes(_NONCE)
        plain = value.encode() if isinstance(value, str) else value
        return _FORM + key.label + nonce + key.cipher.encrypt(nonce, plain, _bound(person))

    def open(self, person: int, sealed: bytes) -> bytes:
        """The value again. Raises Forgotten when its key is gone, Unreadable when it is damaged."""
        key = self._of(person)
        form, label, nonce, rest = _parts(sealed)
        if form != _FORM or len(nonce) != _NONCE:
            raise errors.Unreadable("not a sealed value")
        if label != key.label:
            raise errors.Forgotten(f"the key of this value of person {person} is gone")
        try:
            return key.cipher.decrypt(nonce, rest, _bound(person))
        except InvalidTag:
            raise errors.Unreadable(f"a value of person {person} is damaged") from None

    def text(self, person: int, sealed: bytes) -> str:
        """The value again, as the text that it was."""
        return self.open(person, sealed).decode()

    def readable(self, person: int, sealed: bytes) -> bool:
        """Whether the key of this value is still here."""
        return self.label(person) == _parts(sealed)[1]

    def mark(self, person: int, value: bytes) -> bytes:
        """A fingerprint that tells the same value again, and nothing to who lacks the key."""
        return hmac.digest(self._of(person).marks, value, "sha256")

    async def forget(self, person: int) -> None:
        """Delete the person's key and remember its label. Nothing happens where there is none."""
        async with self._turn:
            key = self._keys.pop(person, None)  # first: nothing may be sealed with a dying key
            try:
                self.forgotten |= await asyncio.to_thread(_forget, self.path, person)
            except errors.StorageError:
                if key is not None:
                    self._keys[person] = key
                raise

    def _of(self, person: int) -> _Key:
        key = self._keys.get(person)
        if key is None:
            raise errors.Forgotten(f"there is no key for person {person}")
        return key


async def unlock(path: Path) -> Vault:
    """Open the key file, making it where there is none. Raises NewerDatabase."""
    vault = Vault(path, *await asyncio.to_thread(_load, path))
    await vault.admit(NOBODY)
    return vault


def labels(path: Path) -> set[bytes]:
    """Of every key that a key file has or had; none where there is no file. Blocks."""
    if not path.exists():
        return set()
    secret, forgotten = _load(path)
    return {_label(bits) for bits in secret.values()} | forgotten


def copy(path: Path) -> bytes:
    """The key file as it is now, to be kept where nobody else reads it. Blocks."""
    with errors.named(), closing(sqlite3.connect(path, timeout=10)) as connection:
        return connection.serialize()


def _load(path: Path) -> tuple[dict[int, bytes], set[bytes]]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with _connected(path) as connection:
        _prepare(connection)
        secret = dict(connection.execute("SELECT person, secret FROM keys"))
        forgotten = {label for (label,) in connection.execute("SELECT label FROM forgotten")}
    return secret, forgotten


def _prepare(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise errors.NewerDatabase(f"keys.db has version {version}, this bot knows {_VERSION}")
    if version == 0:
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")


def _make(path: Path, person: int) -> bytes:
    row = (person, os.urandom(32), moment.now().isoformat())
    with _connected(path) as connection:
        connection.execute("INSERT INTO keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
        found = connection.execute("SELECT secret FROM keys WHERE person = ?", (person,))
        bits: bytes = found.fetchone()[0]
    return bits


def _forget(path: Path, person: int) -> set[bytes]:
    with _connected(path) as connection:
        gone = connection.execute("DELETE FROM keys WHERE person = ? RETURNING secret", (person,))
        labels = {_label(bits) for (bits,) in gone.fetchall()}
        rows = [(label, person, moment.now().isoformat()) for label in labels]
        connection.executemany("INSERT INTO forgotten VALUES (?, ?, ?)", rows)
    return labels


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction of its own connection, for use in a thread: keys change rarely."""
    opened = sqlite3.connect(path, timeout=10, isolation_level=None)
    with errors.named(), closing(opened) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


def _key(bits: bytes) -> _Key:
    marks = hmac.digest(bits, b"marks", "sha256")  # a key of its own for each use
    return _Key(_label(bits), AESGCM(bits), marks)


def _label(bits: bytes) -> bytes:
    return hashlib.sha256(bits).digest()[:_LABEL]


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    label, nonce = 1 + _LABEL, 1 + _LABEL + _NONCE
    return sealed[:1], sealed[1:label], sealed[label:nonce], sealed[nonce:]


def _bound(person: int) -> bytes:
    return str(person).encode()

"""What a person's key seals, only that key opens; and a deleted key is gone."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import errors, vault
from storage.vault import Vault

ADA, BOB = 5550100, 5550101
quick = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
async def keys(tmp_path: Path) -> Vault:
    opened = await vault.unlock(tmp_path / "data" / vault.FILE)
    await opened.admit(ADA)
    await opened.admit(BOB)
    return opened


@given(value=st.binary(max_size=4000))
@quick
def test_bytes_come_back(keys: Vault, value: bytes) -> None:
    """Any bytes, opened, are the bytes that were sealed, and stand nowhere in the seal."""
    sealed = keys.seal(ADA, value)
    assert keys.open(ADA, sealed) == value
    assert len(value) < 8 or value not in sealed


@given(value=st.text())
@quick
def test_text_comes_back(keys: Vault, value: str) -> None:
    """Any text, in any script."""
    assert keys.text(ADA, keys.seal(ADA, value)) == value


@given(value=st.binary(max_size=60), position=st.integers(0, 200), bit=st.integers(0, 7))
@quick
def test_a_flipped_bit_is_found(keys: Vault, value: bytes, position: int, bit: int) -> None:
    """A seal with any bit changed does not open."""
    sealed = bytearray(keys.seal(ADA, value))
    sealed[position % len(sealed)] ^= 1 << bit
    with pytest.raises((errors.Unreadable, errors.Forgotten)):
        keys.open(ADA, bytes(sealed))


@given(junk=st.binary(max_size=60))
@quick
def test_junk_is_no_seal(keys: Vault, junk: bytes) -> None:
    """Nor do bytes that were never a seal, of any length."""
    with pytest.raises((errors.Unreadable, errors.Forgotten)):
        keys.open(ADA, junk)
    assert not keys.readable(ADA, junk)


def test_a_value_is_its_persons(keys: Vault) -> None:
    """Somebody else's value does not open, and the same value is sealed differently each time."""
    sealed = keys.seal(ADA, "text")
    assert keys.seal(ADA, "text") != sealed
    with pytest.raises(errors.Forgotten):
        keys.open(BOB, sealed)


def test_a_mark_tells_the_same_again(keys: Vault) -> None:
    """Same person and bytes, same mark; otherwise another. It is not the plain hash."""
    marks = {keys.mark(ADA, b"file"), keys.mark(ADA, b"file."), keys.mark(BOB, b"file")}
    assert len(marks) == 3
    assert keys.mark(ADA, b"file") in marks


async def test_keys_outlive_the_process(keys: Vault) -> None:
    """Unlocked again, the keys open what they sealed; the file is for its owner only."""
    sealed = keys.seal(ADA, "text")
    again = await vault.unlock(keys.path)
    assert again.text(ADA, sealed) == "text"
    assert again.people == {ADA, BOB}
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600


async def test_nobody_has_a_key_too(keys: Vault) -> None:
    """What belongs to no person is sealed as well."""
    assert keys.text(vault.NOBODY, keys.seal(vault.NOBODY, "text")) == "text"


async def test_a_forgotten_value_never_opens(keys: Vault) -> None:
    """Not now, not after a restart, not when the person comes back with a new key."""
    sealed, label = keys.seal(ADA, "text"), keys.label(ADA)
    await keys.forget(ADA)
    await keys.forget(ADA)
    with pytest.raises(errors.Forgotten):
        keys.open(ADA, sealed)
    with pytest.raises(errors.Forgotten):
        keys.seal(ADA, "text")
    with pytest.raises(errors.Forgotten):
        keys.mark(ADA, b"text")
    again = await vault.unlock(keys.path)
    assert again.forgotten == keys.forgotten == {label}
    await again.admit(ADA)
    with pytest.raises(errors.Forgotten):
        again.open(ADA, sealed)


async def test_a_deleted_key_is_in_no_file(keys: Vault) -> None:
    """Its bytes are overwritten, not only unlinked."""
    with closing(sqlite3.connect(keys.path)) as connection:
        query = "SELECT secret FROM keys WHERE person = ?"
        (secret,) = connection.execute(query, (ADA,)).fetchone()
    assert secret in keys.path.read_bytes()
    await keys.forget(ADA)
    files = [path for path in keys.path.parent.iterdir() if path.is_file()]
    assert [path.name for path in files] == [vault.FILE]
    assert secret not in keys.path.read_bytes()


async def test_two_processes_share_a_key(keys: Vault) -> None:
    """A person who is new to two at once has one key."""
    other = await vault.unlock(keys.path)
    labels = await asyncio.gather(*(each.admit(42) for each in (keys, other, keys, other)))
    assert len(set(labels)) == 1


async def test_a_newer_key_file_is_refused(keys: Vault) -> None:
    """Its keys may mean something else."""
    with closing(sqlite3.connect(keys.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(errors.NewerDatabase, match="99"):
        await vault.unlock(keys.path)


async def test_a_file_that_is_no_key_file_is_unavailable(tmp_path: Path) -> None:
    """And it is not overwritten."""
    path = tmp_path / vault.FILE
    path.write_bytes(b"not a database, but long enough to look like one" * 30)
    before = path.read_bytes()
    with pytest.raises(errors.Unavailable):
        await vault.unlock(path)
    assert path.read_bytes() == before

"""A bucket, or a folder, that only gets what it cannot read: everything in it is encrypted.

Encrypted with age for a public key. The identity that opens it is kept somewhere else and is
needed only to bring something back. Everything here blocks: it belongs into a thread.

pyrage and obstore take 5 MB of memory, so they are loaded where a bucket is used, not before.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import errors

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SEALED = ".age"  # how the name of everything encrypted ends
_RETRIES = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}


# obstore's own coroutines can abort the process when it ends soon after one: its worker threads
# still hold Python objects then. So its blocking calls are used, in threads of ours.


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where copies go, and for whom they are encrypted."""

    store: "ObjectStore"
    recipient: Any


def connect(url: str, recipient: str, **options: str) -> Bucket:
    """A bucket by its address (s3://name/prefix, file:///folder) and an age public key.

    Options are the store's: endpoint, region, access_key_id, secret_access_key,
    virtual_hosted_style_request. Raises ValueError for any of them that is wrong; sends nothing.
    """
    import pyrage  # type: ignore[import-untyped]
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
        return Bucket(from_url(url, **_settings(url, options)), key)
    except pyrage.RecipientError as trouble:
        raise ValueError(f"not an age public key: {trouble}") from None
    except (BaseError, TypeError, ValueError) as trouble:
        raise ValueError(f"not a bucket: {trouble}") from None


def put(bucket: Bucket, name: str, plain: bytes) -> None:
    """Encrypt and keep under the name, which gets SEALED at its end. Raises Unavailable."""
    import pyrage

    with _named():
        bucket.store.put(name + SEALED, pyrage.encrypt(plain, [bucket.recipient]))


def put_file(bucket: Bucket, name: str, path: Path, scratch: Path) -> None:
    """As put, for a file of any size; the scratch file is used on the way and removed."""
    import pyrage

    try:
        # encrypt_file would keep the interpreter to itself: 270 ms for 100 MB
        with errors.named(), path.open("rb", buffering=0) as plain, scratch.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, [bucket.recipient])
        with _named():
            bucket.store.put(name + SEALED, scratch)
    finally:
        scratch.unlink(missing_ok=True)


def put_open(bucket: Bucket, name: str, plain: bytes) -> None:
    """Keep as it is what tells nothing about anybody. Raises Unavailable."""
    with _named():
        bucket.store.put(name, plain)


def get(bucket: Bucket, name: str, identity: str) -> bytes:
    """What put kept. Raises Missing, Unavailable, and BadBackup for a wrong identity."""
    import pyrage

    sealed = get_open(bucket, name + SEALED)
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as trouble:
        raise errors.BadBackup(f"the identity does not open {name}: {trouble}") from None


def get_open(bucket: Bucket, name: str) -> bytes:
    """What is kept under the name, as it is. Raises Missing and Unavailable."""
    with _named():
        return bytes(bucket.store.get(name).bytes())


def names(bucket: Bucket, folder: str) -> set[str]:
    """What is kept in a folder: names without the folder, with SEALED. Raises Unavailable."""
    return set(sent(bucket, folder))


def sent(bucket: Bucket, folder: str) -> dict[str, datetime]:
    """When each of what is kept in a folder was put there. Raises Unavailable."""
    with _named():
        entries = bucket.store.list(folder).collect()
        return {Path(entry["path"]).name: entry["last_modified"] for entry in entries}


def delete(bucket: Bucket, gone: Collection[str]) -> None:
    """Delete what is kept under these whole names. Raises Unavailable."""
    with _named():
        bucket.store.delete(list(gone))


def _settings(url: str, options: dict[str, str]) -> dict[str, Any]:
    if url.startswith("file:"):
        return {**options, "mkdir": True}
    plain = options.get("endpoint", "").startswith("http://")
    client = {"timeout": "120s", "allow_http": plain}
    return {**options, "retry_config": _RETRIES, "client_options": client}


@contextmanager
def _named() -> Iterator[None]:
    """Give trouble with the bucket a name of ours."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as trouble:
        raise errors.Missing("the bucket does not have it") from trouble
    except (BaseError, OSError) as trouble:
        raise errors.Unavailable(f"the bucket does not answer: {trouble}") from trouble

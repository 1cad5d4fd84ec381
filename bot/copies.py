"""Copies of what is kept: in data/backups, and in another place where the settings name one."""

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings, SettingsError
from storage import backups, bucket, errors, offsite
from storage.bucket import Bucket
from storage.snapshot import Backup

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup, and why it is not in the other place too, if it should be."""

    backup: Backup
    trouble: errors.StorageError | None = None


def place(settings: Settings) -> Bucket | None:
    """The other place, None where there is none. Raises SettingsError."""
    if not settings.backup_bucket:
        return None
    options = {
        "endpoint": settings.bucket_endpoint,
        "region": settings.bucket_region,
        "access_key_id": settings.bucket_key_id,
        "secret_access_key": settings.bucket_secret,
        "virtual_hosted_style_request": "true" if settings.bucket_style == "virtual" else "",
    }
    given = {name: value for name, value in options.items() if value}
    try:
        return bucket.connect(settings.backup_bucket, settings.backup_recipient, **given)
    except ValueError as trouble:
        raise SettingsError(f"BACKUP_BUCKET, BACKUP_RECIPIENT: {trouble}.") from None


async def make(settings: Settings) -> Made:
    """Back up now, here and in the other place. Raises StorageError when not even here."""
    backup = await backups.make(settings.data_dir)
    log.info("Backup %s, %d bytes", backup.path.name, backup.size)
    try:
        elsewhere = place(settings)
        if elsewhere is not None:
            await _send(settings, elsewhere, backup)
    except errors.StorageError as trouble:
        return _only_here(backup, trouble)
    except SettingsError as trouble:  # it was there when the bot started
        return _only_here(backup, errors.Unavailable(str(trouble)))
    except OSError as trouble:  # without its path, in which a company's name may stand
        return _only_here(backup, errors.Unavailable(trouble.strerror or "a file cannot be read"))
    return Made(backup)


def _only_here(backup: Backup, trouble: errors.StorageError) -> Made:
    log.warning("The backup is here only: %s", trouble)
    return Made(backup, trouble)


async def bring(settings: Settings, name: str, identity: str) -> Path:
    """Fetch a backup from the other place, and with it keys and exports that are missing here.

    Raises SettingsError without such a place, and StorageError.
    """
    elsewhere = place(settings)
    if elsewhere is None:
        raise SettingsError(f"There is no file {name!r}, and BACKUP_BUCKET is not set.")
    backup = await offsite.fetch(elsewhere, name, identity, settings.data_dir)
    try:
        await offsite.fetch_keys(elsewhere, identity, settings.data_dir)
    except errors.Contradiction:
        log.info("The keys that are here stay")
    await offsite.fetch_exports(elsewhere, identity, settings.exports_dir)
    return backup.path


def describe(backup: Backup) -> str:
    """When it was made, how big it is, and how many rows it has."""
    made = backup.made_at.strftime("%Y-%m-%d %H:%M UTC")
    return f"{made}, {backup.size / 1e6:.1f} MB, {sum(backup.rows.values())} rows"


async def _send(settings: Settings, elsewhere: Bucket, backup: Backup) -> None:
    await offsite.send(elsewhere, backup)
    await offsite.send_keys(elsewhere, settings.data_dir)
    await offsite.send_exports(elsewhere, settings.exports_dir)
    await offsite.prune(elsewhere)

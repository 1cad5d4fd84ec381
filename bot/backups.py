"""List the backups, on the command line."""

import argparse

from bot import copies
from bot.settings import Settings
from storage import backups, offsite


def describe(_parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


async def run(settings: Settings, _arguments: argparse.Namespace) -> int:
    """A line for each backup here, then one for each in the bucket, newest first."""
    for backup in await backups.kept(settings.data_dir):
        print(f"{backup.path}  {copies.describe(backup)}")
    elsewhere = copies.place(settings)
    if elsewhere is not None:
        for name in await offsite.kept(elsewhere):
            print(f"{settings.backup_bucket}: {name}")
    return 0

"""Bring a backup back, from the command line."""

import argparse
import sys
from pathlib import Path

from bot import copies, lock
from bot.settings import Settings
from storage import backups


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="a backup, or its name in BACKUP_BUCKET")
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help="the age identity that opens the bucket"
    )


async def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Put the backup in the database's place; what cannot be done changes nothing."""
    with lock.hold(settings.data_dir):
        path = Path(arguments.file)
        if arguments.identity is not None:
            try:
                identity = _identity(arguments.identity)
            except OSError as trouble:
                print(f"{trouble.filename}: {trouble.strerror}", file=sys.stderr)
                return 1
            path = await copies.bring(settings, arguments.file, identity)
        restored = await backups.restore(settings.data_dir, path, settings.exports_dir)
    print(f"Restored: {copies.describe(restored.backup)}.")
    print(f"The files from before are in {restored.aside}.")
    print(f"{len(restored.unfinished)} unfinished applications go on when the bot starts.")
    return 0


def _identity(path: Path) -> str:
    """The line of an age identity file that is the key."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")

"""Back the database up now, from the command line."""

import argparse
import sys

from bot import copies
from bot.settings import Settings


def describe(_parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


async def run(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Back up, and say where to; 1 when it is not in the bucket as it should be."""
    made = await copies.make(settings)
    print(made.backup.path)
    print(copies.describe(made.backup))
    if made.trouble is not None:
        print(f"It is not in the bucket: {made.trouble}", file=sys.stderr)
        return 1
    return 0

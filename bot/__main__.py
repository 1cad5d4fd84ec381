"""The command line: `python -m bot` runs the bot, its subcommands do one thing and exit."""

import argparse
import asyncio
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from bot import lean, log, serve, settings  # noqa: F401  lean works by being imported
from storage import errors

COMMANDS = {
    "tailor": "tailor one résumé to one post",
    "read": "show what is read from a file",
    "check": "hold a tailored résumé against its source",
    "ats": "check a Word file for applicant tracking systems",
    "doctor": "check that all is in place, and say what to do where it is not",
    "backup": "back the database up now; the bot may be running",
    "backups": "list the backups, newest first",
    "restore": "bring a backup back; the bot must be stopped",
}  # each is a module of its own, with describe() and run()


def main(arguments: Sequence[str]) -> int:
    """Run the command in *arguments*; returns the exit status."""
    parsed = _parser(arguments).parse_args(arguments)
    command = parsed.command or "run"
    try:
        chosen = settings.load(os.environ, telegram=command == "run")
        log.configure(chosen.log_level, chosen.secrets, chosen.log_format)
        if command == "run":
            log.catch()
            asyncio.run(serve.serve(chosen))
        status: int = asyncio.run(_module(command).run(chosen, parsed))
    except settings.SettingsError as problems:
        print(f"The settings need attention:\n{problems}", file=sys.stderr)
        return 2
    except errors.StorageError as trouble:
        print(f"The data cannot be used: {trouble}", file=sys.stderr)
        return 1
    return status


def _module(command: str) -> ModuleType:
    return importlib.import_module(f"bot.{command}")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the command that is named is loaded."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run the bot (the default)")
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if name in arguments[:1]:
            _module(name).describe(command)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The command line: `python -m bot` runs the bot, its subcommands do one thing and exit."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from bot import log, serve, settings, tailor


def main(arguments: Sequence[str]) -> int:
    """Run the command in *arguments*; returns the exit status."""
    parsed = _parser().parse_args(arguments)
    command = parsed.command or "run"
    try:
        chosen = settings.load(os.environ, telegram=command == "run")
        log.configure(chosen.log_level, chosen.secrets)
        if command == "tailor":
            return asyncio.run(tailor.run(chosen, parsed))
        asyncio.run(serve.serve(chosen))
    except settings.SettingsError as problems:
        print(f"The settings need attention:\n{problems}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run the bot (the default)")
    tailor.describe(commands.add_parser("tailor", help="tailor one résumé to one post"))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

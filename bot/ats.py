"""What applicant tracking systems will make of a Word file: `python -m bot ats FILE`."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot import texts
from bot.settings import Settings
from documents import ats, errors


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="DOCX")
    parser.add_argument("--json", action="store_true", help="print the checks as JSON")


async def run(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the rules R1 to R24. 0 when none is broken, 1 when one is, 2 when unreadable."""
    try:
        data = await asyncio.to_thread(arguments.file.read_bytes)
        checks = await asyncio.to_thread(ats.check, data, arguments.file.name)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except errors.DocumentError as error:
        print(texts.plain(texts.failure(error)), file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps([asdict(each) for each in checks], ensure_ascii=False, indent=2))
    else:
        for each in checks:
            print(_line(each))
    return 1 if any(each.ok is False for each in checks) else 0


def _line(check: ats.Check) -> str:
    mark = {True: "ok", False: "NO", None: "not applicable"}[check.ok]
    why = f" ({check.why})" if check.why else ""
    return f"R{check.rule:<3} {mark:<14} {check.name}{why}"

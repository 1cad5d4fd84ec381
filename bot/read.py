"""What the reader makes of a file: `python -m bot read FILE`."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from bot import texts
from bot.settings import Settings
from documents import child, errors, jsonresume
from documents.reading import Reading


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print a JSON Resume, with warnings")


async def run(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the facts of the file. 0, or 1 with a sentence when the file is no use."""
    try:
        data = await asyncio.to_thread(arguments.file.read_bytes)
        read = await child.read(data, arguments.file.name)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except errors.DocumentError as error:
        print(texts.plain(texts.failure(error)), file=sys.stderr)
        return 1
    print(_json(read) if arguments.json else _lines(read))
    return 0


def _json(read: Reading) -> str:
    warnings = [
        {"kind": notice.kind, "count": notice.count, "sample": notice.sample}
        for notice in read.warnings
    ]
    resume = {**jsonresume.dump(read.resume), "x-warnings": warnings, "x-genre": read.genre}
    return json.dumps(resume, ensure_ascii=False, indent=2)


def _lines(read: Reading) -> str:
    """Sections with their facts, each with its id and kind."""
    titles = {section.id: section.title for section in read.resume.sections}
    lines, home = [], None
    for fact in read.resume.facts:
        if fact.section != home:
            home = fact.section
            lines.append(f"\n{titles.get(home) or '(top)'}")
        lines.append(f"  {fact.id:>5} {fact.kind:<12} {fact.text}")
    return "\n".join([*lines, *(texts.plain(texts.notice(item)) for item in read.warnings)])

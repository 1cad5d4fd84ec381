"""Two JSON Resume files, held against each other: `python -m bot check SOURCE TAILORED`."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agents import checking, timeline
from bot.settings import Settings


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the person's own")
    parser.add_argument("tailored", type=Path, metavar="TAILORED", help="what was made of it")
    parser.add_argument("--edits", type=Path, metavar="FILE", help="the edits that were declared")
    parser.add_argument("--json", action="store_true", help="print the violations as JSON")


async def run(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what TAILORED states and SOURCE does not. 0 clean, 1 violations, 2 unreadable."""
    try:
        source, tailored = _load(arguments.source), _load(arguments.tailored)
        edits = _load(arguments.edits) if arguments.edits else None
        violations = checking.compare(source, tailored, edits, today=timeline.today())
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        print(f"This is not a JSON Resume: {error}", file=sys.stderr)
        return 2
    if arguments.json:
        found = [asdict(violation) for violation in violations]
        print(json.dumps({"violations": found}, ensure_ascii=False, indent=2))
    else:
        for each in violations:
            print(f"{each.where}: {each.kind}: {each.text!r} against {each.source!r}")
    return 1 if violations else 0


def _load(path: Path) -> Any:
    return json.loads(path.read_bytes())

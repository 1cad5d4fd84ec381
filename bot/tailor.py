"""One résumé, one post, one command: the same pipeline without Telegram or a database."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from agents import pipeline
from agents.values import Event, Finished, Requirement, Spent
from bot import delivery, providers, texts
from bot.settings import Settings
from documents import child, errors
from documents.reading import Reading


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("resume", type=Path, metavar="RESUME", help="DOCX, PDF, TXT or MD")
    parser.add_argument("posting", type=Path, metavar="POSTING", help="DOCX, PDF, TXT or MD")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to write")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


async def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Tailor, write the DOCX, say what changed. 0 when it is written, 1 when a file is no use."""
    try:
        resume = await _read(arguments.resume)
        posting = await _read(arguments.posting)
        async with providers.open(settings) as model:
            desk = pipeline.Desk(model, ignore if arguments.json else _show, "tailor")
            tailored = await pipeline.tailor(desk, resume.resume, posting.text)
        file = await child.render(
            await asyncio.to_thread(arguments.resume.read_bytes),
            resume.format,
            resume.resume,
            tailored.edits,
            now=datetime.now(UTC),
        )
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}")
    except errors.DocumentError as error:
        return _refuse(texts.plain(texts.failure(error)))
    path = await asyncio.to_thread(_write, arguments, file)
    _report(tailored, resume, path, as_json=arguments.json)
    return 0


def _write(arguments: argparse.Namespace, file: bytes) -> Path:
    arguments.out.mkdir(parents=True, exist_ok=True)
    path: Path = arguments.out / f"{arguments.resume.stem}-tailored.docx"
    path.write_bytes(file)
    return path


async def _read(path: Path) -> Reading:
    return await child.read(await asyncio.to_thread(path.read_bytes), path.name)


def ignore(_event: Event) -> None:
    """Shows nothing."""


def _show(event: Event) -> None:
    if isinstance(event, Finished):
        print(f"{texts.AGENTS[event.agent]}: {event.text}", file=sys.stderr)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _report(tailored: pipeline.Tailored, resume: Reading, path: Path, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_summary(tailored, path), ensure_ascii=False, indent=2))
        return
    spent = sum(tailored.spent.values(), start=Spent())
    caption = delivery.caption(
        tailored.analysis, resume.resume, tailored.edits, len(tailored.refused), spent
    )
    print(texts.plain(caption))
    print(path)


def _summary(tailored: pipeline.Tailored, path: Path) -> dict[str, object]:
    requirements: dict[str, Requirement] = {r.id: r for r in tailored.analysis.requirements}
    return {
        "file": str(path),
        "title": tailored.analysis.title,
        "company": tailored.analysis.company,
        "edits": [asdict(edit) for edit in tailored.edits],
        "refused": [asdict(refusal) for refusal in tailored.refused],
        "missing": [requirements[id].name for id in tailored.after.missing],
        "spent": {agent: asdict(spent) for agent, spent in tailored.spent.items()},
    }

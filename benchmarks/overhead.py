"""Our own part: processor time for an application, and memory at rest with everything on.

`python -m benchmarks.overhead`. The real bot process between a Telegram and a model on loopback
that answers at once. A person a second, each with a résumé (Word and PDF in turn) and a post of
their own; counted is the time of the bot's process and of all its children, the picture of the
page included. Idle memory is the whole tree's (summed PSS) once the bot has started with
every optional part, and rests. The last line of the output is JSON.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyrage  # type: ignore[import-untyped]

from benchmarks import papers, tree
from benchmarks.process import Bot, free_port
from benchmarks.visitor import Visitor
from sandbox import model as models
from sandbox import telegram as telegrams
from sandbox.model_state import Server
from sandbox.world import World

_BOUNDS = {"cpu_s": 1.0, "idle_mb": 130.0}
_SETTLING = 10.0  # seconds after the start in which first backups and the like are made
_PAUSE = 1.0  # seconds between two people
_IDLE = 20.0  # seconds of rest that are watched
_PATIENCE = 120.0


async def measure(folder: Path, applications: int) -> dict[str, float]:
    """Run so many applications; seconds for each, and megabytes before the first."""
    async with telegrams.serve() as telegram, models.serve() as server:
        bot = Bot(folder, telegram, server, **_everything(server))
        await bot.start()
        try:
            await telegram.until(lambda: bool(telegram.called("getUpdates")), 60)
            await asyncio.sleep(_SETTLING)
            print(f"started after {sum(tree.cpu(bot.pid)):.2f} s of processor time")
            idle = await _rest(bot)
            before = tree.cpu(bot.pid)
            async with asyncio.TaskGroup() as people:
                for number in range(applications):
                    people.create_task(_apply(telegram, number))
                    await asyncio.sleep(_PAUSE)
            own, children = (
                (now - then) / applications
                for now, then in zip(tree.cpu(bot.pid), before, strict=True)
            )
            print(f"for each application {own:.2f} s in the bot, {children:.2f} s in its children")
            print(f"after {applications} applications: {tree.memory(bot.pid) >> 20} MB")
        finally:
            await bot.stop()
    return {"cpu_s": round(own + children, 3), "idle_mb": round(idle / (1 << 20), 1)}


def _everything(server: Server) -> dict[str, str]:
    """The settings of every optional part; the places outside are on loopback or dead."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    return {
        "ADMIN_IDS": "5000000",
        "GEMINI_API_KEY": "sandbox",
        "GEMINI_BASE_URL": server.gemini,
        "PORT": str(free_port()),
        "METRICS_TOKEN": "sandbox-metrics",
        "SENTRY_DSN": nowhere.replace("//", "//sandbox@") + "/1",
        "HEARTBEAT_URL": f"{server.plain}/models",
        "BACKUP_BUCKET": "s3://sandbox",
        "BACKUP_RECIPIENT": str(pyrage.x25519.Identity.generate().to_public()),
        "BUCKET_ENDPOINT": nowhere,
        "BUCKET_REGION": "sandbox",
        "BUCKET_KEY_ID": "sandbox",
        "BUCKET_SECRET": "sandbox",
        "LOG_FORMAT": "json",
    }


async def _rest(bot: Bot) -> int:
    """The memory of a bot at rest, in bytes; what it does meanwhile is printed."""
    before = sum(tree.cpu(bot.pid))
    async with tree.Peak(bot.pid) as peak:
        await asyncio.sleep(_IDLE)
    spent = (sum(tree.cpu(bot.pid)) - before) / _IDLE
    print(f"at rest: {peak.bytes >> 20} MB, {spent * 100:.1f} % of a core")
    return peak.bytes


async def _apply(telegram: World, number: int) -> None:
    """One person, from the first message to the collapsed card."""
    visitor = Visitor(telegram.person(f"Ada Example {number + 1}"), _PATIENCE)
    sent = visitor.person.send_document(*papers.resume(number))
    visitor.show_posting(papers.posting(number))
    await visitor.start(sent)
    delivered = await visitor.result(sent)
    if delivered.document is None:
        raise RuntimeError(f"no document: {delivered.text}")
    await visitor.collapsed(sent)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 when both bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overhead", description=__doc__)
    parser.add_argument("--applications", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="a new folder for the bot's data and log")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="overhead-") as scratch:
        folder = asked.folder or Path(scratch) / "bot"
        folder.mkdir(parents=True)
        figures = asyncio.run(measure(folder, asked.applications))
    print(json.dumps(figures))
    return 0 if all(figures[name] <= bound for name, bound in _BOUNDS.items()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

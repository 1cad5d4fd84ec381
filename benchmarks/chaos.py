"""kill -9 at random moments, or trouble on every wire, over a stream of messages.

`python -m benchmarks.chaos --kills 200`, `python -m benchmarks.chaos --faults`. The last line of
the output is JSON. Seeded: people, kills and faults come from --seed, the timing from the machine.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import books, storms
from benchmarks.crowd import Crowd
from benchmarks.process import Bot
from sandbox import model as models
from sandbox import telegram as telegrams
from sandbox.world import World

_NAMES = ("Ada Example", "Bo Sample", "Cy Specimen", "Di Instance", "Ed Model", "Flo Pattern")
_EARLY = 0.25  # how many of the kills come while it starts
_LIFE = 5.0  # seconds at most from its first poll to its kill
_BOOT = 60.0  # seconds in which it has to be there
_PATIENCE = 600.0  # seconds for everything to come to rest after the last kill


async def kill(folder: Path, kills: int, seed: int) -> books.Findings:
    """Kill the bot so often while people use it, let it come to rest, and audit."""
    random = Random(seed)
    async with telegrams.serve(seed=seed) as telegram, models.serve(pace=2000) as model:
        bot = Bot(folder, telegram, model)
        crowd = Crowd([telegram.person(name) for name in _NAMES], seed)
        life = asyncio.create_task(crowd.live())
        try:
            boot = 3.0
            while bot.kills < kills:
                boot = await _live_and_die(bot, telegram, random, boot)
                _tell(bot, crowd)
            crowd.open = False
            await bot.start()
            await _rest(bot, telegram, life)
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)
            await bot.stop()
        return books.audit(bot.data, telegram, crowd.wishes)


async def _live_and_die(bot: Bot, telegram: World, random: Random, boot: float) -> float:
    """One life of the bot, ended by a kill; gives the seconds until it polled, or *boot*."""
    before, began = len(telegram.calls), time.monotonic()
    await bot.start()
    if random.random() < _EARLY:
        life = random.uniform(0.0, boot)
    else:
        await telegram.until(partial(_polls, telegram, before), _BOOT)
        boot = time.monotonic() - began
        life = random.uniform(0.0, _LIFE)
    status = await bot.run(life)
    if status is not None:
        raise RuntimeError(f"the bot ended by itself with {status}; see {bot.log}")
    await bot.kill()
    return boot


def _polls(telegram: World, before: int) -> bool:
    return any(call.method == "getUpdates" for call in telegram.calls[before:])


async def _rest(bot: Bot, telegram: World, life: asyncio.Task[None]) -> None:
    """Wait until everybody has what they asked for; what is missing then counts as lost."""
    await asyncio.wait([life], timeout=_PATIENCE)
    for _ in range(60):
        if not telegram.updates.pending() and books.settled(bot.data):
            return
        await asyncio.sleep(1)


def _tell(bot: Bot, crowd: Crowd) -> None:
    if bot.kills % 10 == 0:
        ended = sum(wish.ended for wish in crowd.wishes)
        print(f"{bot.kills} kills, {len(crowd.wishes)} posts, {ended} answered", file=sys.stderr)


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 0 when nothing was lost, twice, contradictory or silent."""
    asked = _parse(arguments)
    with tempfile.TemporaryDirectory(prefix="chaos-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if asked.faults:
            told = asyncio.run(storms.run(folder, asked.seconds, asked.seed))
            print(json.dumps(told))
            return 0 if told["silent"] == 0 else 1
        found = asyncio.run(kill(folder, asked.kills, asked.seed))
    for line in found.lines:
        print(line)
    print(f"{found.marked} repeats own up to being one")
    told = {
        "kills": asked.kills,
        "lost_updates": len(found.lost_updates),
        "lost_applications": len(found.lost_applications),
        "unmarked_duplicates": len(found.duplicates),
        "contradictions": len(found.contradictions),
    }
    print(json.dumps(told))
    return 1 if found.lines else 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how often the bot is killed")
    parser.add_argument("--faults", action="store_true", help="trouble on the wires instead")
    parser.add_argument("--seconds", type=float, default=120, help="how long the trouble lasts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the bot's data and log here")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How long a person waits, against the plain sequence of five calls on the same paced model.

`python -m benchmarks.latency`. The real bot process, a Telegram and a model on loopback; the
sequence runs beside it. Three ways to the document, each some times, the middle one counts:

- first time: a PDF résumé and the post sent together, Start and the consent pressed when they show
  (our reader takes the résumé apart, so no model call is spent on it);
- post analysed: a new post, Start once the analysis of it has ended, if the bot made one;
- at once: a new post, Start as soon as it shows, timed from the post.

Cached input is what a provider would bill so: of a session's earlier prompts, the longest common
start, from 1,024 tokens on, in steps of 128. The last line of the output is JSON.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import ledger, papers, recount, sequence
from benchmarks.lengths import Book
from benchmarks.process import Bot
from benchmarks.trips import ANALYSED, AT_ONCE, FIRST, Journey, Trip
from benchmarks.visitor import Visitor
from documents import reader
from sandbox import model as models
from sandbox import telegram as telegrams
from sandbox.model_calls import Call
from sandbox.world import World

_PATIENCE = 120.0  # seconds for any answer
_BOUNDS = {
    "seconds": 16.0,
    "seconds_from_posting": 22.0,
    "seconds_first_time": 24.0,
    "ratio_to_sequence": 1.0,
    "ratio_to_critical_path": 1.10,
    "output_ratio": 0.35,
    "input_ratio": 0.80,
}


async def measure(folder: Path, rounds: int) -> tuple[list[Trip], sequence.Run]:
    """Go all ways *rounds* times, while the sequence is run beside."""
    book = Book()
    serving = models.serve(book.answer, first_token=sequence.FIRST_TOKEN, pace=sequence.PACE)
    async with telegrams.serve() as telegram, serving as server:
        bot = Bot(folder, telegram, server)
        await bot.start()
        fixed = asyncio.create_task(sequence.run(server))
        try:
            await telegram.until(lambda: bool(telegram.called("getUpdates")), 60)
            return await _go(Journey(server, book), telegram, rounds), await fixed
        finally:
            fixed.cancel()
            await bot.stop()


async def _go(journey: Journey, telegram: World, rounds: int) -> list[Trip]:
    visitors = [
        Visitor(telegram.person(f"Ada Example {at + 1}"), _PATIENCE) for at in range(rounds)
    ]
    trips = [await journey.first_time(visitor) for visitor in visitors]
    docx = (papers.EXAMPLES / "resume.docx").read_bytes()
    for visitor in visitors:
        await journey.rest(visitor)
        await visitor.show_resume(docx, "resume.docx")
        trips.append(await journey.analysed(visitor))
    for visitor in visitors:
        await journey.rest(visitor)
        trips.append(await journey.at_once(visitor))
    return trips


def judge(trips: Sequence[Trip], fixed: sequence.Run) -> dict[str, float]:
    """The figures, and what of the work was not done as problems on stderr."""
    ways = {
        way: [trip for trip in trips if trip.way == way] for way in (trip.way for trip in trips)
    }
    whole = ways[AT_ONCE]
    seconds = {way: median(trip.seconds for trip in found) for way, found in ways.items()}
    fresh = max(_fresh(trip.calls) for trip in whole)
    said = max(sum(call.output_tokens for call in trip.calls) for trip in whole)
    ratios = [median(trip.ratio for trip in ways[way]) for way in (ANALYSED, AT_ONCE)]
    return {
        "seconds": round(seconds[ANALYSED], 2),
        "seconds_from_posting": round(seconds[AT_ONCE], 2),
        "seconds_first_time": round(seconds[FIRST], 2),
        "ratio_to_sequence": round(seconds[AT_ONCE] / fixed.seconds, 3),
        "ratio_to_critical_path": round(max(ratios), 3),
        "output_ratio": round(said / fixed.output_tokens, 3),
        "input_ratio": round(fresh / fixed.input_tokens, 3),
        "edits": min(_recounted(trip).edits for trip in trips),
    }


def _fresh(calls: Sequence[Call]) -> int:
    return sum(call.input_tokens - call.cached_tokens for call in calls)


def _recounted(trip: Trip) -> recount.Recount:
    file = "resume.pdf" if trip.way == FIRST else "resume.docx"
    assert trip.delivered.document is not None
    own = reader.read((papers.EXAMPLES / file).read_bytes(), file).resume
    new = reader.read(trip.delivered.document.data, "resume.docx").resume
    return recount.recount(own, new)


def problems(trips: Sequence[Trip], figures: dict[str, float]) -> list[str]:
    """What missed its bound, or did less than the work that speed must not be bought with."""
    found = [
        f"{name} is {figures[name]}, over {bound}"
        for name, bound in _BOUNDS.items()
        if figures[name] > bound
    ]
    for trip in trips:
        count, unread = _recounted(trip), ledger.unread(trip)
        if count.roles < sequence.ROLES or count.edits < sequence.EDITS:
            found.append(f"{trip.way}: {count.edits} edits in {count.roles} roles")
        if unread:
            found.append(f"{trip.way}: {unread} worded lines had no second opinion")
        if ledger.analysis_tokens(trip) < sequence.ANALYSIS_TOKENS:
            found.append(f"{trip.way}: an analysis of {ledger.analysis_tokens(trip)} tokens")
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 when every bound holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is gone")
    parser.add_argument("--folder", type=Path, help="a new folder for the bot's data and log")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="latency-") as scratch:
        folder = asked.folder or Path(scratch) / "bot"
        folder.mkdir(parents=True)
        trips, fixed = asyncio.run(measure(folder, asked.rounds))
    figures = judge(trips, fixed)
    for trip in trips:
        ledger.show(trip)
    found = problems(trips, figures)
    print(f"the sequence: {fixed}", *found, sep="\n")
    print(json.dumps(figures))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

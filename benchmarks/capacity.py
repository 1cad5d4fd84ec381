"""How many people one core and 512 MB serve: arrivals over time, and all at once.

`python -m benchmarks.capacity --people 300 --rate 0.5`. The bot has one core, the servers of the
sandbox and the people another. Telegram's 30 calls a second and 20 a minute in a chat are
enforced, the model keeps the pace of the plain sequence, and everybody brings a résumé of their
own (Word and PDF in turn) and a post of their own. Memory is the whole process tree's (summed
PSS). Then a burst (`--burst 500` people in `--within 10` seconds), and with `--curve` smaller
bursts before it, for the table and the picture. The last line of the output is JSON.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from benchmarks import arrivals, curve, sequence, tree
from benchmarks.arrivals import Visit
from benchmarks.lengths import Repeating
from benchmarks.process import Bot, free_port
from sandbox import model as models
from sandbox import telegram as telegrams

_BOUNDS = {
    "peak_mb": 512,
    "ack_p95_s": 2.0,
    "staleness_p95_s": 12.0,
    "loop_lag_p99_ms": 100,
    "lost": 0,
    "burst_lost": 0,
    "burst_peak_mb": 512,
}
_CORES = sorted(os.sched_getaffinity(0))  # the first is the bot's, the last everybody else's
_CALLS = 30  # a second, for all chats together
_ALLOWANCE = 1.25  # times what that allows
_TOKEN = "sandbox-metrics"
_RUNS = 16  # at once: half a run a second, each of some 20 s, and room for the unlucky
_SETTLING = 5.0  # seconds after the start
_PATIENCE = 60.0  # seconds …
_PATIENCE_EACH = 5.0  # … and so many for each person, until somebody counts as lost


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one crowd: what everybody saw, and what it took."""

    visits: list[Visit]
    peak: int  # bytes
    lag: float  # seconds, of a hundred looks at the loop the second worst
    cpu: float  # seconds of processor time of the bot and its children, for each person
    refused: int  # calls that Telegram answered with 429

    @property
    def lost(self) -> int:
        """How many people got no document."""
        return sum(visit.delivered is None for visit in self.visits)

    @property
    def acks(self) -> list[float]:
        """Seconds to the first sign, for each person; endless where there was none."""
        return [(v.acknowledged or float("inf")) - v.arrived for v in self.visits]

    @property
    def waits(self) -> list[float]:
        """Seconds to the document, for each person; endless where there was none."""
        return [(v.delivered or float("inf")) - v.arrived for v in self.visits]

    @property
    def gaps(self) -> list[float]:
        """Seconds between two states of a running card."""
        return [gap for visit in self.visits for gap in visit.gaps]

    @property
    def acknowledged(self) -> float:
        """Seconds from the first arrival to the last first sign."""
        first = min(visit.arrived for visit in self.visits)
        return max(visit.acknowledged or float("inf") for visit in self.visits) - first


async def load(folder: Path, people: int, seconds: float) -> Load:
    """Let so many people come within so many seconds to a new bot on a core of its own."""
    await asyncio.to_thread(folder.mkdir, parents=True)
    port = free_port()
    serving = models.serve(Repeating().answer, first_token=sequence.FIRST_TOKEN, pace=sequence.PACE)
    async with telegrams.serve() as telegram, serving as server:
        watched = {"PORT": str(port), "METRICS_TOKEN": _TOKEN}
        bot = Bot(folder, telegram, server, CONCURRENCY=str(_RUNS), **watched)
        await bot.start()
        tree.pin(os.getpid(), {_CORES[-1]})
        tree.pin(bot.pid, {_CORES[0]})
        try:
            await telegram.until(lambda: bool(telegram.called("getUpdates")), 60)
            await asyncio.sleep(_SETTLING)
            before, spent = await _lags(port), sum(tree.cpu(bot.pid))
            patience = _PATIENCE + _PATIENCE_EACH * people
            async with tree.Peak(bot.pid) as peak:
                visits = await arrivals.arrive(telegram, people, seconds, patience)
            lag = _worst(before, await _lags(port), 0.99)
            spent = (sum(tree.cpu(bot.pid)) - spent) / people
        finally:
            await bot.stop()
        refused = sum(call.code == 429 for call in telegram.calls)
    return Load(visits, peak.bytes, lag, spent, refused)


async def _lags(port: int) -> dict[float, float]:
    """How many looks at the bot's loop found it at most so many seconds late."""
    headers = {"Authorization": f"Bearer {_TOKEN}"}
    address = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession(headers=headers) as session, session.get(address) as answer:
        page = await answer.text()
    families = {each.name: each for each in text_string_to_metric_families(page)}
    samples = families["bot_loop_lag_seconds"].samples
    return {float(s.labels["le"]): s.value for s in samples if "le" in s.labels}


def _worst(before: dict[float, float], after: dict[float, float], share: float) -> float:
    """What so large a share of the looks in between did not exceed, as a bucket's upper end."""
    looks = {most: after[most] - before[most] for most in sorted(after)}
    return next(most for most, count in looks.items() if count >= share * max(looks.values()))


def percentile(values: Sequence[float], share: float) -> float:
    """What so large a share of *values* does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def describe(name: str, result: Load) -> None:
    """Print what came of a crowd."""
    waits = result.waits
    print(
        f"{name}: {len(result.visits)} people, {result.lost} lost, "
        f"first sign p50 {percentile(result.acks, 0.5):.2f} s p95 "
        f"{percentile(result.acks, 0.95):.2f} s, all within {result.acknowledged:.1f} s; "
        f"document p50 {percentile(waits, 0.5):.1f} s p95 {percentile(waits, 0.95):.1f} s; "
        f"card p95 {percentile(result.gaps, 0.95):.1f} s; lag p99 {result.lag * 1000:.0f} ms; "
        f"{result.peak >> 20} MB; {result.cpu:.2f} s of the core each; {result.refused} × 429"
    )
    for said in {visit.said for visit in result.visits if visit.said}:
        print(f"  {sum(visit.said == said for visit in result.visits)} ×: {said}")


def figures(steady: Load, burst: Load) -> dict[str, float]:
    """The last line."""
    return {
        "people": len(steady.visits),
        "peak_mb": steady.peak >> 20,
        "ack_p95_s": round(percentile(steady.acks, 0.95), 2),
        "staleness_p95_s": round(percentile(steady.gaps, 0.95), 2),
        "loop_lag_p99_ms": round(steady.lag * 1000),
        "lost": steady.lost,
        "burst_lost": burst.lost,
        "burst_peak_mb": burst.peak >> 20,
    }


def problems(told: dict[str, float], burst: Load, within: float) -> list[str]:
    """What missed its bound."""
    found = [
        f"{name} is {told[name]}, over {most}"
        for name, most in _BOUNDS.items()
        if told[name] > most
    ]
    allowed = max(within + 1, _ALLOWANCE * len(burst.visits) / _CALLS)
    if burst.acknowledged > allowed:
        found.append(f"the burst was acknowledged in {burst.acknowledged:.1f} s, not {allowed:.1f}")
    return found


async def measure(folder: Path, asked: argparse.Namespace) -> tuple[dict[str, float], list[str]]:
    """All crowds, one after the other, each with a new bot."""
    steady = await load(folder / "steady", asked.people, asked.people / asked.rate)
    describe("steady", steady)
    bursts = []
    for people in (*asked.curve, asked.burst):
        result = await load(folder / f"burst-{people}", people, asked.within)
        describe("burst", result)
        bursts.append(result)
    points = [
        curve.Point(
            people=len(each.visits),
            sign=percentile(each.acks, 0.95),
            half=percentile(each.waits, 0.5),
            most=percentile(each.waits, 0.95),
            peak=each.peak >> 20,
            lag=each.lag,
            lost=each.lost,
        )
        for each in bursts
    ]
    curve.show(points)
    if len(points) > 1:
        curve.plot(points, asked.picture)
    told = figures(steady, bursts[-1])
    return told, problems(told, bursts[-1], asked.within)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 when every bound holds."""
    asked = _parse(arguments)
    with tempfile.TemporaryDirectory(prefix="capacity-") as scratch:
        told, found = asyncio.run(measure(asked.folder or Path(scratch), asked))
    print(*found, sep="\n")
    print(json.dumps(told))
    return 1 if found else 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("--people", type=int, default=300, help="who come over time")
    parser.add_argument("--rate", type=float, default=0.5, help="people a second")
    parser.add_argument("--burst", type=int, default=500, help="who come at once")
    parser.add_argument("--within", type=float, default=10.0, help="seconds, for a burst")
    parser.add_argument(
        "--curve", type=int, nargs="*", default=(10, 50, 100, 250), help="smaller bursts before it"
    )
    parser.add_argument("--picture", type=Path, default=curve.PICTURE, help="where the curve goes")
    parser.add_argument("--folder", type=Path, help="a new folder for the bots' data and logs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

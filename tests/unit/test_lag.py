"""Lag: how late the loop comes, counted in buckets."""

import asyncio
import time

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot import lag, metrics


def test_each_look_counts_in_the_buckets_at_and_above_it():
    """What came 15 ms late came at most 20 ms late, and not at most 10."""
    seen = lag.Lag()
    for seconds in (0.0, 0.015, 30.0):
        seen.note(seconds)
    counts = dict(seen.at_most)
    assert (counts[0.01], counts[0.02], counts[5.0], counts[float("inf")]) == (1, 2, 2, 3)
    assert seen.seconds == 30.015


async def test_a_loop_that_is_held_up_is_seen():
    """Work that keeps the loop for a quarter of a second shows as such a lag."""
    seen = lag.Lag()
    watching = asyncio.create_task(seen.watch())
    await asyncio.sleep(0)
    time.sleep(0.35)  # noqa: ASYNC251 (this is what must not happen in the bot)
    while not sum(seen.counts):
        await asyncio.sleep(0.01)
    watching.cancel()
    assert dict(seen.at_most)[0.2] == 0


def test_prometheus_reads_the_lag_as_a_histogram():
    """Its buckets grow, and the last one has every look."""
    lag.seen.note(0.015)
    registry = CollectorRegistry()
    registry.register(metrics._Figures([metrics._lag()]))
    [family] = text_string_to_metric_families(generate_latest(registry).decode())
    assert (family.name, family.type) == ("bot_loop_lag_seconds", "histogram")
    buckets = [each.value for each in family.samples if each.name.endswith("_bucket")]
    assert buckets == sorted(buckets)
    assert buckets[-1] == sum(lag.seen.counts)

"""The figures of `health` and `tally` in the words of Prometheus."""

from collections.abc import Iterable, Iterator
from math import isinf

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    SummaryMetricFamily,
)
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot import lag, tally
from bot.health import Check, Health
from storage import applications, census

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_COUNTERS = {  # name in the tally → (metric, label, what it says)
    "polls": ("bot_polls", "code", "Calls for updates, by Telegram's answer"),
    "log_lines": ("bot_log_lines", "level", "Log lines from warning on"),
    "model_calls": ("bot_model_calls", "agent", "Calls to models"),
    "input_tokens": ("bot_model_input_tokens", "agent", "Tokens that models read"),
    "output_tokens": ("bot_model_output_tokens", "agent", "Tokens that models wrote"),
    "by_rules": ("bot_model_replaced", "agent", "Results that rules made in a model's place"),
}
_TIMINGS = {
    "steps": ("bot_step_seconds", "step", "Steps of runs, and how long they took"),
    "updates": ("bot_update_seconds", "kind", "Updates handled, and how long that took"),
}
_FIGURES = {  # check → (metric, what it says)
    "telegram": ("bot_poll_silence_seconds", "Since Telegram last answered a call for updates"),
    "disk": ("bot_disk_free_bytes", "Left where least is"),
    "backup": ("bot_backup_age_seconds", "Of the newest backup that was checked"),
    "inbox": ("bot_inbox_oldest_seconds", "That the oldest update has waited"),
    "work": ("bot_work_standing_seconds", "That the slowest run has not got on"),
    "watch": ("bot_watch_seconds", "Since the bot last looked after itself"),
}


async def page(health: Health) -> bytes:
    """Everything that is known now, as Prometheus reads it."""
    checks = await health.report()
    states = await census.states(health.db) if health.db is not None else {}
    registry = CollectorRegistry()
    registry.register(_Figures([*_checks(checks), *_tallied(), _states(states), _lag()]))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Figures(Collector):
    """Figures that were gathered already."""

    def __init__(self, families: Iterable[object]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[object]:  # type: ignore[override]
        yield from self._families


def _checks(checks: dict[str, Check]) -> Iterator[GaugeMetricFamily]:
    healthy = GaugeMetricFamily("bot_healthy", "1 where a check is well", labels=["check"])
    for name, check in checks.items():
        healthy.add_metric([name], check.ok)
    yield healthy
    for name, (metric, says) in _FIGURES.items():
        figure = checks[name].figure
        if figure is not None:
            yield GaugeMetricFamily(metric, says, value=figure)


def _tallied() -> Iterator[CounterMetricFamily | SummaryMetricFamily]:
    for name, (metric, label, says) in _COUNTERS.items():
        counter = CounterMetricFamily(metric, says, labels=[label])
        for key in _labels(name):
            counter.add_metric([key], tally.counts[name, key])
        yield counter
    cost = CounterMetricFamily("bot_model_cost_usd", "What models cost", labels=["agent"])
    for key in _labels("model_calls"):
        cost.add_metric([key], tally.sums["cost", key])
    yield cost
    for name, (metric, label, says) in _TIMINGS.items():
        summary = SummaryMetricFamily(metric, says, labels=[label])
        for key in _labels(name):
            summary.add_metric([key], tally.counts[name, key], tally.sums[name, key])
        yield summary


def _states(states: dict[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("bot_applications", "Applications, by state", labels=["state"])
    for state in applications.State:
        gauge.add_metric([state], states.get(state, 0))
    return gauge


def _lag() -> HistogramMetricFamily:
    buckets = [
        ("+Inf" if isinf(most) else str(most), float(count)) for most, count in lag.seen.at_most
    ]
    says = "That the event loop came late to what was due"
    return HistogramMetricFamily("bot_loop_lag_seconds", says, buckets, lag.seen.seconds)


def _labels(name: str) -> list[str]:
    return sorted(label for each, label in tally.counts if each == name)

"""Where the time of a trip went: the model's, agent by agent, and ours in between."""

from agents.values import Agent
from benchmarks.trips import Trip
from sandbox.model_calls import Call


def show(trip: Trip) -> None:
    """Print the calls by agent, then the longest chain with our time before each call."""
    print(f"\n{trip.way}: {trip.seconds:.2f} s, {trip.ratio:.3f} × the longest chain")
    print(f"  {'agent':<21}calls  tokens in  out  model s   from     to")
    for agent in Agent:
        calls = [call for call in trip.calls if call.agent == agent]
        if calls:
            print(_row(agent, calls, trip.began))
    _show_chain(trip)


def _row(agent: Agent, calls: list[Call], began: float) -> str:
    fresh = sum(call.input_tokens - call.cached_tokens for call in calls)
    said = sum(call.output_tokens for call in calls)
    first = min(call.start for call in calls) - began
    last = max(_end(call) for call in calls) - began
    lasted = sum(_end(call) - call.start for call in calls)
    return f"  {agent:<21}{len(calls):5} {fresh:10} {said:4} {lasted:8.2f} {first:6.2f} {last:6.2f}"


def _show_chain(trip: Trip) -> None:
    print("  the longest chain       ours s  model s")
    ours = 0.0
    steps = trip.chain.steps
    for wait in steps:
        before = wait.call.start - (wait.begins if wait.after else trip.began)
        ours += before
        print(f"    {wait.call.agent:<21}{before:7.2f} {_end(wait.call) - wait.call.start:8.2f}")
    if steps:
        after = trip.ended - _end(steps[-1].call)
        print(f"    {'document':<21}{after:7.2f}")
        print(f"  ours in all: {ours + after:.2f} s; the chain: {trip.chain.seconds:.2f} s")


def unread(trip: Trip) -> int:
    """How many lines were worded without a second opinion on them."""
    worded: set[str] = set()
    judged: set[str] = set()
    for call in trip.calls:
        if call.agent == Agent.IMPLEMENTATION:
            worded |= trip.chain.lines(call)
        elif call.agent == Agent.VALIDATION:
            judged |= trip.chain.lines(call)
    return len(worded - judged)


def analysis_tokens(trip: Trip) -> int:
    """How long the answer about the post was."""
    return sum(c.output_tokens for c in trip.calls if c.agent == Agent.JOB_ANALYSIS)


def _end(call: Call) -> float:
    return call.start if call.end is None else call.end

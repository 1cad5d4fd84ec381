"""How late the event loop comes to its work: what everybody waits who waits for the bot."""

import asyncio
from bisect import bisect_left
from itertools import accumulate

_EVERY = 0.1  # seconds between two looks

# Upper ends in seconds; the last bucket takes the rest.
BUCKETS = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1),
    *(0.12, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, float("inf")),
)


class Lag:
    """How often the loop was how late since the process began."""

    def __init__(self) -> None:
        self.counts = [0] * len(BUCKETS)
        self.seconds = 0.0  # added up

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            due = now() + _EVERY
            await asyncio.sleep(_EVERY)
            self.note(max(0.0, now() - due))

    def note(self, seconds: float) -> None:
        """Count one look that came so late."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds

    @property
    def at_most(self) -> list[tuple[float, int]]:
        """How many looks came at most so late, for each of BUCKETS."""
        return list(zip(BUCKETS, accumulate(self.counts), strict=True))


seen = Lag()  # of this process, for `metrics`

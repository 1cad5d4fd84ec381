"""A clock that tests move, and that waiting moves."""

import asyncio


class Clock:
    """It shows *now*, in seconds."""

    def __init__(self):
        self.now = 1000.0
        self.ends = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds

    async def pause(self, seconds):
        """As sleep, but time passes only when nobody else can go on."""
        end = self.now + seconds
        self.ends.append(end)
        while self.now < end:
            await self.rest()
            if end == min(self.ends):
                self.now = end
        self.ends.remove(end)

    async def rest(self):
        """Let everybody do what they can do now."""
        for _ in range(100):
            await asyncio.sleep(0)

"""Turns: one reading and one writing at a time, and pictures in between."""

import asyncio

from documents import turn


async def test_writing_does_not_wait_for_reading() -> None:
    """A minute of recognising letters holds up nobody's document."""
    async with turn.here().take():
        reading = asyncio.create_task(_held(apart=False))
        async with asyncio.timeout(5), turn.here().take(apart=True):
            writing = asyncio.create_task(_held(apart=True))
            await asyncio.sleep(0)
            assert not reading.done()
        async with asyncio.timeout(5):
            await writing
    async with asyncio.timeout(5):
        await reading


async def test_idle_work_gives_way_to_either() -> None:
    """A picture is pushed out by a file to read and by one to write."""
    for apart in (False, True):
        begun = asyncio.Event()

        async def draw(begun: asyncio.Event = begun) -> str:
            async with turn.here().take():
                begun.set()
                await asyncio.sleep(60)
                return "picture"

        drawing = asyncio.create_task(turn.here().idle(draw()))
        await begun.wait()
        async with asyncio.timeout(5), turn.here().take(apart=apart):
            assert await drawing is None


async def _held(*, apart: bool) -> None:
    async with turn.here().take(apart=apart):
        pass

"""Runs: Stop ends the work of one application and of no other."""

import asyncio

import pytest

from bot.runs import Runs, Stopped


async def test_work_that_is_left_alone_gives_its_result():
    """Without a Stop nothing changes."""

    async def work():
        return 7

    assert await Runs().run(1, work()) == 7


async def test_stop_ends_every_task_of_its_application_only():
    """One application's calls end at once, another's go on."""
    runs, closed = Runs(), []

    async def work(name, until):
        try:
            await until.wait()
            return name
        except asyncio.CancelledError:
            closed.append(name)
            raise

    until = asyncio.Event()
    tasks = [
        asyncio.create_task(runs.run(application, work(name, until)))
        for application, name in ((1, "a"), (1, "b"), (2, "c"))
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    runs.stop(1)
    until.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results[:2]] == [Stopped, Stopped]
    assert results[2] == "c"
    assert sorted(closed) == ["a", "b"]


async def test_a_shutdown_is_not_a_stop():
    """Cancelling from outside stays a cancellation, so that the work goes on after a restart."""
    runs = Runs()
    task = asyncio.create_task(runs.run(1, asyncio.sleep(60)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_stop_before_the_work_leaves_nothing_behind():
    """An application that does not work here is no trouble."""
    runs = Runs()
    runs.stop(5)
    with pytest.raises(Stopped):
        await runs.run(5, asyncio.sleep(0))

"""The nursery: children that need not load anything, as limited and as alone as others."""

import asyncio
import os
import signal
import sys

import pytest

from benchmarks import traps, tree
from documents import child, nursery, reader
from documents.errors import DocumentError, TooLarge
from tests.unit import pdf_samples

TEXT = "Ada Example\nada@example.com\n\nSkills\nExcel, SAP\n"


async def test_forked_children_read_and_render_as_others_do():
    """What comes back is what the reader and the writer say, file after file."""
    async with child.warm():
        for _ in range(2):
            assert await child.read(traps.plain()) == reader.read(traps.plain())
        resume = reader.read(traps.plain()).resume
        written = await child.render(traps.plain(), "docx", resume, ())
        assert reader.read(written).resume.facts[0].text == "Ada Example"
        with pytest.raises(DocumentError):
            await child.read(traps.plain()[:900], "cv.docx")


async def test_a_bomb_takes_only_its_own_child_along():
    """A child that is stopped at a limit is too large a file; the next file is read."""
    async with child.warm():
        with pytest.raises(TooLarge):
            await child.read(pdf_samples.recursive())
        assert (await child.read(TEXT.encode())).text


async def test_a_cancelled_reading_ends_its_child():
    """Nothing is left of it but the nursery."""
    async with child.warm():
        assert (await child.read(TEXT.encode())).text
        before = tree.family(os.getpid())
        task = asyncio.create_task(child.read(pdf_samples.recursive()))
        while tree.family(os.getpid()) == before:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert tree.family(os.getpid()) == before


async def test_a_birth_that_is_called_off_costs_nobody_else_theirs():
    """A picture that gives way while it still waits for its child leaves other files alone."""
    async with child.warm():
        keeper = nursery.here()
        assert keeper is not None
        file = await keeper.bear(None)
        picture = asyncio.create_task(keeper.bear(None))
        while not keeper._expected:
            await asyncio.sleep(0)
        picture.cancel()
        await asyncio.gather(picture, return_exceptions=True)
        assert picture.cancelled()
        assert file.returncode is None
        file.stdin.close()
        assert await file.wait() == 1
        assert (await child.read(TEXT.encode())).text


async def test_a_nursery_that_was_killed_is_started_again():
    """The file after that is read all the same."""
    async with child.warm():
        assert (await child.read(TEXT.encode())).text
        [before] = tree.family(os.getpid())[1:]
        os.kill(before, signal.SIGKILL)
        assert (await child.read(TEXT.encode())).text
        assert (await child.read(TEXT.encode())).text


async def test_a_child_has_its_own_session_and_limits():
    """It is a child like any other: it leads a session, and may take so much and no more."""
    async with child.warm():
        keeper = nursery.here()
        assert keeper is not None
        forked = await keeper.bear(None)
        assert os.getsid(forked.pid) == forked.pid
        assert forked.returncode is None
        forked.stdin.close()
        assert await forked.wait() == 1  # no task is no task
        assert forked.returncode == 1


async def test_the_nursery_goes_when_nobody_needs_it(monkeypatch):
    """Some time after the last file its memory is free again."""
    monkeypatch.setattr(nursery, "KEPT", 0.05)
    async with child.warm():
        assert (await child.read(TEXT.encode())).text
        while tree.family(os.getpid())[1:]:
            await asyncio.sleep(0.02)
        assert (await child.read(TEXT.encode())).text


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
async def test_the_nursery_knows_no_secrets(monkeypatch):
    """Tokens and keys of the bot are not in its environment, so they are in no child's."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12:secret")
    async with child.warm():
        assert (await child.read(TEXT.encode())).text
        [process] = tree.family(os.getpid())[1:]
        with open(f"/proc/{process}/environ", "rb") as environ:  # noqa: PTH123, ASYNC230
            assert b"12:secret" not in environ.read()

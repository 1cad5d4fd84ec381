"""One bot for each module, in rules mode unless the module brings its own."""

import pytest_asyncio

from sandbox import telegram as telegrams


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram():
    """One Telegram for a module's tests. Whatever the bot asks of it, it must know."""
    async with telegrams.serve() as server:
        yield server
        assert server.complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(telegram, tmp_path_factory, bot_process):
    """One bot for all of them."""
    running = await bot_process(tmp_path_factory.mktemp("bot"), telegram).start()
    yield running
    await running.stop()
    assert "Traceback" not in running.read()

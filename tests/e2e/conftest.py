"""The real bot process between a sandbox Telegram and a sandbox model, as a person meets it."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from sandbox import model as models
from sandbox import telegram as telegrams

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PATIENCE = 60.0  # seconds that a test waits for the bot before it fails


class Bot:
    """The bot as a process of its own, started and killed at will."""

    def __init__(self, folder, telegram, model=None, **environ):
        self.folder = folder
        self.log = folder / "bot.log"
        self.environ = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ALLOWED_USER_IDS": "*",
            "LOG_FORMAT": "text",
            "DATA_DIR": str(folder / "data"),
            "EXPORTS_DIR": str(folder / "exports"),
            **{name: os.environ[name] for name in os.environ if name.startswith("COVERAGE")},
            **(
                {
                    "OPENROUTER_API_KEY": "sandbox",
                    "LLM_BASE_URL": f"{model.url}/api/v1",
                    "LLM_NAME": "Sandbox Model",
                }
                if model
                else {"MODEL": "off"}
            ),
            **environ,
        }
        self.process = None

    @property
    def data(self):
        return self.folder / "data"

    @property
    def exports(self):
        return self.folder / "exports"

    async def start(self):
        """Start the process. It is not ready yet: nothing a person does waits for that."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", cwd=ROOT, env=self.environ, stderr=log, stdout=log
            )
        return self

    async def kill(self):
        """kill -9, as a container's end without grace."""
        self.process.kill()
        await self.process.wait()

    async def stop(self):
        """SIGTERM, and wait for the orderly end. Returns the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):
            return await self.process.wait()

    def read(self):
        """What the process has logged."""
        return self.log.read_text()


@pytest.fixture(scope="session")
def bot_process():
    """The class above, for tests that keep one bot for a whole module."""
    return Bot


@pytest.fixture
async def telegram():
    """A Telegram for this test. Whatever the bot asks of it, it must know."""
    async with telegrams.serve() as server:
        yield server
        assert server.complaints == []


@pytest.fixture
async def model():
    """The honest model, as fast as it can answer."""
    async with models.serve() as server:
        yield server


@pytest.fixture
async def start_bot(telegram, tmp_path):
    """Starts bots; they are stopped at the end, and their logs hold no error."""
    async with AsyncExitStack() as stack:

        async def start(model=None, *, quiet=True, name="bot", **environ):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            bot = await Bot(folder, telegram, model, **environ).start()

            async def end():
                if bot.process.returncode is None:
                    await bot.stop()
                log = bot.read()
                assert not (quiet and "Traceback" in log), log

            stack.push_async_callback(end)
            return bot

        yield start


@pytest.fixture
async def bot(start_bot, model):
    """The bot with the honest model."""
    return await start_bot(model)


@pytest.fixture
def ada(telegram):
    """A person at a phone."""
    return telegram.person("Ada Example")


@pytest.fixture
def resume():
    """The example résumé, as the bytes of a DOCX."""
    return (EXAMPLES / "resume.docx").read_bytes()


@pytest.fixture
def posting():
    """The example job post."""
    return (EXAMPLES / "posting.txt").read_text()


@pytest.fixture
def agree():
    """Presses Start, and agrees to the model if asked. Returns the newest message id before."""

    async def press(person):
        before = len(person.chat.history)
        card = await person.chat.wait_for_button("▶️ Start", timeout=PATIENCE)
        await person.press("▶️ Start", card).answered()

        def begun():
            return "▶️ Start" not in card.labels

        await person.chat.until(begun, PATIENCE)
        if "Yes, start" in card.labels:
            await person.press("Yes, start", card).answered()
        return before

    return press


@pytest.fixture
def port():
    """A port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
async def ask(port):
    """Asks the bot for a path; None while nobody listens."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:

        async def get(path, **headers):
            try:
                return await client.get(path, headers=headers)
            except httpx.ConnectError:
                return None

        yield get

"""The bot as a process of its own, between sandbox servers; started, killed, started again."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from sandbox.model_state import Server
from sandbox.world import World

_ROOT = Path(__file__).parents[1]
_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Bot:
    """One bot with its data in a folder. What it logs goes to the folder's bot.log."""

    def __init__(self, folder: Path, telegram: World, model: Server, **settings: str) -> None:
        self.data = folder / "data"
        self.exports = folder / "exports"
        self.log = folder / "bot.log"
        self.kills = 0
        self._process: asyncio.subprocess.Process | None = None
        self._environ = {
            **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            **{name: os.environ[name] for name in os.environ if name.startswith("COVERAGE")},
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ALLOWED_USER_IDS": "*",
            "DATA_DIR": str(self.data),
            "EXPORTS_DIR": str(self.exports),
            "OPENROUTER_API_KEY": "sandbox",
            "LLM_BASE_URL": f"{model.url}/api/v1",
            "LLM_NAME": "Sandbox Model",
            **settings,
        }

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start the process; it needs some seconds until it polls."""
        command = (sys.executable, "-m", "bot")
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=_ROOT, env=self._environ, stderr=log, stdout=log
            )

    async def run(self, seconds: float) -> int | None:
        """Let it run for so long. Its exit status if it ended by itself."""
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                return await self._process.wait()
        except TimeoutError:
            return None

    async def kill(self) -> None:
        """End it by SIGKILL, which nothing can catch."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        self.kills += 1

    async def stop(self) -> None:
        """End it in order, or by force where that takes too long."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        if await self.run(15) is None:
            await self.kill()

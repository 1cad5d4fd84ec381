"""A strict Telegram on loopback: the Bot API for one bot, and a control to act as its people.

As a program: `python -m sandbox.telegram --port 0` prints its url first. In a test:
`async with telegram.serve() as server`, then `server.person()` and what that person does.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import time

from aiohttp import web

from sandbox import botapi, control
from sandbox.calls import Upload
from sandbox.chats import Button, Chat, Message
from sandbox.faults import Fault, Kind
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.presses import Press
from sandbox.world import TOKEN, World

__all__ = ["TOKEN", "Button", "Chat", "Fault", "Kind", "Limits", "Message", "Person", "Press"]
__all__ += ["Upload", "World", "serve"]

_MOST_BODY = 64 << 20  # bytes of one request


@asynccontextmanager
async def serve(
    *,
    port: int = 0,
    token: str = TOKEN,
    strict: bool = True,
    limits: Limits | None = None,
    clock: Callable[[], float] = time,
    seed: int = 0,
) -> AsyncIterator[World]:
    """Serve on 127.0.0.1 while the context lasts; port 0 takes a free one.

    Without *strict* there is no send budget. *clock* gives unix seconds for dates, budgets and
    expiry; *seed* is for faults with a chance.
    """
    world = World(token=token, strict=strict, limits=limits, clock=clock, seed=seed)
    app = web.Application(client_max_size=_MOST_BODY)
    app.add_routes([*botapi.routes(world), *control.routes(world)])

    async def release(_app: web.Application) -> None:
        world.close()

    app.on_shutdown.append(release)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        world.port = runner.addresses[0][1]
        yield world
    finally:
        await runner.cleanup()


async def _run(port: int, token: str, *, strict: bool) -> None:
    async with serve(port=port, token=token, strict=strict) as world:
        sys.stdout.write(f"{world.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the only token it knows")
    parser.add_argument("--no-budget", action="store_true", help="let the bot send without limit")
    asked = parser.parse_args()
    try:
        asyncio.run(_run(asked.port, asked.token, strict=not asked.no_budget))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

"""A model server on loopback: the providers' wires at a stated pace, with faults on order.

`python -m sandbox.model --first-token 0.8 --pace 60` prints its address and serves until stopped.
"""

import argparse
import asyncio
import pkgutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from sandbox import model_chat, model_control, model_gemini, model_requests, model_stream
from sandbox.model_pace import Pace
from sandbox.model_state import Answer, Server
from sandbox.model_stream import Dialect

HONEST = "sandbox.honest:answer"

OPENROUTER = Dialect(
    name="openrouter",
    admit=model_chat.admit_openrouter,
    read=lambda _request, body: model_requests.openrouter(body),
    speak=model_chat.OpenRouter,
    refusal=model_chat.refusal,
    unfit=lambda why: model_chat.refused(400, why),
)
PLAIN = Dialect(
    name="plain",
    admit=model_chat.admit_plain,
    read=lambda _request, body: model_requests.plain(body),
    speak=model_chat.Plain,
    refusal=model_chat.plain_refusal,
    unfit=lambda why: model_chat.plain_refused(400, why),
)

GEMINI = Dialect(
    name="gemini",
    admit=model_gemini.admit,
    read=model_gemini.read,
    speak=model_gemini.Gemini,
    refusal=model_gemini.refusal,
    unfit=lambda why: model_gemini.failed(400, "INVALID_ARGUMENT", why),
)
_GENERATE = "/gemini/v1beta/models/{model}:streamGenerateContent"


@asynccontextmanager
async def serve(
    answer: Answer | None = None,
    *,
    first_token: float = 0.0,
    pace: float | None = None,
    key: str = "",
    usage: str = "rotate",
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[Server]:
    """Serve on `host` until the block is left.

    `answer` gets each request as chat completions body and returns the answer's text, by default
    the agents' rules (sandbox.honest). `first_token` in seconds, `pace` in tokens a second, None
    for all at once. Every call is in the server's `calls`; see sandbox.model_state.Server.
    """
    server = Server(answer or load(HONEST), Pace(first_token, pace), key, usage)
    runner = web.AppRunner(
        application(server), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        server.url = f"http://{host}:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()


def application(server: Server) -> web.Application:
    """Return the routes of a server."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(
        [
            web.post("/api/v1/chat/completions", model_stream.handler(server, OPENROUTER)),
            web.post("/v1/chat/completions", model_stream.handler(server, PLAIN)),
            web.post(_GENERATE, model_stream.handler(server, GEMINI)),
            web.get("/api/v1/key", model_chat.key),
            web.get("/api/v1/models", model_chat.models),
            web.get("/v1/models", model_chat.models),
            *model_control.routes(server),
        ]
    )
    return app


def load(name: str) -> Answer:
    """Return the answering function with a name such as "sandbox.honest:answer"."""
    found: Answer = pkgutil.resolve_name(name)
    return found


async def run(options: argparse.Namespace) -> None:
    """Serve until a signal comes, with the address as the first line of the output."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(
        load(options.answer),
        first_token=options.first_token,
        pace=options.pace,
        key=options.key,
        usage=options.usage,
        host=options.host,
        port=options.port,
    ) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        await stop.wait()


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.model", description=__doc__)
    add: Any = parser.add_argument
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=0, help="0 takes a free one")
    add("--first-token", type=float, default=0.0, help="seconds to an answer's first token")
    add("--pace", type=float, default=None, help="tokens a second; without it, all at once")
    add("--key", default="", help="the only key that is taken; without it, any")
    add("--usage", default="rotate", choices=["rotate", *model_chat.SHAPES])
    add("--answer", default=HONEST, help="module:function that answers")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(run(parse()))

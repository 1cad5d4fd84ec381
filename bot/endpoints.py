"""What answers over HTTP, in the bot's own loop, where PORT is set.

/livez     200 as long as the loop turns
/readyz    200 when updates are taken and can be stored, else 503
/healthz   200 when every check of `health` is well, else 503; the checks as JSON
/metrics   for Prometheus, with METRICS_TOKEN as bearer; 404 where no token is set
"""

import asyncio
import contextlib
import hmac
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import lag
from bot.health import Check, Health
from bot.settings import Settings, SettingsError

_FRESH = {"Cache-Control": "no-store"}
_CALLS = 50  # at once, more are refused
_GOODBYE = 1  # seconds for calls under way when the bot stops


@contextlib.asynccontextmanager
async def serve(settings: Settings, health: Health) -> AsyncIterator[int]:
    """Answer on PORT until the block ends; gives the port. Raises SettingsError if it is taken."""
    with _listening(settings.port) as listener:
        config = uvicorn.Config(
            build(settings, health),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_CALLS,
            timeout_graceful_shutdown=_GOODBYE,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve([listener]))
        watching = asyncio.create_task(lag.seen.watch())
        try:
            yield listener.getsockname()[1]
        finally:
            watching.cancel()
            server.should_exit = True
            await task


def build(settings: Settings, health: Health) -> Starlette:
    """The application behind the port."""

    async def live(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_FRESH)

    async def ready(_request: Request) -> Response:
        return _told({"ready": await health.ready()})

    async def healthy(_request: Request) -> Response:
        return _told(await health.report())

    async def measured(request: Request) -> Response:
        if not settings.metrics_token:
            return PlainTextResponse("not found\n", 404)
        if not _knows(request, settings.metrics_token):
            return PlainTextResponse("a token is needed\n", 401, {"WWW-Authenticate": "Bearer"})
        from bot import metrics  # whoever wants no metrics need not carry their library

        page = await metrics.page(health)
        return Response(page, media_type=metrics.MEDIA_TYPE, headers=_FRESH)

    paths = {"/livez": live, "/readyz": ready, "/healthz": healthy, "/metrics": measured}
    return Starlette(routes=[Route(path, answer) for path, answer in paths.items()])


class _Server(uvicorn.Server):
    """Signals are the bot's, not the server's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket for both versions of IP, or for the older one where there is no other."""
    family = socket.AF_INET6 if socket.has_dualstack_ipv6() else socket.AF_INET
    try:
        listener = socket.create_server(
            ("", port), family=family, dualstack_ipv6=family == socket.AF_INET6
        )
    except OSError as taken:
        raise SettingsError(f"PORT: {port} cannot be listened on ({taken.strerror}).") from taken
    with contextlib.closing(listener):
        yield listener


def _told(checks: dict[str, Check]) -> Response:
    well = all(check.ok for check in checks.values())
    told: dict[str, Any] = {
        "status": "ok" if well else "trouble",
        "checks": {name: _brief(check) for name, check in checks.items()},
    }
    return JSONResponse(told, 200 if well else 503, headers=_FRESH)


def _brief(check: Check) -> dict[str, Any]:
    return {name: value for name, value in asdict(check).items() if value not in (None, "")}


def _knows(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())

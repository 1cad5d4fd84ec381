"""The sandbox model's controls under /sim/, for whoever runs in another process."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import model_faults
from sandbox.model_pace import Pace
from sandbox.model_state import Server

Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(server: Server) -> list[web.RouteDef]:
    """Return the routes: the book of calls, the faults in force, the pace. All speak JSON.

    GET and DELETE /sim/calls; GET, POST (one rule, as sandbox.model_faults.Rule) and DELETE
    /sim/faults; POST /sim/pace {"first_token": seconds, "pace": tokens a second or null}.
    """
    control = _Control(server)
    return [
        web.get("/sim/calls", control.calls),
        web.delete("/sim/calls", control.forget),
        web.get("/sim/faults", control.faults),
        web.post("/sim/faults", control.order),
        web.delete("/sim/faults", control.revoke),
        web.post("/sim/pace", control.hurry),
    ]


class _Control:
    def __init__(self, server: Server) -> None:
        self._server = server

    async def calls(self, _request: web.Request) -> web.Response:
        return web.json_response(self._server.log.dump())

    async def forget(self, _request: web.Request) -> web.Response:
        self._server.log.clear()
        return web.json_response([])

    async def faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._server.script.dump())

    async def order(self, request: web.Request) -> web.Response:
        try:
            self._server.script.add(model_faults.load(await _body(request)))
        except (ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return await self.faults(request)

    async def revoke(self, request: web.Request) -> web.Response:
        self._server.script.clear()
        return await self.faults(request)

    async def hurry(self, request: web.Request) -> web.Response:
        said = await _body(request)
        if said.keys() - {"first_token", "pace"}:
            raise web.HTTPBadRequest(text="a pace has first_token and pace")
        self._server.pace = Pace(float(said.get("first_token", 0)), said.get("pace"))
        return web.json_response(said)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.read())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text="expected a JSON object")
    return found

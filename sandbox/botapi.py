"""The Bot API on the wire: a request in, Telegram's JSON out, and trouble where it is ordered."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import methods
from sandbox.calls import Params, Upload
from sandbox.faults import Fault, Kind
from sandbox.journal import Call
from sandbox.refusals import Refused, Unsupported, flood, forbidden
from sandbox.world import World

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


def routes(world: World) -> list[web.RouteDef]:
    """The paths under which a bot finds this server."""

    async def call(request: web.Request) -> web.StreamResponse:
        return await _call(world, request)

    async def download(request: web.Request) -> web.StreamResponse:
        return await _download(world, request)

    return [
        web.route("*", "/bot{token}/{method}", call),
        web.get("/file/bot{token}/{path:.+}", download),
    ]


async def read(request: web.Request) -> Params:
    """The parameters of *request*: of its query, form, multipart or JSON body."""
    values: dict[str, str] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json()
        return Params(values | {key: _flat(value) for key, value in body.items()}, uploads)
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                uploads[key] = Upload(file.read(), value.filename, value.content_type)
        else:
            values[key] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, uploads)


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _call(world: World, request: web.Request) -> web.StreamResponse:
    name = methods.canonical(request.match_info["method"])
    try:
        params = await read(request)
    except web.HTTPRequestEntityTooLarge:
        return _refusal(Refused(413, "Request Entity Too Large"))
    chat = params.whole("chat_id") or None
    shown = params.values | {key: f"<{len(u.data)} bytes>" for key, u in params.uploads.items()}
    call = world.journal.begin(name, shown, chat)

    async def perform() -> web.StreamResponse:
        result = await methods.perform(world, name, params)
        return web.json_response({"ok": True, "result": result})

    return await _answer(world, request, call, perform)


async def _download(world: World, request: web.Request) -> web.StreamResponse:
    path = request.match_info["path"]
    call = world.journal.begin("download", {"path": path}, None)

    async def perform() -> web.StreamResponse:
        body = world.files.open(path)
        return web.Response(body=body, content_type="application/octet-stream")

    return await _answer(world, request, call, perform)


async def _answer(
    world: World,
    request: web.Request,
    call: Call,
    perform: Callable[[], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """What *perform* gives, or what the bot's mistake or an ordered fault makes of it."""
    if request.match_info["token"] != world.token:
        return _refused(world, call, Refused(401, "Unauthorized"))
    fault = world.faults.pick(call.method, call.chat)
    call.fault = fault.kind if fault else ""
    try:
        if fault and (broken := await _break(world, request, call, fault)):
            return broken
        response = await perform()
    except Refused as refused:
        response = _refused(world, call, refused)
    else:
        if fault and fault.kind is Kind.LOST:
            return _drop(request)
        world.journal.end(call, response.status)
    if fault and fault.kind is Kind.SLOW:
        await asyncio.sleep(fault.seconds)
    return response


def _refused(world: World, call: Call, refused: Refused) -> web.Response:
    if isinstance(refused, Unsupported):
        world.journal.complain(f"{call.method}: {refused.what}")
    retry_after = refused.parameters.get("retry_after", 0)
    world.journal.end(call, refused.code, refused.description, retry_after)
    return _refusal(refused)


def _refusal(refused: Refused) -> web.Response:
    seconds = refused.parameters.get("retry_after")
    headers = {"Retry-After": str(seconds)} if seconds else None
    return web.json_response(refused.as_json(), status=refused.code, headers=headers)


async def _break(
    world: World, request: web.Request, call: Call, fault: Fault
) -> web.StreamResponse | None:
    """What *fault* answers before anything is done; None if it strikes later."""
    if fault.kind is Kind.FLOOD:
        world.budget.ban(("chat", call.chat), int(fault.seconds))
        raise flood(int(fault.seconds))
    if fault.kind is Kind.BLOCKED:
        raise forbidden("bot was blocked by the user")
    if fault.kind is Kind.ERROR and fault.code == 502:
        world.journal.end(call, 502, "Bad Gateway")
        return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
    if fault.kind is Kind.ERROR:
        raise Refused(fault.code, "Internal Server Error: ordered by the sandbox")
    if fault.kind is Kind.HANG:
        await world.closing.wait()
        return _drop(request)
    return _drop(request) if fault.kind is Kind.DROP else None


def _drop(request: web.Request) -> web.Response:
    """Break the connection; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

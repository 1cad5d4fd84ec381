"""The control of the server over HTTP, under /sim: act as a person, read the chats, watch."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from aiohttp import web

from sandbox import botapi
from sandbox.calls import Params, Upload
from sandbox.chats import JSON, Chat, Message
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.world import World

_Act = Callable[[World, Person, Params], object]
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(world: World) -> list[web.RouteDef]:
    """The paths of the control."""
    table: list[tuple[str, str, Callable[[World, web.Request, Params], Awaitable[object]]]] = [
        ("GET", "/sim/state", _state),
        ("POST", "/sim/people", _add_person),
        ("POST", "/sim/people/{id}/{act}", _act),
        ("POST", "/sim/groups", _add_group),
        ("GET", "/sim/presses/{id}", _answered),
        ("GET", "/sim/chats/{id}", _read_chat),
        ("GET", "/sim/chats/{id}/wait", _wait),
        ("GET", "/sim/calls", _calls),
        ("GET", "/sim/complaints", _complaints),
        ("POST", "/sim/faults", _add_fault),
        ("DELETE", "/sim/faults", _clear_faults),
        ("POST", "/sim/limits", _set_limits),
    ]
    plain = [web.route(verb, path, _json(world, handle)) for verb, path, handle in table]

    async def events(request: web.Request) -> web.StreamResponse:
        return await _events(world, request)

    async def file(request: web.Request) -> web.StreamResponse:
        return _file(world, request)

    return [*plain, web.get("/sim/events", events), web.get("/sim/files/{id}", file)]


def _json(
    world: World, handle: Callable[[World, web.Request, Params], Awaitable[object]]
) -> _Handler:
    """*handle* with a JSON answer; what it raises as {"error": …} with 4xx."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            found = await handle(world, request, await botapi.read(request))
            return web.json_response(found)
        except TimeoutError as error:
            return web.json_response({"error": str(error)}, status=408)
        except (LookupError, ValueError, TypeError, Refused) as error:
            return web.json_response({"error": str(error)}, status=400)

    return answer


def show(message: Message) -> JSON:
    """A message as the control shows it: what a person sees, its buttons' data, its past."""
    shown = message.as_event() | {"time": message.time, "edited": message.edited}
    shown["buttons"] = [[asdict(button) for button in row] for row in message.buttons]
    shown["edits"] = [{"time": v.time, "text": v.text, "html": v.html} for v in message.edits]
    return shown | {"reactions": list(message.reactions), "json": message.as_json()}


async def _state(world: World, _request: web.Request, _params: Params) -> JSON:
    chats = [{"id": c.id, "title": c.title, "messages": len(c.messages)} for c in _all(world)]
    profile = world.profile
    commands = [
        {"scope": scope, "language": language, "commands": commands}
        for (scope, language), commands in profile.commands.items()
    ]
    texts = [{"what": w, "language": lang, "text": t} for (w, lang), t in profile.texts.items()]
    pending = len(world.updates.pending())
    shown: JSON = {"chats": chats, "commands": commands, "texts": texts, "token": world.token}
    return shown | {"pending_updates": pending, "complaints": world.complaints}


def _all(world: World) -> list[Chat]:
    return list(world.chats.values())


async def _add_person(world: World, _request: web.Request, params: Params) -> JSON:
    name = params.text("name") or "Ada Example"
    language = params.text("language") or "en"
    person = world.person(name, id=params.whole("id") or None, language=language)
    return person.user.as_json() | {"chat": person.chat.id}


async def _add_group(world: World, _request: web.Request, params: Params) -> JSON:
    members = [world.people[id] for id in json.loads(params.values["members"])]
    return world.group(params.text("title"), members).as_json()


async def _answered(world: World, request: web.Request, params: Params) -> JSON:
    """The answer to a pressed button, waited for."""
    press = world.presses[request.match_info["id"]]
    return asdict(await press.answered(float(params.text("timeout") or 10)))


def _upload(params: Params) -> Upload:
    """The uploaded file; the fields name and mime, even empty, stand above what it states."""
    found = next(iter(params.uploads.values()), None)
    if found is None:
        raise ValueError("no file in the request")
    name = params.values.get("name", found.name)
    mime = params.values.get("mime", found.mime)
    return Upload(found.data, name or None, mime or None)


def _send(world: World, person: Person, params: Params) -> Message:
    chat = world.chats[params.whole("chat", person.id)]
    return person.send(params.text("text"), html=params.flag("html"), chat=chat)


def _document(_world: World, person: Person, params: Params) -> Message:
    file = _upload(params)
    return person.send_document(file.data, file.name, file.mime, caption=params.text("caption"))


def _photo(_world: World, person: Person, params: Params) -> Message:
    return person.send_photo(_upload(params).data, caption=params.text("caption"))


def _album(_world: World, person: Person, params: Params) -> list[Message]:
    files, caption = list(params.uploads.values()), params.text("caption")
    if params.text("kind") == "photo":
        return person.send_album(files, caption=caption, kind="photo")
    return person.send_album(files, caption=caption)


def _forward(_world: World, person: Person, params: Params) -> Message:
    file = _upload(params) if params.uploads else None
    source = params.text("source") or "Example Jobs"
    return person.forward(params.text("text"), file=file, source=source, html=params.flag("html"))


def _press(_world: World, person: Person, params: Params) -> JSON:
    message = _message(person.chat, params) if params.text("message") else None
    forged = params.flag("forged")
    press = person.press(params.text("button"), message, forged=forged)
    return {"id": press.id, "message": press.message.id, "data": press.data}


def _edit(_world: World, person: Person, params: Params) -> None:
    person.edit(_message(person.chat, params), params.text("text"))


def _delete(_world: World, person: Person, params: Params) -> None:
    person.delete(_message(person.chat, params))


def _message(chat: Chat, params: Params) -> Message:
    message = chat.find(params.whole("message"))
    if message is None:
        raise LookupError(f"no message {params.text('message')!r} in this chat")
    return message


_ACTS: dict[str, _Act] = {
    "send": _send,
    "command": lambda _, person, p: person.command(p.text("name"), p.text("argument")),
    "paste": lambda _, person, p: person.paste(p.text("text")),
    "document": _document,
    "photo": _photo,
    "album": _album,
    "forward": _forward,
    "edit": _edit,
    "delete": _delete,
    "press": _press,
    "block": lambda _, person, __: person.block(),
    "unblock": lambda _, person, __: person.unblock(),
    "deactivate": lambda _, person, __: person.deactivate(),
}


async def _act(world: World, request: web.Request, params: Params) -> object:
    person = world.people[int(request.match_info["id"])]
    done = _ACTS[request.match_info["act"]](world, person, params)
    if isinstance(done, list):
        return [show(message) for message in done]
    return show(done) if isinstance(done, Message) else (done or {})


async def _read_chat(world: World, request: web.Request, _params: Params) -> list[JSON]:
    chat = world.chats[int(request.match_info["id"])]
    return [show(message) for message in chat.messages]


async def _wait(world: World, request: web.Request, params: Params) -> JSON:
    chat = world.chats[int(request.match_info["id"])]
    text, button = params.text("text"), params.text("button")

    def wanted(message: Message) -> bool:
        fits = text in message.text and (not button or button in message.labels)
        return fits and (not params.flag("document") or message.document is not None)

    timeout = float(params.text("timeout") or 10)
    return show(await chat.wait_for(wanted, after=params.whole("after"), timeout=timeout))


async def _calls(world: World, _request: web.Request, params: Params) -> list[JSON]:
    return world.journal.calls_as_json()[params.whole("after") :]


async def _complaints(world: World, _request: web.Request, _params: Params) -> list[str]:
    return world.complaints


async def _add_fault(world: World, _request: web.Request, params: Params) -> JSON:
    options: dict[str, Any] = {
        key: json.loads(params.values[key]) for key in _NUMBERS & set(params.values)
    }
    return asdict(world.fail(params.text("kind"), params.text("method"), **options))


_NUMBERS = {"chat", "times", "chance", "seconds", "code", "skip"}


async def _clear_faults(world: World, _request: web.Request, _params: Params) -> JSON:
    world.faults.clear()
    world.budget.clear()
    return {}


async def _set_limits(world: World, _request: web.Request, params: Params) -> JSON:
    changes = {key: json.loads(value) for key, value in params.values.items() if key != "strict"}
    limits: Limits = replace(world.limits, **changes)
    world.limits = limits
    if "strict" in params.values:
        world.strict = params.flag("strict")
    return asdict(limits) | {"strict": world.strict}


async def _events(world: World, request: web.Request) -> web.StreamResponse:
    """The events past ?after= as lines of JSON, without end."""
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    with suppress(ConnectionError, asyncio.CancelledError):
        async for event in world.journal.follow(int(request.query.get("after", 0))):
            await response.write(json.dumps(event.as_json(), ensure_ascii=False).encode() + b"\n")
    return response


def _file(world: World, request: web.Request) -> web.Response:
    file = world.files.find(request.match_info["id"])
    if file is None:
        return web.json_response({"error": "no such file"}, status=404)
    return web.Response(body=file.data, content_type=file.mime or "application/octet-stream")

"""One call to the sandbox model, from its request to the last byte, faults included."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from sandbox import model_pace
from sandbox.model_calls import Call
from sandbox.model_chat import SHAPES, Refusal
from sandbox.model_faults import REFUSALS, Rule
from sandbox.model_pace import TOKEN, Pace
from sandbox.model_requests import Prompt, Unfit
from sandbox.model_state import Server

_WARM = 0.5  # seconds between two comments

_log = logging.getLogger(__name__)


class Wire(Protocol):
    """How one call's answer is put into bytes."""

    comment: bytes

    def headers(self) -> dict[str, str]: ...
    def opening(self) -> bytes: ...
    def token(self, text: str) -> bytes: ...
    def ending(self, finish: str) -> bytes: ...
    def failure(self, form: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is particular to a provider: its requests, its events and its refusals."""

    name: str
    admit: Callable[[web.Request, str], Refusal | None]  # the request, the key that is wanted
    read: Callable[[web.Request, Any], Prompt]
    speak: Callable[[Call, str, bool], Wire]  # the call, the usage shape, usage wanted
    refusal: Callable[[Rule], Refusal]
    unfit: Callable[[str], Refusal]


def handler(
    server: Server, dialect: Dialect
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return the handler of a provider's streaming endpoint."""

    async def handle(request: web.Request) -> web.StreamResponse:
        peer = request.transport.get_extra_info("peername") if request.transport else None
        call = server.log.open(dialect.name, peer[1] if peer else 0)
        try:
            return await _Talk(server, dialect, request, call).answer()
        except (asyncio.CancelledError, ConnectionResetError):
            if call.outcome == "open":
                call.outcome, call.disconnected = "left", True
            raise
        finally:
            await server.log.close(call)

    return handle


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.status, self.headers, self.body = refusal


class _Talk:
    """One call under way."""

    def __init__(self, server: Server, dialect: Dialect, request: web.Request, call: Call) -> None:
        self._server = server
        self._dialect = dialect
        self._request = request
        self._call = call
        self._response = web.StreamResponse()

    async def answer(self) -> web.StreamResponse:
        try:
            prompt = await self._read()
            rule = self._rule(prompt)
            self._server.log.charge(self._call, prompt.text)
            text = _said(await self._think(prompt), rule)
        except _Refused as refused:
            self._call.status, self._call.outcome = refused.status, "refused"
            return web.json_response(refused.body, status=refused.status, headers=refused.headers)
        return await self._stream(prompt, rule, text)

    async def _read(self) -> Prompt:
        refusal = self._dialect.admit(self._request, self._server.key)
        if refusal:
            raise _Refused(refusal)
        try:
            prompt = self._dialect.read(self._request, json.loads(await self._request.read()))
        except ValueError:
            raise _Refused(self._dialect.unfit("the body is no JSON")) from None
        except Unfit as unfit:
            raise _Refused(self._dialect.unfit(str(unfit))) from None
        self._call.agent, self._call.model = prompt.agent, prompt.model
        self._call.session = prompt.session
        await self._server.log.tell()
        return prompt

    def _rule(self, prompt: Prompt) -> Rule:
        rule = self._server.script.pick(prompt.agent, self._dialect.name) or Rule("none")
        self._call.fault = "" if rule.kind == "none" else rule.kind
        if rule.kind in REFUSALS:
            self._call.retry_after = rule.retry_after
            raise _Refused(self._dialect.refusal(rule))
        return rule

    async def _think(self, prompt: Prompt) -> str:
        """The answer, made beside the event loop so that other calls keep their pace."""
        try:
            return await asyncio.to_thread(self._server.answer, dict(prompt.body))
        except Exception:
            _log.exception("the answering function failed on %s", prompt.agent)
            raise _Refused(self._dialect.refusal(Rule("500"))) from None

    async def _stream(self, prompt: Prompt, rule: Rule, text: str) -> web.StreamResponse:
        wire = self._dialect.speak(self._call, self._shape(), prompt.usage)
        pace = Pace(rule.first_token, rule.pace) if rule.kind == "slow" else self._server.pace
        if rule.kind == "reset":
            return self._drop()
        if wire.comment:
            await self._open(wire)
        await self._wait(wire, self._call.start + pace.first_token)
        if rule.kind == "hang":
            await self._wait(wire, None)
        await self._open(wire)
        await self._write(wire.opening())
        await self._speak(wire, text, pace)
        return await self._end(wire, rule)

    async def _speak(self, wire: Wire, text: str, pace: Pace) -> None:
        async for batch in model_pace.flow(text, pace, self._call.start):
            await self._write(b"".join(map(wire.token, batch)))
            self._call.output_tokens += len(batch)
            if self._call.first is None:
                self._call.first = asyncio.get_running_loop().time()
                await self._server.log.tell()

    async def _end(self, wire: Wire, rule: Rule) -> web.StreamResponse:
        if rule.kind == "stall":
            await self._wait(wire, None)
        if rule.kind == "cut":
            return self._drop()
        if rule.kind == "error_event":
            await self._write(wire.failure(rule.form))
        elif rule.kind != "silent_end":
            await self._write(wire.ending(_FINISHES.get(rule.kind, "stop")))
        self._call.outcome = "answered" if rule.kind in ("none", "slow") else "failed"
        await self._response.write_eof()
        return self._response

    def _shape(self) -> str:
        shape = self._server.usage
        return SHAPES[self._call.number % len(SHAPES)] if shape == "rotate" else shape

    async def _open(self, wire: Wire) -> None:
        if not self._response.prepared:
            self._response.headers.update(
                {"Content-Type": "text/event-stream", "Cache-Control": "no-cache", **wire.headers()}
            )
            await self._response.prepare(self._request)

    async def _wait(self, wire: Wire, moment: float | None) -> None:
        """Keep the line warm, as this provider does, until a moment or until the client leaves."""
        now = asyncio.get_running_loop().time
        while moment is None or now() < moment:
            if wire.comment:
                await self._write(wire.comment)
            await model_pace.until(min(now() + _WARM, moment or now() + _WARM))

    async def _write(self, data: bytes) -> None:
        if data:
            await self._response.write(data)

    def _drop(self) -> web.StreamResponse:
        self._call.outcome = "failed"
        if self._request.transport is not None:
            self._request.transport.close()
        return self._response


_FINISHES = {"length": "length", "refusal": "content_filter", "blocked_prompt": "blocked_prompt"}


def _said(text: str, rule: Rule) -> str:
    """What of the answer is said before the fault."""
    if rule.kind in ("stall", "cut", "silent_end", "error_event", "length"):
        return text[: rule.after * TOKEN]
    if rule.kind == "invalid_json":
        return text[: len(text) * 3 // 4]
    if rule.kind == "off_schema":
        return '{"sorry": true}'
    return "" if rule.kind in ("refusal", "empty", "blocked_prompt") else text

"""The public web as servers on loopback, and an inside where nobody may arrive.

127.0.0.1 plays the public internet and 127.0.0.2 what must not be reached: the gateway's judge of
addresses is an argument. Every connection to the inside is counted.
"""

import asyncio
import contextlib

from aiohttp import web

from bot import gateway
from bot.links import Links

PUBLIC, INSIDE = "127.0.0.1", "127.0.0.2"
HTML = "<html><h1>Accountant</h1></html>"


class World:
    """A public server, an inside one on the same port, and names for both."""

    def __init__(self):
        self.handler = None
        self.requests = []
        self.arrivals = 0
        self.names = {"jobs.example": [PUBLIC], "inside.example": [INSIDE]}
        self.lookups = []
        self.port = 0

    def url(self, path="/post", host="jobs.example"):
        return f"http://{host}:{self.port}{path}"

    async def answer(self, request):
        self.requests.append(request)
        return await self.handler(request)

    async def arrive(self, _reader, writer):
        self.arrivals += 1
        writer.close()

    async def resolve(self, host, port):
        self.lookups.append(host)
        found = self.names.get(host)
        if callable(found):
            return found()
        return found or await gateway.resolve(host, port)

    def links(self, **more):
        def permits(address, port):
            return str(address) == PUBLIC and port == self.port

        return Links(resolve=self.resolve, permits=permits, **more)

    def serves(self, text=HTML, **more):
        """The public server answers everything with this."""

        async def handler(_request):
            return web.Response(**({"text": text, "content_type": "text/html"} | more))

        self.handler = handler


@contextlib.asynccontextmanager
async def serve():
    """The two servers; in the end, nobody has come to the inside one."""
    it = World()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", it.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, PUBLIC, 0)
    await site.start()
    it.port = runner.addresses[0][1]
    inside = await asyncio.start_server(it.arrive, INSIDE, it.port)
    yield it
    inside.close()
    await runner.cleanup()
    assert it.arrivals == 0

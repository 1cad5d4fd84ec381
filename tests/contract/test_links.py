"""A link in a message is found and opened, or told by kind why it cannot be."""

import asyncio
import contextlib
import gzip
import zlib

import pytest
from aiohttp import web

from bot import links
from bot.links import Declined, Gone, Links, NoPage, Unreachable
from tests.contract import internet
from tests.contract.internet import HTML, PUBLIC


@pytest.fixture
async def world():
    """The two servers; in the end, nobody has come to the inside one."""
    async with internet.serve() as it:
        yield it


async def test_a_page_is_fetched_from_the_address_that_was_looked_up(world):
    """One look-up, the host's own name in the request, nothing that tells who asks."""
    world.serves("<p>Größe", charset="iso-8859-1")
    page = await world.links().get(world.url("/post?id=1#part"))
    assert page.data.endswith("<p>Größe".encode())
    assert b'charset="utf-8"' in page.data
    assert world.lookups == ["jobs.example"]
    [request] = world.requests
    assert request.headers["Host"] == f"jobs.example:{world.port}"
    assert request.path_qs == "/post?id=1"
    assert not {"Cookie", "Authorization", "Referer"} & set(request.headers)


@pytest.mark.parametrize("charset", ["", "; charset=nonsense"])
async def test_a_page_that_tells_no_encoding_is_left_as_it_is(world, charset):
    """It may say it itself."""
    body = "<meta charset=koi8-r><p>Работа".encode("koi8-r")
    world.serves(
        None, body=body, content_type=None, headers={"Content-Type": "text/html" + charset}
    )
    assert (await world.links().get(world.url())).data == b"<!doctype html>\n" + body


async def test_three_redirects_are_followed_and_no_more(world):
    """Shorteners and moved posts need some; a circle ends. Cookies are not taken along."""

    async def handler(request):
        left = int(request.query["left"])
        if not left:
            return web.Response(text=HTML, content_type="text/html")
        headers = {"Location": f"/post?left={left - 1}", "Set-Cookie": "a=b"}
        return web.Response(status=302, headers=headers)

    world.handler = handler
    page = await world.links().get(world.url("/post?left=3"))
    assert page.url == world.url("/post?left=0")
    assert all("Cookie" not in request.headers for request in world.requests)
    world.requests.clear()
    with pytest.raises(Unreachable):
        await world.links().get(world.url("/post?left=4"))
    assert len(world.requests) == 4


ANSWERS = [
    (Gone, {"status": 404}),
    (Gone, {"status": 410}),
    (Declined, {"status": 401}),
    (Declined, {"status": 403}),
    (Declined, {"status": 429}),
    (Declined, {"status": 999, "reason": "Request denied"}),
    (Declined, {"status": 500}),
    (Declined, {"status": 304, "text": None}),
    (Declined, {"status": 302, "text": None}),
    (NoPage, {"content_type": "application/pdf"}),
    (NoPage, {"content_type": "text/plain"}),
    (NoPage, {"content_type": "application/json"}),
    (NoPage, {"text": "x" * (links.MAX_BYTES + 1)}),
    (NoPage, {"headers": {"Content-Encoding": "br"}}),
    (Unreachable, {"headers": {"Content-Encoding": "gzip"}}),
    (
        NoPage,
        {
            "text": None,
            "body": gzip.compress(bytes(50 << 20)),
            "headers": {"Content-Encoding": "gzip"},
        },
    ),
    (Unreachable, {"status": 302, "text": None, "headers": {"Location": "http://[::1"}}),
]


@pytest.mark.parametrize(("error", "answer"), ANSWERS)
async def test_what_is_no_page_is_told_by_kind(world, error, answer):
    """Each ends in an error of its own class: there is a sentence for each."""
    world.serves(**answer)
    with pytest.raises(error):
        await world.links().open(world.url())


@pytest.mark.parametrize(
    ("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
async def test_compressed_pages_are_read(world, encoding, compress):
    """As servers send them."""
    body = compress(HTML.encode())
    world.serves(None, body=body, headers={"Content-Encoding": encoding})
    assert HTML.encode() in await world.links().open(world.url())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-example\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
    ],
)
async def test_servers_that_do_not_keep_to_the_protocol_are_given_up(world, said):
    """They hang up, speak another language, break off, or never come to the point."""

    async def speak(reader, writer):
        await reader.readline()
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(speak, PUBLIC, 0) as server:
        world.port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable):
            await world.links().open(world.url())


@pytest.mark.parametrize("trickle", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"])
async def test_slow_servers_are_given_up(world, trickle):
    """The time is for all of it: an answer that drips does not start the clock anew."""
    ended, left = asyncio.Event(), asyncio.Event()

    async def drip(_reader, writer):
        writer.write(trickle)
        with contextlib.suppress(ConnectionError):
            while not ended.is_set():
                writer.write(b"." if trickle else b"")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        left.set()

    async with await asyncio.start_server(drip, PUBLIC, 0) as server:
        world.port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable, match="slow"):
            await world.links(wall=0.2).open(world.url())
        ended.set()
        await left.wait()


async def test_hosts_that_are_not_there_are_unreachable(world):
    """No such name, no address for it, nobody listening."""
    world.names["empty.example"] = list
    for url in (
        world.url(host="empty.example"),
        "http://no-such-host.invalid/",
        "http://xn--/",
        f"http://{'a' * 300}.example/",
    ):
        with pytest.raises(Unreachable):
            await world.links().open(url)
    async with await asyncio.start_server(lambda _r, _w: None, PUBLIC, 0) as server:
        world.port = server.sockets[0].getsockname()[1]
    with pytest.raises(Unreachable):
        await world.links().open(world.url())


async def test_another_address_of_the_host_is_tried(world):
    """All of them are checked before; the first that answers counts, IPv4 before IPv6."""
    world.names["jobs.example"] = ["::1", "127.0.0.3", PUBLIC]
    world.serves()
    tried = []

    def permits(address, _port):
        tried.append(str(address))
        return True

    everywhere = Links(resolve=world.resolve, permits=permits)
    assert HTML.encode() in await everywhere.open(world.url())
    assert tried == ["::1", "127.0.0.3", PUBLIC]


LINK = "https://jobs.example/post/1?a=b"
ALONE = [
    (LINK, [], LINK),
    (f"  {LINK}\n", [LINK], LINK),
    (f"Senior Accountant at Example: {LINK}", [], LINK),
    (f"Check this out! {LINK} and https://other.example", [], LINK),
    ("jobs.example/post/1", ["jobs.example/post/1"], "https://jobs.example/post/1"),
    ("www.jobs.example/1", [], "https://www.jobs.example/1"),
    ("See the post", [LINK], LINK),
    ("HTTP://JOBS.EXAMPLE/1", [], "HTTP://JOBS.EXAMPLE/1"),
    (f"Accountant wanted. {'We look for somebody who counts. ' * 5} {LINK}", [LINK], None),
    ("no link here", [], None),
    ("", [], None),
]


@pytest.mark.parametrize(("text", "marked", "link"), ALONE)
def test_a_message_that_is_mostly_a_link_is_one(text, marked, link):
    """With a title or a word beside it; a whole post that also has a link is a post."""
    assert links.find(text, marked) == link

"""Opening links: the public web as servers on loopback, and an inside where nobody may arrive.

127.0.0.1 plays the public internet and 127.0.0.2 what must not be reached: the gateway's judge of
addresses is an argument. Every connection to the inside is counted.
"""

import asyncio
import contextlib
import datetime
import gzip
import ipaddress
import json
import ssl
import zlib

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import gateway, links
from bot.links import Declined, Forbidden, Gone, Links, NoPage, Unreachable

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


@pytest.fixture
async def world():
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


INTERNAL = [
    "http://127.0.0.2:{port}/",
    "http://inside.example:{port}/",
    "http://mixed.example:{port}/",
    "http://mapped.example:{port}/",
    "http://2130706434:{port}/",
    "http://0x7f000002:{port}/",
    "http://0x7f.2:{port}/",
    "http://0177.0.0.2:{port}/",
    "http://127.2:{port}/",
    "http://[::ffff:127.0.0.2]:{port}/",
    "http://[::ffff:7f00:2]:{port}/",
    "http://[64:ff9b::7f00:2]:{port}/",
    "http://[::1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://①②⑦.⓪.⓪.②:{port}/",
    "http://jobs.example@127.0.0.2:{port}/",
    "http://ada:secret@jobs.example:{port}/",
    "http://jobs.example:81/",
    "ftp://jobs.example:{port}/",
    "file:///etc/hostname",
    "gopher://jobs.example:{port}/",
    "//jobs.example:{port}/",
    "jobs.example",
    "http://",
    "http://[::1",
    "",
]


@pytest.mark.parametrize("url", INTERNAL)
async def test_what_leads_elsewhere_is_forbidden(world, url):
    """However the address is written, no connection is made; not to the public server, either."""
    world.names["mixed.example"] = [PUBLIC, INSIDE]
    world.names["mapped.example"] = [f"::ffff:{INSIDE}"]
    world.serves()
    with pytest.raises((Forbidden, Unreachable)) as refusal:
        await world.links().open(url.format(port=world.port))
    assert refusal.type is Forbidden or "0177" in url
    assert world.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/",
        "http://inside.example:{port}/",
        "//inside.example:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://ada:x@jobs.example:{port}/",
        "file:///etc/hostname",
        "http://[::1",
        "https://rebinding.example:{port}/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_the_inside_is_not_followed(world, target, status):
    """Every hop is looked at anew."""
    world.names["rebinding.example"] = [INSIDE]
    headers = {"Location": target.format(port=world.port)}
    world.serves(None, content_type=None, status=status, headers=headers)
    with pytest.raises((Forbidden, Unreachable)):
        await world.links().open(world.url())
    assert len(world.requests) == 1


async def test_a_name_that_changes_its_address_gains_nothing(world):
    """The address that was checked is the one that is connected to; a redirect checks anew."""
    answers = iter([[PUBLIC], [INSIDE], [INSIDE]])
    world.names["rebinding.example"] = lambda: next(answers)
    url = world.url(host="rebinding.example")
    world.serves(None, content_type=None, status=302, headers={"Location": url})
    with pytest.raises(Forbidden):
        await world.links().open(url)
    assert len(world.requests) == 1


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


async def test_proxies_of_the_environment_have_no_say(world, monkeypatch):
    """A proxy would connect wherever it is asked to."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{INSIDE}:{world.port}")
    world.serves()
    assert HTML.encode() in await world.links().open(world.url())


def certificate(folder, host):
    """A self-signed certificate for *host*; gives the contexts of server and client."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=pem)


async def test_https_checks_the_certificate_of_the_name(world, tmp_path):
    """The connection goes to an address; the certificate must still be the host's."""
    server_tls, client_tls = certificate(tmp_path, "jobs.example")
    world.names["other.example"] = [PUBLIC]
    world.serves()
    runner = web.ServerRunner(web.Server(world.answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, PUBLIC, 0, ssl_context=server_tls).start()
    world.port = runner.addresses[0][1]
    trusting = world.links(tls=client_tls)
    https = world.url().replace("http", "https")
    assert HTML.encode() in await trusting.open(https)
    for distrusted in (https.replace("jobs", "other"), https):
        opener = world.links() if distrusted == https else trusting
        with pytest.raises(Unreachable):
            await opener.open(distrusted)
    await runner.cleanup()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.8 192.0.2.1",
        "192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1",
        "240.0.0.1 255.255.255.255",
        ":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1",
        "100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1",
        "fe80::1%lo fec0::1 ff02::1 ff0e::1",
    ],
)
def test_addresses_that_are_not_public(address):
    """Private, shared, local, documented, reserved, and those that hide another address."""
    for each in address.split():
        assert not gateway.is_public(ipaddress.ip_address(each)), each


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses_are_permitted_at_the_ports_of_the_web(address):
    """And at no other port."""
    parsed = ipaddress.ip_address(address)
    assert gateway.permits(parsed, 80)
    assert gateway.permits(parsed, 443)
    for port in (0, 22, 25, 8080, 6379):
        assert not gateway.permits(parsed, port)


@pytest.fixture
def board(world):
    """Links that find all names at the public server, whatever their port."""

    class Everywhere(Links):
        async def get(self, url, kinds=links.PAGES):
            host, _, path = url.partition("://")[2].partition("/")
            return await super().get(f"http://{host}:{world.port}/{path}", kinds)

    def permits(address, port):
        return str(address) == PUBLIC and port == world.port

    async def resolve(host, _port):
        world.lookups.append(host)
        return [PUBLIC]

    return Everywhere(resolve=resolve, permits=permits)


POST = {"title": "Accountant", "content": "<p>Keep books</p>", "company_name": "Example"}


async def test_a_post_on_a_board_is_asked_of_its_api(world, board):
    """The page itself would need a browser."""
    world.serves(json.dumps(POST), content_type="application/json")
    page = await board.open("https://boards.greenhouse.io/example/jobs/42")
    assert b"JobPosting" in page
    assert world.lookups == ["boards-api.greenhouse.io"]
    assert world.requests[0].path_qs == "/v1/boards/example/jobs/42?pay_transparency=true"


@pytest.mark.parametrize("answer", [{"status": 500}, {"text": "[]"}, {"content_type": "text/html"}])
async def test_where_the_api_fails_the_page_is_taken(world, board, answer):
    """Perhaps it states the post itself."""

    async def handler(request):
        if request.path.startswith("/v1/"):
            return web.Response(**({"text": "[]", "content_type": "application/json"} | answer))
        return web.Response(text=HTML, content_type="text/html")

    world.handler = handler
    page = await board.open("https://job-boards.eu.greenhouse.io/example/jobs/42")
    assert HTML.encode() in page
    assert [request.path.split("/")[1] for request in world.requests] == ["v1", "v1", "example"]


async def test_a_company_s_own_page_leads_to_the_board_that_it_embeds(world, board):
    """The page says whose board it is, the link which post."""

    async def handler(request):
        if request.path.startswith("/v1/"):
            return web.json_response(POST)
        script = "https://boards.greenhouse.io/embed/job_board/js?for=example"
        return web.Response(text=f"<script src={script}></script>", content_type="text/html")

    world.handler = handler
    assert b"JobPosting" in await board.open("https://example.com/careers?gh_jid=42")
    assert world.lookups == ["example.com", "boards-api.greenhouse.io"]


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

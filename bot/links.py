"""Links that people send: found in a message, and opened as far as the public web goes."""

import asyncio
import codecs
import re
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import httpcore
import httpx

from bot import gateway
from bot.gateway import Gateway
from documents import boards
from documents.boards import Job

MAX_BYTES = 2 << 20  # of a page, after decompression
MAX_REDIRECTS = 3
WALL = 15.0  # seconds for a link with everything that it leads to
PAGES = ("text/html", "application/xhtml+xml")
JSON = ("application/json",)

_AROUND = 120  # characters beside a link: with more of them, the message is the post itself
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_BROWSER = "Mozilla/5.0 (compatible; resume-tailor)"


class LinkError(Exception):
    """A link cannot be opened; the subclass says why."""


class Forbidden(LinkError):
    """The link leads where the bot does not go: no public web address."""


class Unreachable(LinkError):
    """No such host, no connection, too slow, or an answer that breaks the protocol."""


class Gone(LinkError):
    """There is no page at this address (any more)."""


class Declined(LinkError):
    """The site answers, but not with the page: it wants a login, a browser, or no robots."""


class NoPage(LinkError):
    """It is not a web page, or it is too large."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address, after redirects: HTML that says how it is encoded, or JSON."""

    url: str
    data: bytes


def find(text: str, marked: Sequence[str] = ()) -> str | None:
    """The first link of a message that is not much else; *marked* are those that Telegram found."""
    links = [*marked, *_LINK.findall(text)]
    rest = text
    for link in links:
        rest = rest.replace(link, "")
    if not links or len(rest.strip()) > _AROUND:
        return None
    return links[0] if "://" in links[0] else f"https://{links[0]}"


class Links:
    """Opens links. Nothing from the environment has a say: no proxies, no credentials, no cookies.

    *resolve* and *permits* are the gateway's, *tls* tells which certificates are trusted.
    """

    def __init__(
        self,
        *,
        resolve: gateway.Resolve = gateway.resolve,
        permits: gateway.Permits = gateway.permits,
        tls: ssl.SSLContext | None = None,
        wall: float = WALL,
    ) -> None:
        self._gateway = Gateway(resolve, permits)
        self._tls = tls
        self._wall = wall

    async def open(self, url: str) -> bytes:
        """The job post behind *url* as a page: from its board's API where there is one.

        Raises LinkError.
        """
        try:
            async with asyncio.timeout(self._wall):
                return await self._open(url)
        except TimeoutError:
            raise Unreachable("too slow") from None

    async def get(self, url: str, kinds: Sequence[str] = PAGES) -> Page:
        """What stands at *url*, following redirects. *kinds* are MIME types. Raises LinkError."""
        address = _checked(url)
        async with httpcore.AsyncConnectionPool(
            ssl_context=self._tls, network_backend=self._gateway, max_keepalive_connections=0
        ) as pool:
            for _ in range(MAX_REDIRECTS + 1):
                found = await _ask(pool, address, kinds)
                if isinstance(found, bytes):
                    return Page(str(address), found)
                address = _checked(str(found))
        raise Unreachable("redirected again and again")

    async def _open(self, url: str) -> bytes:
        job = boards.find(url)
        found = await self._from_board(job)
        if found is not None:
            return found
        page = await self.get(url)
        embedded = boards.find(page.url, page.data)
        found = await self._from_board(embedded) if embedded != job else None
        return page.data if found is None else found

    async def _from_board(self, job: Job | None) -> bytes | None:
        """The post as its board's API has it; None where that fails: there is still the page."""
        if job is None:
            return None
        for api in job.apis:
            try:
                return boards.render(job, (await self.get(api, JSON)).data)
            except (LinkError, LookupError):
                continue
        return None


def _checked(url: str) -> httpx.URL:
    """*url*, taken apart; where it leads is looked at when it is connected to."""
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise Forbidden("no address") from error
    if address.scheme not in ("http", "https") or not address.raw_host or address.userinfo:
        raise Forbidden("not an address of the public web")
    return address


async def _ask(
    pool: httpcore.AsyncConnectionPool, address: httpx.URL, kinds: Sequence[str]
) -> bytes | httpx.URL:
    """The body at *address*, or where that sends us."""
    url = httpcore.URL(
        scheme=address.raw_scheme,
        host=address.raw_host,
        port=address.port,
        target=address.raw_path,
    )
    headers = [
        ("Host", address.netloc.decode("ascii")),
        ("User-Agent", _BROWSER),
        ("Accept", ",".join(kinds)),
        ("Accept-Encoding", "gzip"),
    ]
    try:
        async with pool.stream("GET", url, headers=headers) as answer:
            return await _read(answer, address, kinds)
    except gateway.Barred as error:
        raise Forbidden("not an address of the public web") from error
    except (gateway.Unknown, httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise Unreachable("no connection") from error
    except (httpcore.ProtocolError, ssl.SSLError, zlib.error) as error:
        raise Unreachable("a broken answer") from error


async def _read(
    answer: httpcore.Response, address: httpx.URL, kinds: Sequence[str]
) -> bytes | httpx.URL:
    headers = httpx.Headers(answer.headers)
    if answer.status in _REDIRECTS and "location" in headers:
        try:
            return address.join(headers["location"])
        except (httpx.InvalidURL, ValueError) as error:
            raise Unreachable("redirected to no address") from error
    if answer.status in _GONE:
        raise Gone(str(answer.status))
    if not 200 <= answer.status < 300:
        raise Declined(str(answer.status))
    kind, _, parameters = headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in kinds:
        raise NoPage(kind)
    body = await _body(answer, headers.get("content-encoding", "").strip().lower())
    return body if kinds is JSON else _page(body, parameters)


async def _body(answer: httpcore.Response, encoding: str) -> bytes:
    """The answer's body, at most MAX_BYTES of it even in the moment of decompression."""
    if encoding not in ("", "identity", "gzip", "deflate"):
        raise NoPage(encoding)
    inflater = zlib.decompressobj(47) if encoding in ("gzip", "deflate") else None
    body = bytearray()
    async for chunk in answer.aiter_stream():
        body += inflater.decompress(chunk, MAX_BYTES + 1) if inflater else chunk
        if len(body) > MAX_BYTES:
            raise NoPage("too large")
    return bytes(body)


def _page(body: bytes, parameters: str) -> bytes:
    """*body* as HTML on its own: what the header said of its encoding, it says itself."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    try:
        encoding = codecs.lookup(named[1]).name if named else ""
        text = body.decode(encoding, "replace") if encoding else None
    except LookupError:
        text = None
    if text is None:
        return b"<!doctype html>\n" + body
    return b'<!doctype html>\n<meta charset="utf-8">\n' + text.encode("utf-8", "replace")

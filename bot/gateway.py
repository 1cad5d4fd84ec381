"""The way out to the web: connections to public addresses, and to nothing else."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import TypeAlias

import httpcore

Address: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
Permits: TypeAlias = Callable[[Address, int], bool]

PORTS = (80, 443)
_MOST = 3  # addresses of one host that are tried
_GLOBAL = ipaddress.ip_network("2000::/3")  # all that is given out for the public so far
# What `is_global` of Python 3.11 lets pass: ways into other networks, and addresses for no host.
_EXCLUDED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays to 6to4
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
        "64:ff9b::/96",  # NAT64: an IPv4 address inside
    )
]


class Barred(Exception):
    """The host has an address that nobody from outside may be led to, or an odd port."""


class Unknown(Exception):
    """There is no such host."""


def is_public(address: Address) -> bool:
    """Whether *address* belongs to a host on the public internet and hides no other address."""
    if address.version == 6 and address not in _GLOBAL:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in _EXCLUDED)


def permits(address: Address, port: int) -> bool:
    """Whether the bot may connect there."""
    return port in PORTS and is_public(address)


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of *host*, as the system sees them. Raises Unknown."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(host) from error
    return [str(entry[4][0]) for entry in found]


class Gateway(httpcore.AsyncNetworkBackend):
    """httpcore's network: a host is looked up once, and connected to at an address that passed.

    One forbidden address among those of a host is enough to refuse it: who answers so means to
    lead us elsewhere.
    """

    def __init__(self, resolve: Resolve = resolve, permits: Permits = permits) -> None:
        self._resolve = resolve
        self._permits = permits
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to *host*. Raises Barred before any connection is made, and Unknown."""
        addresses = await self._addresses(host, port)
        for address in addresses[:_MOST]:
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> list[Address]:
        """The addresses of *host*, the widespread kind first."""
        found = [ipaddress.ip_address(each) for each in await self._resolve(host, port)]
        if not found:
            raise Unknown(host)
        if not all(self._permits(address, port) for address in found):
            raise Barred(host)
        return sorted(dict.fromkeys(found), key=lambda address: address.version)

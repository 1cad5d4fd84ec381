"""A link leads to the public web only, and to the host that it names."""

import datetime
import ipaddress
import ssl

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import gateway
from bot.links import Forbidden, Unreachable
from tests.contract import internet
from tests.contract.internet import HTML, INSIDE, PUBLIC


@pytest.fixture
async def world():
    """The two servers; in the end, nobody has come to the inside one."""
    async with internet.serve() as it:
        yield it


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

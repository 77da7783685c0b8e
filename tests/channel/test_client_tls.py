"""The client over https: which servers it believes, and that it never goes back to plain http."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from client_repository import Repository
from client_server import Server, send
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from peacedata.channel.cache import Cache
from peacedata.channel.client import Client, Release
from peacedata.channel.fetcher import Pace
from peacedata.errors import Unreachable

HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


class Authority:
    """A certificate authority of our own, and the certificates that it gives."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._certificate(self.key, name, None, 1).public_bytes(serialization.Encoding.PEM))

    def server(self, host: x509.GeneralName = HERE, days: int = 1) -> ssl.SSLContext:
        """What a server needs to prove that it is a host, until so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        place = self.folder / f"{self.name}-server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        certificate = self._certificate(key, "server", host, days)
        place.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place)
        return context

    def _certificate(
        self, key: ec.EllipticCurvePrivateKey, name: str, host: x509.GeneralName | None, days: int
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=9))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        )
        if host is not None:
            builder = builder.add_extension(x509.SubjectAlternativeName([host]), critical=False)
        return builder.sign(self.key, hashes.SHA256())


class World:
    """A channel, and an authority that is trusted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = Repository(folder / "channel")
        self.repository.publish("2026.1")
        self.authority = Authority(folder, "authority")

    @contextmanager
    def serving(self, context: ssl.SSLContext | None) -> Iterator[Server]:
        server = Server(self.repository.folder)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def fetch(self, address: str, cache: Path) -> Release:
        return Client(
            address, root=self.repository.first_root, cache=Cache(cache), offline=False, pace=Pace(total=60, silence=20)
        ).latest()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def trusted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(world.authority.file))


def https(server: Server) -> str:
    return server.address.replace("http:", "https:")


def test_an_authority_that_the_environment_names(world: World, tmp_path: Path) -> None:
    with world.serving(world.authority.server()) as server:
        assert world.fetch(https(server), tmp_path).version == "2026.1"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("authority", "unable to get local issuer certificate"),
        ("self-signed", "self-signed certificate"),
        ("host", "certificate is not valid for '127.0.0.1'"),
        ("age", "certificate has expired"),
    ],
)
def test_who_cannot_prove_to_be_the_server(world: World, tmp_path: Path, wrong: str, said: str) -> None:
    match wrong:
        case "authority":
            context = Authority(tmp_path, "another").server()
        case "self-signed":
            context = Authority(tmp_path, "server").server()
        case "host":
            context = world.authority.server(x509.DNSName("elsewhere.example"))
        case _:
            context = world.authority.server(days=-1)
    with world.serving(context) as server, pytest.raises(Unreachable, match=r"cannot prove.*SSL_CERT_FILE") as caught:
        world.fetch(https(server), tmp_path / "cache")
    assert said in str(caught.value)
    assert server.asked == []


def test_no_tls_where_https_was_asked_for(world: World, tmp_path: Path) -> None:
    with world.serving(None) as server, pytest.raises(Unreachable):
        world.fetch(https(server), tmp_path)
    assert server.asked == []


def test_never_from_https_to_http(world: World, tmp_path: Path) -> None:
    with world.serving(None) as plain, world.serving(world.authority.server()) as server:
        server.answers["timestamp.json"] = lambda handler, _: send(handler, b"", 302, Location=plain.address)
        with pytest.raises(Unreachable, match="another server"):
            world.fetch(https(server), tmp_path)
        server.answers["timestamp.json"] = lambda handler, _: send(handler, b"", 302, Location=server.address)
        with pytest.raises(Unreachable, match="another server"):
            world.fetch(https(server), tmp_path)
        assert plain.asked == []

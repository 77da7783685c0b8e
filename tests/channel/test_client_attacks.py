"""Attacks on the client, over a real server: each is refused with the right exception, or recovered from."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from client_repository import Repository, copy_cache, files_of
from client_server import Server, answer_with, send, serving
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile

from peacedata.channel.cache import Cache
from peacedata.channel.client import Client, Release
from peacedata.channel.client_files import Asked, is_plain, refuse_hostile
from peacedata.channel.fetcher import Pace
from peacedata.channel.known import Floor, Known
from peacedata.errors import (
    ChannelError,
    NoSuchRelease,
    RolledBack,
    Stale,
    Tampered,
    Unreachable,
    Untrusted,
)

# The machine may be busy; only where slowness itself is the attack must the client lose patience soon.
PATIENT = Pace(total=60, silence=20)
QUICK = Pace(total=5, silence=1, window=0.4, rate=1000)


class World:
    """A channel with two releases, its server, and clients with their caches."""

    def __init__(self, folder: Path, server: Server, repository: Repository) -> None:
        self.folder, self.server, self.repository = folder, server, repository
        self.pace, self.now = PATIENT, None

    def client(self, name: str = "cache", **more: object) -> Client:
        given = {"root": self.repository.first_root, "pace": self.pace, "now": self.now, "offline": False, **more}
        return Client(self.server.address, cache=Cache(self.folder / name), **given)  # type: ignore[arg-type]

    def attack(self, returning: bool) -> Callable[..., Release]:
        """What an attacked client does: fetch the latest; a returning one has done it before."""
        return self.client("returning" if returning else "fresh").latest

    def written(self, name: str) -> set[str]:
        """The digests in a cache."""
        return {path.name for path in (self.folder / name / "objects").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Path]:
    """A channel with two releases, and the cache of a client that came when there was one."""
    folder = tmp_path_factory.mktemp("model")
    repository = Repository(folder / "channel")
    repository.publish("2026.1")
    with serving(repository.folder) as server:
        World(folder, server, repository).client("returning").latest()
    repository.publish("2026.2")
    return repository, folder / "returning"


@pytest.fixture
def world(tmp_path: Path, model: tuple[Repository, Path]) -> Iterator[World]:
    repository, cache = model
    repository = repository.copy(tmp_path / "channel")
    with serving(repository.folder) as server:
        copy_cache(cache, tmp_path / "returning", server.address)
        yield World(tmp_path, server, repository)


both = pytest.mark.parametrize("returning", [False, True], ids=["fresh", "returning"])


@both
def test_without_an_attack(world: World, returning: bool) -> None:
    release = world.attack(returning)()
    assert release.version == "2026.2"
    assert {release.cache.object_path(release.files[path].sha256).read_bytes() for path in release.fetched} == set(
        files_of("2026.2").values()
    )
    assert release.stale is None


@both
@pytest.mark.parametrize("part", ["timestamp.json", "snapshot.json", "targets.json", "2.2026.2.json"])
def test_tampered_metadata(world: World, returning: bool, part: str) -> None:
    if part == "2.2026.2.json":
        part = "1.2026.2.json"
    path = next(path for path in (world.repository.folder / "metadata").iterdir() if path.name.endswith(part))
    if part in ("snapshot.json", "targets.json"):
        version = getattr(world.repository, part.partition(".")[0]).version
        path = world.repository.folder / "metadata" / f"{version}.{part}"
    raw = json.loads(path.read_bytes())
    raw["signed"]["expires"] = "2099-01-01T00:00:00Z"
    path.write_text(json.dumps(raw))
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"signed": {}}', b"[" * 10_000])
def test_metadata_that_is_none(world: World, returning: bool, junk: bytes) -> None:
    world.repository.put("metadata/timestamp.json", junk)
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
def test_tampered_file(world: World, returning: bool) -> None:
    good = files_of("2026.2")["data/events.csv"]
    world.server.answers["events.csv"] = answer_with(good.replace(b"x", b"y"))
    with pytest.raises(Tampered, match=r"events\.csv"):
        world.attack(returning)()
    name = "returning" if returning else "fresh"
    assert hashlib.sha256(good.replace(b"x", b"y")).hexdigest() not in world.written(name)
    assert not list((world.folder / name).rglob("receipts/2026.2.json"))


@both
def test_truncated_file(world: World, returning: bool) -> None:
    world.server.answers["events.csv"] = lambda handler, data: send(handler, (data or b"")[:-1])
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
def test_connection_that_breaks(world: World, returning: bool) -> None:
    def cut(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data or b"")))
        handler.end_headers()
        handler.wfile.write((data or b"")[:5])
        handler.close_connection = True

    world.server.answers["events.csv"] = cut
    with pytest.raises(Unreachable):
        world.attack(returning)()


def test_older_timestamp_is_a_rollback(world: World) -> None:
    client = world.client()
    old = (world.repository.folder / "metadata/timestamp.json").read_bytes()
    world.repository.commit()
    client.latest()
    world.repository.put("metadata/timestamp.json", old)
    with pytest.raises(RolledBack):
        world.client().latest()
    with pytest.raises(RolledBack):
        world.client().named("2026.1")


def test_older_snapshot_in_a_newer_timestamp_is_a_rollback(world: World) -> None:
    world.client().latest()
    world.repository.snapshot.version -= 1
    world.repository.write_timestamp()
    with pytest.raises(RolledBack):
        world.client().latest()


def test_older_targets_in_a_newer_snapshot_is_a_rollback(world: World) -> None:
    """What a stolen online key can try."""
    world.client().latest()
    world.repository.targets.version -= 1
    world.repository.write_snapshot()
    world.repository.write_timestamp()
    with pytest.raises(RolledBack):
        world.client().latest()


def test_older_index_in_newer_targets_is_a_rollback(world: World) -> None:
    world.client().latest()
    del world.repository.releases["2026.2"]
    world.repository.commit()
    with pytest.raises(RolledBack, match=r"2026\.2"):
        world.client().latest()


def test_a_release_that_changed_is_refused(world: World) -> None:
    world.client().latest()
    world.repository.add("2026.2", files_of("other"))
    world.repository.roles["2026.2"].version = 2
    world.repository.write_role("2026.2")
    world.repository.commit()
    with pytest.raises(RolledBack, match=r"other content for release 2026\.2"):
        world.client().named("2026.2")
    assert world.client(offline=True).named("2026.2").content_hash


def test_a_file_outside_the_identity_that_changed_is_refused(world: World) -> None:
    world.client().latest()
    world.repository.add("2026.2", files_of("2026.2") | {"peacedata.sqlite": b"SQLite with a trojan"})
    world.repository.roles["2026.2"].version = 2
    world.repository.write_role("2026.2")
    world.repository.commit()
    with pytest.raises(Tampered, match="never changes"):
        world.client().named("2026.2")


@both
def test_an_index_that_contradicts_the_signed_files(world: World, returning: bool) -> None:
    world.repository.publish("2026.3", entry={"content_hash": f"sha256:{'0' * 64}"})
    with pytest.raises(Tampered, match="content hash"):
        world.attack(returning)()


@both
def test_freeze(world: World, returning: bool) -> None:
    """The channel stands still until its signatures expire."""
    world.now = datetime.now(UTC) + timedelta(days=8)
    with pytest.raises(Stale):
        world.attack(returning)()
    named = world.client("returning" if returning else "fresh").named("2026.2")
    assert named.stale is not None
    assert "expired" in named.stale


@pytest.mark.parametrize("role", ["root", "timestamp", "snapshot", "targets", "release"])
@both
def test_each_expired_role_stops_the_latest_and_not_a_name(world: World, returning: bool, role: str) -> None:
    world.repository.days[role] = -1
    if role == "root":
        world.repository.write_root()
    world.repository.publish("2026.3")
    with pytest.raises(Stale):
        world.attack(returning)()
    assert world.client("returning" if returning else "fresh").named("2026.3").stale


@both
def test_expired_and_tampered_is_tampered(world: World, returning: bool) -> None:
    world.repository.days["timestamp"] = -1
    world.repository.signers["timestamp"] = [CryptoSigner.generate_ed25519()]
    world.repository.commit()
    with pytest.raises(Tampered):
        world.client("returning" if returning else "fresh").named("2026.2")


def test_expired_and_rolled_back_is_rolled_back(world: World) -> None:
    world.client().latest()
    world.repository.timestamp.version -= 2
    world.repository.days["timestamp"] = -1
    world.repository.write_timestamp()
    with pytest.raises(RolledBack):
        world.client().named("2026.2")


@both
def test_mix_and_match(world: World, returning: bool) -> None:
    """A snapshot that speaks of one targets, and the server has another under its name."""
    folder, version = world.repository.folder / "metadata", world.repository.targets.version
    shutil.copy(folder / f"{version - 1}.targets.json", folder / f"{version}.targets.json")
    with pytest.raises((RolledBack, Tampered)):
        world.attack(returning)()


@both
def test_metadata_of_another_release_under_its_name(world: World, returning: bool) -> None:
    folder = world.repository.folder / "metadata"
    shutil.copy(folder / "1.2026.1.json", folder / "1.2026.2.json")
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_wrong_keys(world: World, returning: bool, role: str) -> None:
    world.repository.signers[role] = [CryptoSigner.generate_ed25519()]
    world.repository.commit()
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
def test_root_that_only_the_thief_signed(world: World, returning: bool) -> None:
    thief = [CryptoSigner.generate_ed25519()]
    world.repository.root.add_key(thief[0].public_key, "root")
    world.repository.write_root(thief)
    with pytest.raises(Tampered):
        world.attack(returning)()


@both
@pytest.mark.parametrize("part", ["timestamp.json", "events.csv", ".releases.json"])
def test_endless_data(world: World, returning: bool, part: str) -> None:
    def endless(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        while not world.server.stop.is_set():
            handler.wfile.write(b" " * 65536)

    world.server.answers[part] = endless
    start = time.monotonic()
    with pytest.raises(Tampered):
        world.attack(returning)()
    assert time.monotonic() - start < 20


@cache
def bomb() -> bytes:
    return gzip.compress(b"\0" * 50_000_000, 1)


@both
@pytest.mark.parametrize("part", ["timestamp.json", "events.csv"])
def test_decompression_bomb(world: World, returning: bool, part: str) -> None:
    world.server.answers[part] = lambda handler, data: send(handler, bomb(), Content_Encoding="gzip")
    with pytest.raises(Tampered, match="Content-Encoding"):
        world.attack(returning)()


@both
@pytest.mark.parametrize("part", ["timestamp.json", "events.csv"])
def test_slow_drip_of_a_body(world: World, returning: bool, part: str) -> None:
    def drip(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data or b"")))
        handler.end_headers()
        for byte in data or b"":
            handler.wfile.write(bytes([byte]))
            if world.server.stop.wait(0.1):
                return

    world.server.answers[part] = drip
    world.pace = QUICK
    start = time.monotonic()
    with pytest.raises(Unreachable, match="too slow"):
        world.attack(returning)()
    assert time.monotonic() - start < 10


def test_slow_drip_of_headers(world: World) -> None:
    def drip(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not world.server.stop.wait(0.05):
            handler.wfile.write(b"x")

    world.server.answers["timestamp.json"] = drip
    world.pace = QUICK
    start = time.monotonic()
    with pytest.raises(Unreachable, match="nothing came"):
        world.client().latest()
    assert time.monotonic() - start < 10


def test_total_deadline(world: World) -> None:
    def slow(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        world.server.stop.wait(0.25)
        send(handler, data)

    world.server.answers["/"] = slow
    world.pace = Pace(total=0.8, silence=5)
    start = time.monotonic()
    with pytest.raises(Unreachable, match="--timeout"):
        world.client().latest()
    assert time.monotonic() - start < 10


def test_no_server_and_no_such_channel(world: World) -> None:
    with serving(world.folder) as other:
        gone = other.address
        with pytest.raises(Unreachable, match="404"):
            Client(gone, root=world.repository.first_root, cache=Cache(world.folder / "c"), pace=PATIENT).latest()
    with pytest.raises(Unreachable, match="no connection"):
        Client(gone, root=world.repository.first_root, cache=Cache(world.folder / "c"), pace=PATIENT).latest()


def test_redirects_stay_with_the_channel(world: World) -> None:
    def redirect(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.send_response(302)
        handler.send_header("Location", where)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    world.repository.put("elsewhere", (world.repository.folder / "metadata/timestamp.json").read_bytes())
    world.server.answers["timestamp.json"] = redirect
    for where in ("http://localhost:9/x", "file:///etc/passwd", "//127.0.0.1:9/x", "ftp://x/"):  # noqa: B007 - see above
        with pytest.raises(Unreachable, match="redirects to"):
            world.client().latest()
    where = world.server.address + "timestamp.json"
    with pytest.raises(Unreachable, match="more than"):
        world.client().latest()
    where = "/elsewhere"
    assert world.client().latest().version == "2026.2"


def test_proxies_are_those_of_the_environment_and_none_for_this_computer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peacedata.channel.fetcher import _proxy

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert world.client().latest().version == "2026.2"
    assert _proxy("https://data.example/x") == "http://proxy.example:3128"
    assert _proxy("https://inside.example/x") is None
    assert _proxy("http://[::1]:80/x") is None


def test_what_a_killed_process_left_behind(world: World) -> None:
    client = world.client()
    client.latest()
    old, new = client.cache.path / "tmp" / "old", client.cache.path / "tmp" / "new"
    for path in (old, new):
        path.mkdir()
        (path / "file").write_text("half")
    os.utime(old, (1, 1))
    client.latest()
    assert not old.exists()
    assert new.exists()  # another process may be at work


HOSTILE = [
    "../evil.csv",
    "data/../../evil.csv",
    "/etc/evil",
    "data\\evil.csv",
    "C:/evil.csv",
    "data/nul",
    "COM1.csv",
    "data/a\0b.csv",
    "data/.hidden",
    "data/end.",
    "data/" + "x" * 300,
    "data/ü.csv",
    "data/a b.csv",
    "-rf",
    "data/events.csv/inside",
    "DATA/EVENTS.CSV",
    "data//events.csv",
    "~/evil",
    "data/\x1b[31m.csv",
]


@pytest.mark.parametrize(
    ("name", "returning"), [*((name, False) for name in HOSTILE), (HOSTILE[0], True), (HOSTILE[-4], True)]
)
def test_hostile_target_names(world: World, name: str, returning: bool) -> None:
    """Even when the publisher's own keys have signed them."""
    files = files_of("2026.3") | {"extra": b"evil"}
    world.repository.publish("2026.3", files, names={"extra": f"2026.3/{name}"})
    before = world.written("returning") if returning else set()
    with pytest.raises(Tampered):
        world.client("returning" if returning else "fresh").named("2026.3")
    new = world.written("returning" if returning else "fresh") - before
    assert new <= {hashlib.sha256(world.repository.index()).hexdigest()}  # the index, and nothing of the release
    assert not list(world.folder.rglob("evil*"))


def test_target_outside_its_release(world: World) -> None:
    files = files_of("2026.3") | {"extra": b"evil"}
    world.repository.publish("2026.3", files, names={"extra": "2026.1/data/events.csv"})
    with pytest.raises(Tampered, match="outside its folder"):
        world.client().named("2026.3")


def test_names() -> None:
    assert all(is_plain(name) for name in ("data/events.csv", "SHA256SUMS", "a-b_c.9/x", "console.csv", "com10.csv"))
    assert not any(is_plain(name) for name in (*HOSTILE[:13], None, 3, "", "a/", "a" * 130))
    with pytest.raises(Tampered, match="on some systems"):
        refuse_hostile(["a/B", "a/b"], "here")
    with pytest.raises(Tampered, match="inside it"):
        refuse_hostile(["a", "a/b"], "here")
    with pytest.raises(Tampered, match="at most"):
        refuse_hostile([f"a{n}" for n in range(10_001)], "here")


def test_poisoned_object_is_healed(world: World) -> None:
    release = world.client().latest()
    path = release.cache.object_path(release.files["data/events.csv"].sha256)
    good = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(good.replace(b"x", b"y"))
    with pytest.raises(Unreachable, match="damaged"):
        world.client(offline=True).named("2026.2")
    assert not path.exists()
    world.client().named("2026.2")
    assert path.read_bytes() == good


@pytest.mark.parametrize("what", ["link", "folder"])
def test_object_that_is_no_file_is_healed(world: World, what: str) -> None:
    release = world.client().latest()
    path = release.cache.object_path(release.files["data/events.csv"].sha256)
    good = path.read_bytes()
    path.unlink()
    if what == "link":
        (world.folder / "target").write_bytes(good)
        path.symlink_to(world.folder / "target")
    else:
        path.mkdir()
    world.client().latest()
    assert path.read_bytes() == good
    assert not path.is_symlink()


@pytest.mark.parametrize("junk", [b"", b"{}", b"\xff", b"[1]", b'{"format": 1, "files": {"../x": {}}}'])
def test_poisoned_records_are_healed(world: World, junk: bytes) -> None:
    world.client().latest()
    channel = next((world.folder / "cache" / "channels").iterdir())
    for path in channel.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
            path.write_bytes(junk)
    with pytest.raises(Unreachable, match="never fetched"):
        world.client(offline=True).named("2026.2")
    assert world.client().latest().version == "2026.2"
    assert world.client(root=None).latest().version == "2026.2"


def test_a_forged_receipt_does_not_fit_its_content_hash(world: World) -> None:
    world.client().latest()
    path = next((world.folder / "cache").rglob("receipts/2026.2.json"))
    raw = json.loads(path.read_bytes())
    raw["files"]["data/events.csv"]["sha256"] = hashlib.sha256(b"forged").hexdigest()
    path.write_text(json.dumps(raw))
    with pytest.raises(Unreachable, match="never fetched"):
        world.client(offline=True).named("2026.2")


@both
def test_stolen_online_key_cannot_make_a_release(world: World, returning: bool) -> None:
    thief = Repository(world.folder / "thief")
    thief.signers["snapshot"], thief.signers["timestamp"] = (
        world.repository.signers["snapshot"],
        world.repository.signers["timestamp"],
    )
    thief.publish("2026.2", files_of("forged"))
    for path in (thief.folder / "metadata").iterdir():
        if "root" not in path.name:
            shutil.copy(path, world.repository.folder / "metadata" / path.name)
    thief.snapshot.version = world.repository.snapshot.version
    thief.targets.version = world.repository.targets.version + 5
    thief.commit()
    thief.timestamp.version = world.repository.timestamp.version
    thief.write_timestamp()
    for path in (thief.folder / "metadata").iterdir():
        if "root" not in path.name:
            shutil.copy(path, world.repository.folder / "metadata" / path.name)
    with pytest.raises(Tampered):
        world.attack(returning)()


@pytest.mark.parametrize("forward", [False, True], ids=["same versions", "fast forward"])
@both
def test_stolen_online_key_is_recovered_from(world: World, returning: bool, forward: bool) -> None:
    """The thief signs states of his own; after the keys were changed every client is well again."""
    repository = world.repository
    honest = (repository.timestamp.version, repository.snapshot.version)
    if forward:
        repository.timestamp.version = repository.snapshot.version = 2**31 - 10
    repository.write_snapshot()
    repository.write_timestamp()
    world.attack(returning)()  # the client believes it, for the signatures are good
    repository.timestamp.version, repository.snapshot.version = honest
    if forward:
        repository.commit()
        with pytest.raises(RolledBack):
            world.attack(True)() if returning else world.client("fresh").latest()
    repository.rotate("snapshot", "timestamp")
    repository.publish("2026.3")
    assert world.attack(returning)().version == "2026.3"
    assert world.attack(returning)().version == "2026.3"


@both
def test_fast_forward_of_targets_is_recovered_from(world: World, returning: bool) -> None:
    repository = world.repository
    honest = repository.targets.version
    repository.targets.version = 2**31
    repository.write_snapshot()  # names a targets that there is none of
    repository.write_timestamp()
    with pytest.raises(ChannelError):
        world.attack(returning)()
    repository.targets.version = honest
    repository.rotate("snapshot", "timestamp")
    repository.publish("2026.3")
    assert world.attack(returning)().version == "2026.3"


def test_stolen_targets_key_is_recovered_from(world: World) -> None:
    """A release that a thief had signed is neither missed nor trusted once the keys of releases were changed."""
    client = world.client()
    world.repository.publish("2099.1", files_of("forged"))
    assert client.latest().version == "2099.1"
    del world.repository.releases["2099.1"], world.repository.roles["2099.1"]
    world.repository.commit()
    with pytest.raises((RolledBack, Tampered)):
        world.client().latest()
    world.repository.rotate("targets", "snapshot", "timestamp")
    assert world.repository.targets.delegations is not None
    world.repository.targets.delegations.keys.clear()
    world.repository.targets.delegations.roles.clear()  # type: ignore[union-attr]
    for version in ("2026.1", "2026.2"):
        world.repository.add(version)
    world.repository.commit()
    assert world.client().latest().version == "2026.2"
    with pytest.raises(NoSuchRelease):
        world.client().named("2099.1")
    assert world.client().verified_before("2099.1") is None
    assert world.client().verified_before("2026.2") is not None


def test_clock_set_back_after_a_verification(world: World) -> None:
    """An attacker who turns the clock back does not make old signatures good again."""
    world.repository.now = datetime.now(UTC) + timedelta(days=20)
    world.repository.commit()
    frozen = (world.repository.folder / "metadata/timestamp.json").read_bytes()
    world.now = datetime.now(UTC) + timedelta(days=21)
    world.client().latest()
    world.repository.now += timedelta(days=30)
    world.repository.commit()
    world.now = datetime.now(UTC) + timedelta(days=51)
    world.client().latest()
    world.repository.put("metadata/timestamp.json", frozen)
    world.now = datetime.now(UTC) + timedelta(days=21)
    with pytest.raises(RolledBack):
        world.client().latest()
    world.repository.days["timestamp"] = -30
    world.repository.now = datetime.now(UTC) + timedelta(days=52)
    world.repository.write_timestamp()  # it had expired on day 22, which was before day 51
    with pytest.raises(Stale, match="set the clock"):
        world.client().latest()


def test_clock_set_forward_and_right_again(world: World) -> None:
    world.now = datetime.now(UTC) + timedelta(days=9000)
    for returning in (False, True):
        with pytest.raises(Stale, match="clock"):
            world.attack(returning)()
        assert world.client("returning" if returning else "fresh").named("2026.2").stale
    world.now = None
    for returning in (False, True):
        assert world.attack(returning)().version == "2026.2"


def test_floor_of_the_wheel(world: World) -> None:
    """A fresh client that the wheel told what there was."""
    root = world.folder / "wheel-root.json"
    root.write_bytes(world.repository.first_root)

    def knowing(floor: Floor) -> Client:
        return world.client("wheel", root=None, known={world.server.address: Known(root=root, floor=floor)})

    assert knowing(Floor(release="2026.2", targets=3)).latest().version == "2026.2"
    for role in ("root", "timestamp", "snapshot", "targets"):
        with pytest.raises(RolledBack, match=role):
            knowing(Floor(**{role: 100})).latest()
    with pytest.raises(RolledBack, match=r"2026\.10"):
        knowing(Floor(release="2026.10")).latest()
    later = datetime.now(UTC) + timedelta(days=8)
    with pytest.raises(Stale, match="set the clock"):
        knowing(Floor(made=later)).latest()
    channel = Client(cache=Cache(world.folder / "w2"), known={world.server.address: Known(root=root)}, pace=PATIENT)
    assert channel.latest().version == "2026.2"
    high = Floor(root=1, timestamp=100, snapshot=100)  # before a stolen online key was revoked, and its numbers reset
    with pytest.raises(RolledBack):
        knowing(high).latest()
    world.repository.rotate("snapshot", "timestamp")
    world.repository.publish("2026.3")
    assert knowing(high).latest().version == "2026.3"
    with pytest.raises(RolledBack, match="targets"):
        knowing(Floor(root=1, targets=100)).latest()


def test_roots_of_trust(world: World) -> None:
    with pytest.raises(Untrusted, match="--root"):
        world.client("new", root=None).latest()
    for junk in (b"", b"{}", (world.repository.folder / "metadata/timestamp.json").read_bytes()):
        with pytest.raises(Untrusted):
            world.client("new", root=junk).latest()
    other = Repository(world.folder / "other").first_root
    with pytest.raises(Tampered):
        world.client("new", root=other).latest()
    world.client("new").latest()  # a wrong root before does not stand in the way of the right one
    assert world.client("new", root=None).latest().version == "2026.2"
    with pytest.raises(Untrusted, match="not in the chain"):
        world.client("new", root=other).latest()
    with pytest.raises(Untrusted, match="not in the chain"):
        world.client("new", root=other, offline=True).named("2026.2")
    world.repository.rotate("root")
    world.repository.rotate("root")
    second = (world.repository.folder / "metadata/2.root.json").read_bytes()
    third = (world.repository.folder / "metadata/3.root.json").read_bytes()
    for root in (third, second, None):
        assert world.client("new", root=root).latest().version == "2026.2"
    for root in (third, world.repository.first_root, second):  # trust began with the third; the first leads to it
        assert world.client("later", root=root).latest().version == "2026.2"
    with pytest.raises((Untrusted, Tampered)):
        world.client("later", root=other).latest()


# One process imports what all need, which takes longer than what they do, and becomes eight.
EIGHT = """
import os, sys
import peacedata.channel.client_output, peacedata.channel.client_session, peacedata.cli.fetch, urllib3
children = []
for n in range(8):
    if child := os.fork():
        children.append(child)
    else:
        sys.argv[-1] += str(n)
        peacedata.cli.run()
sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_eight_processes_at_once(world: World) -> None:
    root = world.folder / "root.json"
    root.write_bytes(world.repository.first_root)
    environment = {**os.environ, "PEACEDATA_CACHE": str(world.folder / "shared")}
    command = ["fetch", "--from", world.server.address, "--root", str(root), "--out", str(world.folder / "out-")]
    done = subprocess.run([sys.executable, "-c", EIGHT, *command], env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for n in range(8):
        for path, data in files_of("2026.2").items():
            assert (world.folder / f"out-{n}" / path).read_bytes() == data
    asked = [path for path in world.server.asked if "2026.2/data" in path and "events.csv" in path]
    assert len(asked) == 1  # the others waited, and found it


def test_signature_of_a_threshold(world: World) -> None:
    """Two keys where two are asked for; one key twice is one."""
    repository = world.repository
    second = CryptoSigner.generate_ed25519()
    repository.root.add_key(second.public_key, "timestamp")
    repository.root.roles["timestamp"].threshold = 2
    repository.write_root()
    repository.commit()
    with pytest.raises(Tampered):
        world.client().latest()
    repository.signers["timestamp"].append(second)
    repository.commit()
    assert world.client().latest().version == "2026.2"


def test_our_use_of_the_library_still_means_what_it_did(world: World) -> None:
    """The name of the TUF library that we use without its promise: the time that expiry is held against."""
    from peacedata.channel.client_updater import ChannelUpdater
    from peacedata.channel.fetcher import Deadline, Http

    for days, expired in ((0, False), (8, True)):
        at = datetime.now(UTC) + timedelta(days=days)
        source = Http(PATIENT, Deadline(60))
        updater = ChannelUpdater(
            world.folder / f"u{days}", world.server.address + "metadata/", source, world.repository.first_root, at
        )
        if expired:
            with pytest.raises(Exception, match="expired"):
                updater.refresh()
        else:
            updater.refresh()
            assert updater.versions()["root"] == 1
            assert updater.targets_of("2026.1") is None
            updater.get_targetinfo("2026.1/datapackage.json")
            assert updater.targets_of("2026.1") is not None


def test_hashes_in_metadata_are_enforced(world: World) -> None:
    repository = world.repository
    repository.write_targets()
    repository.write_snapshot()
    path = repository.folder / f"metadata/{repository.snapshot.version}.snapshot.json"
    data = path.read_bytes()
    repository.timestamp.version += 1
    repository.timestamp.snapshot_meta = MetaFile(
        repository.snapshot.version, len(data), {"sha256": hashlib.sha256(b"other").hexdigest()}
    )
    repository.put("metadata/timestamp.json", Metadata(repository.timestamp).to_bytes())
    repository.put("metadata/timestamp.json", repository.sign(repository.timestamp, "timestamp"))
    with pytest.raises(Tampered):
        world.client().latest()


def test_asked_for_what_is_not_there(world: World) -> None:
    client = world.client()
    for asked in (Asked(("event",)), Asked((), ("parket",)), Asked(("events",), ("sqlite",))):
        with pytest.raises(NoSuchRelease):
            client.named("2026.1", asked)
    for version in ("2026", "x", "../2026.1", "2026.1/", "9" * 5000):
        with pytest.raises(NoSuchRelease, match="no version"):
            client.named(version)
    with pytest.raises(NoSuchRelease, match=r"2026\.1, 2026\.2"):
        client.named("2026.9")

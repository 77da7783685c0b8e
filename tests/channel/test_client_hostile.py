"""What a hostile server or a hostile cache may not do to a client: hang it, break it, or make it delete things."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from client_repository import Repository, copy_cache
from client_server import Server, serving

import peacedata
from peacedata.channel.cache import Cache
from peacedata.channel.client import Client
from peacedata.channel.client_index import Entry, Index
from peacedata.channel.client_output import put
from peacedata.channel.client_trust import Seen, refuse_older
from peacedata.channel.fetcher import Pace
from peacedata.channel.known import Floor
from peacedata.errors import CacheUnusable, ChannelError, ForeignFolder, InvalidData, RolledBack
from peacedata.release.content_hash import hash_of_files, sums


class World:
    """A channel that a client has fetched from, and what the client's cache knows of it."""

    def __init__(self, folder: Path, server: Server, root: bytes, state: Path) -> None:
        self.folder, self.server, self.root, self.state = folder, server, root, state

    def client(self, silence: float = 20) -> Client:
        pace = Pace(total=60, silence=silence)
        return Client(self.server.address, root=self.root, cache=Cache(self.folder), offline=False, pace=pace)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Path]:
    """A channel of one release, and the cache of a client that has it."""
    folder = tmp_path_factory.mktemp("model")
    repository = Repository(folder / "channel")
    repository.publish("2026.1")
    with serving(repository.folder) as server:
        Client(server.address, root=repository.first_root, cache=Cache(folder / "cache"), offline=False).latest()
    return repository, folder / "cache"


@pytest.fixture
def world(tmp_path: Path, model: tuple[Repository, Path]) -> Iterator[World]:
    repository, cache = model
    with serving(repository.folder) as server:
        state = copy_cache(cache, tmp_path / "cache", server.address)
        yield World(tmp_path / "cache", server, repository.first_root, state)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as it:
        before = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may not be long
        try:
            it.bind(path.name)
        finally:
            os.chdir(before)


INSTEAD: dict[str, Callable[[Path], None]] = {
    "pipe": lambda path: os.mkfifo(path),
    "folder": _folder,
    "socket": _socket,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "nothing": lambda path: path.symlink_to("nothing"),
    "itself": lambda path: path.symlink_to(path.name),
}
STATE = [
    "seen.json",
    "receipts/2026.1.json",
    "metadata",
    "metadata/timestamp.json",
    "metadata/2026.1.json",
    "metadata/root.json",
    "metadata/root_history",
    "metadata/root_history/1.root.json",
    "metadata/root_history/2.root.json",
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("what", INSTEAD)
def test_state_that_is_no_file_is_healed(world: World, what: str) -> None:
    for name in STATE:
        path = world.state / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        INSTEAD[what](path)
        assert world.client().latest().version == "2026.1", name
        assert not path.is_symlink() or name == "metadata/root.json"
        assert world.client().verified_before("2026.1") is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("what", INSTEAD)
def test_remembered_root_that_is_no_file_is_none(world: World, what: str) -> None:
    (path,) = (world.state / "trusted").iterdir()
    path.unlink()
    INSTEAD[what](path)
    assert world.client().latest().version == "2026.1"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("what", ["pipe", "folder", "endless"])
def test_lock_that_is_no_file(world: World, what: str) -> None:
    (world.state / "lock").unlink()
    INSTEAD[what](world.state / "lock")
    with pytest.raises(CacheUnusable, match="lock"):
        world.client().latest()


def test_state_that_may_not_be_read(
    model: tuple[Repository, Path], ordinary_user: tuple[Path, Callable[[], None]]
) -> None:
    (repository, cache), (folder, become_ordinary) = model, ordinary_user
    state = copy_cache(cache, folder / "cache", "http://127.0.0.1:9/")
    client = Client("http://127.0.0.1:9/", root=repository.first_root, cache=Cache(folder / "cache"), offline=True)
    assert client.named("2026.1").version == "2026.1"
    (root,) = (state / "trusted").iterdir()
    become_ordinary()
    for path in (root, state / "trusted"):
        try:
            os.seteuid(os.getuid())  # whoever may do so
            path.chmod(0)
        finally:
            become_ordinary()
        with pytest.raises(CacheUnusable, match="trusted"):
            client.named("2026.1")
    os.seteuid(os.getuid())
    (state / "trusted").chmod(0o700)


@pytest.mark.parametrize("name", ["metadata", "metadata/root_history"])
def test_a_link_in_the_cache_does_not_lead_to_deleting(world: World, tmp_path: Path, name: str) -> None:
    (tmp_path / "mine" / "inner").mkdir(parents=True)
    (tmp_path / "mine" / "inner" / "file").touch()
    shutil.rmtree(world.state / name)
    (world.state / name).symlink_to(tmp_path / "mine")
    assert world.client().latest().version == "2026.1"
    assert sorted(path.name for path in (tmp_path / "mine").rglob("*")) == ["file", "inner"]


@pytest.mark.parametrize("number", ["1e999", "NaN", "9" * 5000, "[" * 5000])
def test_numbers_that_are_none_in_records(world: World, number: str) -> None:
    receipt, seen = world.state / "receipts" / "2026.1.json", world.state / "seen.json"
    text = receipt.read_text().replace('"root": 1', f'"root": {number}')
    assert number in text
    receipt.write_text(text)
    assert world.client().verified_before("2026.1") is None
    seen.write_text(seen.read_text().replace('"signers": [', f'"x": {number}, "signers": ['))
    assert world.client().latest().version == "2026.1"


def test_many_releases_are_compared_in_time() -> None:
    versions = [f"2026.{number}" for number in range(1, 40_000)]
    index = Index(tuple(Entry(version=version, content_hash="sha256:0") for version in versions))
    start = time.process_time()
    refuse_older("here", index, (), Seen((), dict.fromkeys(versions, "sha256:0")), Floor())
    assert time.process_time() - start < 5
    for version, content_hash, said in (("2026.7", "sha256:1", "other content"), ("2027.1", "sha256:0", "no longer")):
        with pytest.raises(RolledBack, match=said):
            refuse_older("here", index, (), Seen((), {version: content_hash}), Floor())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("what", ["pipe", "nothing"])
def test_out_with_something_else_in_place_of_a_file(world: World, tmp_path: Path, what: str) -> None:
    release, out = world.client().latest(), tmp_path / "out"
    put(release, out)
    (out / "data" / "events.csv").unlink()
    INSTEAD[what](out / "data" / "events.csv")
    with pytest.raises(ForeignFolder, match=r"events\.csv was not put there"):
        put(release, out)
    assert os.path.lexists(out / "data" / "events.csv")


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    "nothing": (b"", b""),
    "no answer at all": (b"\x1b[2J\r\n\r\n", b""),
    "an odd status": (b"HTTP/1.1 abc\r\n\r\n", b""),
    "part": (b"HTTP/1.1 206 Part\r\nContent-Length: 2\r\n\r\n{}", b""),
    "endless status": (b"HTTP/1.1 200 ", b"x" * 4096),
    "endless continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless headers": (OK, b"X-A: b\r\n"),
    "endless header": (OK + b"X-A: ", b"x" * 4096),
    "endless size of a chunk": (CHUNKED, b"0" * 4096),
    "endless extension of a chunk": (CHUNKED + b"5;", b"x" * 4096),
    "endless trailers": (CHUNKED + b"0\r\n", b"X-A: b\r\n"),
    "chunk of no size": (CHUNKED + b"zz\r\n", b""),
    "chunk of a negative size": (CHUNKED + b"-5\r\nhello", b""),
    "chunk that is huge": (CHUNKED + b"f" * 17 + b"\r\nhello", b""),
    "negative length": (OK + b"Content-Length: -5\r\n\r\n{}", b""),
    "two lengths": (OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n{}", b""),
    "huge length": (OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n{}", b""),
    "coded transfer": (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b""),
    "brotli": (OK + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\nhello", b""),
    "redirection to nowhere": (b"HTTP/1.1 302 F\r\nContent-Length: 0\r\n\r\n", b""),
    "redirection to no address": (b"HTTP/1.1 302 F\r\nLocation: http://[\r\n\r\n", b"x" * 4096),
    "endless redirection": (b"HTTP/1.1 302 F\r\nLocation: /" + b"a/" * 9000 + b"\r\n\r\n", b""),
    "endless error": (b"HTTP/1.1 404 F\r\n\r\n", b"x" * 4096),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_that_are_none(world: World, name: str) -> None:
    start, again = ANSWERS[name]

    def answer(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
        handler.close_connection = True
        handler.wfile.write(start)
        while again and not world.server.stop.wait(0.001):
            handler.wfile.write(again)

    world.server.answers["timestamp.json"] = answer
    begin = time.monotonic()
    with pytest.raises(ChannelError) as caught:
        world.client(silence=0.4).latest()
    assert time.monotonic() - begin < 10
    assert "timestamp.json" in str(caught.value) or world.server.address in str(caught.value)


def test_schema_that_is_none_of_a_pinned_release(tmp_path: Path) -> None:
    files = {"data/events.csv": b"event_id\n", "schemas/events.schema.json": b"[" * 5000}
    for path, data in files.items():
        (tmp_path / "2099.1" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "2099.1" / path).write_bytes(data)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    (tmp_path / "2099.1" / "SHA256SUMS").write_text(sums(digests))
    with pytest.raises(InvalidData, match="no Table Schema"):
        peacedata.load("2099.1", sha256=hash_of_files(files), channel=tmp_path)

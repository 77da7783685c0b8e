"""Stores keep their promises; the probe finds out those that do not."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import publish_channel as help_
import pytest

from peacedata.channel.stores import check_address, open_store
from peacedata.channel.stores.folder import FolderStore
from peacedata.channel.stores.probe import probe
from peacedata.channel.stores.protocol import Content, Store, holds
from peacedata.errors import StoreFault, UnsafeStore


class _Bucket(BaseHTTPRequestHandler):
    """As little of S3 as a probe needs; which preconditions it heeds, and how they must be written, is its server's."""

    protocol_version = "HTTP/1.1"
    server: _Service

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            there = self.server.files.get(self._key)
            if not self._heeded(there):
                self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
                return
            self.server.files[self._key] = data
        self._answer(200, b"", ETag=_etag(data))

    def do_GET(self) -> None:
        query = urlsplit(self.path).query
        if "list-type=2" in query:
            prefix = unquote(re.findall(r"prefix=([^&]*)", query)[0])
            found = [key for key in sorted(self.server.files) if key.startswith(prefix)]
            rows = "".join(f"<Contents><Key>{key}</Key><Size>1</Size></Contents>" for key in found)
            self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode())
        elif (data := self.server.files.get(self._key)) is not None:
            self._answer(200, data, ETag=_etag(data))
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_DELETE(self) -> None:
        self.server.files.pop(self._key, None)
        self._answer(204, b"")

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/channels/")

    def _heeded(self, there: bytes | None) -> bool:
        if "If-None-Match" in self.headers and "create" in self.server.heeds:
            return there is None
        match = self.headers.get("If-Match")
        if match is not None and "replace" in self.server.heeds:
            wanted = "" if there is None else _etag(there)
            return match == (wanted.strip('"') if "bare" in self.server.heeds else wanted)
        return True

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Service(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *heeds: str) -> None:
        super().__init__(("127.0.0.1", 0), _Bucket)
        self.heeds, self.files, self.lock = heeds, dict[str, bytes](), threading.Lock()


def _etag(data: bytes) -> str:
    return f'"{Content.of(data).sha256[:32]}"'


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[_Service]:
    server = _Service(*request.param)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with help_.s3_environment(f"http://127.0.0.1:{server.server_port}"):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with help_.moto() as endpoint, help_.s3_environment(endpoint):
        help_.make_bucket("channels")
        yield "s3://channels/some/prefix"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "store"))
    address: str = request.getfixturevalue("bucket")
    return open_store(f"{address}/{tmp_path.name}")


def test_a_file_is_made_once_and_replaced_only_in_the_state_that_was_read(store: Store) -> None:
    assert store.read("a/b", 10) is None
    assert store.create("a/b", Content.of(b"one"))
    assert not store.create("a/b", Content.of(b"two"))
    first = store.read("a/b", 10)
    assert first is not None
    assert first.data == b"one"
    assert store.replace("a/b", b"three", first.token)
    assert not store.replace("a/b", b"four", first.token)
    assert not store.replace("a/none", b"four", first.token)
    with store.open("a/b") as file:
        assert file.read() == b"three"
    assert list(store.names("a/")) == [("a/b", 5)]
    assert list(store.names("none/")) == []
    with pytest.raises(StoreFault, match="more than 4 bytes"):
        store.read("a/b", 4)
    with pytest.raises(StoreFault, match="a/none"):
        store.open("a/none")


def test_empty_and_large_files(store: Store) -> None:
    large = os.urandom(3 << 20) + b"end"
    for path, data in (("empty", b""), ("large", large)):
        assert store.create(f"x/{path}", Content.of(data))
        assert holds(store, f"x/{path}", Content.of(data))
        assert not holds(store, f"x/{path}", Content.of(data + b"more"))


def test_content_that_is_not_what_was_promised_is_never_seen(store: Store) -> None:
    promised = Content.of(b"one")
    for data in (b"two", b"other", b"on", b""):
        with pytest.raises(StoreFault, match="changed while it was read"):
            store.create("a/b", Content(promised.size, promised.sha256, partial(io.BytesIO, data)))
    assert store.read("a/b", 10) is None
    assert list(store.names("a/")) == []
    assert store.create("a/b", Content(promised.size, promised.sha256, partial(io.BytesIO, b"one, and it grew")))
    assert holds(store, "a/b", promised)


def test_the_probe_accepts_what_keeps_its_promises_and_leaves_nothing(store: Store) -> None:
    assert store.create("metadata/x", Content.of(b"x"))
    probe(store)
    assert list(store.names("probe/")) == []


@pytest.mark.parametrize("service", [("create", "replace"), ("create", "replace", "bare")], indirect=True)
def test_both_ways_to_write_a_precondition_are_tried(service: _Service) -> None:
    store = open_store("s3://channels/x")
    probe(store)
    assert not service.files
    assert store.create("a", Content.of(b"one"))
    blob = store.read("a", 10)
    assert blob is not None
    assert store.replace("a", b"two", blob.token)
    assert not store.replace("a", b"three", blob.token)


@pytest.mark.parametrize("service", [(), ("create",), ("replace",), ("replace", "bare")], indirect=True)
def test_the_probe_refuses_a_service_that_ignores_preconditions(service: _Service) -> None:
    with pytest.raises(UnsafeStore, match="no safe place for a channel"):
        probe(open_store("s3://channels/x"))
    assert not service.files


def test_the_probe_refuses_s3rver(tmp_path: Path) -> None:
    program = help_.HERE / "node_modules" / ".bin" / "s3rver"
    if not program.exists() or not shutil.which("node"):
        pytest.skip("s3rver is not installed; run: npm ci --prefix tests/channel")
    command = [program, "--directory", tmp_path, "--port", "0", "--configure-bucket", "channels"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "listening" in line)
            port = re.findall(r":(\d+)", line)[-1]
            with help_.s3_environment(f"http://127.0.0.1:{port}"), pytest.MonkeyPatch.context() as patch:
                patch.setenv("AWS_ACCESS_KEY_ID", "S3RVER")
                patch.setenv("AWS_SECRET_ACCESS_KEY", "S3RVER")
                patch.setattr("boto3.DEFAULT_SESSION", None)  # it remembers the credentials of other tests
                with pytest.raises(UnsafeStore, match="overwrites a file"):
                    probe(open_store("s3://channels/x"))
        finally:
            process.kill()


def test_a_race_that_two_win_is_refused(tmp_path: Path) -> None:
    class Forgetful(FolderStore):
        """Looks before it writes, but not at the same moment."""

        def create(self, path: str, content: Content) -> bool:
            if path.endswith("/race"):
                together.wait()
                return True
            return super().create(path, content)

    together = threading.Barrier(2)
    with pytest.raises(UnsafeStore, match="not exactly one succeeds"):
        probe(Forgetful(tmp_path))


def test_everybody_can_read_a_folder_whatever_the_umask(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "public"))
    before = os.umask(0o077)
    try:
        assert store.create("a/b/c", Content.of(b"one"))
        blob = store.read("a/b/c", 10)
        assert blob is not None
        assert store.replace("a/b/c", b"two", blob.token)
    finally:
        os.umask(before)
    for path, mode in (("", 0o755), ("a", 0o755), ("a/b", 0o755), ("a/b/c", 0o644)):
        assert stat.S_IMODE((tmp_path / "public" / path).stat().st_mode) == mode
    assert [path.name for path in (tmp_path / "public" / "a" / "b").iterdir()] == ["c"]


def test_no_link_is_followed_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_bytes(b"secret")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "metadata").symlink_to(tmp_path / "outside")
    store = open_store(str(tmp_path / "store"))
    with pytest.raises(StoreFault, match="link"):
        store.read("metadata/file", 10)
    with pytest.raises(StoreFault, match="link"):
        store.create("metadata/other", Content.of(b"x"))
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["file"]
    (tmp_path / "store" / "a").mkdir()
    (tmp_path / "store" / "a" / "b").symlink_to("nowhere")
    assert not store.create("a/b", Content.of(b"x"))


def test_processes_that_make_and_replace_the_same_files(tmp_path: Path) -> None:
    script = """
import sys
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Content
store, won = open_store(sys.argv[1]), 0
won += sum(store.create(f"x/{n}", Content.of(sys.argv[2].encode())) for n in range(50))
store.create("count", Content.of(b"0"))
for _ in range(25):
    while True:
        blob = store.read("count", 100)
        if store.replace("count", str(int(blob.data) + 1).encode(), blob.token):
            break
print(won)
"""
    command = [sys.executable, "-c", script, str(tmp_path / "store")]
    running = [subprocess.Popen([*command, str(n)], stdout=subprocess.PIPE, text=True) for n in range(4)]
    won = [int(process.communicate()[0]) for process in running]
    assert sum(won) == 50
    assert (tmp_path / "store" / "count").read_text() == "100"


def test_a_folder_that_cannot_be_written(ordinary_user: tuple[Path, object]) -> None:
    folder, give_up_rights = ordinary_user
    (folder / "store").mkdir(mode=0o755)
    store = open_store(str(folder / "store"))
    give_up_rights()  # type: ignore[operator] # the fixture's second part is a function
    with pytest.raises(StoreFault, match="Permission denied"):
        store.create("a/b", Content.of(b"x"))


@pytest.mark.parametrize("address", ["https://example.org/channel", "s3://", "s3://A_B/x", "ftp://x", ""])
def test_what_is_no_store(address: str) -> None:
    with pytest.raises(StoreFault, match="expected a folder, or s3://bucket"):
        check_address(address)


def test_a_bucket_says_what_is_wrong(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreFault, match="no such bucket"):
        list(open_store("s3://not-there").names("x/"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreFault, match="Could not connect"):
        open_store(bucket).read("a", 1)

"""Several publishers at once, readers meanwhile, and what the hundredth release costs."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import publish_channel as help_
import pytest
from tuf.ngclient import Updater

from peacedata.channel.folder import read_build
from peacedata.channel.publish import publish
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Store
from peacedata.channel.verify import verify

READS = 1_000
READERS = 4


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return help_.make_keys(tmp_path_factory.mktemp("keys") / "keys")


@pytest.fixture(params=["folder", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "store")
        return
    with help_.moto() as endpoint, help_.s3_environment(endpoint):
        help_.make_bucket("channels")
        yield "s3://channels/x"


def _publishers(address: str, keys: Path, tmp_path: Path, versions: list[str]) -> list[subprocess.Popen[str]]:
    """One process per release, all let go at the same moment."""
    (tmp_path / "pw").write_bytes(help_.PASSPHRASE)
    running = []
    for version in versions:
        build = help_.write_build(tmp_path / f"build-{version}", version)
        script = "import sys; from peacedata.cli import main, publish; sys.stdin.readline(); main()"
        words = ["publish", str(build), "--to", address, "--keys", str(keys), "--passphrase-file", str(tmp_path / "pw")]
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", script, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
    return running


def test_four_publishers_at_once_lose_nothing(address: str, keys: Path, tmp_path: Path) -> None:
    store = help_.make_channel(open_store(address), keys)
    versions = ["2026.1", "2026.2", "2026.3", "2026.4"]
    running = _publishers(address, keys, tmp_path, versions)
    said = _let_go(running)
    assert [process.returncode for process in running] == [0] * 4, said
    root = (keys / "root.json").read_bytes()
    assert sorted(help_.fetched(store, tmp_path / "cache", root)) == versions
    report = verify(store, root)
    assert report.ok
    assert not report.warnings
    assert not [path for path in report.orphans if not path.startswith(("metadata/", "targets/"))]


def _let_go(running: list[subprocess.Popen[str]]) -> list[str]:
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0] for process in running]


def test_the_same_release_from_four_at_once(keys: Path, tmp_path: Path) -> None:
    store = help_.make_channel(open_store(str(tmp_path / "store")), keys)
    said = _let_go(_publishers(str(tmp_path / "store"), keys, tmp_path, ["2026.1"] * 4))
    # In the same second they sign the same bytes, so that more than one may rightly say that it has published them.
    assert all(re.search("Published release 2026.1|2026.1 (is|was) in .* already", one) for one in said), said
    assert sorted(help_.fetched(store, tmp_path / "cache", (keys / "root.json").read_bytes())) == ["2026.1"]


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A reader that goes away is no news."""


def test_readers_notice_nothing_of_a_publish(keys: Path, tmp_path: Path) -> None:
    store = help_.make_channel(open_store(str(tmp_path / "store")), keys)
    publish(help_.release(tmp_path, "2026.1"), help_.publisher(store, keys))
    builds = [help_.release(tmp_path, f"2026.{number}", extra=0) for number in range(2, 40)]
    root = (keys / "root.json").read_bytes()
    reads, failed, enough = [0] * READERS, list[str](), threading.Event()

    def read(reader: int, url: str) -> None:
        folder = tmp_path / f"reader-{reader}"
        (folder / "files").mkdir(parents=True)
        while sum(reads) < READS and not failed:
            try:
                client = Updater(
                    str(folder), f"{url}/metadata/", str(folder / "files"), f"{url}/targets/", bootstrap=root
                )
                client.refresh()
                newest = help_.listed(client)[-1]["version"]
                reads[reader] += len(help_.one_release(client, str(newest)))
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")

    def write() -> None:
        for build in builds:
            if enough.is_set():
                return
            publish(build, help_.publisher(store, keys))

    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "store"))) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        url = f"http://127.0.0.1:{server.server_port}"
        writer = threading.Thread(target=write)
        readers = [threading.Thread(target=read, args=(number, url)) for number in range(READERS)]
        for thread in (serving, writer, *readers):
            thread.start()
        for thread in readers:
            thread.join()
        enough.set()
        writer.join()
        server.shutdown()
        serving.join()
    assert failed == []
    assert sum(reads) >= READS
    assert len(verify(store, root).releases) > 3  # a good deal was published meanwhile


def _cost(store: Store, keys: Path, tmp_path: Path, version: str) -> tuple[int, int]:
    """Operations on the store, and bytes to and from it, of publishing one release."""
    counting = help_.Counting(store)
    publish(help_.release(tmp_path, version, extra=10, size=2_000), help_.publisher(counting, keys))  # type: ignore[arg-type]
    return len(counting.asked), counting.written + counting.read_bytes


def test_the_hundredth_release_costs_no_more_than_twice_the_first(keys: Path, tmp_path: Path) -> None:
    store = help_.make_channel(open_store(str(tmp_path / "store")), keys)
    first = _cost(store, keys, tmp_path, "2026.11")
    for number in range(12, 26):
        build = help_.write_build(tmp_path / f"build-{number}", f"2026.{number}", extra=0)
        publish(read_build(build), help_.publisher(store, keys))
    sixteenth = _cost(store, keys, tmp_path, "2026.26")
    assert sixteenth[0] == first[0]  # not one operation more
    a_line_each = (sixteenth[1] - first[1]) / 15
    assert 0 < a_line_each < 1_500
    # The smallest release there is in earnest has some megabytes; benchmarks/channel_cost.py publishes a hundred.
    assert first[1] + 99 * a_line_each <= 2 * first[1]

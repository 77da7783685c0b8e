"""``kill -9`` anywhere: what is visible verifies, for us and for an independent client; a rerun completes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import publish_channel as help_
import pytest
from publish_gateway import gateway

from peacedata.channel.folder import read_build
from peacedata.channel.publish import publish
from peacedata.channel.repair import repair
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Content, Store
from peacedata.channel.verify import verify

PLACES = ["folder", "s3", "gateway"] if help_.SOAK else ["folder", "s3"]

Victim = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    """Gives an order to the process that runs publishers and kills them; returns how it ended."""
    process = subprocess.Popen(
        [sys.executable, str(help_.HERE / "publish_victim.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def order(**what: Any) -> dict[str, Any]:
        environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        process.stdin.write(json.dumps({**what, "environment": environment}) + "\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        return answer

    yield order
    process.stdin.close()
    process.wait()
    process.stdout.close()


class Channel:
    """A channel with one release, to which a second is about to be published.

    Attributes:
        address: where it lies.
        builds: the folders of both builds.
    """

    def __init__(self, address: str, keys: Path, builds: dict[str, Path]) -> None:
        self.address, self.keys, self.builds = address, keys, builds
        self.root = (keys / "root.json").read_bytes()
        self.store: Store = open_store(address)
        self.both = {version: help_.expected(read_build(folder)) for version, folder in builds.items()}

    @cached_property
    def whole(self) -> dict[str, bytes]:
        """All its files, as they are now and stay in the one that is copied; a bucket takes long to give them."""
        return help_.everything(self.store)

    def copy(self, keys: Path | None = None) -> Channel:
        """The same channel in another place, with a copy of the keys if a folder for them is given."""
        address = f"{self.address}-{os.urandom(6).hex()}"
        if "://" in address:
            store = open_store(address)
            for path, data in self.whole.items():
                assert store.create(path, Content.of(data))
        else:
            shutil.copytree(self.address, address)
        if keys is not None:
            shutil.copytree(self.keys, keys)
        return Channel(address, keys or self.keys, self.builds)

    def drop(self) -> None:
        """Throw it away in a soak; a bucket with thousands of files is slow to list."""
        for path in [path for path, _ in self.store.names("")] if help_.SOAK else []:
            self.store.remove(path)

    def look(self, tmp_path: Path, *, whole: bool = False) -> list[str]:
        """The visible releases; every byte of them is verified, by both. If they are whole, nothing is left to do."""
        report = verify(self.store, self.root)
        assert report.ok, report.differences
        assert not (whole and report.warnings)
        seen = help_.fetched(self.store, tmp_path / f"cache-{os.urandom(6).hex()}", self.root)
        assert [entry.version for entry in report.releases] == sorted(seen)
        assert seen == {version: self.both[version] for version in seen}
        return sorted(seen)

    def publish(self) -> None:
        """Publish the second release, undisturbed."""
        publish(read_build(self.builds["2026.2"]), help_.publisher(self.store, self.keys))

    def expect_whole(self, tmp_path: Path) -> None:
        """Both releases are there, with their plain names."""
        assert self.look(tmp_path, whole=True) == ["2026.1", "2026.2"]
        for version, files in self.both.items():
            for path, data in files.items():
                with self.store.open(f"{version}/{path}") as file:
                    assert file.read() == data


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return help_.make_keys(tmp_path_factory.mktemp("keys") / "keys")


@pytest.fixture(scope="module", params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where channels can be made: below a folder, or in a bucket."""
    if request.param == "folder":
        # In memory where there is such a folder: nobody pulls the plug here, and hundreds of channels are synced.
        memory = Path("/dev/shm")  # noqa: S108 - the folder made there has a name that nobody can guess
        with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
            yield folder
    elif request.param == "s3":
        with help_.moto() as endpoint, help_.s3_environment(endpoint):
            help_.make_bucket("channels")
            yield "s3://channels"
    else:
        with gateway() as endpoint, help_.s3_environment(endpoint):
            bucket = f"channels-{os.urandom(4).hex()}"
            help_.make_bucket(bucket)
            yield f"s3://{bucket}"


@pytest.fixture(scope="module")
def channel(place: str, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Channel:
    """A channel to copy."""
    folder = tmp_path_factory.mktemp("builds")
    builds = {version: help_.write_build(folder / version, version, extra=0) for version in ("2026.1", "2026.2")}
    address = f"{place}/channel"
    store = help_.make_channel(open_store(address), keys)
    publish(read_build(builds["2026.1"]), help_.publisher(store, keys))
    return Channel(address, keys, builds)


def _order(channel: Channel, **what: Any) -> dict[str, Any]:
    build = str(channel.builds["2026.2"])
    return {"verb": "publish", "store": channel.address, "keys": str(channel.keys), "build": build, **what}


def test_killed_before_any_operation_on_the_store(channel: Channel, victim: Victim, tmp_path: Path) -> None:
    whole = victim(**_order(channel.copy()))
    assert not whole["killed"]
    assert "error" not in whole
    points = range(1, whole["asked"] + 1)
    if "://" in channel.address and not help_.SOAK:  # a bucket is slow, and the steps are the same
        points = sorted(random.Random(5).sample(points, 6))  # noqa: S311 - any will do
    states = []
    for point in points:
        one = channel.copy()
        assert victim(**_order(one, kill_at=point))["killed"]
        states.append(one.look(tmp_path))
        if point % 2:
            one.publish()
        else:
            repair(one.store, help_.publisher(one.store, one.keys))
            one.publish()
        one.expect_whole(tmp_path)
        one.drop()
    assert states == sorted(states, key=len)  # the old state up to a point, the new one from there on
    assert states[0] == ["2026.1"]


def test_killed_at_random_moments(channel: Channel, victim: Victim, tmp_path: Path) -> None:
    whole = victim(**_order(channel.copy()))["seconds"]
    chance = random.Random()  # noqa: S311 - other moments in every run
    for _ in range(help_.ROUNDS):
        one = channel.copy()
        for _ in range(chance.randint(1, 2)):
            victim(**_order(one, kill_after=chance.uniform(0, whole)))
            one.look(tmp_path)
        one.publish()
        one.expect_whole(tmp_path)
        one.drop()


@pytest.mark.parametrize("verb", ["withdraw", "refresh"])
def test_killed_while_a_channel_is_signed_again(channel: Channel, victim: Victim, tmp_path: Path, verb: str) -> None:
    if "://" in channel.address and not help_.SOAK:
        pytest.skip("a bucket is slow, and the steps are the same; make soak runs it")
    points = victim(**_order(channel.copy(tmp_path / "keys"), verb=verb, version="2026.1"))["asked"]
    for point in range(1, points + 1, 1 if help_.SOAK else 3):
        one = channel.copy(tmp_path / f"keys-{point}")
        assert victim(**_order(one, verb=verb, version="2026.1", kill_at=point))["killed"]
        assert one.look(tmp_path) == ["2026.1"]
        assert "error" not in victim(**_order(one, verb=verb, version="2026.1"))
        assert one.look(tmp_path) == ["2026.1"]

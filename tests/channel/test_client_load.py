"""``peacedata.load`` of releases from a channel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from client_repository import Repository
from client_server import Server, answer_with, serving

import peacedata
from peacedata.dataset.dataset import Dataset
from peacedata.errors import (
    NoSuchRelease,
    StaleWarning,
    Tampered,
    Unreachable,
    Untrusted,
    WithdrawnWarning,
)
from peacedata.release.content_hash import digest, hash_of_files, sums
from peacedata.release.package import prepare

Channel = tuple[Repository, Server]


@pytest.fixture(scope="module")
def released(dataset: Dataset) -> dict[str, bytes]:
    """The files of a release of our own data, without the derived formats."""
    files = dict(prepare(dataset).files)
    files["SHA256SUMS"] = sums({path: digest(data) for path, data in files.items()}).encode()
    return files


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, released: dict[str, bytes]) -> Repository:
    repository = Repository(tmp_path_factory.mktemp("model") / "channel")
    repository.publish("2030.1", released)
    return repository


@pytest.fixture
def channel(tmp_path: Path, model: Repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    """A channel of one release, which the environment names, and an empty cache."""
    repository = model.copy(tmp_path / "channel")
    (tmp_path / "root.json").write_bytes(repository.first_root)
    with serving(repository.folder) as server:
        monkeypatch.setenv("PEACEDATA_CHANNEL", server.address)
        monkeypatch.setenv("PEACEDATA_CACHE", str(tmp_path / "cache"))
        monkeypatch.delenv("PEACEDATA_OFFLINE", raising=False)
        yield repository, server


def test_named_needs_the_network_once(channel: Channel, tmp_path: Path, dataset: Dataset) -> None:
    _, server = channel
    ds = peacedata.load("2030.1", root=tmp_path / "root.json")
    assert len(ds.events) == len(dataset.events)
    assert {table.name: len(table.rows) for table in ds.tables.values()} == {
        table.name: len(table.rows) for table in dataset.tables.values()
    }
    server.asked.clear()
    assert len(peacedata.load("2030.1").actors) == len(dataset.actors)
    assert server.asked == []
    assert len(peacedata.load("2030.1", offline=True).actors) == len(dataset.actors)


def test_latest_asks_each_time(channel: Channel, tmp_path: Path) -> None:
    repository, server = channel
    assert peacedata.load("latest", root=tmp_path / "root.json")
    repository.publish("2030.2")
    repository.releases["2030.2"]["withdrawn"] = {"date": "2030-02-01", "reason": "Wrong dates."}
    repository.commit()
    assert "2030.1" in repr(peacedata.load("latest").package.folder)
    with pytest.raises(Unreachable, match="needs the network"):
        peacedata.load("latest", offline=True)
    assert any("timestamp" in path for path in server.asked)


def test_withdrawn_warns_also_from_the_cache(channel: Channel, tmp_path: Path) -> None:
    repository, _ = channel
    repository.releases["2030.1"]["withdrawn"] = {
        "date": "2030-02-01",
        "reason": "Wrong dates.",
        "replaced_by": "2030.2",
    }
    repository.commit()
    for offline in (False, True):
        with pytest.warns(WithdrawnWarning, match=r"withdrawn on 2030-02-01: Wrong dates\.; use 2030\.2"):
            peacedata.load("2030.1", root=tmp_path / "root.json", offline=offline)
    with pytest.raises(NoSuchRelease, match="withdrawn"):
        peacedata.load("latest")


def test_expired_warns(channel: Channel, tmp_path: Path) -> None:
    repository, _ = channel
    repository.days["timestamp"] = -1
    repository.commit()
    with pytest.warns(StaleWarning, match="expired"):
        peacedata.load("2030.1", root=tmp_path / "root.json")


def test_pinned_needs_no_root(channel: Channel, released: dict[str, bytes], dataset: Dataset) -> None:
    _, server = channel
    pinned = hash_of_files(released)
    with pytest.raises(Untrusted):
        peacedata.load("2030.1")
    assert len(peacedata.load("2030.1", sha256=pinned).events) == len(dataset.events)
    assert not any("metadata" in path for path in server.asked)
    server.asked.clear()
    assert len(peacedata.load("2030.1", sha256=f"sha256:{pinned.upper()}").events) == len(dataset.events)
    assert peacedata.load("2030.1", sha256=pinned, offline=True).version == "2030.1"
    assert server.asked == []


def test_pinned_needs_no_hashed_names_and_no_signatures(
    channel: Channel, released: dict[str, bytes], tmp_path: Path
) -> None:
    """Any copy of the plain files will do."""
    folder = tmp_path / "copy"
    for path, data in released.items():
        (folder / "2030.1" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "2030.1" / path).write_bytes(data)
    assert peacedata.load("2030.1", sha256=hash_of_files(released), channel=folder).events


def test_pinned_refuses_what_is_another_release(channel: Channel, released: dict[str, bytes]) -> None:
    _, server = channel
    with pytest.raises(Tampered, match="not the release that you named"):
        peacedata.load("2030.1", sha256="0" * 64)
    pinned = hash_of_files(released)
    server.answers["events.csv"] = answer_with(b"event_id\n")
    with pytest.raises(Tampered, match=r"events\.csv"):
        peacedata.load("2030.1", sha256=pinned)
    server.answers.clear()
    server.answers["SHA256SUMS"] = answer_with(b"x" * (5 << 20))
    with pytest.raises(Tampered, match="more than"):
        peacedata.load("2030.1", sha256=pinned)
    server.answers["SHA256SUMS"] = answer_with(b"\xff\n")
    with pytest.raises(Tampered):
        peacedata.load("2030.1", sha256=pinned)
    lines = released["SHA256SUMS"].decode()
    server.answers["SHA256SUMS"] = answer_with((lines + f"{'0' * 64}  ../../evil\n").encode())
    assert peacedata.load("2030.1", sha256=pinned)  # a line that the content hash does not cover is not looked at


def test_pinned_does_not_use_the_descriptor(channel: Channel, released: dict[str, bytes], dataset: Dataset) -> None:
    """It is not covered by the content hash, so it could say that another file is the table of events."""
    _, server = channel
    lie = json.loads(released["datapackage.json"])
    for resource in lie["resources"]:
        resource["path"] = "data/actors.csv"
    server.answers["datapackage.json"] = answer_with(json.dumps(lie).encode())
    assert len(peacedata.load("2030.1", sha256=hash_of_files(released)).events) == len(dataset.events)


@pytest.mark.parametrize("sha256", ["", "abc", "g" * 64, "sha256:", "md5:" + "0" * 64, "0" * 65])
def test_what_is_no_content_hash(sha256: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        peacedata.load("2030.1", sha256=sha256)


def test_combinations_that_say_nothing() -> None:
    for arguments in ({"sha256": "0" * 64}, {"channel": "x"}):
        with pytest.raises(ValueError, match="name the release"):
            peacedata.load(**arguments)  # type: ignore[arg-type]


def test_latest_has_no_content_hash(channel: Channel) -> None:
    with pytest.raises(NoSuchRelease, match="by its name"):
        peacedata.load("latest", sha256="0" * 64)


def test_damaged_folder_is_healed(channel: Channel, tmp_path: Path, dataset: Dataset) -> None:
    folder = peacedata.load("2030.1", root=tmp_path / "root.json").package.folder
    events = folder / "data/events.csv"
    for damage in ("change", "remove", "link"):
        if damage == "change":
            events.chmod(0o644)
            events.write_text("event_id\nforged\n")
        else:
            events.unlink()
        if damage == "link":
            (tmp_path / "forged").write_text("event_id\nforged\n")
            events.symlink_to(tmp_path / "forged")
        assert len(peacedata.load("2030.1", offline=True).events) == len(dataset.events)


def test_shipped_release_by_its_name(dataset: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a channel, what came with the installation is what its version names."""
    monkeypatch.delenv("PEACEDATA_CHANNEL", raising=False)
    monkeypatch.setenv("PEACEDATA_CACHE", str(tmp_path / "cache"))
    assert peacedata.load(dataset.version).package.folder == peacedata.load().package.folder
    with pytest.raises(Untrusted, match="knows no channel yet"):
        peacedata.load("2030.1")


def test_shipped_release_by_its_content_hash(channel: Channel, dataset: Dataset) -> None:
    _, server = channel
    from peacedata.release.content_hash import content_hash

    shipped = peacedata.load()
    assert peacedata.load(shipped.version, sha256=content_hash(shipped)).package.folder == shipped.package.folder
    assert server.asked == []


def test_offline_by_the_environment(channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peacedata.load("2030.1", root=tmp_path / "root.json")
    monkeypatch.setenv("PEACEDATA_OFFLINE", "1")
    assert peacedata.load("2030.1")
    with pytest.raises(Unreachable, match="offline"):
        peacedata.load("2030.2")


def test_old_client_clock_is_no_matter_to_a_receipt(channel: Channel, tmp_path: Path) -> None:
    repository, server = channel
    repository.now = datetime.now(UTC) + timedelta(days=5)
    repository.commit()
    peacedata.load("2030.1", root=tmp_path / "root.json")
    server.answers["/"] = answer_with(b"gone")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert peacedata.load("2030.1")


LIGHT = """
import sys, peacedata
before = set(sys.modules)
assert not {"pydantic", "tuf", "urllib3", "ssl", "json"} & before, before
peacedata.load("2030.1")
heavy = {"tuf", "urllib3", "securesystemslib", "cryptography", "requests", "ssl", "boto3"} & set(sys.modules)
assert not heavy, heavy
"""


def test_cached_release_loads_without_the_heavy_libraries(channel: Channel, tmp_path: Path) -> None:
    peacedata.load("2030.1", root=tmp_path / "root.json")
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], env={**os.environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

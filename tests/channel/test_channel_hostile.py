"""What a new user meets: full disks, lost services, slips of the hand. Each is said, and nothing is half-written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

import publish_channel as help_
import pytest
from publish_desk import PASSPHRASE, Desk

from peacedata.channel.stores import open_store
from peacedata.channel.verify import verify
from peacedata.errors import KeyFault, PeacedataError, StoreFault

needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to know which file is written")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, "STORE").with_channel()


@contextmanager
def full_disk(folder: str, writes: int) -> Iterator[None]:
    """A disk on which only so many files more become durable below a folder."""
    left = [writes]

    def fsync(descriptor: int) -> None:
        left[0] -= f"/{folder}/" in str(Path(f"/proc/self/fd/{descriptor}").readlink())
        if left[0] < 0:
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield


@needs_proc
def test_a_full_disk_while_a_release_is_published(desk: Desk) -> None:
    desk.build("2026.2")
    with full_disk("STORE", 20):
        said = desk.run("publish build --to STORE --keys KEYS --passphrase-file PW", StoreFault)
    assert re.fullmatch(r"targets/2026\.2/\S+ in STORE: No space left on device", said)
    report = verify(open_store("STORE"))
    assert report.ok
    assert [entry.version for entry in report.releases] == ["2026.1"]
    assert not list(Path("STORE").rglob("*.partial"))
    desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")


@needs_proc
@pytest.mark.parametrize("writes", [0, 1])
def test_a_full_disk_leaves_no_half_of_the_keys(desk: Desk, writes: int) -> None:
    before = {path.name: path.read_bytes() for path in Path("KEYS").iterdir()}
    with full_disk("KEYS", writes):
        said = desk.run("keys rotate online --to STORE --keys KEYS --passphrase-file PW", KeyFault)
    assert "cannot be written: No space left on device" in said
    assert {path.name: path.read_bytes() for path in Path("KEYS").iterdir()} == before
    desk.run("keys rotate online --to STORE --keys KEYS --passphrase-file PW")


def test_a_wrong_snapshot_key_is_found_by_the_first_refresh(desk: Desk) -> None:
    other = help_.make_keys(Path("OTHER"))
    Path("KEYS/snapshot.pem").write_bytes((other / "snapshot.pem").read_bytes())
    before = desk.everything()
    said = desk.run("channel refresh --to STORE --keys KEYS", KeyFault)
    assert "1 of the snapshot keys must sign, 0 are in KEYS" in said
    assert desk.everything() == before


def test_a_release_below_the_latest_is_said_to_be_so(desk: Desk) -> None:
    desk.build("2025.1")
    said = desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    assert "The latest release is still 2026.1; 2025.1 is found by its version only" in said
    desk.build("2026.2")
    assert "still" not in desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")


def test_keys_of_another_channel_are_named(desk: Desk) -> None:
    help_.make_keys(Path("OTHER"))
    said = desk.run("publish build --to STORE --keys OTHER --passphrase-file PW", KeyFault)
    assert "OTHER/root.json is the root of another channel than the one in STORE" in said
    Path("OTHER/root.json").write_text("{}")
    said = desk.run("publish build --to STORE --keys OTHER --passphrase-file PW", PeacedataError)
    assert said == "OTHER/root.json is no TUF metadata"


def test_without_a_terminal_nobody_is_asked(desk: Desk) -> None:
    command = [sys.executable, "-m", "peacedata", "keys", "new", "--dir", "MORE"]
    done = subprocess.run(
        command, input=f"{PASSPHRASE}\n" * 2, capture_output=True, text=True, check=False, start_new_session=True
    )
    assert done.returncode == 2
    assert "no passphrase was given; type it at a terminal, or give --passphrase-file" in done.stderr
    assert "GetPassWarning" not in done.stderr
    assert PASSPHRASE not in done.stdout + done.stderr
    assert not Path("MORE").exists()


def test_what_to_type_next_can_be_typed(desk: Desk) -> None:
    (desk.folder / "a store").mkdir()
    desk.store = "a store"
    said = desk.run("channel init --to STORE --keys KEYS --passphrase-file PW")
    assert "Next: peacedata publish build --to 'a store' --keys KEYS\n" in said
    said = desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    assert "Next: peacedata channel verify 'a store'\n" in said


def test_one_difference_is_one(desk: Desk) -> None:
    next(Path("STORE/targets").rglob("*.events.csv")).unlink()
    said = desk.run("channel verify STORE", 1)
    assert "it is missing; publish the release again" in said
    assert "Not verified: 1 difference; this channel is not as it should be" in said


def test_a_service_that_does_not_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with help_.s3_environment("http://127.0.0.1:9"):
        said = desk.run("publish build --to s3://channels/x --keys KEYS --passphrase-file PW", StoreFault)
    assert "metadata/1.root.json in s3://channels/x: Could not connect" in said
    assert "is the service up, and --endpoint-url or AWS_ENDPOINT_URL its address?" in said

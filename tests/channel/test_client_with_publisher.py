"""From keys to a fetched release, by the commands that people type."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from client_server import serving
from publish_channel import write_build

import peacedata
from peacedata.cli import commands
from peacedata.errors import PeacedataError, RolledBack, Tampered


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The options that name the keys of an empty channel in ``channel``, below the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEACEDATA_CACHE", str(tmp_path / "cache"))
    Path("secret").write_text("correct horse battery staple\n")
    options = ("--keys", "keys", "--passphrase-file", "secret")
    run("keys", "new", "--dir", "keys", "--passphrase-file", "secret")
    run("channel", "init", "--to", "channel", *options)
    return options


def test_publish_and_fetch(keys: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_build(tmp_path / "build-1", "2026.1")
    run("publish", str(first), "--to", "channel", *keys)
    with serving(tmp_path / "channel") as server:
        monkeypatch.setenv("PEACEDATA_CHANNEL", server.address)
        assert "Release 2026.1 in one" in run("fetch", "--root", "keys/root.json", "--out", "one")
        for path in first.rglob("*"):
            if path.is_file():
                assert (tmp_path / "one" / path.relative_to(first)).read_bytes() == path.read_bytes()
        old = (tmp_path / "channel/metadata/timestamp.json").read_bytes()
        run("publish", str(write_build(tmp_path / "build-2", "2026.2", size=60)), "--to", "channel", *keys)
        assert "Release 2026.2 in two" in run("fetch", "--out", "two")
        assert "2026.2" in run("versions")
        assert [row.cells["note"] for row in peacedata.load("2026.2").table("events").rows] == ["2026.2 "]
        (tmp_path / "channel/metadata/timestamp.json").write_bytes(old)
        with pytest.raises(RolledBack):
            run("fetch", "--out", "three")
        with pytest.raises(PeacedataError):
            run("fetch", "2026.2", "--out", "three")
        assert "Release 2026.2 in three" in run("fetch", "2026.2", "--offline", "--out", "three")


def test_a_published_file_that_was_exchanged(keys: tuple[str, ...], tmp_path: Path) -> None:
    run("publish", str(write_build(tmp_path / "build", "2026.1")), "--to", "channel", *keys)
    for path in (tmp_path / "channel").rglob("*events.csv"):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes().replace(b"2026.1", b"2026.x"))
    with pytest.raises(Tampered, match=r"events\.csv"):
        run("fetch", "--from", "channel", "--root", "keys/root.json", "--out", "out")
    assert not Path("out").exists()

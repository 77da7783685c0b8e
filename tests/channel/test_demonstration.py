"""The end of `make release`: a channel on this computer, and somebody who fetches from it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from publish_channel import write_build

SERVERS = ["python", "nginx"]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a blank in its name, with a build, and one for what is temporary."""
    place = tmp_path / "a place"
    write_build(place / "build", "2026.1")
    (place / "temporary").mkdir()
    return place


def command(root: Path, server: str) -> list[str | Path]:
    if server == "nginx" and NGINX is None:
        pytest.skip("needs nginx (nginx-light)")
    return [sys.executable, "-m", "peacedata.channel.demonstration", "build", "--server", server]


def environment(place: Path, **more: str) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    return {"PATH": path, "HOME": str(place), "TMPDIR": str(place / "temporary"), **more}


def run(root: Path, place: Path, server: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, server),
        cwd=place,
        env=environment(place, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def nothing_is_left(place: Path) -> bool:
    """Whether neither a file nor a process of it is there."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes())
        except OSError:
            continue  # it has just ended
    return not list((place / "temporary").iterdir()) and not any(str(place).encode() in line for line in lines)


@pytest.mark.parametrize("server", SERVERS)
def test_a_build_is_published_served_and_fetched(root: Path, place: Path, server: str) -> None:
    done = run(root, place, server, http_proxy="http://127.0.0.1:9", PEACEDATA_CHANNEL="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
    assert "Published release 2026.1" in done.stdout
    assert f"Served on the loopback address by {server if server == 'nginx' else 'Python'}" in done.stdout
    assert "Verified: signed by the channel's keys" in done.stdout
    assert "Content hash: sha256:" in done.stdout
    assert "6 files, each with the bytes of build" in done.stdout
    assert nothing_is_left(place)


def test_python_serves_where_there_is_no_nginx(root: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root)
    from peacedata.channel import demonstration

    monkeypatch.setattr(demonstration.shutil, "which", lambda name, path: None)
    with demonstration.serving(place, "auto") as (address, how):
        assert how.startswith("Python 3.")
        assert address.startswith("http://127.0.0.1:")
    with pytest.raises(demonstration.Failed, match="nginx-light"), demonstration.serving(place, "nginx"):
        pass


def test_an_nginx_that_does_not_start_is_said(root: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root)
    from peacedata.channel import demonstration

    (place / "nginx").write_text("#!/bin/sh\necho 'it is broken' >&2; exit 1\n", "utf-8")
    (place / "nginx").chmod(0o755)
    monkeypatch.setenv("PATH", str(place), prepend=os.pathsep)
    with pytest.raises(demonstration.Failed, match="it is broken"), demonstration.serving(place, "auto"):
        pass


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda build: (build / "data/events.csv").write_text("other"), "peacedata publish exits 1"),
        (lambda build: (build / "datapackage.json").unlink(), "datapackage.json"),
    ],
)
def test_what_is_no_build_fails_and_leaves_nothing(root: Path, place: Path, spoil: object, says: str) -> None:
    spoil(place / "build")  # type: ignore[operator]
    done = run(root, place, "python")
    assert done.returncode == 1
    assert done.stderr.startswith("The demonstration failed: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert nothing_is_left(place)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("server", SERVERS)
def test_an_interruption_leaves_nothing(root: Path, place: Path, server: str, number: signal.Signals) -> None:
    with subprocess.Popen(
        command(root, server),
        cwd=place,
        env=environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        while "peacedata fetch" not in said:  # the server runs
            said += process.stdout.readline()
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "was interrupted" in rest
    deadline = time.monotonic() + 10
    while not nothing_is_left(place) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert nothing_is_left(place)


def test_make_release_ends_with_it(root: Path) -> None:
    recipe = (root / "Makefile").read_text("utf-8").split("\nrelease:")[1].split("\n\n")[0].splitlines()[1:]
    assert recipe[-1].split() == ["$(BIN)/python", "-m", "peacedata.channel.demonstration", "build"]
    assert len(recipe) <= 12

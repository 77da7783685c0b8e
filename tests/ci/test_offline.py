"""What reads a stranger's files runs with no network, no rights to gain and no variable that it was not given."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import os, socket, sys
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
print("uid", os.getuid())
print("capabilities", int(status["CapEff"], 16), int(status["CapPrm"], 16), int(status["CapInh"], 16))
print("no new privileges", status["NoNewPrivs"].strip())
print("variables", sorted(set(os.environ) - {"PWD", "SHLVL", "_", "LC_CTYPE"}))
for address in [("127.0.0.1", int(sys.argv[1])), ("192.0.2.1", 80)]:
    try:
        socket.create_connection(address, 2)
        print("connected")
    except OSError as error:
        print("no connection")
"""


def can_isolate() -> bool:
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        return False
    ways = (["unshare", "--net", "true"], ["unshare", "--user", "--map-current-user", "--net", "true"])
    return any(subprocess.run(way, capture_output=True, check=False).returncode == 0 for way in ways)


isolated = pytest.mark.skipif(not can_isolate(), reason="this machine lets nobody make a network namespace")


def offline(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / ".github" / "scripts" / "offline.sh", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": "/", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@isolated
def test_there_is_no_network_and_no_way_to_gain_rights(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:  # even what listens on this machine is out of reach
        port = str(server.getsockname()[1])
        told = {"KEPT": "1", "TOKEN": "secret"}
        done = offline(root, "KEPT", "UNSET", "--", sys.executable, "-I", "-c", PROBE, port, **told)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"uid {os.getuid()}",
        "capabilities 0 0 0",
        "no new privileges 1",
        "variables ['HOME', 'KEPT', 'LANG', 'PATH', 'UNSET']",
        "no connection",
        "no connection",
    ]


@isolated
def test_exit_codes_and_arguments_pass_through(root: Path) -> None:
    assert offline(root, "--", "bash", "-c", "exit 7").returncode == 7
    assert offline(root, "--", "printf", "%s|", "a b", "$(id)", "*").stdout == "a b|$(id)|*|"


@isolated
def test_an_ordinary_user_can_do_it_too(root: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("we are one already")
    become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    if subprocess.run([*become, "unshare", "--user", "--map-current-user", "--net", "true"], check=False).returncode:
        pytest.skip("this machine gives ordinary users no namespaces")
    script = (root / ".github" / "scripts" / "offline.sh").read_text("utf-8")
    done = subprocess.run(
        [
            *become,
            "bash",
            "-c",
            script,
            "offline.sh",
            "--",
            "bash",
            "-c",
            "id -u; tail -n +3 /proc/self/net/dev | wc -l",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.stdout.split() == ["65534", "1"], done.stderr


def test_where_the_network_cannot_be_taken_away_nothing_runs(root: Path, tmp_path: Path) -> None:
    """A machine whose `unshare` does nothing, or is not allowed to."""
    for behaviour, code in (("exit 1", 3), ('while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"', 3)):
        for name in ("unshare", "sudo"):
            (tmp_path / name).write_text(f"#!/bin/sh\n{behaviour}\n")
            (tmp_path / name).chmod(0o755)
        done = offline(root, "--", "touch", str(tmp_path / "ran"), PATH=f"{tmp_path}:{os.environ['PATH']}")
        if "exec" in behaviour and "eth" not in Path("/proc/self/net/dev").read_text():
            continue  # a machine without any network has nothing to be taken away
        assert done.returncode == code, done.stdout
        assert "::error::" in done.stdout
        assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["--"], ["A"], ["lower", "--", "true"], ["A;id", "--", "true"], ["A=1", "--", "true"]]
)
def test_wrong_use_is_told(root: Path, arguments: list[str]) -> None:
    assert offline(root, *arguments).returncode == 2

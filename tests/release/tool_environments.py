"""Programs that are tried from outside, each in an environment of its own, made once from its lock file."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

LOCKS = Path(__file__).parent / "tools"
_SECONDS = 900


def program(root: Path, name: str) -> Path:
    """The program of a lock file ``tools/<name>.lock``; skips where no package index can be reached.

    The environment lies in ``.venv-tools`` in the project, named after the lock file's content, so that another lock
    makes another one.
    """
    lock = LOCKS / f"{name}.lock"
    folder = root / ".venv-tools" / f"{name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    folder.parent.mkdir(exist_ok=True)
    # Processes of pytest-xdist ask at once; the first makes it, the others wait.
    with (folder.parent / f"{name}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _make(folder, lock)
            (folder / "ready").touch()
    return folder / "bin" / name


def _make(folder: Path, lock: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input", "--retries", "1"]
    done = subprocess.run(
        [*pip, "--disable-pip-version-check", "--require-hashes", "--requirement", lock],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode == 0:
        return
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
    unreachable = (
        "No matching distribution",
        "Could not find a version",
        "Could not install packages due to an OSError",
    )
    if any(word in line for line in said for word in unreachable):
        pytest.skip(f"{lock.name} cannot be installed, because no package index answers: {said[0]}")
    pytest.fail(f"{lock.name} cannot be installed: {said}")

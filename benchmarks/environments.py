"""An environment of its own for every peer, made of its lock file alone, every file by its hash.

    python -m benchmarks.environments          # make what is missing
    python -m benchmarks.environments --lock   # resolve the newest versions anew; needs pip-tools

An environment lies in ``.bench/<name>`` and is made again when its lock file has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
PLACE = ROOT / ".bench"
COMPILE = ["pip-compile", "--quiet", "--upgrade", "--generate-hashes", "--strip-extras", "--allow-unsafe"]
COMPILE += ["--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]


def names() -> list[str]:
    """The environments that have a lock file."""
    return sorted(path.stem for path in REQUIREMENTS.glob("*.lock"))


def python(name: str) -> str:
    """The interpreter of an environment, which is made first if it is missing or out of date."""
    folder, lock = PLACE / name, REQUIREMENTS / f"{name}.lock"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    ready, interpreter = folder / "ready", folder / "bin" / "python"
    if not ready.exists() or ready.read_text(encoding="ascii") != digest:
        shutil.rmtree(folder, ignore_errors=True)
        call([sys.executable, "-m", "venv", str(folder)])
        call([str(interpreter), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(lock)])
        ready.write_text(digest, encoding="ascii")
    return str(interpreter)


def version(name: str, distribution: str) -> str:
    """The version of a distribution in an environment, as its lock file pins it."""
    text = (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8")
    pin = re.search(rf"^{re.escape(distribution)}==(\S+)", text, re.MULTILINE)
    return pin[1] if pin else "unknown"


def lock() -> None:
    """Write all lock files anew: the peers' from the ``.in`` files, our own from the project's dependencies."""
    for path in sorted(REQUIREMENTS.glob("*.in")):
        call([*COMPILE, "--output-file", str(path.with_suffix(".lock")), str(path)])
    own = REQUIREMENTS / "peacedata.lock"
    call([*COMPILE, "--extra", "arrow", "--output-file", str(own), str(ROOT / "pyproject.toml")])


def call(command: list[str]) -> None:
    """Run a command that must succeed."""
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - the commands are those of this package


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lock", action="store_true", help="resolve the newest versions anew")
    if parser.parse_args().lock:
        lock()
    for name in names():
        sys.stdout.write(f"{python(name)}\n")


if __name__ == "__main__":
    main()

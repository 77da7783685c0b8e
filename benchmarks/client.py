"""What a release from a channel costs: a cold fetch of one table, and a cached release beside `import pandas`.

It publishes the given build to a channel in a temporary folder, serves that on the loopback address, and prints one
line per measurement. Run it with the Python that peacedata is installed for: `python -m benchmarks.client build`.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measure import measure

_PEACEDATA = (sys.executable, "-m", "peacedata")
_LOAD = "import peacedata; peacedata.load({version!r})"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _run(*arguments: str, folder: Path, environment: Mapping[str, str]) -> None:
    command = [*_PEACEDATA, *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


def _seconds(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], runs: int, cold: Path | None
) -> float:
    """The median wall clock of a command; a cold one finds no cache."""
    found = []
    for number in range(runs):
        own = dict(environment)
        if cold is not None:
            own["PEACEDATA_CACHE"] = str(cold / str(number))
            command = [*command[:-1], str(cold / f"out-{number}")]
        run = measure(command, folder, own, 60)
        if run.code:
            raise SystemExit(run.error)
        found.append(run.wall)
    return statistics.median(found)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="a folder that `peacedata build` has made")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    build, runs = options.build.resolve(), options.runs
    table = max((build / "data").glob("*.csv"), key=lambda path: path.stat().st_size)
    version = next(build.glob("peacedata-*.zip")).stem.removeprefix("peacedata-")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "PEACEDATA_CACHE": str(folder / "cache")}
        (folder / "passphrase").write_text("only for this measurement\n")
        secret = ("--passphrase-file", "passphrase")
        here = functools.partial(_run, folder=folder, environment=environment)
        here("keys", "new", "--dir", "keys", *secret)
        here("channel", "init", "--to", "channel", "--keys", "keys", *secret)
        here("publish", str(build), "--to", "channel", "--keys", "keys", *secret)
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder / "channel"))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment["PEACEDATA_CHANNEL"] = f"http://127.0.0.1:{server.server_address[1]}/"
        root = ("--root", str(folder / "keys" / "root.json"))
        fetch = (*_PEACEDATA, "fetch", version, "--table", table.stem, "--format", "csv", *root, "--out", "")
        cold = _seconds(fetch, folder, environment, runs, folder / "cold")
        here("fetch", version, "--format", "csv", "--format", "datapackage", *root)
        pandas = _seconds((sys.executable, "-c", "import pandas"), folder, environment, runs, None)
        bare = _seconds((sys.executable, "-c", "import peacedata"), folder, environment, runs, None)
        code = _LOAD.format(version=version)
        load = _seconds((sys.executable, "-c", code), folder, environment, runs, None)
        server.shutdown()
    size = table.stat().st_size / 1e6
    lines = (
        f"cold fetch of {table.name} ({size:.2f} MB) from loopback, start-up included: {cold:.2f} s (target: 0.5)",
        f"import pandas: {pandas:.2f} s; import peacedata: {bare:.2f} s",
        f"import peacedata and first load of a cached release: {load:.2f} s, {load / pandas:.2f} of import pandas",
    )
    print("\n".join(lines))  # noqa: T201 - the result


if __name__ == "__main__":
    main()

"""What the hundredth release in a channel costs beside the first: seconds, operations on the store, bytes.

It publishes variants of the given build to a channel in a temporary folder: whole ones as the first three and the last
three, of which the fastest counts, for a machine does other things too; and between them ones with nothing but tables
and schemas. Run it with the Python that peacedata is installed for: `python -m benchmarks.channel_cost build`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peacedata.channel.ceremony import new_keys
from peacedata.channel.folder import read_build
from peacedata.channel.init import init
from peacedata.channel.keys import Keyring
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Publisher
from peacedata.channel.secret import Passphrases
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Content, Store

_SAMPLES = 3


class _Counting:
    """A store that counts the operations that are asked of it, and the bytes that go to it and come from it."""

    def __init__(self, store: Store) -> None:
        self._store, self.name = store, store.name
        self.operations = self.bytes = 0

    def __getattr__(self, name: str) -> Any:
        asked: Callable[..., Any] = getattr(self._store, name)
        if name not in {"read", "open", "create", "replace", "names", "remove"}:
            return asked

        def ask(path: str, *rest: Any) -> Any:
            self.operations += 1
            answer = asked(path, *rest)
            if rest and isinstance(rest[0], Content | bytes):
                self.bytes += len(rest[0]) if isinstance(rest[0], bytes) else rest[0].size
            self.bytes += len(answer.data) if name == "read" and answer else 0
            return answer

        return ask


def _variant(build: Path, folder: Path, version: str, *, whole: bool) -> Path:
    """The same build under another version."""
    sums = {}
    for line in (build / "SHA256SUMS").read_text("utf-8").splitlines():
        path = line[66:]
        if whole or path.startswith(("data/", "schemas/")):
            sums[path] = line[:64]
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(build / path, folder / path)
    (folder / "datapackage.json").unlink(missing_ok=True)
    descriptor = json.loads((build / "datapackage.json").read_bytes())
    data = json.dumps({**descriptor, "version": version}).encode()
    (folder / "datapackage.json").write_bytes(data)
    sums["datapackage.json"] = hashlib.sha256(data).hexdigest()
    listing = "".join(sorted(f"{sha256}  {path}\n" for path, sha256 in sums.items()))
    (folder / "SHA256SUMS").write_text(listing, "utf-8")
    return folder


def main() -> None:
    """Print the figures of the first and the last release, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="a folder that `peacedata build` has made")
    parser.add_argument("--releases", type=int, default=100, help="how many are published, at least six")
    arguments = parser.parse_args()
    if arguments.releases < 2 * _SAMPLES:
        parser.error(f"--releases is {arguments.releases}, expected at least {2 * _SAMPLES}")
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name).resolve()
        shutil.copytree(arguments.build, folder / "build")
        (folder / "passphrase").write_text("for a moment\n")
        new_keys(folder / "keys", b"for a moment")
        ring = Keyring([folder / "keys"], Passphrases([folder / "passphrase"]))
        store = open_store(str(folder / "store"))
        init(Publisher(store, ring))
        early, late = list[tuple[float, int, int]](), list[tuple[float, int, int]]()
        for number in range(1, arguments.releases + 1):
            found = early if number <= _SAMPLES else late
            whole = found is early or number > arguments.releases - _SAMPLES
            build = _variant(folder / "build", folder / "variant", f"2026.{1000 + number}", whole=whole)
            counting = _Counting(store)
            started = time.perf_counter()
            publish(read_build(build), Publisher(counting, ring))
            if whole:
                found.append((time.perf_counter() - started, counting.operations, counting.bytes))
            shutil.rmtree(build)
        first, last = min(early), min(late)
    lines = (
        f"release {number}: {seconds:.2f} s, {operations} operations, {size:,} bytes"
        for number, (seconds, operations, size) in ((1, first), (arguments.releases, last))
    )
    ratios = "ratios: seconds {:.2f}, operations {:.2f}, bytes {:.2f}".format(
        *(after / before for before, after in zip(first, last, strict=True))
    )
    print(*lines, ratios, sep="\n")  # noqa: T201 - the result


if __name__ == "__main__":
    main()

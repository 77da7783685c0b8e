"""What the hundredth release in a channel costs beside the first: seconds, operations on the store, bytes.

It publishes variants of the given build to a channel in a temporary folder: whole ones as the first and the last, and
between them ones with nothing but tables and schemas. Run it with the Python that peacedata is installed for:
`python -m benchmarks.channel_cost build`.
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
    parser.add_argument("--releases", type=int, default=100, help="how many are published")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name).resolve()
        shutil.copytree(arguments.build, folder / "build")
        (folder / "passphrase").write_text("for a moment\n")
        new_keys(folder / "keys", b"for a moment")
        ring = Keyring([folder / "keys"], Passphrases([folder / "passphrase"]))
        store = open_store(str(folder / "store"))
        init(Publisher(store, ring))
        found, lines = [], []
        for number in range(1, arguments.releases + 1):
            whole = number in (1, arguments.releases)
            build = _variant(folder / "build", folder / "variant", f"2026.{1000 + number}", whole=whole)
            counting = _Counting(store)
            started = time.perf_counter()
            publish(read_build(build), Publisher(counting, ring))
            if whole:
                found.append((time.perf_counter() - started, counting.operations, counting.bytes))
                seconds, operations, size = found[-1]
                lines.append(f"release {number}: {seconds:.2f} s, {operations} operations, {size:,} bytes")
            shutil.rmtree(build)
        first, last = found[0], found[-1]
        ratios = (f"{late / early:.2f}" for early, late in zip(first, last, strict=True))
        lines.append("ratios: seconds {}, operations {}, bytes {}".format(*ratios))
    print("\n".join(lines))  # noqa: T201 - the result


if __name__ == "__main__":
    main()

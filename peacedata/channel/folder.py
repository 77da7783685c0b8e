"""A build as it goes into a channel: verified, with the digest and size of each file, and its entry for the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from peacedata.channel.index import Entry
from peacedata.channel.layout import DEPTH, is_release
from peacedata.channel.signing import now
from peacedata.channel.stores.protocol import Content
from peacedata.errors import InvalidData
from peacedata.intake.files import open_file
from peacedata.release.content_hash import digest
from peacedata.release.listing import LISTING, Folder, read_listing, read_text
from peacedata.release.verify import DESCRIPTOR, verify


@dataclass(frozen=True)
class Release:
    """A release that is ready to be published.

    Attributes:
        entry: what the index says of it.
        files: its files, by their path.
    """

    entry: Entry
    files: Mapping[str, Content]

    @property
    def version(self) -> str:
        """Its data version."""
        return self.entry.version

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(content.size for content in self.files.values())


def read_build(path: Path) -> Release:
    """Verify a build, and read what a channel says of it.

    Raises:
        InvalidData: if it is not a build as it was made.
    """
    if not path.is_dir():
        raise InvalidData(f"{path} is no folder; expected one that `peacedata build` has made")
    verified = verify(path)
    if not verified.ok:
        first = verified.differences[0]
        detail = f": {first.detail}" if first.detail else ""
        raise InvalidData(
            f"{path} is not a release as it was built: {first.path} is {first.kind}{detail}"
            + (f" (and {len(verified.differences) - 1} more)" if len(verified.differences) > 1 else "")
            + f". See `peacedata verify {path}`, then build again"
        )
    if not is_release(verified.version):
        raise InvalidData(
            f"{path} states the version {verified.version[:80]!r}; a channel takes YYYY.N or YYYY.N.M, such as 2026.1"
        )
    files = Folder(path)
    listed = read_listing(files).digests
    listing = read_text(files, LISTING, 4 << 20).encode("utf-8")
    contents = {name: _content(path.resolve(), name, sha256) for name, sha256 in sorted(listed.items())}
    contents[LISTING] = _content(path.resolve(), LISTING, digest(listing))
    for name in contents:
        if name.count("/") >= DEPTH:
            raise InvalidData(f"{path / name} lies {name.count('/')} folders deep; a channel takes {DEPTH - 1}")
    descriptor = json.loads(read_text(files, DESCRIPTOR))
    return Release(_entry(descriptor, verified.version, verified.content_hash), contents)


def _content(folder: Path, name: str, sha256: str) -> Content:
    with open_file(folder, name) as file:
        size = file.seek(0, 2)
    return Content(size, sha256, partial(open_file, folder, name))


def _entry(descriptor: dict[str, Any], version: str, content_hash: str) -> Entry:
    ours = descriptor.get("peacedata")
    ours = ours if isinstance(ours, dict) else {}
    day = str(descriptor.get("created") or "")[:10] or f"{now():%Y-%m-%d}"
    change = ours.get("changeClass")
    schema = ours.get("schema")
    resources = [one for one in descriptor.get("resources") or () if isinstance(one, dict)]
    rows = {str(one.get("name")): one["rowCount"] for one in resources if isinstance(one.get("rowCount"), int)}
    try:
        return Entry(
            version=version,
            content_hash=f"sha256:{content_hash}",
            schema_version=str(schema) if schema is not None else None,
            date=day,
            rows=rows,
            change_class=str(change) if change is not None else None,
        )
    except ValueError:
        raise InvalidData(f"{DESCRIPTOR} states the date {day!r}; expected YYYY-MM-DD") from None

"""``peacedata.load`` of a release that did not come with the installation."""

from __future__ import annotations

import hashlib
import json
import os
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.channel.cache import Cache
from peacedata.channel.client import LATEST, Client, Release
from peacedata.channel.client_files import DESCRIPTOR, Asked, refuse_hostile
from peacedata.channel.fetcher import Pace
from peacedata.channel.known import KNOWN
from peacedata.channel.receipts import FileOf, content_hash_of, files_from
from peacedata.errors import InvalidData, NoSuchRelease, StaleWarning, Tampered, Unreachable, WithdrawnWarning
from peacedata.release.content_hash import in_identity
from peacedata.release.listing import LISTING

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

_DATA = Asked(formats=("csv", "datapackage"))
_MOST_LISTING = 4 << 20
_MOST_BYTES = 1 << 30
_hash = re.compile(r"(?:sha256:)?([0-9a-f]{64})").fullmatch
_line = re.compile(r"([0-9a-f]{64})  (.+)").fullmatch
_schema_of = re.compile(r"schemas/([^/.]+)\.schema\.json").fullmatch


def load_release(
    version: str,
    *,
    sha256: str | None = None,
    channel: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] | None = None,
    offline: bool | None = None,
    timeout: float | None = None,
) -> Dataset:
    """Open a release by its version, the latest one, or one whose content hash is known; see ``peacedata.load``."""
    if (shipped := _shipped(version, sha256, channel)) is not None:
        return shipped
    pace = Pace() if timeout is None else Pace(total=timeout)
    pinned = None if sha256 is None else _pinned_hash(sha256)
    known_root = None if root is None else Path(root).read_bytes()
    client = Client(channel, root=known_root, offline=offline, pace=pace)
    if pinned is not None:
        if version == LATEST:
            raise NoSuchRelease(
                "sha256= goes with a version by its name, for the latest release has not one content hash"
            )
        return _open_pinned(client, version, pinned)
    release = client.latest(_DATA) if version == LATEST else _named(client, version)
    for message, kind in ((release.stale, StaleWarning), (release.withdrawn, WithdrawnWarning)):
        if message is not None:
            warnings.warn(message, kind, stacklevel=3)
    return _open(client.cache, release.version, {path: release.files[path].sha256 for path in release.fetched})


def _named(client: Client, version: str) -> Release:
    return client.verified_before(version, _DATA) or client.named(version, _DATA)


def _shipped(version: str, sha256: str | None, channel: str | os.PathLike[str] | None) -> Dataset | None:
    """The release of the installation, where it is the one asked for: by its content hash, or for want of a channel.

    Where a channel is named, it says what a version is.
    """
    from peacedata.dataset.dataset import open_dataset
    from peacedata.schema.shipped import shipped_release

    try:
        dataset = open_dataset(shipped_release())
    except FileNotFoundError:
        return None
    if dataset.version != version:
        return None
    if sha256 is not None:
        from peacedata.release.content_hash import content_hash

        return dataset if content_hash(dataset) == _pinned_hash(sha256) else None
    return dataset if channel is None and not os.environ.get("PEACEDATA_CHANNEL") and not KNOWN else None


def _pinned_hash(text: str) -> str:
    found = _hash(text.strip().lower())
    if found is None:
        raise ValueError(f"sha256 is {text[:100]!r}; expected the content hash of a release, 64 hexadecimal digits")
    return found[1]


def _open(cache: Cache, version: str, files: Mapping[str, str]) -> Dataset:
    from peacedata.dataset.dataset import Dataset

    state = hashlib.sha256(
        "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(files.items())).encode()
    ).hexdigest()
    return Dataset.open(cache.tree(f"{version}-{state[:16]}", files))


def _open_pinned(client: Client, version: str, pinned: str) -> Dataset:
    """A release by its content hash alone: whatever is not covered by the hash is not used."""
    record = client.cache.path / "pinned" / f"{pinned}.json"
    files = _recorded(client.cache, record, pinned)
    if files is None or not all(client.cache.find(file.sha256) for file in files.values()):
        if client.offline:
            raise Unreachable(f"release {version} with this content hash is not in the cache, and this is offline mode")
        with client.work() as source:
            downloads = client.downloads(source, version)
            if files is None:
                files = _identity(downloads.plain(LISTING, _MOST_LISTING), version, pinned)
            downloads.need(files)
        raw = {path: {"sha256": file.sha256, "bytes": file.size} for path, file in files.items()}
        client.cache.write_json(record, {"files": raw})
    descriptor = client.cache.add_bytes(_descriptor(client.cache, version, pinned, files))
    data = {path: file.sha256 for path, file in files.items() if path.startswith("data/")}
    return _open(client.cache, version, data | {DESCRIPTOR: descriptor})


def _recorded(cache: Cache, record: Path, pinned: str) -> dict[str, FileOf] | None:
    """The files that a content hash was found to stand for; they are held against it again."""
    try:
        files = files_from((cache.read_json(record) or {}).get("files"))
    except ValueError:
        return None
    return files if content_hash_of(files) == f"sha256:{pinned}" and all(map(in_identity, files)) else None


def _identity(listing: bytes, version: str, pinned: str) -> dict[str, FileOf]:
    """The tables and schemas of a release from its ``SHA256SUMS``, proved by the content hash.

    Raises:
        Tampered: if they do not have it.
    """
    found = [
        line for line in map(_line, listing.decode("utf-8", "replace").split("\n")) if line and in_identity(line[2])
    ]
    files = {line[2]: FileOf(line[1], _MOST_BYTES) for line in found}
    if len(files) != len(found) or content_hash_of(files) != f"sha256:{pinned}":
        raise Tampered(
            f"release {version} of this channel has the content hash {content_hash_of(files)}, not "
            f"sha256:{pinned}; it is "
            "not the release that you named. Check the version and the hash, or use another channel"
        )
    refuse_hostile(files, f"release {version}")
    return files


def _descriptor(cache: Cache, version: str, pinned: str, files: Mapping[str, FileOf]) -> bytes:
    """A descriptor made of the schemas, which the content hash covers; the published one it does not cover.

    Raises:
        InvalidData: if a schema is not one, or a table has none.
    """
    resources = []
    schemas = {found[1]: path for path in files if (found := _schema_of(path))}
    for path in sorted(path for path in files if path.startswith("data/")):
        name = path.removeprefix("data/").removesuffix(".csv")
        if name not in schemas:
            raise InvalidData(f"release {version} has no schema for {path}")
        try:
            schema = json.loads(cache.object_path(files[schemas[name]].sha256).read_bytes())
        except (ValueError, RecursionError):
            schema = None
        if not isinstance(schema, dict):
            raise InvalidData(f"release {version}: {schemas[name]} is no Table Schema")
        resources.append({"name": name, "type": "table", "path": path, "encoding": "utf-8", "schema": schema})
    descriptor: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "peacedata",
        "version": version,
        "peacedata": {"contentHash": f"sha256:{pinned}"},
        "resources": resources,
    }
    return (json.dumps(descriptor, indent=1, sort_keys=True) + "\n").encode("utf-8")

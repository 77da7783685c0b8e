"""Proves that a release is what was built: its sums, its content hash, and what its descriptor says of each file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from peacedata.errors import InvalidData
from peacedata.intake.records import read_records
from peacedata.intake.refused import Refused
from peacedata.release.archive import Archive
from peacedata.release.content_hash import digest_of, hash_of_digests, in_identity
from peacedata.release.listing import LISTING, Files, Folder, is_safe, read_listing, read_text

DESCRIPTOR = "datapackage.json"


class Kind(StrEnum):
    """In which way a file differs from what was built."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One file that differs.

    Attributes:
        path: the file, relative to the release.
        kind: in which way it differs.
        detail: what exactly, in a few words; empty where the kind says it all.
    """

    path: str
    kind: Kind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What ``verify`` found.

    Attributes:
        differences: every file that differs, in the order of paths; empty if the release is as it was built.
        content_hash: the SHA-256 that names the content, as computed from the files.
        version: the version that the descriptor states, empty if it cannot be read.
        files: how many files were hashed.
    """

    differences: tuple[Difference, ...]
    content_hash: str
    version: str
    files: int

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify(path: str | Path) -> Verified:
    """Prove a release as a folder or as its zip.

    Every file is held against ``SHA256SUMS``, the tables and schemas against the content hash that the descriptor
    states, and each table against the hash, size and number of rows there. Only regular files inside the release are
    read; links are not followed and archives are not extracted. Whoever can write the release can write new sums too:
    compare the content hash with one that you have from elsewhere.

    Args:
        path: the folder, or the zip.

    Raises:
        FileNotFoundError: if there is nothing at that path.
        InvalidData: if it is neither a folder nor a zip as a build writes it.
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist")
    files: Files = Folder(path) if path.is_dir() else Archive(path)
    return _verify(files)


def _verify(files: Files) -> Verified:
    found = [Difference(name, Kind.INVALID, why) for name, why in files.irregular.items()]
    listing, faults = _listing(files)
    digests: dict[str, str] = {}
    for name in sorted(name for name in files.names if name in listing or in_identity(name)):
        try:
            with files.open(name) as file:
                digests[name] = digest_of(file)
        except InvalidData as error:
            found.append(Difference(name, Kind.INVALID, _said(error)))
    found += _against_listing(files, listing, digests)
    content_hash, version = hash_of_digests(digests), ""
    try:
        descriptor = _read_json(files, DESCRIPTOR)
    except InvalidData as error:
        found.append(Difference(DESCRIPTOR, Kind.INVALID, _said(error)))
    else:
        version = str(descriptor.get("version", ""))
        found += _against_descriptor(files, descriptor, digests)
        if not any(in_identity(difference.path) for difference in found):
            found += _against_content_hash(descriptor, content_hash)
    # One line per file: what its sum says comes first, and the descriptor adds nothing to that.
    first = {difference.path: difference for difference in reversed(found)}
    return Verified(tuple(sorted([*faults, *first.values()])), content_hash, version, len(digests))


def _listing(files: Files) -> tuple[dict[str, str], list[Difference]]:
    """The SHA-256 of each file by path as ``SHA256SUMS`` states it, and what is wrong with that file itself."""
    if LISTING in files.irregular:
        return {}, []
    try:
        listing = read_listing(files)
    except InvalidData as error:
        return {}, [Difference(LISTING, Kind.INVALID if LISTING in files.names else Kind.MISSING, _said(error))]
    return listing.digests, [Difference(LISTING, Kind.INVALID, fault) for fault in listing.faults]


def _against_listing(files: Files, listing: dict[str, str], digests: dict[str, str]) -> Iterator[Difference]:
    """What differs from ``SHA256SUMS``."""
    for path, sha256 in listing.items():
        if path in digests and digests[path] != sha256:
            yield Difference(path, Kind.CHANGED, f"SHA-256 is {digests[path]}, {LISTING} says {sha256}")
        elif path not in files.names:
            try:
                files.open(path).close()
            except InvalidData as error:
                yield Difference(path, Kind.MISSING, _said(error))
    for path in files.names - listing.keys() - {LISTING}:
        yield Difference(path, Kind.EXTRA, f"it is not in {LISTING}")


def _against_descriptor(files: Files, descriptor: dict[str, Any], digests: dict[str, str]) -> Iterator[Difference]:
    """What differs from the descriptor."""
    described: set[str] = set()
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str) or not is_safe(path):
            yield Difference(DESCRIPTOR, Kind.INVALID, f"it names {str(path)[:80]!r}, which is no path of a table")
            return
        described |= {path, f"schemas/{resource.get('name')}.schema.json"}
        if path in digests:
            yield from _against_resource(files, resource, path, digests[path])
        else:
            yield Difference(path, Kind.MISSING, f"{DESCRIPTOR} describes it")
    for path in filter(in_identity, digests.keys() - described):
        yield Difference(path, Kind.EXTRA, f"{DESCRIPTOR} does not describe it")


def _against_content_hash(descriptor: dict[str, Any], content_hash: str) -> Iterator[Difference]:
    """Whether the descriptor states the content hash of the files."""
    ours = descriptor.get("peacedata")
    stated = ours.get("contentHash") if isinstance(ours, dict) else None
    if stated != f"sha256:{content_hash}":
        yield Difference(DESCRIPTOR, Kind.INVALID, f"the content hash is sha256:{content_hash}, it says {stated!r}")


def _against_resource(files: Files, resource: dict[str, Any], path: str, sha256: str) -> Iterator[Difference]:
    """What differs from the description of one table."""
    try:
        with files.open(path) as file:
            size = file.seek(0, 2)
            file.seek(0)
            rows = sum(1 for _ in read_records(file)) - 1
        schema = f"schemas/{resource.get('name')}.schema.json"
        if schema in files.names and _read_json(files, schema) != resource.get("schema"):
            yield Difference(schema, Kind.CHANGED, f"{DESCRIPTOR} holds another schema for {path}")
    except InvalidData as error:
        yield Difference(path, Kind.INVALID, _said(error))
        return
    for name, value in {"hash": f"sha256:{sha256}", "bytes": size, "rowCount": rows}.items():
        if resource.get(name) != value:
            yield Difference(path, Kind.CHANGED, f"{name} is {value}, {DESCRIPTOR} says {resource.get(name)!r}")


def _read_json(files: Files, name: str) -> dict[str, Any]:
    text = read_text(files, name)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidData(f"{name} is not JSON") from None
    if not isinstance(value, dict):
        raise InvalidData(f"{name} is not a JSON object")
    return value


def _said(error: InvalidData) -> str:
    """What an error says, without the path that stands beside it anyway."""
    return error.message if isinstance(error, Refused) else str(error)

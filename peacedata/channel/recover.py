"""Finds the last good state of a channel by what only the offline keys can sign, and makes it what the channel says.

It is for two cases: an online key was stolen, so that nothing that it signed can be believed; and a run was killed
after the targets were signed and before they were committed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peacedata.channel.index import Entry, Index
from peacedata.channel.layout import (
    COMMIT,
    METADATA,
    MOST_BYTES,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    metadata_name,
    metadata_path,
)
from peacedata.channel.publisher import Publisher
from peacedata.channel.signing import expires_in, meta_file, parse, prove
from peacedata.channel.state import read_index, read_metadata
from peacedata.channel.stores.protocol import Store
from peacedata.errors import InvalidData, PublishError, Tampered
from peacedata.release.content_hash import hash_of_digests

if TYPE_CHECKING:
    from tuf.api.metadata import MetaFile, Root, Snapshot, Targets, Timestamp

# A number beyond this was not reached by publishing; clients in other languages have no room beyond 2**31.
_PLAUSIBLE = 1_000_000


@dataclass(frozen=True)
class Signed:
    """One version of the top-level targets that the offline keys have signed.

    Attributes:
        targets: it.
        meta: how a snapshot lists it.
        index: the index that it names.
    """

    targets: Targets
    meta: MetaFile
    index: Index

    @property
    def says(self) -> frozenset[tuple[str, bool]]:
        """The releases, and the marks of those withdrawn; what is published or marked stays so."""
        marks = {(entry.version, True) for entry in self.index if entry.withdrawn}
        return frozenset(marks | {(entry.version, False) for entry in self.index})


@dataclass(frozen=True)
class Base:
    """The best state that there is.

    Attributes:
        best: the targets that say most.
        roles: how a snapshot lists the metadata of each release.
        lost: releases that were signed, but not together with the others; they must be published again.
    """

    best: Signed
    roles: Mapping[str, MetaFile]
    lost: tuple[str, ...]


def find_base(store: Store, root: Root) -> Base:
    """Look through everything that the offline keys have signed.

    What the commit point leads to is preferred only among equals: whoever has the online keys can let it lead to any of
    them, but cannot make one.

    Raises:
        Tampered: if there is nothing whole.
    """
    numbers = numbers_of(store)
    snapshot = _present_snapshot(store)
    present = snapshot.meta[f"{TARGETS}.json"].version if snapshot and f"{TARGETS}.json" in snapshot.meta else 0
    signed = list(signed_targets(store, root, numbers[TARGETS]))
    if not signed:
        raise Tampered(f"{store.name} has no targets that the offline keys have signed")
    best = max(signed, key=lambda one: (len(one.says), one.targets.version == present, one.targets.version))
    lost = frozenset[tuple[str, bool]]().union(*(one.says for one in signed)) - best.says
    roles = {}
    for entry in best.index:
        listed = snapshot.meta.get(f"{entry.version}.json") if snapshot else None
        roles[entry.version] = _role(store, best, entry, numbers[entry.version], listed.version if listed else 0)
    return Base(best, roles, tuple(sorted({version for version, _ in lost})))


def numbers_of(store: Store) -> dict[str, list[int]]:
    """Which versions of each role's metadata there are, sorted."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for path, _ in store.names(f"{METADATA}/"):
        if name := metadata_name(path):
            found[name[1]].append(name[0])
    for numbers in found.values():
        numbers.sort()
    return found


def signed_targets(store: Store, root: Root, numbers: list[int]) -> Iterator[Signed]:
    """Those versions of the top-level targets that the root's keys have signed, with a whole index."""
    from tuf.api.metadata import Targets

    for number in numbers:
        path = metadata_path(TARGETS, number)
        try:
            data = read_metadata(store, path, TARGETS)
            metadata = parse(Targets, data or b"", path)
            prove(root, TARGETS, metadata, path)
            if metadata.signed.version == number:
                meta = meta_file(number, data or b"")
                yield Signed(metadata.signed, meta, read_index(store, metadata.signed))
        except (Tampered, InvalidData):
            continue


def commit(publisher: Publisher, base: Base) -> None:
    """Make a base what the channel says, with a new snapshot and timestamp, whatever the commit point says now.

    Their numbers go on where the numbers of publishing ended: one that no publishing could have reached is passed over,
    which clients accept once the online keys were exchanged.

    Raises:
        KeyFault: if the online keys are missing.
        PublishError: if somebody else writes the commit point all the time.
    """
    from tuf.api.metadata import Snapshot

    numbers = [number for number in numbers_of(publisher.store)[SNAPSHOT] if number < _PLAUSIBLE]
    snapshot = Snapshot(expires=expires_in(SNAPSHOT, publisher.days))
    snapshot.meta = {f"{TARGETS}.json": base.best.meta, **{f"{role}.json": meta for role, meta in base.roles.items()}}
    meta = publisher.put_metadata(SNAPSHOT, snapshot, max(numbers, default=0) + 1, publisher.signers(SNAPSHOT))
    for _ in range(10):
        blob = publisher.store.read(COMMIT, MOST_BYTES[TIMESTAMP])
        number = _present_number(publisher.store)
        following = number + 1 if number < _PLAUSIBLE else meta.version
        if publisher.put_timestamp(following, meta, blob.token if blob else None):
            return
    raise PublishError(f"somebody else writes {COMMIT} in {publisher.store.name} all the time; stop them first")


def _role(store: Store, best: Signed, entry: Entry, numbers: list[int], present: int) -> MetaFile:
    """How to list the metadata of a release: the version that is listed now if it is right, else the last that is."""
    from tuf.api.metadata import Targets

    for number in [present, *reversed(numbers)]:
        path = metadata_path(entry.version, number)
        try:
            data = read_metadata(store, path, entry.version)
            metadata = parse(Targets, data or b"", path)
            prove(best.targets, entry.version, metadata, path)
        except Tampered:
            continue
        if metadata.signed.version == number and content_hash(metadata.signed, entry.version) == entry.content_hash:
            return meta_file(number, data or b"")
    raise Tampered(f"{store.name} has no metadata of release {entry.version} that the offline keys have signed")


def content_hash(targets: Targets, version: str) -> str:
    """The content hash of a release, from the digests that its metadata lists."""
    prefix = f"{version}/"
    listed = {name.removeprefix(prefix): target.hashes.get("sha256", "") for name, target in targets.targets.items()}
    return f"sha256:{hash_of_digests(listed)}"


def _present_snapshot(store: Store) -> Snapshot | None:
    """The snapshot that the commit point names, whoever signed it."""
    from tuf.api.metadata import Snapshot

    timestamp = _present_timestamp(store)
    if timestamp is None:
        return None
    path = metadata_path(SNAPSHOT, timestamp.snapshot_meta.version)
    try:
        return parse(Snapshot, read_metadata(store, path, SNAPSHOT) or b"", path).signed
    except Tampered:
        return None


def _present_timestamp(store: Store) -> Timestamp | None:
    from tuf.api.metadata import Timestamp

    try:
        return parse(Timestamp, read_metadata(store, COMMIT, TIMESTAMP) or b"", COMMIT).signed
    except Tampered:
        return None


def _present_number(store: Store) -> int:
    timestamp = _present_timestamp(store)
    return timestamp.version if timestamp else 0

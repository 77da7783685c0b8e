"""What a channel says at a moment: its roots, and everything that its commit point leads to, each held to its keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peacedata.channel.index import Index
from peacedata.channel.layout import (
    COMMIT,
    INDEX,
    MOST_BYTES,
    MOST_INDEX_BYTES,
    RELEASE,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    metadata_path,
    target_path,
)
from peacedata.channel.signing import Content, parse, prove
from peacedata.channel.stores.protocol import Store
from peacedata.errors import KeyFault, NoChannel, Tampered

if TYPE_CHECKING:
    from tuf.api.metadata import DelegatedRole, Metadata, MetaFile, Root, Snapshot, Targets, Timestamp


@dataclass(frozen=True)
class State:
    """A channel as it was read at a moment.

    Attributes:
        timestamp: the commit point.
        token: names its state, for replacing it.
        snapshot: the metadata of all roles.
        targets: the top-level targets: the index, and a delegation per release.
        index: all releases.
    """

    timestamp: Timestamp
    token: str
    snapshot: Snapshot
    targets: Targets
    index: Index

    def meta(self, role: str) -> MetaFile:
        """What the snapshot says of a role's metadata.

        Raises:
            Tampered: if it says nothing.
        """
        found = self.snapshot.meta.get(f"{role}.json")
        if found is None:
            raise Tampered(f"{metadata_path(SNAPSHOT, self.snapshot.version)} does not list {role}.json")
        return found


def read_root(store: Store, trusted: bytes, name: str = "root.json") -> tuple[Metadata[Root], bytes]:
    """The channel's present root, reached step by step from one that is trusted.

    Args:
        store: where the channel lies.
        trusted: the root that is trusted.
        name: what to call it in messages.

    Returns:
        the root, and its bytes.

    Raises:
        NoChannel: if there is no channel.
        KeyFault: if it is not the channel of that root.
        Tampered: if a root is not signed by the one before it and by itself.
    """
    from tuf.api.metadata import Root

    root = parse(Root, trusted, name)
    prove(root.signed, ROOT, root, name)
    present = read_metadata(store, metadata_path(ROOT, root.signed.version), ROOT)
    if present is None:
        older = read_metadata(store, metadata_path(ROOT, 1), ROOT)
        if older is None:
            raise NoChannel(f"there is no channel in {store.name}; make one with `peacedata channel init`")
        raise KeyFault(
            f"{name} has version {root.signed.version}, which {store.name} does not have: it is another channel's. "
            "Give the folder with this channel's keys, or the place of theirs"
        )
    if present != trusted and parse(Root, present, "root").signed != root.signed:
        raise KeyFault(
            f"{name} is the root of another channel than the one in {store.name}. "
            "Give the folder with this channel's keys, or the place of theirs"
        )
    return next_roots(store, root, present)


def next_roots(store: Store, root: Metadata[Root], data: bytes) -> tuple[Metadata[Root], bytes]:
    """Follow the roots from one to the last.

    Raises:
        Tampered: if one is not signed by the one before it and by itself.
    """
    from tuf.api.metadata import Root

    while True:
        path = metadata_path(ROOT, root.signed.version + 1)
        following = read_metadata(store, path, ROOT)
        if following is None:
            return root, data
        metadata = parse(Root, following, path)
        if metadata.signed.version != root.signed.version + 1:
            raise Tampered(f"{path} says that it is version {metadata.signed.version}")
        prove(root.signed, ROOT, metadata, path)
        prove(metadata.signed, ROOT, metadata, path)
        root, data = metadata, following


def read_state(store: Store, root: Root) -> State:
    """Everything that the commit point leads to; expired metadata is read too.

    Raises:
        NoChannel: if nothing was committed yet.
        Tampered: if anything is not what was signed.
    """
    from tuf.api.metadata import Snapshot, Targets, Timestamp

    blob = store.read(COMMIT, MOST_BYTES[TIMESTAMP])
    if blob is None:
        raise NoChannel(f"{store.name} has no {COMMIT}; finish it with `peacedata channel init`")
    timestamp = parse(Timestamp, blob.data, COMMIT)
    prove(root, TIMESTAMP, timestamp, COMMIT)
    snapshot = read_listed(store, root, SNAPSHOT, timestamp.signed.snapshot_meta, Snapshot)
    meta = snapshot.signed.meta.get(f"{TARGETS}.json")
    if meta is None:
        raise Tampered(f"{metadata_path(SNAPSHOT, snapshot.signed.version)} does not list {TARGETS}.json")
    targets = read_listed(store, root, TARGETS, meta, Targets)
    return State(timestamp.signed, blob.token, snapshot.signed, targets.signed, read_index(store, targets.signed))


def read_listed(
    store: Store, parent: Root | Targets, role: str, meta: MetaFile, kind: type[Content]
) -> Metadata[Content]:
    """Metadata that another file lists, held to its keys, its version, its length and its digest.

    Raises:
        Tampered: if it is missing or is not what was signed.
    """
    from tuf.api.exceptions import LengthOrHashMismatchError

    path = metadata_path(role, meta.version)
    data = read_metadata(store, path, role)
    if data is None:
        raise Tampered(f"{path} is missing in {store.name}")
    try:
        meta.verify_length_and_hashes(data)
    except LengthOrHashMismatchError:
        raise Tampered(f"{path} is not the file that was listed: its length or its SHA-256 differs") from None
    metadata = parse(kind, data, path)
    prove(parent, role, metadata, path)
    if metadata.signed.version != meta.version:
        raise Tampered(f"{path} says that it is version {metadata.signed.version}")
    return metadata


def read_index(store: Store, targets: Targets) -> Index:
    """The index that the top-level targets name.

    Raises:
        Tampered: if it is missing, is not what was signed, or lists other releases than are delegated.
    """
    target = targets.targets.get(INDEX)
    if target is None or set(targets.targets) != {INDEX}:
        raise Tampered(f"the top-level targets should list {INDEX} and nothing else")
    path = target_path(INDEX, target.hashes.get("sha256", ""))
    blob = store.read(path, MOST_INDEX_BYTES)
    if blob is None:
        raise Tampered(f"{path} is missing in {store.name}")
    if hashlib.sha256(blob.data).hexdigest() != target.hashes.get("sha256"):
        raise Tampered(f"{path} is not the file that was signed: its SHA-256 differs")
    index = Index.parse(blob.data)
    if (listed := {entry.version for entry in index}) != set(delegated(targets)):
        odd = sorted(listed ^ set(delegated(targets)))
        raise Tampered(f"{INDEX} and the delegations of the targets role differ on release {odd[0]}")
    return index


def delegated(targets: Targets) -> Mapping[str, DelegatedRole]:
    """The delegated role of each release, by version."""
    roles = targets.delegations.roles if targets.delegations else None
    return roles or {}


def read_release(store: Store, state: State, version: str) -> Metadata[Targets]:
    """The metadata of one release, which lists its files.

    Raises:
        Tampered: if it is missing or is not what was signed.
    """
    from tuf.api.metadata import Targets

    return read_listed(store, state.targets, version, state.meta(version), Targets)


def read_metadata(store: Store, path: str, role: str) -> bytes | None:
    """The bytes of one metadata file, None if there is none."""
    blob = store.read(path, MOST_BYTES.get(role, MOST_BYTES[RELEASE]))
    return blob.data if blob else None

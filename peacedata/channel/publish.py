"""Publishes a release: its files, its metadata, the index, the commit, and then the plain names."""

from __future__ import annotations

import copy
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peacedata.channel.folder import Release
from peacedata.channel.layout import (
    COMMIT,
    INDEX,
    RELEASE,
    SNAPSHOT,
    TARGETS,
    TARGETS_FOLDER,
    TIMESTAMP,
    metadata_path,
    patterns,
    target_name,
    target_path,
)
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.signing import expires_in
from peacedata.channel.state import State, delegated, read_release
from peacedata.channel.stores.protocol import Content, Store, holds
from peacedata.errors import AlreadyPublished, Tampered
from peacedata.release.verify import DESCRIPTOR

if TYPE_CHECKING:
    from tuf.api.metadata import MetaFile, Root, Targets


@dataclass(frozen=True)
class Published:
    """What publishing has done.

    Attributes:
        version: the release.
        committed: whether this run made it visible; False if it was there already.
        files: how many files were written, under their hashed names and their plain ones.
        size: how many bytes these have.
    """

    version: str
    committed: bool
    files: int
    size: int


def publish(release: Release, publisher: Publisher) -> Published:
    """Publish a release; what was interrupted is finished, what is done already is left alone.

    Args:
        release: a build that was verified.
        publisher: the store and the keys.

    Raises:
        AlreadyPublished: if the channel has that release with other bytes.
        UnsafeStore: if the store does not keep its promises.
        KeyFault: if keys are missing.
        Tampered: if what the channel says is not what was signed.
    """
    publisher.prepare()
    committed, files, size = False, 0, 0
    state = publisher.state()
    if not is_published(release, publisher.store, state):
        for role in (TARGETS, SNAPSHOT, TIMESTAMP):
            publisher.signers(role)  # ask for a passphrase before the work, not after it
        files, size = put_files(publisher.store, hashed(release))
        committed = _add(release, publisher, state)
    plain, more = put_files(publisher.store, plain_names(release))
    return Published(release.version, committed, files + plain, size + more)


def planned(release: Release, publisher: Publisher) -> tuple[bool, dict[str, int]]:
    """What ``publish`` would write; writes nothing, not even a probe.

    Returns:
        whether the release is published already, and the paths that would be written with their sizes; -1 where the
        size is known only once it is signed.

    Raises:
        AlreadyPublished: if the channel has that release with other bytes.
    """
    state = publisher.state()
    done = is_published(release, publisher.store, state)
    paths: dict[str, int] = {}
    if not done:
        paths = _missing(publisher.store, hashed(release))
        paths |= {metadata_path(release.version, 1): -1, f"{TARGETS_FOLDER}/<sha256>.{INDEX}": -1}
        paths |= {metadata_path(TARGETS, state.targets.version + 1): -1}
        paths |= {metadata_path(SNAPSHOT, state.snapshot.version + 1): -1, COMMIT: -1}
    return done, paths | _missing(publisher.store, plain_names(release))


def is_published(release: Release, store: Store, state: State) -> bool:
    """Whether a state has a release with the same bytes.

    Raises:
        AlreadyPublished: if it has it with other bytes.
    """
    if state.index.get(release.version) is None:
        return False
    listed = read_release(store, state, release.version).signed.targets
    there = {name: target.hashes.get("sha256") for name, target in listed.items()}
    here = {target_name(release.version, path): content.sha256 for path, content in release.files.items()}
    if there == here:
        return True
    odd = sorted(name for name in {*there, *here} if there.get(name) != here.get(name))
    raise AlreadyPublished(
        f"release {release.version} is published with other bytes: {odd[0]} differs"
        + (f", and {len(odd) - 1} more" if len(odd) > 1 else "")
        + ". A release never changes; give a correction a version of its own, such as "
        + ".".join([*release.version.split(".")[:2], str(int((*release.version.split("."), "0")[2]) + 1)])
    )


def hashed(release: Release) -> dict[str, Content]:
    """The files of a release by their hashed names."""
    return {target_path(target_name(release.version, path), file.sha256): file for path, file in release.files.items()}


def plain_names(release: Release) -> dict[str, Content]:
    """The files of a release by their plain names, in the order in which they are written."""
    named = {target_name(release.version, path): file for path, file in release.files.items()}
    return {name: named[name] for name in plain_order(release.version, named)}


def plain_order(version: str, names: Iterable[str]) -> list[str]:
    """In which order plain names are written: the descriptor comes last, so that whoever finds it finds all."""
    descriptor = target_name(version, DESCRIPTOR)
    return sorted(names, key=lambda name: (name == descriptor, name))


def unfinished(version: str, names: Iterable[str], there: Container[str]) -> list[str] | None:
    """The plain names that an interrupted publish has not written; None if no interruption leaves them like that."""
    order = plain_order(version, names)
    missing = [name for name in order if name not in there]
    return missing if missing == order[len(order) - len(missing) :] else None


def put_files(store: Store, contents: Mapping[str, Content]) -> tuple[int, int]:
    """Write those files that are not there yet; returns how many, and their bytes.

    Raises:
        Tampered: if there is another file in the place of one.
    """
    missing = _missing(store, contents)
    for path in contents:
        if path in missing:
            if store.create(path, contents[path]):
                continue
            del missing[path]  # somebody else has just written it
        if not holds(store, path, contents[path]):
            raise Tampered(
                f"{path} in {store.name} has other bytes than were published; remove that file, then run this again"
            )
    return len(missing), sum(missing.values())


def _missing(store: Store, contents: Mapping[str, Content]) -> dict[str, int]:
    """Which files are not there, with their sizes; one listing for each folder of a release."""
    prefixes = {"/".join(path.split("/")[: 2 if path.startswith(f"{TARGETS_FOLDER}/") else 1]) for path in contents}
    there = {name for prefix in prefixes for name, _ in store.names(f"{prefix}/")}
    return {path: content.size for path, content in contents.items() if path not in there}


def _add(release: Release, publisher: Publisher, state: State) -> bool:
    """Make a release visible; False if somebody else has just done so."""
    signed = release_targets(release, publisher)
    written: dict[int, MetaFile] = {}  # by the root whose keys signed it
    added = False

    def change(state: State) -> Draft | None:
        nonlocal added
        if is_published(release, publisher.store, state):
            added = False
            return None
        root = publisher.root
        if root.version not in written:
            meta = publisher.put_metadata(release.version, signed, 1, publisher.signers(TARGETS))
            written[root.version] = meta
        added = True
        targets = copy.deepcopy(state.targets)
        delegate(targets, root, release.version)
        return Draft(targets, state.index.with_entry(release.entry), {release.version: written[root.version]})

    publisher.transact(change, state)
    return added


def release_targets(release: Release, publisher: Publisher) -> Targets:
    """What the delegated role of a release says: its files with their lengths and digests."""
    from tuf.api.metadata import TargetFile, Targets

    files = {target_name(release.version, path): content for path, content in release.files.items()}
    return Targets(
        expires=expires_in(RELEASE, publisher.days),
        targets={name: TargetFile(file.size, {"sha256": file.sha256}, name) for name, file in files.items()},
    )


def delegate(targets: Targets, root: Root, version: str) -> None:
    """Delegate the files of a release to its role, with the keys of the targets role."""
    from tuf.api.metadata import DelegatedRole, Delegations

    role = root.roles[TARGETS]
    roles = dict(delegated(targets))
    roles[version] = DelegatedRole(version, list(role.keyids), role.threshold, True, patterns(version))
    known = {**(targets.delegations.keys if targets.delegations else {}), **root.keys}
    used = sorted({keyid for one in roles.values() for keyid in one.keyids})
    targets.delegations = Delegations({keyid: known[keyid] for keyid in used}, roles)

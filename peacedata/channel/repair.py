"""Finishes what was interrupted; removes nothing and changes nothing that readers see, but for what they lack."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from peacedata.channel import recover
from peacedata.channel.layout import ROOT, metadata_path, target_path
from peacedata.channel.publish import plain_order, put_files
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.signing import parse
from peacedata.channel.state import State, next_roots, read_metadata, read_release, read_state
from peacedata.channel.stores.probe import probe
from peacedata.channel.stores.protocol import Content, Store, chunks, holds
from peacedata.errors import NoChannel, PublishError, StoreFault, Tampered

if TYPE_CHECKING:
    from tuf.api.metadata import Root, TargetFile


@dataclass
class Repaired:
    """What a repair has done.

    Attributes:
        committed: whether the commit point was written anew.
        releases: the releases that became visible by that.
        files: the plain names that were written.
        lost: releases that were signed but cannot be finished here; they must be published again.
    """

    committed: bool = False
    releases: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)
    lost: tuple[str, ...] = ()


def repair(store: Store, publisher: Publisher | None = None) -> Repaired:
    """Write the plain names that are missing; with keys, first commit what was signed and not committed.

    Args:
        store: where the channel lies.
        publisher: the same store with the online keys; without them only plain names are written.

    Raises:
        NoChannel: if there is no channel.
        Tampered: if a file is not what was signed; nothing is put in the place of a file that is there.
        UnsafeStore: if the store does not keep its promises.
        KeyFault: if the online keys are missing.
    """
    done = Repaired()
    if publisher is None:
        root = first_root(store)
    else:
        publisher.guard_keys()
        root = publisher.root
    probe(store)
    if publisher is not None:
        _commit(publisher, done)
    state = read_state(store, root)
    for entry in state.index:
        listed = read_release(store, state, entry.version).signed.targets
        done.files += _plain(store, entry.version, listed)
    return done


def first_root(store: Store) -> Root:
    """The present root, reached from the channel's own first one.

    Raises:
        NoChannel: if there is no channel.
        Tampered: if a root is not signed as it should be.
    """
    from tuf.api.metadata import Root

    path = metadata_path(ROOT, 1)
    data = read_metadata(store, path, ROOT)
    if data is None:
        raise NoChannel(f"there is no channel in {store.name}; make one with `peacedata channel init`")
    return next_roots(store, parse(Root, data, path), data)[0].signed


def _commit(publisher: Publisher, done: Repaired) -> None:
    """Make the targets that say most what the channel says, if they say all that it says now and more."""
    try:
        state: State | None = publisher.state()
    except Tampered:
        state = None
    base = recover.find_base(publisher.store, publisher.root)
    done.lost = base.lost
    if state is None:
        _expect_files(publisher.store, base, [entry.version for entry in base.best.index])
        recover.commit(publisher, base)
        done.committed = True
        return
    before = recover.Signed(state.targets, state.meta("targets"), state.index).says
    if not before < base.best.says:
        return
    added = tuple(sorted({version for version, _ in base.best.says - before}))
    if base.best.targets.version < state.targets.version:
        done.lost = tuple(sorted({*done.lost, *added}))
        return
    _expect_files(publisher.store, base, added)

    def change(now: State) -> Draft:
        if now.token != state.token:
            raise PublishError(f"somebody publishes to {publisher.store.name} now; run this again after that")
        return Draft(roles={"targets": base.best.meta, **base.roles})

    publisher.transact(change)
    done.committed, done.releases = True, added


def _expect_files(store: Store, base: recover.Base, versions: Iterable[str]) -> None:
    """Refuse to make a release visible whose files are not all there."""
    from tuf.api.metadata import Targets

    for version in versions:
        path = metadata_path(version, base.roles[version].version)
        listed = parse(Targets, read_metadata(store, path, version) or b"", path).signed.targets
        for name, target in listed.items():
            hashed, content = _content(store, name, target)
            if not holds(store, hashed, content):
                raise Tampered(f"{hashed} in {store.name} is not the file that was signed; publish {version} again")


def _plain(store: Store, version: str, listed: dict[str, TargetFile]) -> list[str]:
    """Write the plain names of a release that are missing; returns them."""
    there = {path for path, _ in store.names(f"{version}/")}
    missing = [name for name in plain_order(version, listed) if name not in there]
    put_files(store, {name: _content(store, name, listed[name])[1] for name in missing})
    return missing


def _content(store: Store, name: str, target: TargetFile) -> tuple[str, Content]:
    """The hashed name of a target, and its content as the store has it."""
    sha256 = target.hashes["sha256"]
    path = target_path(name, sha256)
    return path, Content(target.length, sha256, partial(_spooled, store, path))


def _spooled(store: Store, path: str) -> BinaryIO:
    """A file of a store on this machine's disk, so that it can be read twice; nobody else sees it."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - whoever opens the content closes it
    try:
        with store.open(path) as file:
            for chunk in chunks(file):
                spool.write(chunk)
        spool.seek(0)
    except BaseException as error:
        spool.close()
        if isinstance(error, OSError):
            raise StoreFault(f"{path} could not be copied: {error}") from None
        raise
    return spool

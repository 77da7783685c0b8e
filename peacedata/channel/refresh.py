"""Signs a channel again before its signatures expire."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peacedata.channel.keys import PUBLIC_ROOT, replace_file
from peacedata.channel.layout import ONLINE, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, metadata_path
from peacedata.channel.publish import delegate
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.signing import expires_in, now, parse, prove, sign
from peacedata.channel.state import State, delegated, read_metadata, read_release
from peacedata.channel.stores.probe import probe
from peacedata.channel.stores.protocol import Content
from peacedata.errors import PublishError

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner
    from tuf.api.metadata import MetaFile, Root, Targets

# Whoever looks after a channel is told this long before something offline expires.
WARNING_DAYS = 30


@dataclass(frozen=True)
class Expiry:
    """When the metadata of a role expires.

    Attributes:
        role: the role, or the version of a release.
        expires: when.
    """

    role: str
    expires: datetime

    @property
    def expired(self) -> bool:
        """Whether it has."""
        return self.expires <= now()

    @property
    def soon(self) -> bool:
        """Whether somebody should look after it."""
        return self.expires <= now() + timedelta(days=WARNING_DAYS)


def refresh(publisher: Publisher, *, targets: bool = False, root: bool = False) -> list[Expiry]:
    """Sign the timestamp again, and the snapshot if less than half of its time is left; only online keys are needed.

    Args:
        publisher: the store and the keys.
        targets: also sign the targets and every release again; needs the offline key.
        root: also sign the root again; needs the offline key.

    Returns:
        when each role expires now, the offline ones first.

    Raises:
        UnsafeStore: if the store does not keep its promises.
        KeyFault: if keys are missing.
        Tampered: if what the channel says is not what was signed.
    """
    publisher.guard_keys()
    # Both keys, though the snapshot's is used now and then only: a wrong one is found today, not in two weeks.
    for role in (*ONLINE, *((TARGETS,) if targets else ())):
        publisher.signers(role)
    if root:
        renew_root(publisher)
    probe(publisher.store)
    renewed = Renewed(publisher)

    def change(state: State) -> Draft:
        if targets:
            return renewed.draft(state)
        left = state.snapshot.expires - now()
        return Draft(snapshot=left < timedelta(days=publisher.days[SNAPSHOT]) / 2)

    publisher.transact(change)
    return list(expiries(publisher, publisher.state()))


class Renewed:
    """Signs every release again, once each, however often the attempt to commit is repeated.

    Args:
        publisher: the store and the keys.
        root: the root whose keys the releases are delegated to, where it is not the present one.
    """

    def __init__(self, publisher: Publisher, root: Root | None = None) -> None:
        self._publisher, self._root = publisher, root
        self._written: dict[tuple[str, int, int], MetaFile] = {}
        self._targets: Targets | None = None

    def draft(self, state: State) -> Draft:
        """The top-level targets and every release, signed again."""
        signers = self._publisher.signers(TARGETS)
        root = self._root or self._publisher.root
        self._targets = targets = copy.deepcopy(state.targets)
        roles = {}
        for version in delegated(state.targets):
            base = state.meta(version).version
            written = version, base, root.version
            if written not in self._written:
                signed = read_release(self._publisher.store, state, version).signed
                self._written[written] = self._publisher.put_metadata(version, signed, base + 1, signers)
            roles[version] = self._written[written]
            delegate(targets, root, version)
        return Draft(targets, roles=roles)

    def holds(self, state: State) -> bool:
        """Whether the targets of a state are those of the last draft; each version of them is written once."""
        return self._targets is not None and self._targets.version == state.targets.version


def renew_root(publisher: Publisher) -> None:
    """Publish the root again with a new expiry.

    Raises:
        KeyFault: if keys of the root are missing.
        PublishError: if somebody else published another root just now.
    """
    put_root(publisher, copy.deepcopy(publisher.root))


def put_root(publisher: Publisher, root: Root, fresh: Sequence[CryptoSigner] = ()) -> None:
    """Publish the root that follows the present one, signed by the keys that both name.

    Args:
        publisher: the store and the keys.
        root: what to publish; its version and expiry are set here.
        fresh: new root keys.

    Raises:
        KeyFault: if keys of the root are missing.
        PublishError: if somebody else published another root just now.
    """
    old = publisher.root
    root.version, root.expires = old.version + 1, expires_in(ROOT, publisher.days)
    named = old.roles[ROOT]
    data = sign(root, [*publisher.ring.enough(ROOT, named.keyids, named.threshold), *fresh])
    path = metadata_path(ROOT, root.version)
    metadata = parse(type(root), data, path)
    prove(old, ROOT, metadata, path)
    prove(root, ROOT, metadata, path)
    if not publisher.store.create(path, Content.of(data)) and read_metadata(publisher.store, path, ROOT) != data:
        raise PublishError(f"somebody else published {path} at the same moment; look at it, then run this again")
    publisher.forget_root()
    replace_file(publisher.ring.home / PUBLIC_ROOT, data)


def renewal(role: str) -> str:
    """The command that signs a role, or a release, again."""
    return "peacedata channel refresh" + {ROOT: " --root", SNAPSHOT: "", TIMESTAMP: ""}.get(role, " --targets")


def expiries(publisher: Publisher, state: State) -> Iterator[Expiry]:
    """When each role of a channel expires: root, targets, every release, snapshot, timestamp."""
    yield Expiry(ROOT, publisher.root.expires)
    yield Expiry(TARGETS, state.targets.expires)
    for entry in state.index:
        yield Expiry(entry.version, read_release(publisher.store, state, entry.version).signed.expires)
    yield Expiry(SNAPSHOT, state.snapshot.expires)
    yield Expiry(TIMESTAMP, state.timestamp.expires)

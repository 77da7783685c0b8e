"""Changes what a channel says: write-once files first, then the commit point; again if somebody else was faster."""

from __future__ import annotations

import copy
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.channel.index import Index
from peacedata.channel.keys import PUBLIC_ROOT, Keyring
from peacedata.channel.layout import (
    COMMIT,
    EXPIRY_DAYS,
    INDEX,
    RELEASE,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    metadata_path,
    target_path,
)
from peacedata.channel.signing import Content as Signed
from peacedata.channel.signing import expires_in, meta_file, now, sign
from peacedata.channel.state import State, read_metadata, read_root, read_state
from peacedata.channel.stores.probe import probe
from peacedata.channel.stores.protocol import Content, Store, holds
from peacedata.errors import KeyFault, PublishError, Stale, Tampered, WrongClock

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner
    from tuf.api.metadata import Metadata, MetaFile, Root, Targets, Timestamp

# When a timestamp was signed; a field of ours, which other clients pass over.
SIGNED = "x-peacedata-signed"

_ATTEMPTS = 40
_ORPHANS = 10_000  # numbers that publishers who were interrupted may have taken
_SKEW = timedelta(minutes=10)
_LONGEST_PAUSE = 2.0


@dataclass
class Draft:
    """What is to change, written on top of a state.

    Attributes:
        targets: the new top-level targets, if they change or are signed again.
        index: the new index, if it changes.
        roles: the new metadata of releases, which is written already.
        snapshot: whether a new snapshot is written although it would list the same.
    """

    targets: Targets | None = None
    index: Index | None = None
    roles: dict[str, MetaFile] = field(default_factory=dict)
    snapshot: bool = True


@dataclass
class Publisher:
    """Who may change a channel.

    Attributes:
        store: where the channel lies.
        ring: the private keys.
        days: how long each role's metadata is good for.
        ignore_clock: sign although the channel was last signed in this machine's future.
        also: keys that sign beside those that the root names, by role, while keys are exchanged.
    """

    store: Store
    ring: Keyring
    days: Mapping[str, int] = field(default_factory=lambda: dict(EXPIRY_DAYS))
    ignore_clock: bool = False
    also: dict[str, list[CryptoSigner]] = field(default_factory=dict)
    _root: Metadata[Root] | None = None

    @property
    def root(self) -> Root:
        """The channel's present root, held to the one beside the keys.

        Raises:
            NoChannel: if there is no channel.
            KeyFault: if it is another channel.
            Tampered: if it is not signed as it should be.
        """
        if self._root is None:
            self._root, _ = read_root(self.store, self.ring.root(), str(self.ring.home / PUBLIC_ROOT))
        return self._root.signed

    def forget_root(self) -> None:
        """Read the root again when it is needed next."""
        self._root = None

    def state(self) -> State:
        """What the channel says now, and the root that goes with it; see ``read_state`` for the errors.

        Whoever exchanges keys writes the commit point after the new root. So a state that was read while its root was
        the last one cannot be built on later with keys that are no longer good: its token is no longer the present one.
        """
        for _ in range(_ATTEMPTS):
            try:
                state = read_state(self.store, self.root)
            except Tampered:
                if not self._superseded():
                    raise
            else:
                if not self._superseded():
                    return state
            self.forget_root()
        raise PublishError(
            f"others exchanged the keys of {self.store.name} {_ATTEMPTS} times meanwhile; run this again"
        )

    def _superseded(self) -> bool:
        """Whether there is a root after the one that is known."""
        return read_metadata(self.store, metadata_path(ROOT, self.root.version + 1), ROOT) is not None

    def guard_keys(self) -> None:
        """Refuse to work with private keys that lie where everybody can fetch them.

        Raises:
            KeyFault: if a folder of keys lies in the store.
        """
        place = getattr(self.store, "folder", None)
        for folder in self.ring.folders:
            if isinstance(place, Path) and folder.resolve().is_relative_to(place):
                raise KeyFault(
                    f"the private keys in {folder} lie inside the channel {place}, which is public; move them"
                )

    def prepare(self) -> None:
        """Probe the store, and refuse to go on where nobody could use what is published.

        Raises:
            UnsafeStore: if the store does not keep its promises.
            Stale: if the root has expired.
            KeyFault: if the private keys lie in the store.
        """
        self.guard_keys()
        if self.root.is_expired():
            raise Stale(
                f"the root of {self.store.name} expired on {self.root.expires:%Y-%m-%d}, so nobody can use it. "
                "Renew it with the offline keys: peacedata channel refresh --root"
            )
        probe(self.store)

    def transact(
        self, change: Callable[[State], Draft | None], first: State | None = None, past: Root | None = None
    ) -> State:
        """Change what the channel says, on top of whatever others say meanwhile.

        Args:
            change: what to change in a state; None if nothing is left to do. It is asked again when somebody else
                was faster, with the new state.
            first: the state to begin with, where it was read already.
            past: the root that the state is held to, where the present one has just taken its place.

        Returns:
            the state that was built on last, or the one in which nothing was left to do.

        Raises:
            PublishError: if others are faster all the time.
        """
        for attempt in range(_ATTEMPTS):
            state = first if first and not attempt else self._read(past)
            self.check_clock(state.timestamp)
            draft = change(state)
            if draft is None or self._commit(state, draft):
                return state
            time.sleep(secrets.SystemRandom().uniform(0, min(_LONGEST_PAUSE, 0.05 * 2**attempt)))
        raise PublishError(f"others changed {self.store.name} {_ATTEMPTS} times meanwhile; run this again")

    def signers(self, role: str) -> list[CryptoSigner]:
        """The keys that sign for a role now.

        Raises:
            KeyFault: if too few are at hand.
        """
        named = self.root.get_delegated_role(role)
        return [*self.ring.enough(role, named.keyids, named.threshold), *self.also.get(role, ())]

    def put_metadata(self, role: str, signed: Signed, first: int, signers: list[CryptoSigner]) -> MetaFile:
        """Write metadata under the next free number.

        Args:
            role: the role.
            signed: what to sign; its version and expiry are set here.
            first: the least number that it may have.
            signers: the keys that sign it.

        Raises:
            PublishError: if there is no free number far and wide.
        """
        signed.expires = expires_in(role if role in self.days else RELEASE, self.days)
        for version in islice(count(first), _ORPHANS):
            signed.version = version
            data = sign(signed, signers)
            path = metadata_path(role, version)
            # An answer may have been lost on the way, so that the file which is there already is this very one.
            if self.store.create(path, Content.of(data)) or read_metadata(self.store, path, role) == data:
                return meta_file(version, data)
        raise PublishError(f"{self.store.name} has {_ORPHANS} versions of {role} that nothing leads to; look after it")

    def put_index(self, targets: Targets, index: Index) -> None:
        """Write an index, and name it in the top-level targets.

        Raises:
            Tampered: if there is another file in its place.
        """
        from tuf.api.metadata import TargetFile

        content = Content.of(index.to_bytes())
        path = target_path(INDEX, content.sha256)
        if not self.store.create(path, content) and not holds(self.store, path, content):
            raise Tampered(f"{path} has other bytes than its name says; remove it, then run this again")
        targets.targets = {INDEX: TargetFile(content.size, {"sha256": content.sha256}, INDEX)}

    def check_clock(self, timestamp: Timestamp) -> None:
        """Refuse to sign long before the moment at which the channel was signed last.

        Raises:
            WrongClock: if it was.
        """
        said = timestamp.unrecognized_fields.get(SIGNED)
        try:
            signed = datetime.fromisoformat(str(said)) if said else None
        except ValueError:
            signed = None
        if signed is None or signed.tzinfo is None or self.ignore_clock or signed <= now() + _SKEW:
            return
        raise WrongClock(
            f"this machine says that it is {now():%Y-%m-%d %H:%M} UTC, but {self.store.name} was last signed on "
            f"{signed:%Y-%m-%d %H:%M} UTC. What is signed with a clock that is slow expires too soon: set the clock. "
            "If it was the other machine's clock that was wrong, use --ignore-clock"
        )

    def _read(self, past: Root | None) -> State:
        return read_state(self.store, past) if past else self.state()

    def _commit(self, state: State, draft: Draft) -> bool:
        """Write a draft; whether it is what the channel says now."""
        targets, snapshot = draft.targets, copy.deepcopy(state.snapshot)
        snapshot.meta.update({f"{role}.json": meta for role, meta in draft.roles.items()})
        if draft.index is not None:
            targets = targets or copy.deepcopy(state.targets)
            self.put_index(targets, draft.index)
        if targets is not None:
            meta = self.put_metadata(TARGETS, targets, state.targets.version + 1, self.signers(TARGETS))
            snapshot.meta[f"{TARGETS}.json"] = meta
        meta = state.timestamp.snapshot_meta
        if draft.snapshot or snapshot.meta != state.snapshot.meta:
            meta = self.put_metadata(SNAPSHOT, snapshot, state.snapshot.version + 1, self.signers(SNAPSHOT))
        return self.put_timestamp(state.timestamp.version + 1, meta, state.token)

    def put_timestamp(self, version: int, snapshot: MetaFile, token: str | None) -> bool:
        """Exchange the commit point, or make the first one where there is no token; whether that succeeded."""
        from tuf.api.metadata import Timestamp

        timestamp = Timestamp(version, expires=expires_in(TIMESTAMP, self.days), snapshot_meta=snapshot)
        timestamp.unrecognized_fields[SIGNED] = f"{now():%Y-%m-%dT%H:%M:%S}+00:00"
        data = sign(timestamp, self.signers(TIMESTAMP))
        content = Content.of(data)
        done = self.store.create(COMMIT, content) if token is None else self.store.replace(COMMIT, data, token)
        return done or read_metadata(self.store, COMMIT, TIMESTAMP) == data

"""Exchanges keys: by rotation, while the old ones are still good, or because one was lost or stolen."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.channel import recover
from peacedata.channel.keys import file_name, new_signer, retire, save
from peacedata.channel.layout import ONLINE, ROLES, ROOT, TARGETS, TIMESTAMP, metadata_path
from peacedata.channel.publish import delegate
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.refresh import Renewed, put_root
from peacedata.channel.signing import parse
from peacedata.channel.state import State, read_metadata
from peacedata.channel.stores.probe import probe
from peacedata.errors import KeyFault

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner
    from tuf.api.metadata import Root

# The passphrase that a new key of a role gets; None leaves it unencrypted.
NewPassphrase = Callable[[str], bytes | None]


@dataclass
class Exchanged:
    """What was exchanged.

    Attributes:
        version: the version of the new root.
        old: the ids of the keys that sign no more, by role.
        new: the ids of the keys that sign instead, by role.
        lost: releases that must be published again.
    """

    version: int
    old: dict[str, list[str]]
    new: dict[str, list[str]]
    lost: tuple[str, ...]


def rotate(publisher: Publisher, roles: Iterable[str], passphrase: NewPassphrase) -> Exchanged:
    """Give roles new keys, as many as they have, in a next root that the old and the new keys sign.

    What the channel says is signed by the old and the new keys before the new root is published, so that everybody can
    use the channel at every moment. Where an old online key is not at hand, the root comes first, and the channel
    cannot be used for the moment between the two.

    Args:
        publisher: the store and the keys.
        roles: which roles.
        passphrase: gives the passphrase of a role's new keys.

    Raises:
        KeyFault: if too few of the root's keys are at hand.
        UnsafeStore: if the store does not keep its promises.
        Tampered: if what the channel says is not what was signed.
    """
    old = {role: list(publisher.root.roles[role].keyids) for role in dict.fromkeys(roles)}
    return _exchange(publisher, old, passphrase, graceful=_at_hand(publisher, old))


def revoke(publisher: Publisher, keyid: str, passphrase: NewPassphrase) -> Exchanged:
    """Take a lost or stolen key out of the root, and put a new one in its place.

    With an online key whoever has it could let the channel say anything that was ever signed, under any number. So both
    online roles get new keys, which makes clients forget what they were told, and the last good state is found by what
    the offline keys have signed.

    Args:
        publisher: the store and the keys.
        keyid: the key's id, or the first eight or more letters of it.
        passphrase: gives the passphrase of a role's new keys.

    Raises:
        KeyFault: if the channel has no such key, or too few of the root's keys are at hand.
        UnsafeStore: if the store does not keep its promises.
        Tampered: if nothing good is left.
    """
    root = publisher.root
    found = sorted(known for known in root.keys if known.startswith(keyid)) if len(keyid) >= 8 else []
    if len(found) != 1:
        known = ", ".join(f"{role} {one[:8]}" for role in ROLES for one in root.roles[role].keyids)
        raise KeyFault(f"{keyid!r} is {'no key' if not found else 'more than one key'} of this channel; it has {known}")
    old = {role: found for role in ROLES if found[0] in root.roles[role].keyids}
    stolen_online = any(role in ONLINE for role in old)
    if stolen_online:
        old |= {role: list(root.roles[role].keyids) for role in ONLINE}
    return _exchange(publisher, old, passphrase, graceful=not stolen_online and _at_hand(publisher, old))


def _at_hand(publisher: Publisher, roles: Iterable[str]) -> bool:
    """Whether enough of the present keys of all online roles, and of these, can sign once more."""
    try:
        for role in {*roles, *ONLINE} - {ROOT}:
            publisher.signers(role)
    except KeyFault:
        return False
    return True


def _exchange(
    publisher: Publisher, old: dict[str, list[str]], passphrase: NewPassphrase, *, graceful: bool
) -> Exchanged:
    publisher.guard_keys()
    present = publisher.root
    publisher.ring.enough(ROOT, present.roles[ROOT].keyids, present.roles[ROOT].threshold)
    probe(publisher.store)
    fresh = _fresh(publisher, old, passphrase)
    root = _next(present, old, fresh)
    if graceful:
        lost: tuple[str, ...] = ()
        renewed = Renewed(publisher, root)
        _sign_twice(publisher, renewed, fresh)
        put_root(publisher, root, fresh.get(ROOT, ()))
        _settle(publisher, renewed, present, fresh)
    else:
        base = recover.find_base(publisher.store, present)
        if TARGETS in old:
            base = _sign_again(publisher, root, base)
        put_root(publisher, root, fresh.get(ROOT, ()))
        recover.commit(publisher, base)
        lost = base.lost
    for role, keyids in old.items():
        retire(publisher.ring, role, keyids)
    new = {role: [signer.public_key.keyid for signer in signers] for role, signers in fresh.items()}
    return Exchanged(publisher.root.version, old, new, lost)


def _fresh(publisher: Publisher, old: dict[str, list[str]], passphrase: NewPassphrase) -> dict[str, list[CryptoSigner]]:
    """New keys for some roles, all of which are saved before anything rests on them; or none."""
    fresh = {role: [new_signer() for _ in keyids] for role, keyids in old.items()}
    secrets = {role: passphrase(role) for role in fresh}
    ring, saved = publisher.ring, list[Path]()
    try:
        for role, signer in ((role, signer) for role, signers in fresh.items() for signer in signers):
            path = ring.home / file_name(role, signer.public_key, 0)
            save(signer, path, secrets[role])
            saved.append(path)
            ring.remember(path, signer)
    except BaseException:
        for path in saved:
            path.unlink(missing_ok=True)
        raise
    return fresh


def _next(present: Root, old: dict[str, list[str]], fresh: dict[str, list[CryptoSigner]]) -> Root:
    root = copy.deepcopy(present)
    for role, keyids in old.items():
        for keyid in keyids:
            root.revoke_key(keyid, role)
        for signer in fresh[role]:
            root.add_key(signer.public_key, role)
    return root


def _sign_twice(publisher: Publisher, renewed: Renewed, fresh: dict[str, list[CryptoSigner]]) -> None:
    """Let the old and the new keys sign what the channel says."""
    publisher.also = {role: signers for role, signers in fresh.items() if role != ROOT}

    def change(state: State) -> Draft:
        return renewed.draft(state) if TARGETS in fresh else Draft(snapshot=set(fresh) != {TIMESTAMP})

    try:
        if publisher.also:
            publisher.transact(change)
    finally:
        publisher.also = {}


def _settle(publisher: Publisher, renewed: Renewed, present: Root, fresh: dict[str, list[CryptoSigner]]) -> None:
    """Write the commit point after the new root, so that whoever works with old keys has to look again.

    What they have published since the keys of both roots signed is held to the old root, and signed by the new keys.
    """

    def change(state: State) -> Draft:
        return Draft() if TARGETS not in fresh or renewed.holds(state) else renewed.draft(state)

    if set(fresh) != {ROOT}:
        publisher.transact(change, past=present)


def _sign_again(publisher: Publisher, root: Root, base: recover.Base) -> recover.Base:
    """Let a new root's targets keys sign every release and the top-level targets, in files that nothing names yet."""
    from tuf.api.metadata import Targets

    store, role = publisher.store, root.roles[TARGETS]
    signers = publisher.ring.enough(TARGETS, role.keyids, role.threshold)
    targets, roles = copy.deepcopy(base.best.targets), {}
    for version, meta in base.roles.items():
        path = metadata_path(version, meta.version)
        signed = parse(Targets, read_metadata(store, path, version) or b"", path).signed
        roles[version] = publisher.put_metadata(version, signed, meta.version + 1, signers)
        delegate(targets, root, version)
    meta = publisher.put_metadata(TARGETS, targets, base.best.meta.version + 1, signers)
    return replace(base, best=recover.Signed(targets, meta, base.best.index), roles=roles)

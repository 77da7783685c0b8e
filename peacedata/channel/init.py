"""Makes an empty channel."""

from __future__ import annotations

from peacedata.channel.index import Index
from peacedata.channel.layout import COMMIT, MOST_BYTES, ONLINE, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, metadata_path
from peacedata.channel.publisher import Publisher
from peacedata.channel.signing import expires_in, parse
from peacedata.channel.state import read_metadata
from peacedata.channel.stores.probe import probe
from peacedata.channel.stores.protocol import Content
from peacedata.errors import KeyFault, Stale


def init(publisher: Publisher) -> bool:
    """Make an empty channel with the root beside the keys; what was interrupted is finished.

    Returns:
        whether it was made; False if it was there already.

    Raises:
        UnsafeStore: if the store does not keep its promises.
        KeyFault: if there is a channel with other keys, or the keys at hand are not those of the root.
        Stale: if the root has expired.
    """
    from tuf.api.metadata import Root, Snapshot, Targets

    store, data = publisher.store, publisher.ring.root()
    publisher.guard_keys()
    root = parse(Root, data, "root.json").signed
    if root.is_expired():
        raise Stale(f"the root beside the keys expired on {root.expires:%Y-%m-%d}; make new keys for a new channel")
    if store.read(COMMIT, MOST_BYTES[TIMESTAMP]) is not None:
        publisher.state()
        return False
    if root.version != 1:
        raise KeyFault(f"the root beside the keys has version {root.version}, so these are the keys of another channel")
    for role in (TARGETS, *ONLINE):  # ask for a passphrase before anything is written
        publisher.ring.enough(role, root.roles[role].keyids, root.roles[role].threshold)
    probe(store)
    path = metadata_path(ROOT, 1)
    if not store.create(path, Content.of(data)) and read_metadata(store, path, ROOT) != data:
        raise KeyFault(f"{store.name} holds the beginnings of a channel with other keys; use those, or another place")
    targets = Targets(expires=expires_in(TARGETS, publisher.days))
    publisher.put_index(targets, Index())
    snapshot = Snapshot(expires=expires_in(SNAPSHOT, publisher.days))
    snapshot.meta = {f"{TARGETS}.json": publisher.put_metadata(TARGETS, targets, 1, publisher.signers(TARGETS))}
    meta = publisher.put_metadata(SNAPSHOT, snapshot, 1, publisher.signers(SNAPSHOT))
    done = publisher.put_timestamp(1, meta, None)
    publisher.state()
    return done

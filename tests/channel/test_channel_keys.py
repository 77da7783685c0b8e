"""Keys are made, exchanged and revoked, and clients go on, or recover, without being told."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import publish_channel as help_
import pytest
from publish_world import World
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Timestamp

from peacedata.channel import recover
from peacedata.channel.keys import Keyring, Plan
from peacedata.channel.layout import COMMIT, ROLES, ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Publisher
from peacedata.channel.refresh import refresh
from peacedata.channel.repair import repair
from peacedata.channel.secret import Passphrases
from peacedata.channel.signing import expires_in, meta_file, sign
from peacedata.channel.stores.protocol import Content, Store
from peacedata.channel.verify import verify
from peacedata.errors import KeyFault, Tampered

HUGE = 2**31 - 1


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_only_their_owner_can_read_keys_and_offline_ones_are_encrypted(world: World) -> None:
    assert stat.S_IMODE(world.keys.stat().st_mode) == 0o700
    assert {path.name for path in world.keys.iterdir()} == {"root.json", *(f"{role}.pem" for role in ROLES)}
    for role in ROLES:
        path = world.keys / f"{role}.pem"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert (b"ENCRYPTED" in path.read_bytes()) == (role in (ROOT, TARGETS))


def test_keys_are_never_overwritten(world: World) -> None:
    before = {path.name: path.read_bytes() for path in world.keys.iterdir()}
    with pytest.raises(KeyFault, match="never overwritten"):
        help_.make_keys(world.keys)
    assert before == {path.name: path.read_bytes() for path in world.keys.iterdir()}


def test_a_lost_laptop_with_one_of_three_targets_keys(tmp_path: Path) -> None:
    world = World(tmp_path, Plan({ROOT: 3, TARGETS: 3}, {ROOT: 2, TARGETS: 2}))
    names = sorted(path.name for path in world.keys.glob("*.pem"))
    assert len([name for name in names if name.startswith("targets")]) == 3
    lost = sorted(world.keys.glob("targets-*.pem"))[0]
    keyid = next(known for known in world.keyids(TARGETS) if known.startswith(lost.stem.removeprefix("targets-")))
    lost.unlink()
    sorted(world.keys.glob("root-*.pem"))[0].unlink()
    done = world.revoke(keyid)
    assert done.old == {TARGETS: [keyid]}
    world.expect("2026.1")
    assert keyid not in world.keyids(TARGETS)
    assert len(world.keyids(TARGETS)) == 3
    world.put("2026.2")
    world.expect("2026.1", "2026.2")


def test_the_only_targets_key_is_lost(world: World) -> None:
    (world.keys / "targets.pem").unlink()
    world.revoke(world.keyids(TARGETS)[0][:8])
    world.expect("2026.1")
    world.put("2026.2")
    world.expect("2026.1", "2026.2")


def test_keys_in_several_folders(tmp_path: Path) -> None:
    world = World(tmp_path, Plan({ROOT: 2, TARGETS: 2}, {ROOT: 2, TARGETS: 2}))
    second = tmp_path / "second"
    second.mkdir(mode=0o700)
    for path in world.keys.glob("*-*.pem"):
        path.rename(second / path.name)
    with pytest.raises(KeyFault, match="2 of the targets keys must sign, 1 are in"):
        world.put("2026.2")
    publish(help_.release(tmp_path, "2026.2"), help_.publisher(world.store, world.keys, second))
    refresh(help_.publisher(world.store, world.keys, second), targets=True, root=True)
    world.expect("2026.1", "2026.2")


def _attack(world: World, *, huge: bool) -> None:
    """What a thief of both online keys can do: let the channel say an older thing, under any number."""
    ring, root = help_.keyring(world.keys), world.publisher.root
    signers = {role: ring.enough(role, root.roles[role].keyids, 1) for role in (SNAPSHOT, TIMESTAMP)}
    state = world.publisher.state()
    number = HUGE if huge else state.snapshot.version + 1
    old = Metadata[Snapshot].from_bytes(_read(world.store, "metadata/2.snapshot.json")).signed
    snapshot = Snapshot(number, expires=expires_in(SNAPSHOT), meta=dict(old.meta))
    if huge:
        snapshot.meta["targets.json"].version = HUGE
        snapshot.meta["targets.json"].length = snapshot.meta["targets.json"].hashes = None
    data = sign(snapshot, signers[SNAPSHOT])
    assert world.store.create(f"metadata/{number}.snapshot.json", Content.of(data))
    meta = meta_file(number, data)
    later = HUGE if huge else state.timestamp.version + 1
    timestamp = Timestamp(later, expires=expires_in(TIMESTAMP), snapshot_meta=meta)
    assert world.store.replace(COMMIT, sign(timestamp, signers[TIMESTAMP]), state.token)


def _read(store: Store, path: str) -> bytes:
    blob = store.read(path, 1 << 20)
    assert blob is not None
    return blob.data


@pytest.mark.parametrize("role", [SNAPSHOT, TIMESTAMP])
def test_a_stolen_online_key_and_numbers_beyond_all_bounds(world: World, role: str) -> None:
    world.put("2026.2")
    assert world.fetch() == ["2026.1", "2026.2"]
    _attack(world, huge=True)
    with pytest.raises((RepositoryError, DownloadError)):
        world.fetch()  # the client has taken in the thief's numbers by now
    with pytest.raises((RepositoryError, DownloadError)):
        world.fetch("fresh-victim")
    assert not verify(world.store, world.root).ok
    done = world.revoke(world.keyids(role)[0])
    assert set(done.old) == {SNAPSHOT, TIMESTAMP}
    assert done.lost == ()
    world.expect("2026.1", "2026.2")
    assert world.fetch("fresh-victim") == ["2026.1", "2026.2"]
    state = world.publisher.state()
    assert state.snapshot.version < 100
    assert state.timestamp.version < 100
    world.put("2026.3")
    world.expect("2026.1", "2026.2", "2026.3")


def test_a_stolen_online_key_that_hides_a_release(world: World) -> None:
    world.put("2026.2")
    assert world.fetch() == ["2026.1", "2026.2"]
    _attack(world, huge=False)
    assert world.fetch("fresh-victim") == ["2026.1"]  # who comes for the first time cannot know
    with pytest.raises(RepositoryError):
        world.fetch()  # who was there before refuses to go back
    world.revoke(world.keyids(SNAPSHOT)[0])
    world.expect("2026.1", "2026.2")
    assert world.fetch("fresh-victim") == ["2026.1", "2026.2"]


def test_a_revocation_that_was_killed_is_finished_by_repair(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _attack(world, huge=True)

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    stolen = world.keyids(TIMESTAMP)[0]
    with monkeypatch.context() as patch:
        patch.setattr(recover, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            world.revoke(stolen)
    with pytest.raises(Tampered):
        world.publisher.state()
    done = repair(world.store, world.publisher)
    assert done.committed
    world.expect("2026.1")


def test_a_root_that_nobody_signed_is_not_followed(world: World) -> None:
    forged = Metadata[Root].from_bytes(world.root)
    forged.signed.version = 2
    assert world.store.create("metadata/2.root.json", Content.of(forged.to_bytes()))
    with pytest.raises(Tampered, match=r"metadata/2.root.json is signed by 0 of the keys of root"):
        world.put("2026.2")
    assert not verify(world.store, world.root).ok


def test_what_is_wrong_with_keys_is_said(world: World, tmp_path: Path) -> None:
    wrong = Keyring([world.keys], Passphrases([_file(tmp_path, "nope")]))
    with pytest.raises(KeyFault, match=r"the passphrase does not open .*targets\.pem") as caught:
        publish(help_.release(tmp_path, "2026.2"), Publisher(world.store, wrong))
    assert "nope" not in repr(caught.value)
    with pytest.raises(KeyFault, match="needs a passphrase; give --passphrase-file"):
        publish(help_.release(tmp_path, "2026.2"), Publisher(world.store, Keyring([world.keys], Passphrases())))
    with pytest.raises(KeyFault, match="expected a folder that `peacedata keys new` has made"):
        _ = Publisher(world.store, Keyring([tmp_path], Passphrases())).root
    other = help_.make_keys(tmp_path / "other")
    with pytest.raises(KeyFault, match="another channel"):
        _ = help_.publisher(world.store, other).root
    with pytest.raises(KeyFault, match="is no key of this channel; it has root "):
        world.revoke("0" * 64)
    (world.keys / "timestamp.pem").write_text("not a key")
    with pytest.raises(KeyFault, match="no private key in PEM form"):
        refresh(world.publisher)
    inside = shutil.copytree(other, tmp_path / "store" / "keys")
    with pytest.raises(KeyFault, match="which is public; move them"):
        help_.publisher(world.store, inside).guard_keys()
    with pytest.raises(KeyFault, match="2 of 1 root keys cannot sign"):
        Plan({ROOT: 1, TARGETS: 1}, {ROOT: 2, TARGETS: 1})


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(f"{text}\n")
    return path

"""Keys are exchanged while the old ones are good: killed anywhere, beside others who publish; nobody notices."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import publish_channel as help_
import pytest
from publish_world import World

from peacedata.channel.layout import ROLES, ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Publisher
from peacedata.channel.refresh import refresh
from peacedata.channel.rotate import rotate
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Store
from peacedata.channel.verify import verify
from peacedata.errors import KeyFault

ONLINE = (SNAPSHOT, TIMESTAMP)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")  # beside it lie its copies


@pytest.mark.parametrize("roles", [(ROOT,), (TARGETS,), (SNAPSHOT,), (TIMESTAMP,), (SNAPSHOT, TIMESTAMP), ROLES])
def test_after_a_rotation_clients_and_publishers_go_on(world: World, roles: tuple[str, ...]) -> None:
    before = {role: world.keyids(role) for role in ROLES}
    done = world.rotate(*roles)
    assert done.version == 2
    world.expect("2026.1")
    for role in ROLES:
        assert (world.keyids(role) == before[role]) == (role not in roles)
        assert (world.keys / f"{role}.pem").exists()
    world.put("2026.2")
    world.expect("2026.1", "2026.2")
    world.rotate(*roles)
    world.expect("2026.1", "2026.2")


def test_old_keys_sign_nothing_after_a_rotation(world: World) -> None:
    old = shutil.copytree(world.keys, world.tmp_path / "old")
    world.rotate(*ROLES)
    with pytest.raises(KeyFault, match="keys must sign"):
        publish(help_.release(world.tmp_path, "2026.2"), help_.publisher(world.store, old))
    world.expect("2026.1")


@pytest.mark.parametrize("roles", [[SNAPSHOT, TIMESTAMP], [TARGETS], list(ROLES)])
def test_killed_at_any_operation_of_a_rotation(world: World, roles: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, str(help_.HERE / "publish_victim.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def order(number: int) -> dict[str, object]:
            store, keys = world.tmp_path / f"store-{number}", world.tmp_path / f"keys-{number}"
            shutil.copytree(world.tmp_path / "store", store)
            shutil.copytree(world.keys, keys)
            what = {"verb": "rotate", "store": str(store), "keys": str(keys), "roles": roles, "environment": {}}
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({**what, "kill_at": number}) + "\n")
            process.stdin.flush()
            answer: dict[str, object] = json.loads(process.stdout.readline())
            return answer

        asked = order(0)["asked"]
        assert isinstance(asked, int)
        original = world.store
        for number in range(1, asked + 1, 1 if help_.SOAK else 3):
            assert order(number)["killed"]
            world.store = open_store(str(world.tmp_path / f"store-{number}"))
            assert verify(world.store, world.root).ok
            assert sorted(help_.fetched(world.store, world.tmp_path / f"cache-{number}", world.root)) == ["2026.1"]
            again = help_.publisher(world.store, world.tmp_path / f"keys-{number}")
            rotate(again, roles, lambda role: None)
            assert not verify(world.store, world.root).warnings
            publish(help_.release(world.tmp_path, "2026.2"), again)
            assert len(help_.fetched(world.store, world.tmp_path / f"cache-{number}", world.root)) == 2
        world.store = original


def _copy(world: World, name: object) -> World:
    """The same world in another place."""
    one = copy.copy(world)
    one.tmp_path = shutil.copytree(world.tmp_path, world.tmp_path.with_name(f"{world.tmp_path.name}-{name}"))
    one.keys, one.store = one.tmp_path / "keys", open_store(str(one.tmp_path / "store"))
    return one


def _at(world: World, number: int, what: Callable[[], None]) -> Store:
    """The channel, in which something is done before the n-th operation."""
    waiting = [what]

    def before(name: str, path: str) -> None:
        if len(counting.asked) + 1 == number and waiting:
            waiting.pop()()

    counting = help_.Counting(world.store, before)
    return counting  # type: ignore[return-value] # it is one in all but its declared type


def _points(world: World, work: Callable[[World], object]) -> list[int]:
    """The operations of some work, by number, without those of the probe: what others do then, they do before it."""
    one = _copy(world, "measured")
    one.store = _at(one, 0, lambda: None)
    work(one)
    asked = one.store.asked  # type: ignore[attr-defined] # as above
    found = [number for number, (_, path) in enumerate(asked, 1) if not path.startswith("probe/")]
    return found if help_.SOAK else found[::-2]  # backwards, for what comes last is the commit


@pytest.mark.parametrize("roles", [ONLINE, (TARGETS,), ROLES])
def test_whoever_publishes_while_keys_are_exchanged_loses_nothing(world: World, roles: tuple[str, ...]) -> None:
    said = set()
    for number in _points(world, lambda one: one.rotate(*roles)):
        one = _copy(world, number)
        other = help_.publisher(one.store, shutil.copytree(one.keys, one.tmp_path / "old"))
        seen = ["2026.1"]

        def meanwhile(one: World = one, other: Publisher = other, seen: list[str] = seen) -> None:
            with suppress(KeyFault):
                publish(help_.release(one.tmp_path, "2026.2"), other)
                seen.append("2026.2")
                refresh(other)

        one.store = _at(one, number, meanwhile)
        one.rotate(*roles)
        one.expect(*seen)
        said.add(len(seen))
    assert said == {1, 2}  # before the new root it is published, after it the old keys are refused


@pytest.mark.parametrize("roles", [ONLINE, (TARGETS,)])
def test_keys_may_be_exchanged_at_any_moment_of_a_publish(world: World, roles: tuple[str, ...]) -> None:
    said = set()
    for number in _points(world, lambda one: one.put("2026.2")):
        one = _copy(world, number)
        store = _at(one, number, lambda one=one: one.rotate(*roles))  # type: ignore[misc] # of a lambda's default
        other = help_.publisher(store, shutil.copytree(one.keys, one.tmp_path / "old"))
        try:
            publish(help_.release(one.tmp_path, "2026.2"), other)
        except KeyFault as error:
            said.add(str(error).partition(" are in ")[0])
            one.expect("2026.1")
            one.put("2026.2")
        one.expect("2026.1", "2026.2")
    assert said == {f"1 of the {roles[0]} keys must sign, 0"}

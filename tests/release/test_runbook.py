"""The runbook, done as it is written; after each chapter readers who know the channel, and new ones, look at it."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from runbook_shell import PASSPHRASE, Shell, chapters, memory
from scratch import edit, git, project
from tuf.api.metadata import Metadata, Snapshot, Timestamp

from peacedata.channel.cache import Cache
from peacedata.channel.client import Client
from peacedata.channel.client_files import Asked
from peacedata.channel.folder import read_build
from peacedata.channel.keys import Keyring
from peacedata.channel.layout import COMMIT, EXPIRY_DAYS, RELEASE, ROLES, ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.refresh import refresh
from peacedata.channel.secret import Passphrases
from peacedata.channel.stores.folder import FolderStore
from peacedata.channel.stores.protocol import Content
from peacedata.channel.verify import verify as verify_channel
from peacedata.channel.withdraw import withdraw
from peacedata.errors import KeyFault, NoSuchRelease, RolledBack, Stale, Tampered, Untrusted

STICKS = ("KEYS", "SPARE", "ROOT_1", "ROOT_2", "ROOT_3", "ONLINE")
FAST_FORWARD = 2**31 - 1


class Web(ThreadingHTTPServer):
    """A web server for one channel at a time, always at the same address.

    Attributes:
        folder: the channel.
    """

    daemon_threads = True
    folder = Path("/nonexistent")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, request: Any, client: Any, server: Web) -> None:
        super().__init__(request, client, server, directory=str(server.folder))

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def web() -> Iterator[Web]:
    with Web(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def runbook(root: Path) -> dict[str, list[str]]:
    return chapters((root / "docs" / "releasing.md").read_text("utf-8"))


@dataclass
class World:
    """A project, its channel, and who has to do with it.

    Attributes:
        place: the folder that holds all of it.
        shell: the release manager.
        versions: the releases that were made, oldest first.
        known: a reader who has fetched the first release.
    """

    place: Path
    shell: Shell
    versions: list[str]

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.place / "channel")

    def do(self, blocks: list[str], *numbers: int) -> str:
        """Do some blocks of a chapter, by default all."""
        return "".join(self.shell.run(blocks[number]) for number in numbers or range(len(blocks)))

    def reader(self, name: str) -> Client:
        """Somebody with a cache of their own, and the root of trust of the ceremony."""
        return Client(
            self.shell.variables["CHANNEL"],
            root=(self.place / "published-root.json").read_bytes(),
            cache=Cache(self.place / "readers" / name),
        )

    def readers(self) -> Iterator[Client]:
        """One who has fetched the first release, one who has fetched all of them, and one who has fetched nothing."""
        for name in ("early", "returning", f"fresh-{len(list((self.place / 'readers').iterdir()))}"):
            yield self.reader(name)

    def fetched(self, client: Client, version: str | None = None, *, all_of_it: bool = False) -> str:
        """Fetch a release, or the events of it, hold every byte to the build, and say which it was."""
        release = client.release(version, Asked() if all_of_it else Asked(("events",)))
        build = self.place / f"build-{release.version}"
        names = {str(path.relative_to(build)) for path in build.rglob("*") if path.is_file()}
        assert set(release.files) == names
        assert not all_of_it or set(release.fetched) == names
        assert "data/events.csv" in release.fetched
        for path in release.fetched:
            found = release.cache.find(release.files[path].sha256)
            assert found is not None
            assert found.read_bytes() == (build / path).read_bytes()
        return release.version

    def everybody_gets(self, version: str) -> None:
        """Whoever asks for the latest release gets this one, with the bytes of its build."""
        for client in self.readers():
            assert self.fetched(client) == version

    def everybody_refuses(self) -> None:
        """Nobody takes what somebody without the right keys has put there."""
        for client in self.readers():
            with pytest.raises(Tampered):
                client.release()

    def everybody_finds_it_stale(self) -> None:
        """The latest is refused, and what is named comes with a warning."""
        for client in self.readers():
            with pytest.raises(Stale):
                client.release()
            assert self.fetched(client, self.versions[1]) == self.versions[1]
            assert client.named(self.versions[1]).stale

    def stick(self, name: str) -> Path:
        """The folder of a stick."""
        return Path(self.shell.variables[name])

    def key_ids(self, stick: str | Path, role: str) -> list[str]:
        """The ids of the keys of a role on a stick."""
        folder = self.stick(stick) if isinstance(stick, str) else stick
        ring = self.publisher(keys=folder).ring
        return [ring.load(path).public_key.keyid for path in ring.files(role)]

    def put_commit(self, keys: Path, role: str) -> None:
        """Write a commit point over that of the channel, newer and signed with other keys."""
        ring = self.publisher(keys=keys).ring
        metadata = Metadata[Timestamp].from_bytes((self.place / "channel" / COMMIT).read_bytes())
        metadata.signed.version += 1
        metadata.signatures.clear()
        for path in ring.files(role):
            metadata.sign(ring.load(path), append=True)
        (self.place / "channel" / COMMIT).write_bytes(metadata.to_bytes())

    def publisher(self, *sticks: str, days: dict[str, int] | None = None, keys: Path | None = None) -> Publisher:
        """Somebody with the keys of some sticks, or with copies of them."""
        folders = [keys] if keys else [Path(self.shell.variables[stick]) for stick in sticks]
        secret = self.place / "secret"
        secret.write_text(PASSPHRASE)
        return Publisher(self.store, Keyring(folders, Passphrases([secret])), {**EXPIRY_DAYS, **(days or {})})


def release(world: World, blocks: list[str], *, leaving_out: str = "\n") -> None:
    """A release as the runbook says, and its build kept; a step may be left out to save time."""
    said = world.shell.run(blocks[0])
    found = re.search(r"^Release (\S+) of ", said, re.MULTILINE)
    assert found
    world.shell.variables["VERSION"] = found[1]
    steps = re.split(r"(?m)^(?=\$ )", blocks[1])
    world.shell.run("".join(step for step in steps if leaving_out not in step.partition("\n")[0]))
    world.do(blocks, 2)
    world.versions.append(found[1])
    (world.shell.folder / "build").rename(world.place / f"build-{found[1]}")


@pytest.fixture(scope="session")
def published(runbook: dict[str, list[str]], web: Web) -> Iterator[World]:
    """The ceremony and two releases, as the runbook says."""
    with memory() as folder:
        yield _published(runbook, web, folder / "run book")  # somebody has a blank in a path


def _published(runbook: dict[str, list[str]], web: Web, place: Path) -> World:
    place.mkdir()
    work = project(place / "project")
    git(place, "init", "--quiet", "--bare", "origin")
    git(work, "remote", "add", "origin", str(place / "origin"))
    sticks = {stick: place / "sticks" / stick.lower() for stick in STICKS}
    world = World(place, Shell(work, STORE=place / "channel", CHANNEL=web.address, **sticks), [])
    web.folder = place / "channel"
    world.do(runbook["Key ceremony"])
    shutil.copy(sticks["KEYS"] / "root.json", place / "published-root.json")
    release(world, runbook["A release in five commands"])
    shutil.copytree(place / "channel", place / "channel-before")
    (place / "readers").mkdir()
    world.fetched(world.reader("early"))
    edit(work, "events", lambda rows: rows[0].update(title="Said better"))
    release(world, runbook["A release in five commands"], leaving_out="peacedata rebuild")
    world.fetched(world.reader("returning"))
    return world


@pytest.fixture
def world(published: World, web: Web) -> Iterator[World]:
    """A copy of that world, which a test may spoil."""
    with memory() as folder:
        place = shutil.copytree(published.place, folder / "run book", symlinks=True)
        web.folder = place / "channel"
        before = published.shell.variables
        moved = {name: value.replace(str(published.place), str(place)) for name, value in before.items()}
        yield World(place, Shell(place / "project", **moved), list(published.versions))


# --- A release --------------------------------------------------------------------------------------------------------


def test_two_releases_are_made_as_the_runbook_says(world: World) -> None:
    first, second = world.versions
    world.everybody_gets(second)
    for client in world.readers():
        assert world.fetched(client, first, all_of_it=True) == first
    assert git(world.place / "origin", "tag").split() == [f"v{first}", f"v{second}"]
    with pytest.raises(Untrusted):
        Client(world.shell.variables["CHANNEL"], cache=Cache(world.place / "nobody")).release()


def test_after_the_ceremony_everybody_has_what_the_table_says(world: World) -> None:
    assert not (world.shell.folder / "ceremony").exists()
    has = {stick: sorted(path.name for path in world.stick(stick).iterdir()) for stick in STICKS}
    assert has["KEYS"] == ["root.json", "snapshot.pem", "targets.pem", "timestamp.pem"]
    assert has["ONLINE"] == ["root.json", "snapshot.pem", "timestamp.pem"]
    assert [len(has[stick]) for stick in ("SPARE", "ROOT_1", "ROOT_2", "ROOT_3")] == [2] * 4
    for stick in STICKS:
        for path in world.stick(stick).glob("*.pem"):
            assert path.stat().st_mode & 0o777 == 0o600
            offline = path.name.startswith(("root", "targets"))
            assert (b"ENCRYPTED" in path.read_bytes()) is offline
    keys = [world.key_ids(stick, ROOT)[0] for stick in ("ROOT_1", "ROOT_2", "ROOT_3")]
    assert len(set(keys)) == 3
    with pytest.raises(KeyFault, match="2 of the root keys must sign, 1 are in"):
        refresh(world.publisher("KEYS", "ROOT_1"), root=True)


def test_the_library_learns_of_the_channel(world: World, root: Path) -> None:
    page = (root / "docs" / "releasing.md").read_text("utf-8")
    [shown] = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    [command] = re.findall(r"`(python \.github/scripts/floor\.py [^`]*)`", page)
    scripts = root / ".github" / "scripts"
    printed = world.shell.run(f"$ {command}".replace("python .github/scripts", f"{sys.executable} '{scripts}'"))
    blank = re.compile(r"\d[\d.T:+-]*|https?://[^\"]*")
    assert blank.sub("", printed) == blank.sub("", shown)

    copied = world.place / "known.py"
    text = (root / "peacedata" / "channel" / "known.py").read_text("utf-8")
    assert text.count("KNOWN: Mapping[str, Known] = {}\n") == 1
    copied.write_text(text.replace("KNOWN: Mapping[str, Known] = {}\n", printed), "utf-8")
    shutil.copy(world.place / "published-root.json", world.place / "root.json")
    spec = importlib.util.spec_from_file_location("known_after_the_ceremony", copied)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    client = Client(known=module.KNOWN, cache=Cache(world.place / "readers" / "who-knows"))
    assert world.fetched(client) == world.versions[1]
    assert module.KNOWN[world.shell.variables["CHANNEL"]].floor.release == world.versions[1]

    # Somebody shows the state before the second release, which is signed and has not expired.
    shutil.copy(world.place / "channel-before" / COMMIT, world.place / "channel" / COMMIT)
    with pytest.raises(RolledBack):
        Client(known=module.KNOWN, cache=Cache(world.place / "readers" / "who-knows-2")).release()


# --- Every day, every year --------------------------------------------------------------------------------------------


def test_the_channel_is_signed_again(world: World, runbook: dict[str, list[str]]) -> None:
    before = world.publisher("ONLINE").state()
    world.do(runbook["Every day"], 0)
    after = world.publisher("ONLINE").state()
    assert after.timestamp.version == before.timestamp.version + 1
    assert after.targets.version == before.targets.version
    world.everybody_gets(world.versions[1])
    world.do(runbook["Every day"], 1)
    assert world.publisher("ONLINE").state().targets.version == before.targets.version + 1
    assert world.publisher("ONLINE").root.version == 2
    world.everybody_gets(world.versions[1])
    assert {(world.stick(stick) / "root.json").read_bytes() for stick in STICKS if stick != "ROOT_3"} == {
        (world.place / "channel" / "metadata" / "2.root.json").read_bytes()
    }


# --- Keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_rotated(world: World, runbook: dict[str, list[str]]) -> None:
    thief = shutil.copytree(world.stick("KEYS"), world.place / "thief")
    old = {stick: world.key_ids(stick, ROOT) for stick in ("ROOT_1", "ROOT_2", "ROOT_3")}
    world.do(runbook["Rotation"], 0)
    world.everybody_gets(world.versions[1])
    world.do(runbook["Rotation"], 1)
    world.everybody_gets(world.versions[1])
    for stick, keys in old.items():
        assert world.key_ids(stick, ROOT)
        assert set(world.publisher("KEYS").root.roles[ROOT].keyids).isdisjoint(keys)
    # Everybody can go on with what they have now; who has old keys cannot.
    refresh(world.publisher("ONLINE"))
    refresh(world.publisher("KEYS", "ROOT_2", "ROOT_3"), root=True, targets=True)
    assert len(world.key_ids("SPARE", TARGETS)) == 1
    withdraw(world.versions[0], "It was replaced.", world.publisher("SPARE", "ONLINE"))
    world.everybody_gets(world.versions[1])
    with pytest.raises(KeyFault):
        refresh(world.publisher(keys=thief))
    world.put_commit(thief, TIMESTAMP)
    world.everybody_refuses()


def test_a_lost_laptop(world: World, runbook: dict[str, list[str]]) -> None:
    thief = world.stick("KEYS").rename(world.place / "thief")
    [lost_online], [lost_targets] = world.key_ids(thief, SNAPSHOT), world.key_ids(thief, TARGETS)
    world.shell.variables |= {"LOST_ONLINE": lost_online, "LOST_TARGETS": lost_targets}
    assert world.versions[1] in world.do(runbook["A lost laptop"])
    world.everybody_gets(world.versions[1])
    root = world.publisher("SPARE").root
    assert {lost_online, lost_targets}.isdisjoint(root.keys)
    with pytest.raises(KeyFault):
        withdraw(world.versions[1], "Says the thief.", world.publisher(keys=thief))
    withdraw(world.versions[1], "Says the second manager.", world.publisher("SPARE"))
    world.everybody_gets(world.versions[0])
    world.put_commit(thief, TIMESTAMP)
    world.everybody_refuses()


def test_a_lost_root_key(world: World) -> None:
    [lost] = world.key_ids("ROOT_3", ROOT)
    shutil.rmtree(world.stick("ROOT_3"))
    world.shell.run(
        f'$ peacedata keys revoke {lost} --to "$STORE" --keys "$KEYS" --keys "$ROOT_1" --keys "$ROOT_2"\n'
        "root: ... -> ...\n...\n"
    )
    world.everybody_gets(world.versions[1])
    refresh(world.publisher("KEYS", "ROOT_1"), root=True)  # the new key lies in KEYS


@pytest.mark.parametrize("forward", [False, True], ids=["old news", "fast-forward"])
def test_a_stolen_online_key(world: World, runbook: dict[str, list[str]], forward: bool) -> None:
    first, second = world.versions
    thief = world.publisher(keys=shutil.copytree(world.stick("ONLINE"), world.place / "thief"))
    state = thief.state()
    snapshot, version = copy.deepcopy(state.snapshot), state.timestamp.version
    if forward:
        meta = thief.put_metadata(SNAPSHOT, snapshot, FAST_FORWARD, thief.signers(SNAPSHOT))
        assert thief.put_timestamp(FAST_FORWARD, meta, state.token)
        world.everybody_gets(second)  # who cannot know better, and has seen these numbers from now on
    else:
        before = json.loads((world.place / "channel-before" / COMMIT).read_bytes())["signed"]["meta"]["snapshot.json"]
        old = world.place / "channel" / "metadata" / f"{before['version']}.snapshot.json"
        snapshot.meta = Metadata[Snapshot].from_bytes(old.read_bytes()).signed.meta
        meta = thief.put_metadata(SNAPSHOT, snapshot, state.snapshot.version + 1, thief.signers(SNAPSHOT))
        assert thief.put_timestamp(version + 1, meta, state.token)
        assert world.fetched(world.reader("fresh")) == first  # news is delayed for who does not know of it,
        with pytest.raises((RolledBack, Tampered)):  # and nobody else is fooled
            world.reader("returning").release()
    stolen = (world.place / "channel" / COMMIT).read_bytes()

    world.shell.variables["LOST_ONLINE"] = world.key_ids("ONLINE", SNAPSHOT)[0]
    world.do(runbook["A stolen online key"])
    world.everybody_gets(second)
    assert world.fetched(world.reader("fresh")) == second
    refresh(world.publisher("ONLINE"))

    (world.place / "channel" / COMMIT).write_bytes(stolen)
    world.everybody_refuses()
    world.do(runbook["An interrupted publish"], 1)
    world.everybody_gets(second)


# --- Age --------------------------------------------------------------------------------------------------------------


def test_an_expired_channel(world: World, runbook: dict[str, list[str]]) -> None:
    publisher = world.publisher("ONLINE", days={SNAPSHOT: -1, TIMESTAMP: -1})
    publisher.transact(lambda state: Draft(snapshot=True))
    world.everybody_finds_it_stale()
    world.do(runbook["An expired channel"], 0)
    world.everybody_gets(world.versions[1])


def test_a_channel_in_which_everything_has_expired(world: World, runbook: dict[str, list[str]]) -> None:
    past = dict.fromkeys((*ROLES, RELEASE), -1)
    refresh(world.publisher("KEYS", "ROOT_1", "ROOT_2", days=past), root=True, targets=True)
    world.everybody_finds_it_stale()
    with pytest.raises(AssertionError, match=r"(?s)targets expired on .*; run: peacedata channel refresh --targets"):
        world.do(runbook["An expired channel"], 0)
    with pytest.raises(Stale):
        world.reader("returning").release()
    world.do(runbook["An expired channel"], 1)
    world.everybody_gets(world.versions[1])


# --- Releases ---------------------------------------------------------------------------------------------------------


def test_a_withdrawn_release(world: World, runbook: dict[str, list[str]]) -> None:
    first, second = world.versions
    world.shell.variables |= {"VERSION": second, "REPLACEMENT": first}
    world.do(runbook["A withdrawn release"])
    world.everybody_gets(first)
    for client in world.readers():
        assert world.fetched(client, second) == second
        assert "Dates of the second round were wrong." in str(client.named(second).withdrawn)
    world.shell.run('$ peacedata channel verify "$STORE"\nVerified: 2 releases...\n...\n')


class Killed(BaseException):
    """The end of a publisher, which nothing catches."""


class Dying(FolderStore):
    """A store whose publisher ends after a number of files, before or after the commit."""

    def __init__(self, path: Path, files: int, *, committed: bool) -> None:
        super().__init__(path)
        self._left, self._counting = files, not committed

    def create(self, path: str, content: Content) -> bool:
        if self._counting:
            if self._left == 0 and not path.startswith("probe/"):
                raise Killed
            self._left -= 1
        return super().create(path, content)

    def replace(self, path: str, data: bytes, token: str) -> bool:
        if path != COMMIT:
            return super().replace(path, data, token)
        if self._counting:
            raise Killed
        self._counting = True
        return super().replace(path, data, token)


POINTS = {"files": (20, False), "commit": (10_000, False), "plain names": (20, True)}


# A repair of files that were not signed yet is followed by a publish.
@pytest.mark.parametrize(
    ("point", "command"),
    [
        ("files", "repair"),
        ("commit", "publish"),
        ("commit", "repair"),
        ("plain names", "publish"),
        ("plain names", "repair"),
    ],
)
def test_an_interrupted_publish(world: World, runbook: dict[str, list[str]], point: str, command: str) -> None:
    first, second = world.versions
    shutil.rmtree(world.place / "channel")
    (world.place / "channel-before").rename(world.place / "channel")
    shutil.rmtree(world.place / "readers" / "returning")
    build = shutil.copytree(world.place / f"build-{second}", world.shell.folder / "build")
    files, committed = POINTS[point]
    publisher = world.publisher("KEYS")
    publisher.store = Dying(world.place / "channel", files, committed=committed)
    with pytest.raises(Killed):
        publish(read_build(build), publisher)
    world.everybody_gets(second if committed else first)

    world.do(runbook["An interrupted publish"], 0 if command == "publish" else 1)
    done = command == "publish" or point != "files"
    world.everybody_gets(second if done else first)
    if not done:
        with pytest.raises(NoSuchRelease):
            world.reader("early").release(second)
        world.do(runbook["An interrupted publish"], 0)
        world.everybody_gets(second)
    assert (world.place / "channel" / second / "datapackage.json").is_file()
    assert not verify_channel(world.store).orphans or point == "files"


# --- The page itself --------------------------------------------------------------------------------------------------


def test_no_chapter_is_left_out(runbook: dict[str, list[str]]) -> None:
    tried = Path(__file__).read_text("utf-8")
    for heading, blocks in runbook.items():
        assert not blocks or f'runbook["{heading}"]' in tried, heading


def test_a_block_that_does_not_do_what_it_shows_is_noticed(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("$ NAME=value\n$ echo $NAME; false\nvalue\n[exit 1]\n")
    assert shell.variables["NAME"] == "value"
    with pytest.raises(AssertionError, match="shown"):
        shell.run("$ echo one\ntwo\n")
    with pytest.raises(AssertionError):
        shell.run("$ false\n")
    with pytest.raises(AssertionError):
        shell.run("$ exit 0\n$ true\n")

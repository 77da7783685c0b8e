"""The cases of the public TUF conformance suite, written from its description, against ``tests/tuf_client.py``.

Most run in this process, for speed; the first one runs the program as the suite does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from client_repository import Repository
from client_server import Server, serving
from cryptography.hazmat.primitives.asymmetric import rsa
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, MetaFile, Role, TargetFile, Targets

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tuf_client

from peacedata.channel import client_updater
from peacedata.channel.fetcher import Deadline, Http


class Suite:
    """A repository, its server and a client under test."""

    def __init__(self, folder: Path, server: Server, repository: Repository) -> None:
        self.folder, self.server, self.repo = folder, server, repository
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        self.now = datetime.now(UTC)

    def arguments(self, command: str, *more: str) -> list[str]:
        url = self.server.address + "metadata"
        return ["--metadata-dir", str(self.metadata), "--metadata-url", url, *more, command]

    def init(self, root: bytes | None = None) -> int:
        (self.folder / "initial.json").write_bytes(self.repo.first_root if root is None else root)
        return self._run([*self.arguments("init"), str(self.folder / "initial.json")])

    def refresh(self) -> int:
        return self._run(self.arguments("refresh"))

    def download(self, name: str) -> int:
        targets = ("--target-name", name, "--target-base-url", self.server.address + "targets")
        return self._run(self.arguments("download", *targets, "--target-dir", str(self.targets)))

    def _run(self, arguments: list[str]) -> int:
        self.server.asked.clear()
        before, sys.argv = sys.argv, ["tuf_client.py", *arguments]
        try:
            return tuf_client.main()
        finally:
            sys.argv = before

    def updater(self) -> client_updater.ChannelUpdater:
        """Our client's updater for more than one question."""
        source = Http(tuf_client.PACE, Deadline(tuf_client.PACE.total))
        client = client_updater.ChannelUpdater(
            self.metadata, self.server.address + "metadata", source, None, datetime.now(UTC)
        )
        client.refresh()
        return client

    def version(self, role: str) -> int | None:
        path = self.metadata / f"{role}.json"
        return Metadata[Any].from_bytes(path.read_bytes()).signed.version if path.exists() else None

    def versions(self) -> tuple[int | None, ...]:
        return tuple(self.version(role) for role in ("root", "timestamp", "snapshot", "targets"))

    def asked(self) -> list[str]:
        return [path.rpartition("/")[2] for path in self.server.asked]

    def downloaded(self) -> set[bytes]:
        return {path.read_bytes() for path in self.targets.rglob("*") if path.is_file()}

    def add_target(self, name: str, data: bytes, role: Targets | None = None) -> None:
        target = TargetFile.from_data(name, data, ["sha256"])
        (role or self.repo.targets).targets[name] = target
        folder, slash, base = name.rpartition("/")
        self.repo.put(f"targets/{folder}{slash}{target.hashes['sha256']}.{base}", data)

    def commit(self) -> None:
        """A new state, without an index of releases."""
        self.repo.targets.version += 1
        self.write("targets", self.repo.targets)
        self.repo.write_snapshot()
        self.repo.write_timestamp()

    def write(self, name: str, signed: Any, signers: list[CryptoSigner] | None = None) -> None:
        signed.expires = self.repo.expiry("targets")
        path = f"metadata/{signed.version}.{quote(name, '')}.json"
        self.repo.put(path, self.repo.sign(signed, "targets", signers))

    def delegate(self, parent: str, name: str, paths: list[str], *, terminating: bool = False) -> Targets:
        """Delegate to a role; ``commit_roles`` writes them all."""
        parent_role = self.repo.targets if parent == "targets" else self.repo.roles[parent]
        if parent_role.delegations is None:
            parent_role.delegations = Delegations({}, {})
        assert parent_role.delegations.roles is not None
        parent_role.delegations.roles[name] = DelegatedRole(name, [], 1, terminating, paths)
        parent_role.add_key(self.repo.signers["targets"][0].public_key, name)
        return self.repo.roles.setdefault(name, Targets(version=1))

    def commit_roles(self) -> None:
        for name, role in self.repo.roles.items():
            self.write(name, role)
        self.commit()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("model") / "repository")


@pytest.fixture
def suite(tmp_path: Path, model: Repository) -> Iterator[Suite]:
    repository = model.copy(tmp_path / "repository")
    with serving(repository.folder) as server:
        yield Suite(tmp_path, server, repository)


def test_as_a_program(suite: Suite) -> None:
    program = [sys.executable, str(Path(tuf_client.__file__))]
    suite.add_target("path/to/file.txt", b"content")
    suite.commit()
    assert suite.init() == 0
    assert suite.server.asked == []
    targets = ["--target-base-url", suite.server.address + "targets", "--target-dir", str(suite.targets)]
    for name, code in (("path/to/file.txt", 0), ("nothing", 1)):
        arguments = suite.arguments("download", "--target-name", name, *targets)
        assert subprocess.run([*program, *arguments], check=False, capture_output=True).returncode == code
    assert suite.downloaded() == {b"content"}


def test_init_and_refresh(suite: Suite) -> None:
    assert suite.init() == 0
    assert suite.server.asked == []
    assert suite.refresh() == 0
    assert suite.asked() == ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"]
    assert suite.versions() == (1, 1, 1, 1)
    assert suite.refresh() == 0
    assert suite.asked() == ["2.root.json", "timestamp.json"]  # the rest is known


def test_download_refreshes(suite: Suite) -> None:
    assert suite.init() == 0
    assert suite.download("nothing") == 1
    assert suite.asked() == ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"]
    assert suite.versions() == (1, 1, 1, 1)


@pytest.mark.parametrize("wrong", ["no version", "bad signature", "no signature", "other type", "empty"])
def test_initial_root_that_is_none(suite: Suite, wrong: str) -> None:
    raw = json.loads(suite.repo.first_root)
    if wrong == "no version":
        del raw["signed"]["version"]
    elif wrong == "bad signature":
        raw["signatures"][0]["sig"] = "00" * 64
    elif wrong == "no signature":
        raw["signatures"] = []
    elif wrong == "other type":
        raw["signed"]["_type"] = "timestamp"
    suite.init(b"" if wrong == "empty" else json.dumps(raw).encode())
    assert suite.refresh() == 1
    assert suite.asked() == []


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
@pytest.mark.parametrize("wrong", ["unsigned", "wrong key", "bad signature"])
def test_signatures_of_each_role(suite: Suite, role: str, wrong: str) -> None:
    suite.init()
    assert suite.refresh() == 0
    suite.commit()
    name = "timestamp.json" if role == "timestamp" else f"2.{role}.json"
    path = suite.repo.folder / "metadata" / name
    metadata: Metadata[Any] = Metadata.from_bytes(path.read_bytes())
    if wrong == "unsigned":
        metadata.signatures.clear()
    elif wrong == "wrong key":
        metadata.sign(CryptoSigner.generate_ed25519())
    else:
        next(iter(metadata.signatures.values())).signature = "00" * 64
    path.write_bytes(metadata.to_bytes())
    assert suite.refresh() == 1
    assert suite.version(role) == 1


def test_same_version_with_other_content_is_not_taken(suite: Suite) -> None:
    suite.init()
    suite.refresh()
    suite.repo.timestamp.version -= 1
    suite.repo.snapshot.version = 100
    suite.repo.write_timestamp()
    suite.refresh()
    timestamp = Metadata[Any].from_bytes((suite.metadata / "timestamp.json").read_bytes())
    assert timestamp.signed.snapshot_meta.version == 1


def test_unknown_fields_are_signed_too(suite: Suite) -> None:
    suite.init()
    suite.repo.root.unrecognized_fields["custom"] = {"a": [1, "two"]}
    suite.repo.root.roles["root"].unrecognized_fields["another"] = "value"
    suite.repo.write_root()
    assert suite.refresh() == 0
    assert suite.version("root") == 2
    path = suite.repo.folder / "metadata/3.root.json"
    suite.repo.write_root()
    path.write_bytes(path.read_bytes().replace(b'"two"', b'"2"'))
    assert suite.refresh() == 1
    assert suite.version("root") == 2


@pytest.mark.parametrize("role", ["root", "timestamp", "snapshot", "targets"])
def test_expired(suite: Suite, role: str) -> None:
    suite.init()
    assert suite.refresh() == 0
    before = suite.versions()
    suite.repo.days[role] = -5
    if role == "root":
        suite.repo.write_root()
        suite.commit()
    elif role == "targets":
        suite.repo.commit()
    else:
        suite.commit()
    assert suite.refresh() == 1
    after = dict(zip(("root", "timestamp", "snapshot", "targets"), suite.versions(), strict=True))
    assert after[role] == (2 if role == "root" else before[1])
    if role in ("root", "timestamp"):
        assert (after["snapshot"], after["targets"]) == (1, 1)


def test_expired_metadata_of_before_is_updated(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept had expired when a newer one came: it still guards against rollback, and is replaced."""
    suite.init()
    assert suite.refresh() == 0
    suite.repo.now += timedelta(days=14)
    suite.commit()

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(days=18)

    monkeypatch.setattr(tuf_client, "datetime", Later)
    assert suite.refresh() == 0
    assert suite.versions() == (1, 2, 2, 2)


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_rollback_of_each_role(suite: Suite, role: str) -> None:
    suite.init()
    suite.commit()
    assert suite.refresh() == 0
    if role == "timestamp":
        suite.repo.timestamp.version = 0
        suite.repo.write_timestamp()
    elif role == "snapshot":
        suite.repo.snapshot.version = 1
        suite.repo.write_timestamp()
    else:
        suite.repo.targets.version = 1
        suite.repo.write_snapshot()
        suite.repo.write_timestamp()
    assert suite.refresh() == 1
    assert suite.versions()[3] == 2
    assert suite.version(role) == 2


def test_snapshot_that_lost_a_role(suite: Suite) -> None:
    suite.init()
    suite.delegate("targets", "delegated", ["*"])
    suite.commit_roles()
    assert suite.refresh() == 0
    del suite.repo.roles["delegated"]
    suite.commit()
    assert suite.refresh() == 1
    assert suite.version("snapshot") == 2


def test_snapshot_of_another_version_than_stated(suite: Suite) -> None:
    suite.init()
    assert suite.refresh() == 0
    suite.repo.snapshot.version += 1
    suite.repo.write_timestamp()
    data = (suite.repo.folder / "metadata/1.snapshot.json").read_bytes()
    suite.repo.put("metadata/2.snapshot.json", data)
    assert suite.refresh() == 1
    assert suite.version("targets") == 1


@pytest.mark.parametrize("what", ["hash", "length"])
@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_hash_and_length_in_the_role_above(suite: Suite, role: str, what: str) -> None:
    suite.init()
    assert suite.refresh() == 0
    repo = suite.repo
    repo.targets.version += 1
    suite.write("targets", repo.targets)
    wrong = {"hashes": {"sha256": "0" * 64}} if what == "hash" else {"length": 10}
    repo.write_snapshot()
    if role == "targets":
        repo.snapshot.meta["targets.json"] = MetaFile(version=repo.targets.version, **wrong)
        repo.put(f"metadata/{repo.snapshot.version}.snapshot.json", repo.sign(repo.snapshot, "snapshot"))
        repo.write_timestamp()
    else:
        repo.timestamp.version += 1
        repo.timestamp.snapshot_meta = MetaFile(version=repo.snapshot.version, **wrong)
        repo.timestamp.expires = repo.expiry("timestamp")
        repo.put("metadata/timestamp.json", repo.sign(repo.timestamp, "timestamp"))
    assert suite.refresh() == 1
    assert suite.version(role) == 1


def test_root_rotation_step_by_step(suite: Suite) -> None:
    suite.init()
    for _ in range(4):
        suite.repo.rotate("root")
    assert suite.refresh() == 0
    assert suite.version("root") == 5
    assert suite.asked()[:5] == [f"{number}.root.json" for number in (2, 3, 4, 5, 6)]


@pytest.mark.parametrize("signed_by", ["old", "new", "neither"])
def test_root_rotation_signed_by_one_side_only(suite: Suite, signed_by: str) -> None:
    suite.init()
    old, new = suite.repo.signers["root"][0], CryptoSigner.generate_ed25519()
    suite.repo.root.revoke_key(suite.repo.root.roles["root"].keyids[0], "root")
    suite.repo.root.add_key(new.public_key, "root")
    signer = {"old": old, "new": new, "neither": CryptoSigner.generate_ed25519()}[signed_by]
    suite.repo.write_root([signer])
    assert suite.refresh() == 1
    assert suite.version("root") == 1


@pytest.mark.parametrize("version", [1, 3, 4])
def test_root_of_a_version_that_is_not_next(suite: Suite, version: int) -> None:
    suite.init()
    suite.repo.root.version = version
    suite.repo.put("metadata/2.root.json", suite.repo.sign(suite.repo.root, "root"))
    assert suite.refresh() == 1
    assert suite.version("root") == 1


@pytest.mark.parametrize(("threshold", "keys", "signatures", "code"), [(2, 2, 2, 0), (2, 2, 1, 1), (1, 3, 1, 0)])
def test_threshold_of_root(suite: Suite, threshold: int, keys: int, signatures: int, code: int) -> None:
    suite.init()
    signers = [suite.repo.signers["root"][0], *(CryptoSigner.generate_ed25519() for _ in range(keys - 1))]
    for signer in signers:
        suite.repo.root.add_key(signer.public_key, "root")
    suite.repo.root.roles["root"].threshold = threshold
    suite.repo.write_root(signers[:signatures])
    assert suite.refresh() == code


def test_one_key_under_two_ids_is_one_key(suite: Suite) -> None:
    suite.init()
    root, signer = suite.repo.root, suite.repo.signers["timestamp"][0]
    keyid = root.roles["timestamp"].keyids[0]
    other = type(root.keys[keyid]).from_dict("b" * 64, root.keys[keyid].to_dict())
    root.keys[other.keyid] = other
    root.roles["timestamp"] = Role([keyid, other.keyid], 2)
    suite.repo.write_root()
    suite.repo.write_timestamp()
    raw = json.loads((suite.repo.folder / "metadata/timestamp.json").read_bytes())
    raw["signatures"].append({"keyid": keyid, "sig": raw["signatures"][0]["sig"]})
    suite.repo.put("metadata/timestamp.json", json.dumps(raw).encode())
    assert suite.refresh() == 1
    assert signer.public_key.keyid == keyid


def test_repeated_keyids_in_a_role(suite: Suite) -> None:
    suite.init()
    raw = suite.repo.root.to_dict()
    raw["version"] = 2
    raw["roles"]["timestamp"]["keyids"] *= 2
    suite.repo.put("metadata/2.root.json", json.dumps({"signatures": [], "signed": raw}).encode())
    assert suite.refresh() == 1


@pytest.mark.parametrize(
    "make",
    [
        CryptoSigner.generate_ed25519,
        CryptoSigner.generate_ecdsa,
        lambda: CryptoSigner(rsa.generate_private_key(65537, 2048)),  # the library's own is larger, and slow to make
    ],
    ids=["ed25519", "ecdsa", "rsa"],
)
def test_kinds_of_keys(suite: Suite, make: Any) -> None:
    suite.init()
    signer = make()
    suite.repo.root.revoke_key(suite.repo.root.roles["timestamp"].keyids[0], "timestamp")
    suite.repo.root.add_key(signer.public_key, "timestamp")
    suite.repo.signers["timestamp"] = [signer]
    suite.repo.write_root()
    suite.commit()
    assert suite.refresh() == 0
    assert suite.version("timestamp") == 2


@pytest.mark.parametrize("role", ["timestamp", "snapshot"])
def test_fast_forward_recovery(suite: Suite, role: str) -> None:
    suite.init()
    honest = getattr(suite.repo, role).version
    getattr(suite.repo, role).version = 99_999
    if role == "snapshot":
        suite.repo.write_snapshot()
    suite.repo.write_timestamp()
    assert suite.refresh() == 0
    getattr(suite.repo, role).version = honest
    suite.commit()
    assert suite.refresh() == 1
    suite.repo.rotate("timestamp", "snapshot")
    suite.commit()
    assert suite.refresh() == 0
    assert suite.version(role) == getattr(suite.repo, role).version


def test_without_consistent_snapshots(suite: Suite) -> None:
    suite.init()
    suite.repo.root.consistent_snapshot = False
    suite.repo.write_root()
    suite.add_target("a/file.txt", b"content")
    suite.commit()
    for role in ("snapshot", "targets"):
        data = (suite.repo.folder / f"metadata/2.{role}.json").read_bytes()
        suite.repo.put(f"metadata/{role}.json", data)
    suite.repo.put("targets/a/file.txt", b"content")
    assert suite.download("a/file.txt") == 0
    assert suite.asked() == [
        "2.root.json",
        "3.root.json",
        "timestamp.json",
        "snapshot.json",
        "targets.json",
        "file.txt",
    ]
    assert suite.downloaded() == {b"content"}


@pytest.mark.parametrize("name", ["file.txt", "path/to/a/file.txt"])
def test_download(suite: Suite, name: str) -> None:
    suite.init()
    suite.add_target(name, b"content")
    suite.commit()
    assert suite.refresh() == 0
    assert suite.downloaded() == set()
    assert suite.download(name) == 0
    assert suite.downloaded() == {b"content"}
    assert suite.download(name) == 0
    assert not any("file.txt" in path for path in suite.asked())  # it is there already


def test_target_that_was_exchanged(suite: Suite) -> None:
    suite.init()
    for name in ("one.txt", "two.txt"):
        suite.add_target(name, name.encode())
    suite.commit()
    assert suite.download("one.txt") == 0
    for path in (suite.repo.folder / "targets").glob("*.txt"):
        path.write_bytes(b"malice!")
    suite.download("one.txt")
    assert suite.download("two.txt") == 1
    assert suite.downloaded() == {b"one.txt"}


def test_target_that_changes(suite: Suite) -> None:
    suite.init()
    for number in range(5):
        suite.add_target("file.txt", f"content {number}".encode())
        suite.commit()
        assert suite.download("file.txt") == 0
        assert suite.downloaded() == {f"content {number}".encode()}
        digest = suite.repo.targets.targets["file.txt"].hashes["sha256"]
        (suite.repo.folder / f"targets/{digest}.file.txt").write_bytes(b"malice")
        suite.targets.joinpath("file.txt").unlink()
        assert suite.download("file.txt") == 1
        assert suite.downloaded() == set()


_TWO = [("targets", "A", ["*"], False), ("targets", "B", ["*"], False)]
GRAPHS: list[tuple[str, list[tuple[str, str, list[str], bool]], list[str]]] = [
    ("one", [("targets", "A", ["*"], False)], ["A"]),
    ("two in order", _TWO, ["A", "B"]),
    (
        "depth first",
        [("targets", "A", ["*"], False), ("targets", "B", ["*"], False), ("A", "C", ["*"], False)],
        ["A", "C", "B"],
    ),
    ("terminating", [("targets", "A", ["*"], True), ("targets", "B", ["*"], False)], ["A"]),
    (
        "terminating below",
        [("targets", "A", ["*"], False), ("targets", "B", ["*"], False), ("A", "C", ["*"], True)],
        ["A", "C"],
    ),
    ("no match", [("targets", "A", ["other/*"], False), ("targets", "B", ["*"], False)], ["B"]),
    ("circle", [("targets", "A", ["*"], False), ("A", "B", ["*"], False), ("B", "A", ["*"], False)], ["A", "B"]),
    ("question mark", [("targets", "A", ["miss?ng"], False), ("targets", "B", ["mis?ng"], False)], ["A"]),
]


@pytest.mark.parametrize(("roles", "visited"), [graph[1:] for graph in GRAPHS], ids=[graph[0] for graph in GRAPHS])
def test_graph_of_delegations(suite: Suite, roles: list[Any], visited: list[str]) -> None:
    suite.init()
    for parent, name, paths, terminating in roles:
        suite.delegate(parent, name, paths, terminating=terminating)
    suite.commit_roles()
    assert suite.download("missing") == 1
    known = {"root", "timestamp", "snapshot", "targets"}
    names = [path.removesuffix(".json").partition(".")[2] or path for path in suite.asked()]
    assert [name for name in names if name not in known and "timestamp" not in name] == visited


def test_no_more_than_so_many_delegations(suite: Suite) -> None:
    suite.init()
    for number in range(40):
        suite.delegate("targets", f"r{number}", ["*"])
    suite.commit_roles()
    assert suite.download("missing") == 1
    assert sum(path.startswith("1.r") for path in suite.asked()) == client_updater._CONFIG.max_delegations


def test_star_does_not_cross_a_slash(suite: Suite) -> None:
    suite.init()
    role = suite.delegate("targets", "A", ["*"])
    suite.add_target("folder/file.txt", b"content", role)
    suite.commit_roles()
    assert suite.download("folder/file.txt") == 1
    assert "1.A.json" not in suite.asked()


def test_delegated_target(suite: Suite) -> None:
    suite.init()
    role = suite.delegate("targets", "A", ["folder/*"])
    suite.add_target("folder/file.txt", b"content", role)
    suite.commit_roles()
    assert suite.download("folder/file.txt") == 0
    assert suite.downloaded() == {b"content"}
    role.targets.clear()
    role.version = 2
    suite.commit_roles()
    assert suite.download("folder/file.txt") == 1


def test_a_role_is_verified_anew_for_each_delegator(suite: Suite) -> None:
    suite.init()
    suite.delegate("targets", "A", ["a/*"])
    shared = suite.delegate("A", "C", ["*/*"])
    suite.delegate("targets", "B", ["b/*"]).delegations = Delegations(
        {}, {"C": DelegatedRole("C", [], 1, False, ["*/*"])}
    )
    suite.repo.roles["B"].add_key(CryptoSigner.generate_ed25519().public_key, "C")  # B trusts another key for it
    for name in ("a/file", "b/file"):
        suite.add_target(name, name.encode(), shared)
    suite.commit_roles()
    assert suite.download("a/file") == 0
    assert suite.download("b/file") == 1
    client = suite.updater()
    assert client.get_targetinfo("a/file") is not None
    with pytest.raises(UnsignedMetadataError):
        client.get_targetinfo("b/file")


@pytest.mark.parametrize("wrong", ["signature", "version", "not in snapshot", "expired"])
def test_delegated_role_that_is_wrong(suite: Suite, wrong: str) -> None:
    suite.init()
    role = suite.delegate("targets", "A", ["*"])
    suite.add_target("file.txt", b"content", role)
    suite.commit_roles()
    if wrong == "signature":
        suite.write("A", role, [CryptoSigner.generate_ed25519()])
    elif wrong == "version":
        role.version = 2
        data = suite.repo.sign(role, "targets")
        suite.repo.put("metadata/1.A.json", data)
    elif wrong == "not in snapshot":
        del suite.repo.roles["A"]
        suite.commit()
    else:
        suite.repo.days["targets"] = -1
        suite.write("A", role)
    assert suite.download("file.txt") == 1
    assert suite.downloaded() == set()


@pytest.mark.parametrize("name", ["?", "#", "/role", "../role", "ü", "a b", "%2e"])
def test_unusual_names_of_roles(suite: Suite, name: str) -> None:
    suite.init()
    suite.delegate("targets", name, ["*"])
    suite.commit_roles()
    assert suite.download("nothing") == 1
    assert f"1.{quote(name, '')}.json" in suite.asked()
    inside = {path.resolve() for path in suite.folder.rglob("*.json")}
    assert sum(suite.metadata.resolve() in path.parents for path in inside) == 5


def test_missing_files_of_each_role(suite: Suite) -> None:
    suite.init()
    assert suite.refresh() == 0
    suite.commit()
    for name in ("2.targets.json", "2.snapshot.json", "timestamp.json"):
        (suite.repo.folder / "metadata" / name).unlink()
        assert suite.refresh() == 1

"""A small channel for tests of the client, made with the TUF library directly, honest or not."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from copy import copy, deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from peacedata.channel.client_address import parse_address
from peacedata.release.content_hash import hash_of_files, sums

ROLES = ("root", "targets", "snapshot", "timestamp")
DAYS = {"root": 365, "targets": 365, "release": 365, "snapshot": 30, "timestamp": 7}


def files_of(mark: str, size: int = 40) -> dict[str, bytes]:
    """The files of a release in miniature; the mark makes two of them differ."""
    files = {
        "data/events.csv": f"event_id,title\n{mark},{'x' * size}\n".encode(),
        "data/actors.csv": f"actor_id\n{mark}\n".encode(),
        "schemas/events.schema.json": b'{"fields": [{"name": "event_id"}, {"name": "title"}]}\n',
        "schemas/actors.schema.json": b'{"fields": [{"name": "actor_id"}]}\n',
        "parquet/events.parquet": f"PAR1 {mark}".encode(),
        "peacedata.sqlite": f"SQLite {mark}".encode(),
    }
    resources = [{"name": name, "path": f"data/{name}.csv"} for name in ("actors", "events")]
    files["datapackage.json"] = json.dumps({"name": "peacedata", "version": mark, "resources": resources}).encode()
    files["SHA256SUMS"] = sums({path: hashlib.sha256(data).hexdigest() for path, data in files.items()}).encode()
    return files


class Repository:
    """A publisher and its folder; every part can be made wrong before it is written."""

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        self.folder = folder
        self.now = now or datetime.now(UTC)
        self.days = dict(DAYS)
        self.signers: dict[str, list[CryptoSigner]] = {role: [CryptoSigner.generate_ed25519()] for role in ROLES}
        self.root = Root(consistent_snapshot=True)
        for role in ROLES:
            self.root.add_key(self.signers[role][0].public_key, role)
        self.targets = Targets()
        self.targets.delegations = Delegations({}, {})
        self.snapshot = Snapshot()
        self.timestamp = Timestamp()
        for signed in (self.root, self.targets, self.snapshot, self.timestamp):
            signed.version = 0  # each is raised before it is written
        self.releases: dict[str, dict[str, Any]] = {}
        self.roles: dict[str, Targets] = {}
        self.write_root()
        self.commit()

    def copy(self, folder: Path) -> Repository:
        """The same publisher with the same keys, in a folder of its own."""
        shutil.copytree(self.folder, folder)
        other = copy(self)
        for name in ("days", "root", "targets", "snapshot", "timestamp", "releases", "roles"):
            setattr(other, name, deepcopy(getattr(self, name)))
        other.signers = {role: list(signers) for role, signers in self.signers.items()}
        other.folder = folder
        return other

    @property
    def first_root(self) -> bytes:
        return (self.folder / "metadata" / "1.root.json").read_bytes()

    def expiry(self, role: str) -> datetime:
        return (self.now + timedelta(days=self.days[role])).replace(microsecond=0)

    def put(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def sign(self, signed: Any, role: str, signers: list[CryptoSigner] | None = None) -> bytes:
        metadata = Metadata(signed)
        for signer in signers or self.signers[role]:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()

    def write_root(self, signers: list[CryptoSigner] | None = None) -> None:
        self.root.version += 1
        self.root.expires = self.expiry("root")
        self.put(f"metadata/{self.root.version}.root.json", self.sign(self.root, "root", signers))

    def rotate(self, *roles: str) -> None:
        """New keys for some roles, in a new root that old and new root keys sign."""
        old = list(self.signers["root"])
        for role in roles:
            for keyid in list(self.root.roles[role].keyids):
                self.root.revoke_key(keyid, role)
            self.signers[role] = [CryptoSigner.generate_ed25519()]
            self.root.add_key(self.signers[role][0].public_key, role)
        self.write_root(old + [signer for signer in self.signers["root"] if signer not in old])

    def add(
        self,
        version: str,
        files: Mapping[str, bytes] | None = None,
        *,
        entry: Mapping[str, Any] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Write a release and sign it; ``commit`` makes it visible. ``names`` signs files under other names."""
        files = files_of(version) if files is None else files
        role = Targets(version=1, expires=self.expiry("release"))
        for path, data in files.items():
            signed = (names or {}).get(path, f"{version}/{path}")
            role.targets[signed] = TargetFile.from_data(signed, data, ["sha256"])
            folder, _, name = signed.rpartition("/")
            if signed == f"{version}/{path}":  # a name that lies may not be one that can be written
                self.put(f"targets/{folder}/{hashlib.sha256(data).hexdigest()}.{name}", data)
                self.put(signed, data)
        self.roles[version] = role
        self.releases[version] = {
            "version": version,
            "content_hash": f"sha256:{hash_of_files(files)}",
            "schema_version": "1.0.0",
            "date": "2026-01-31",
            "change_class": None,
            **(entry or {}),
        }
        patterns = [f"{version}{'/*' * depth}" for depth in range(1, 5)]
        assert self.targets.delegations is not None
        assert self.targets.delegations.roles is not None
        self.targets.delegations.roles[version] = DelegatedRole(version, [], 1, True, patterns)
        for signer in self.signers["targets"]:
            self.targets.add_key(signer.public_key, version)
        self.write_role(version)

    def write_role(self, version: str) -> None:
        role = self.roles[version]
        self.put(f"metadata/{role.version}.{version}.json", self.sign(role, "targets"))

    def index(self) -> bytes:
        return json.dumps({"format": 1, "releases": [self.releases[v] for v in sorted(self.releases)]}).encode()

    def write_targets(self) -> None:
        index = self.index()
        self.targets.targets = {"releases.json": TargetFile.from_data("releases.json", index, ["sha256"])}
        self.put(f"targets/{hashlib.sha256(index).hexdigest()}.releases.json", index)
        self.targets.version += 1
        self.targets.expires = self.expiry("targets")
        self.put(f"metadata/{self.targets.version}.targets.json", self.sign(self.targets, "targets"))

    def write_snapshot(self) -> None:
        self.snapshot.version += 1
        self.snapshot.meta = {"targets.json": MetaFile(version=self.targets.version)}
        self.snapshot.meta |= {f"{name}.json": MetaFile(version=role.version) for name, role in self.roles.items()}
        self.snapshot.expires = self.expiry("snapshot")
        self.put(f"metadata/{self.snapshot.version}.snapshot.json", self.sign(self.snapshot, "snapshot"))

    def write_timestamp(self) -> None:
        self.timestamp.version += 1
        self.timestamp.snapshot_meta = MetaFile(version=self.snapshot.version)
        self.timestamp.expires = self.expiry("timestamp")
        self.put("metadata/timestamp.json", self.sign(self.timestamp, "timestamp"))

    def commit(self) -> None:
        """Make the present state the channel's."""
        self.write_targets()
        self.write_snapshot()
        self.write_timestamp()

    def publish(self, version: str, files: Mapping[str, bytes] | None = None, **more: Any) -> None:
        self.add(version, files, **more)
        self.commit()


def copy_cache(cache: Path, to: Path, address: str) -> Path:
    """Copy a client's cache as if it had been filled from another address; the folder of that channel in it."""
    shutil.copytree(cache, to, symlinks=True)
    (known,) = (to / "channels").iterdir()
    return known.rename(known.with_name(parse_address(address).key))

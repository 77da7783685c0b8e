"""Walks through a whole channel and names everything that is not as it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.channel.index import Entry
from peacedata.channel.layout import (
    COMMIT,
    INDEX,
    METADATA,
    MOST_BYTES,
    PROBE,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TARGETS_FOLDER,
    TIMESTAMP,
    metadata_name,
    metadata_path,
    patterns,
    target_name,
    target_path,
)
from peacedata.channel.publish import unfinished
from peacedata.channel.recover import content_hash
from peacedata.channel.refresh import renewal
from peacedata.channel.signing import now, parse, prove
from peacedata.channel.state import State, delegated, read_metadata, read_release, read_state
from peacedata.channel.stores.protocol import Store, chunks
from peacedata.errors import InvalidData, NoChannel, PeacedataError
from peacedata.intake.files import open_file
from peacedata.release.listing import LISTING

if TYPE_CHECKING:
    from tuf.api.metadata import Root, TargetFile, Targets

_MOST_SUMS = 4 << 20
# How many days before it expires the metadata of a role is worth a warning; the online ones are renewed by machines.
_SOON = {ROOT: 30, TARGETS: 30, SNAPSHOT: 5, TIMESTAMP: 1}


@dataclass
class Report:
    """What was found in a channel.

    Attributes:
        differences: what is not as it should be, each with its path.
        warnings: what somebody should do soon.
        orphans: files that nothing leads to: leftovers of publishers who were interrupted or slower.
        roots: how many roots there are.
        releases: the releases, in order.
        files: how many files were hashed.
        size: their bytes.
    """

    differences: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    roots: int = 0
    releases: list[Entry] = field(default_factory=list)
    files: int = 0
    size: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify(store: Store, trusted: bytes | None = None) -> Report:
    """Verify a channel: signatures, versions, expiry, every hashed file, every plain name, and the index.

    Args:
        store: where it lies.
        trusted: a root of trust; without one the channel's own first root is believed.

    Raises:
        NoChannel: if there is no channel.
        StoreFault: if the store cannot be read.
    """
    return _Walk(store, trusted).walk()


def read_trusted(path: Path) -> bytes:
    """A root of trust from a file.

    Raises:
        Refused: if it cannot be read.
        InvalidData: if it is far too large.
    """
    with open_file(None, path) as file:
        data = file.read(MOST_BYTES[ROOT] + 1)
    if len(data) > MOST_BYTES[ROOT]:
        raise InvalidData(f"{path} has more than {MOST_BYTES[ROOT]} bytes, so it is no root.json")
    return data


class _Walk:
    def __init__(self, store: Store, trusted: bytes | None) -> None:
        self._store, self._trusted = store, trusted
        self._report = Report()
        self._seen: set[str] = set()

    def walk(self) -> Report:
        root = self._roots()
        if root is not None:
            with self._noting(COMMIT):
                state = read_state(self._store, root)
                self._state(root, state)
                for entry in state.index:
                    with self._noting(f"release {entry.version}"):
                        self._release(state, entry)
                self._history(state)
                self._leftovers()
        return self._report

    def _roots(self) -> Root | None:
        """Every root in sequence, the last of which is returned; None if one is not as it should be."""
        from tuf.api.metadata import Root

        trusted = parse(Root, self._trusted, "the root given").signed if self._trusted else None
        last: Root | None = None
        while True:
            path = metadata_path(ROOT, last.version + 1 if last else 1)
            data = read_metadata(self._store, path, ROOT)
            if data is None:
                break
            self._seen.add(path)
            with self._noting(path):
                metadata = parse(Root, data, path)
                self._expect(metadata.signed.version == (last.version + 1 if last else 1), path, "its version differs")
                prove(last or metadata.signed, ROOT, metadata, path)
                prove(metadata.signed, ROOT, metadata, path)
                if trusted and trusted.version == metadata.signed.version:
                    self._expect(trusted == metadata.signed, path, "it is not the root that was given")
                last = metadata.signed
                self._report.roots = last.version
                continue
            return None
        if last is None:
            raise NoChannel(f"there is no channel in {self._store.name}; make one with `peacedata channel init`")
        if trusted and trusted.version > last.version:
            self._differs(path, f"it is missing, and the root that was given has version {trusted.version}")
        self._expiry(ROOT, last.expires, metadata_path(ROOT, last.version))
        return last

    def _state(self, root: Root, state: State) -> None:
        snapshot = metadata_path(SNAPSHOT, state.snapshot.version)
        targets = metadata_path(TARGETS, state.targets.version)
        index = target_path(INDEX, state.targets.targets[INDEX].hashes["sha256"])
        self._seen |= {COMMIT, snapshot, targets, index}
        self._expiry(TIMESTAMP, state.timestamp.expires, COMMIT)
        self._expiry(SNAPSHOT, state.snapshot.expires, snapshot)
        self._expiry(TARGETS, state.targets.expires, targets)
        expected = {f"{TARGETS}.json", *(f"{version}.json" for version in delegated(state.targets))}
        for name in sorted(expected ^ set(state.snapshot.meta)):
            self._differs(snapshot, f"it should{' ' if name in expected else ' not '}list {name}")
        role = root.roles[TARGETS]
        for version, delegation in delegated(state.targets).items():
            self._expect(delegation.paths == patterns(version), targets, f"release {version} may speak for other paths")
            self._expect(delegation.terminating, targets, f"the delegation of release {version} is not terminating")
            same = (sorted(delegation.keyids), delegation.threshold) == (sorted(role.keyids), role.threshold)
            if not same:
                self._report.warnings.append(
                    f"release {version} is delegated to other keys than those of the targets role, for rotating "
                    "them was interrupted; run `peacedata keys rotate targets`"
                )

    def _release(self, state: State, entry: Entry) -> None:
        signed = read_release(self._store, state, entry.version).signed
        path = metadata_path(entry.version, signed.version)
        self._seen.add(path)
        self._report.releases.append(entry)
        self._expiry(TARGETS, signed.expires, path)
        self._expect(
            content_hash(signed, entry.version) == entry.content_hash, path, f"its content hash is not that in {INDEX}"
        )
        if entry.withdrawn and entry.withdrawn.replaced_by:
            there = state.index.get(entry.withdrawn.replaced_by) is not None
            self._expect(there, INDEX, f"release {entry.version} is replaced by one that is not there")
        plain = dict(self._store.names(f"{entry.version}/"))
        waiting = unfinished(entry.version, signed.targets, plain) or []
        if waiting:
            self._report.warnings.append(
                f"release {entry.version}: {len(waiting)} plain names are missing, for publishing was interrupted; "
                "run `peacedata channel repair`"
            )
        hashed = {target_path(name, one.hashes.get("sha256", "")): one for name, one in signed.targets.items()}
        self._seen |= {*hashed, *signed.targets}
        self._files(hashed, dict(self._store.names(f"{TARGETS_FOLDER}/{entry.version}/")), "publish the release again")
        finished = {name: one for name, one in signed.targets.items() if name not in waiting}
        self._files(finished, plain, "run `peacedata channel repair`")
        with self._noting(target_name(entry.version, LISTING)):
            self._sums(entry.version, signed)

    def _files(self, files: Mapping[str, TargetFile], there: Mapping[str, int], mend: str) -> None:
        for path, target in sorted(files.items()):
            self._file(path, target, there.get(path), mend)

    def _file(self, path: str, target: TargetFile, size: int | None, mend: str) -> None:
        """Hold one file to its length and digest."""
        if size is None:
            self._differs(path, f"it is missing; {mend}")
            return
        if size != target.length:
            self._differs(path, f"it has {size} bytes, {target.length} were signed; remove it, then {mend}")
            return
        sha256 = hashlib.sha256()
        with self._noting(path), self._store.open(path) as file:
            for chunk in chunks(file):
                sha256.update(chunk)
            self._report.files, self._report.size = self._report.files + 1, self._report.size + size
            if sha256.hexdigest() != target.hashes.get("sha256"):
                said = f"its SHA-256 is {sha256.hexdigest()}, another was signed"
                self._differs(path, f"{said}; remove it, then {mend}")

    def _sums(self, version: str, signed: Targets) -> None:
        """Hold the release's own sums to what was signed."""
        name = target_name(version, LISTING)
        target = signed.targets.get(name)
        if target is None:
            self._differs(name, "the release has no such file")
            return
        blob = self._store.read(target_path(name, target.hashes["sha256"]), _MOST_SUMS)
        lines = blob.data.decode("utf-8", "replace").splitlines() if blob else []
        said = {target_name(version, line[66:]): line[:64] for line in lines}
        listed = {other: one.hashes.get("sha256") for other, one in signed.targets.items() if other != name}
        for other in sorted(other for other in {*said, *listed} if blob and said.get(other) != listed.get(other)):
            self._differs(name, f"it and the signed metadata differ on {other}")

    def _history(self, state: State) -> None:
        """Know earlier versions of what is there now, and the indexes that earlier targets name."""
        from tuf.api.metadata import Targets

        present = {ROOT: self._report.roots, TARGETS: state.targets.version, SNAPSHOT: state.snapshot.version}
        present |= {entry.version: state.meta(entry.version).version for entry in state.index}
        for path, _ in self._store.names(f"{METADATA}/"):
            number, role = metadata_name(path) or (0, "")
            if path in self._seen or not 0 < number < present.get(role, 0):
                continue
            self._seen.add(path)
            if role == TARGETS:
                with suppress(PeacedataError):
                    earlier = parse(Targets, read_metadata(self._store, path, TARGETS) or b"", path).signed
                    named = earlier.targets[INDEX].hashes["sha256"] if INDEX in earlier.targets else ""
                    self._seen.add(target_path(INDEX, named))

    def _leftovers(self) -> None:
        folders = [METADATA, TARGETS_FOLDER, PROBE, *(entry.version for entry in self._report.releases)]
        for folder in folders:
            self._report.orphans += [path for path, _ in self._store.names(f"{folder}/") if path not in self._seen]

    def _expiry(self, role: str, expires: datetime, path: str) -> None:
        left = expires - now()
        if left <= timedelta(0):
            self._differs(path, f"it expired on {expires:%Y-%m-%d}; run `{renewal(role)}`")
        elif left <= timedelta(days=_SOON[role]):
            self._report.warnings.append(f"{path} expires on {expires:%Y-%m-%d}; run `{renewal(role)}` before")

    def _expect(self, condition: bool, path: str, otherwise: str) -> None:
        if not condition:
            self._differs(path, otherwise)

    def _differs(self, path: str, why: str) -> None:
        self._report.differences.append((path, why))

    @contextmanager
    def _noting(self, path: str) -> Iterator[None]:
        """Note what goes wrong in a block, and go on after it."""
        try:
            yield
        except PeacedataError as error:
            said = str(error).removeprefix(f"{path} in {self._store.name}: ")
            self._differs(path, said.removeprefix(f"{path} ").removeprefix(f"{path}: "))

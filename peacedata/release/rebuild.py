"""Builds a release again from git, and says in what it differs from the one that was released."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from peacedata.errors import InvalidData
from peacedata.intake.package import FILE_NAME
from peacedata.release.archive import Archive
from peacedata.release.content_hash import digest_of
from peacedata.release.git import NoRevision, Revision, inside, repository, tags
from peacedata.release.identity import hash_of_snapshot
from peacedata.release.last import tag_of
from peacedata.release.listing import LISTING, Files, Folder, is_safe, read_text
from peacedata.release.releases import FILE, Entry, parse_releases, read_releases
from peacedata.release.source import open_source
from peacedata.release.toolchain import FILE as TOOLCHAIN
from peacedata.release.verify import Difference, Kind
from peacedata.release.version import DataVersion

_SECONDS = 1800
_CODE = "peacedata"


class RebuildFailed(InvalidData):
    """A release could not be built again from git."""


@dataclass(frozen=True)
class Rebuilt:
    """A release that was built again.

    Attributes:
        version: its version.
        folder: where the new build lies.
        content_hash: the identity of what git holds under its tag, ``sha256:…``.
        differences: in what it differs from the release, by path; empty if in nothing that could be compared.
        compared: how many files were compared byte for byte.
        notes: what was not compared, and why, each as one sentence.
    """

    version: DataVersion
    folder: Path
    content_hash: str
    differences: tuple[Difference, ...]
    compared: int
    notes: tuple[str, ...]


def rebuild(version: str, package: Path, out: Path, against: Path | None = None) -> Rebuilt:
    """Build a release again from its tag and compare it with what is known of it.

    The content hash is always compared, with what ``releases.json`` says under the tag and in the working copy. Bytes
    are compared with a build of the release, if one is given and was made with the same tools. Nothing is checked out:
    the files are read from git into a folder of their own. The code is that of the tag where the repository holds it.

    Args:
        version: the version, whose tag is ``v<version>``.
        package: the folder of the dataset in the working copy.
        out: a new folder for the sources and the build.
        against: a build of the release, as a folder or its zip.

    Raises:
        NoRevision: if there is no such tag, or git cannot be read.
        RebuildFailed: if the build fails, or the release is listed nowhere.
        InvalidData: if what it is compared with is no release.
    """
    wanted = DataVersion.parse(version)
    tag = tag_of(wanted)
    place = inside(package, repository(package.parent)) or package.name
    place = "" if place == "." else place
    if tag not in tags(package.parent):
        raise NoRevision(f"git has no tag {tag}; `git fetch --tags` may bring it")
    revision = Revision(f"refs/tags/{tag}", package.parent)
    entries = list(_listed(wanted, revision, place, package))
    if not entries:
        raise RebuildFailed(f"no releases.json lists {wanted}, neither under the tag {tag} nor in {package}")
    source = out / "source"
    _extract(revision, place, source)
    found = f"sha256:{hash_of_snapshot(open_source(str(source / (place or '.'))))}"
    known: Files | None = None
    if against is not None:
        known = Folder(against) if against.is_dir() else Archive(against)
    differences = [
        Difference(where, Kind.CHANGED, f"the content hash is {found}, it says {entry.content_hash}")
        for where, entry in entries
        if entry.content_hash != found
    ]
    build = out / "build"
    _build(source, place, build, known)
    if known is None:
        return Rebuilt(wanted, build, found, tuple(differences), 0, ("there is no build to compare the bytes with",))
    bytes_, compared, notes = _compare(Folder(build), known, wanted)
    return Rebuilt(wanted, build, found, (*differences, *bytes_), compared, tuple(notes))


def _listed(version: DataVersion, revision: Revision, place: str, package: Path) -> Iterator[tuple[str, Entry]]:
    """What is said of the release, under its tag and in the working copy."""
    path = str(PurePosixPath(place, FILE))
    tagged = parse_releases(revision.read([path])[path]) if revision.has(path) else ()
    for where, entries in (
        (f"{revision.name.removeprefix('refs/tags/')}:{path}", tagged),
        (path, read_releases(package)),
    ):
        yield from ((where, entry) for entry in entries if entry.version == version)


def _extract(revision: Revision, place: str, target: Path) -> None:
    """Write the dataset, its licence and the code into a new folder."""
    prefix = f"{place}/" if place else ""
    wanted = [
        path
        for path in revision.entries
        if path.startswith((prefix, f"{_CODE}/") if prefix else ("", f"{_CODE}/"))
        or path in ("LICENSE-DATA", "CITATION.cff")
    ]
    for path, data in revision.read(wanted).items():
        if not is_safe(path) and not path.startswith(f"{_CODE}/"):
            raise RebuildFailed(f"{revision} holds {path[:80]!r}, which is no path of a release's file")
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _build(source: Path, place: str, out: Path, known: Files | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")}
    if (source / _CODE / "__init__.py").is_file():
        environment["PYTHONPATH"] = str(source.resolve())
    created = _created(known)
    if created:
        environment["SOURCE_DATE_EPOCH"] = created
    command = [
        sys.executable,
        "-m",
        _CODE,
        "build",
        "--package",
        str((source / place).resolve()),
        "--out",
        str(out.resolve()),
    ]
    # Our own interpreter and our own program; every path is absolute.
    done = subprocess.run(  # noqa: S603 - see above
        command, cwd=source, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise RebuildFailed(f"the release does not build any more:\n{(done.stderr or done.stdout).strip()[-2000:]}")


def _created(known: Files | None) -> str | None:
    """The time that the released descriptor states, in seconds, for a release that had it from its environment."""
    try:
        text = str(_json(known, FILE_NAME).get("created", "")) if known else ""
        return str(int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()))
    except ValueError:
        return None


def _compare(new: Files, old: Files, version: DataVersion) -> tuple[list[Difference], int, list[str]]:
    """Which files differ byte for byte, how many were compared, and what could not be."""
    stated = _json(old, FILE_NAME).get("version")
    if stated != str(version):
        raise InvalidData(f"what is given to compare with is release {stated}, not {version}")
    names = set((new.names | old.names) - {LISTING})
    notes = []
    if isinstance(old, Archive):
        names &= old.names
        notes.append("only what is in the zip was compared")
    else:
        tools, others = _json(old, TOOLCHAIN) if TOOLCHAIN in old.names else {}, _json(new, TOOLCHAIN)
        apart = [
            f"{name} {tools.get(name, 'none')}, here {others.get(name, 'none')}"
            for name in sorted({*tools, *others})
            if tools.get(name) != others.get(name)
        ]
        if apart:
            names = {name for name in names if name.startswith(("data/", "schemas/"))}
            why = "; ".join(apart) if tools else "it does not say with what it was built"
            notes.append(
                f"only tables and schemas were compared, because the release was built with other tools: {why}"
            )
    return list(_differences(new, old, sorted(names))), len(names), notes


def _differences(new: Files, old: Files, names: list[str]) -> Iterator[Difference]:
    for name in names:
        if name not in new.names:
            yield Difference(name, Kind.MISSING, "the release has it, the new build does not")
        elif name not in old.names:
            yield Difference(name, Kind.EXTRA, "the new build has it, the release does not")
        else:
            digests = []
            for files in (old, new):
                with files.open(name) as file:
                    digests.append(digest_of(file))
            if digests[0] != digests[1]:
                yield Difference(name, Kind.CHANGED, f"SHA-256 was {digests[0]}, is {digests[1]}")


def _json(files: Files, name: str) -> dict[str, Any]:
    try:
        content = json.loads(read_text(files, name))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidData):
            raise
        raise InvalidData(f"{name} is not JSON") from None
    if not isinstance(content, dict):
        raise InvalidData(f"{name} is not a JSON object")
    return content

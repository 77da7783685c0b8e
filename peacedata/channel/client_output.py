"""Puts the files of a release where a user wants them: all of them or none."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from peacedata.channel.cache import digest_of_path
from peacedata.channel.client import Release
from peacedata.channel.client_files import refuse_hostile
from peacedata.errors import ForeignFolder, InvalidData, Tampered
from peacedata.release.content_hash import digest, sums
from peacedata.release.listing import LISTING, Folder, read_listing
from peacedata.release.place import refuse_foreign, staged


def put(release: Release, out: Path) -> dict[str, int]:
    """Put what was fetched of a release into a folder, which appears or is replaced in one step.

    ``SHA256SUMS`` is always among the files, so that the folder can be proved and replaced later. Files of the same
    release that are there already stay; those of another release are replaced, unless somebody changed them.

    Returns:
        The size of each file that was put there now, by its path.

    Raises:
        ForeignFolder: if the folder holds anything that no fetch or build put there, or a file that was changed since.
    """
    refuse_hostile(release.files, f"release {release.version}")
    listed = {path: file.sha256 for path, file in release.files.items() if path != LISTING}
    there, before = _there(out)
    same = _one_release(before, listed)
    listed = before | listed if same else listed
    listing = sums(listed).encode("utf-8")
    sizes = {}
    with staged(out) as folder:
        (folder / LISTING).write_bytes(listing)  # the published one has the same bytes
        for path in sorted(there - set(release.fetched)) if same else ():
            _copy(out / path, folder / path, listed[path])
        for path in release.fetched:
            sha256 = release.files[path].sha256
            if path != LISTING or sha256 != digest(listing):
                _copy(release.cache.object_path(sha256), folder / path, sha256)
            sizes[path] = (folder / path).stat().st_size
    return sizes


def _there(out: Path) -> tuple[set[str], dict[str, str]]:
    """The files that are in a folder, and the digests of its release; whatever is there must be as it was put there."""
    refuse_foreign(out)
    if not out.is_dir() or not any(out.iterdir()):
        return set(), {}
    folder = Folder(out)
    try:
        listed = read_listing(folder).digests
    except InvalidData as error:
        raise ForeignFolder(f"{out}: {error}; give another --out") from None
    for path, what in sorted(folder.irregular.items()):
        raise ForeignFolder(f"{out / path} was not put there: {what}; move it or give another --out")
    there = set(folder.names - {LISTING})
    for path in sorted(there):
        if digest_of_path(out / path) != listed[path]:
            raise ForeignFolder(f"{out / path} was changed since it was put there; move it or give another --out")
    return there, listed


def _one_release(some: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether two lists of digests are of one release, though a lock file may name a part of it only."""
    return some.items() <= others.items() or others.items() <= some.items()


def _copy(source: Path, target: Path, sha256: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    if digest_of_path(target) != sha256:
        raise Tampered(f"{source} changed while it was copied; try again")

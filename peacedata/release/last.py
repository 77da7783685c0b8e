"""Finds the release before the one that is being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peacedata.dataset.snapshot import Snapshot
from peacedata.errors import InvalidData
from peacedata.release.git import NoRevision, Revision, inside, repository, tags
from peacedata.release.identity import hash_of_snapshot
from peacedata.release.releases import FILE, Entry, parse_releases
from peacedata.release.source import open_source
from peacedata.release.version import DataVersion, SchemaVersion


class NoLast(InvalidData):
    """The release before is not at hand, so that nothing can be compared with it."""


@dataclass(frozen=True)
class Last:
    """The release before.

    Attributes:
        version: its version; None if there is none.
        schema: the version of its schema.
        entry: what ``releases.json`` says of it, where it is listed.
        snapshot: its data.
        kept: the entries that stay as they are.
        pending: what ``releases.json`` lists above it: a release that was prepared and has no tag yet.
    """

    version: DataVersion | None = None
    schema: SchemaVersion | None = None
    entry: Entry | None = None
    snapshot: Snapshot | None = None
    kept: tuple[Entry, ...] = ()
    pending: Entry | None = None


def tag_of(version: DataVersion) -> str:
    """The tag under which git has a release."""
    return f"v{version}"


def find_last(folder: Path, releases: Sequence[Entry], since: str | None = None, content_hash: str = "") -> Last:
    """The release before, by ``releases.json`` and its tag, or by what the caller names.

    The highest release that ``releases.json`` lists is the last one if it has a tag. Without a tag it is the one that
    is being prepared, if it is not committed yet, or if the release before it has its tag. Otherwise nobody can tell
    whether it was published, and the caller must say.

    Args:
        folder: the dataset's folder.
        releases: what ``releases.json`` lists, by version.
        since: what to compare with instead, as ``peacedata diff`` takes it.
        content_hash: that of the dataset; where it is the one listed, nothing can be lost by preparing it again.

    Raises:
        NoLast: if it is not at hand, or is not what ``releases.json`` lists.
        InvalidData: if what the caller names cannot be read, or states no version.
    """
    known = tags(folder)
    if since is not None:
        return _named(folder, releases, since, known)
    if not releases:
        return Last()
    *rest, top = releases
    if tag_of(top.version) in known:
        return _tagged(folder, releases, top, None)
    if not rest and (top.content_hash == content_hash or _is_new(folder, top)):
        return Last(pending=top)
    if rest and tag_of(rest[-1].version) in known:
        return _tagged(folder, rest, rest[-1], top)
    raise NoLast(
        f"releases.json lists {top.version}, but git has no tag {tag_of(top.version)}: if it is published, "
        f"`git fetch --tags` brings the tag; if it is not, tag it, or take it out of releases.json; or name the last "
        f"release with --since"
    )


def _is_new(folder: Path, entry: Entry) -> bool:
    """Whether the last commit does not list a release yet, or there is no git to ask."""
    try:
        path = inside(folder / FILE, repository(folder))
        head = Revision("HEAD", folder)
        if path is None or not head.has(path):
            return True
        return all(one.version != entry.version for one in parse_releases(head.read([path])[path]))
    except NoRevision:
        return True


def _tagged(folder: Path, kept: Sequence[Entry], entry: Entry, pending: Entry | None) -> Last:
    path = inside(folder, repository(folder)) or "."
    snapshot = open_source(f"git:{tag_of(entry.version)}:{path}", at=folder)
    found = hash_of_snapshot(snapshot)
    if entry.content_hash != f"sha256:{found}":
        raise NoLast(
            f"releases.json says that {entry.version} is {entry.content_hash}, but the tag {tag_of(entry.version)} "
            f"holds sha256:{found}; a release never changes, so one of them is wrong"
        )
    _refuse_rewritten(folder, kept, tag_of(entry.version))
    return Last(entry.version, entry.schema_version, entry, snapshot, tuple(kept), pending)


def _refuse_rewritten(folder: Path, kept: Sequence[Entry], tag: str) -> None:
    """What is listed of the releases up to a tag stays what the tag lists; others may add to an entry."""
    revision, path = Revision(tag, folder), inside(folder / FILE, repository(folder))
    if path is None or not revision.has(path):
        return
    then = {one.version: replace(one, more={}) for one in parse_releases(revision.read([path])[path])}
    now = {one.version: replace(one, more={}) for one in kept}
    for version in sorted(then.keys() | now.keys()):
        if then.get(version) != now.get(version):
            raise NoLast(
                f"releases.json says of {version} what it does not say under the tag {tag}; a release never changes, "
                f"so restore it: `git show {tag}:{path}`"
            )


def _named(folder: Path, releases: Sequence[Entry], since: str, known: frozenset[str]) -> Last:
    snapshot = open_source(since, near=str(folder), at=folder)
    ours = snapshot.descriptor.get("peacedata")
    if not isinstance(ours, dict) or "schema" not in ours:
        raise NoLast(f"--since: {since} is no dataset of this model")
    version = DataVersion.parse(snapshot.version)
    kept = [entry for entry in releases if entry.version <= version]
    above = [entry for entry in releases if entry.version > version]
    for entry in above:
        if tag_of(entry.version) in known:
            raise NoLast(f"{entry.version} was released after {since}; compare with git:{tag_of(entry.version)}")
    if len(above) > 1:
        raise NoLast(f"releases.json lists {len(above)} releases after {since}: compare with the last one")
    entry_ = next((one for one in kept if one.version == version), None)
    found = f"sha256:{hash_of_snapshot(snapshot)}"
    if entry_ and entry_.content_hash != found:
        raise NoLast(f"releases.json says that {version} is {entry_.content_hash}, but {since} is {found}")
    schema = SchemaVersion.parse(str(ours["schema"]))
    return Last(version, schema, entry_, snapshot, tuple(kept), above[0] if above else None)

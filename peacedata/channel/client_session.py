"""One look at a channel by all the rules of TUF: its metadata brought up to date, its index, the files of a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.metadata import TargetFile

from peacedata.channel.cache import discard
from peacedata.channel.client_download import Downloads
from peacedata.channel.client_files import DESCRIPTOR, refuse_hostile
from peacedata.channel.client_index import Index
from peacedata.channel.client_trust import Seen, Trust, clock, read_seen, refuse_older, write_seen
from peacedata.channel.client_updater import ChannelUpdater, our_errors
from peacedata.channel.fetcher import Transport
from peacedata.channel.known import Floor
from peacedata.channel.layout import INDEX, METADATA, MOST_INDEX_BYTES, ONLINE, target_name
from peacedata.channel.receipts import FileOf
from peacedata.errors import InvalidData, RolledBack, Tampered, Unreachable

# Nothing has expired at this time: what is held against it is verified in all but its age.
_NO_AGE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class View:
    """A verified state of a channel.

    Attributes:
        channel: the channel as it is named in messages.
        index: its index of releases.
        roles: the version of each role's metadata.
        signers: the ids of the keys of releases.
        stale: that signatures have expired; None if they have not.
    """

    channel: str
    index: Index
    roles: dict[str, int]
    signers: tuple[str, ...]
    stale: str | None
    _updater: ChannelUpdater

    def files(self, version: str) -> tuple[dict[str, FileOf], int]:
        """Every file of a release as its role lists them, and that role's version.

        Raises:
            Stale: if the role's signatures have expired, and age counts.
            Tampered: if nobody has signed them, or a name is hostile; then nothing is taken of the list.
        """
        with our_errors(self.channel):
            self._updater.get_targetinfo(target_name(version, DESCRIPTOR))  # loads and verifies the role
        role = self._updater.targets_of(version)
        where = f"{self.channel}: release {version}"
        if role is None:
            raise Tampered(f"{where} is in {INDEX}, but nobody has signed its files; do not use this channel")
        prefix = target_name(version, "")
        if outside := [path for path in role.targets if not path.startswith(prefix)]:
            raise Tampered(
                f"{where} lists a file named {outside[0][:80]!r}, outside its folder; do not use this channel"
            )
        targets = {path.removeprefix(prefix): target for path, target in role.targets.items()}
        refuse_hostile(targets, where)
        return {path: _file_of(target) for path, target in targets.items()}, role.version


def look(
    trust: Trust, source: Transport, downloads: Downloads, *, now: datetime | None, strict: bool, why: str | None
) -> View:
    """Bring the metadata of a channel up to date and read its index.

    Args:
        trust: what trust in the channel begins with.
        source: what reads it.
        downloads: what fetches the index.
        now: the time, instead of the clock.
        strict: whether expired signatures are an error; all else is enforced in any case, rollback above all.
        why: what to tell the user where they are not.

    Raises:
        ChannelError: one of its kinds.
    """
    name, folder = trust.address.text, trust.folder
    if trust.address.folder is not None and not trust.address.folder.is_dir():
        raise Unreachable(f"there is no folder {name}; check the path of the channel")
    trust.refuse_other_root()
    root, seen = trust.root(), read_seen(trust.cache, folder)
    clock_says = now or datetime.now(UTC)
    at = clock(clock_says, seen, trust.floor) if strict else _NO_AGE
    with trust.cache.mapped():
        if not trust.begun:
            discard(folder / "metadata")  # what a root that led nowhere may have left
        _discard_irregular(folder / "metadata")
    with our_errors(name, _clock_remark(clock_says, at)):
        updater = ChannelUpdater(folder / "metadata", trust.address.url(f"{METADATA}/"), source, root, at)
        updater.refresh()
        _adopt(trust, source)
        _refuse_below(name, updater, trust.floor)
        target = updater.get_targetinfo(INDEX)
    if target is None:
        raise Tampered(f"{name} is a TUF repository, but no channel of releases: it has no {INDEX}; check the address")
    data = _index_bytes(name, _file_of(target), downloads)
    try:
        index = Index.parse(data)
    except InvalidData as error:
        raise Tampered(f"{name}: {error}; install a newer peacedata, or tell the publisher") from None
    signers = updater.signers()
    refuse_older(name, index, signers, seen, trust.floor)
    releases = {entry.version: entry.content_hash for entry in index.entries}
    # A time at which signatures had expired proves nothing of the clock.
    known_at = at if strict else seen.at
    write_seen(trust.cache, folder, Seen(signers, releases, trust.cache.add_bytes(data), known_at))
    return View(name, index, updater.versions(), signers, why, updater)


def _discard_irregular(folder: Path) -> None:
    """Remove what the TUF library would wait for or stumble over in its folder: links, pipes and the like."""
    history, link = folder / "root_history", folder / "root.json"  # the link is the library's own, to the newest root
    for place in (folder, history):
        if place.is_symlink() or not place.is_dir():
            discard(place)
    for path in (*folder.glob("*"), *history.glob("*")):
        if path != history and not (path.is_file() and (path == link or not path.is_symlink())):
            discard(path)


def _index_bytes(name: str, file: FileOf, downloads: Downloads) -> bytes:
    if file.size > MOST_INDEX_BYTES:
        raise Tampered(
            f"{name}: {INDEX} has {file.size} bytes, at most {MOST_INDEX_BYTES} are read; tell the publisher"
        )
    return downloads.index(file).read_bytes()


def _adopt(trust: Trust, source: Transport) -> None:
    """Remember a root that was given, once it has led to a verified state; refuse one that does not lead here."""
    if trust.given is None:
        return
    trust.remember()
    agreed = trust.agrees(trust.given)
    if agreed is None:  # it is older than the one that trust began with: does it lead there?
        with trust.cache.scratch() as scratch:
            ChannelUpdater(
                scratch / "metadata", trust.address.url(f"{METADATA}/"), source, trust.given, _NO_AGE
            ).refresh()
            agreed = trust.agrees(trust.root(), scratch)
    if not agreed:
        raise trust.other_root()


def _refuse_below(name: str, updater: ChannelUpdater, floor: Floor) -> None:
    """Refuse metadata that is older than what there was when the library was made.

    The online roles may start again from a lower number once the root has moved on: that is how a channel recovers from
    a stolen online key, and nobody can move the root on without its keys.

    Raises:
        RolledBack: if a role's version is lower.
    """
    versions = updater.versions()
    renewed = versions["root"] > max(floor.root, 1)
    for role, version in versions.items():
        least: int = 0 if renewed and role in ONLINE else getattr(floor, role)
        if version < least:
            raise RolledBack(
                f"{name} shows version {version} of its {role}, though it had {least} when this peacedata was made. "
                "Somebody may be hiding releases; try another network and tell the publisher"
            )


def _file_of(target: TargetFile) -> FileOf:
    sha256 = target.hashes.get("sha256", "")
    if len(sha256) != 64 or sha256.strip("0123456789abcdef"):
        raise Tampered(f"{target.path[:80]!r} is signed without a SHA-256; tell the publisher")
    return FileOf(sha256, target.length)


def _clock_remark(now: datetime, at: datetime) -> str:
    """What to add where signatures have expired at a time that is not the clock's."""
    if at <= now:
        return ""
    return f" (the clock says {now:%Y-%m-%d %H:%M} UTC, but {at:%Y-%m-%d %H:%M} has been: set the clock)"

"""Which root of trust a channel has for this user, and what was seen of it before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.channel.cache import Cache, read_regular
from peacedata.channel.client_address import Address
from peacedata.channel.known import NONE_KNOWN, Floor, Known
from peacedata.channel.layout import is_release, version_order
from peacedata.errors import RolledBack, Untrusted

if TYPE_CHECKING:
    from peacedata.channel.client_index import Index


@dataclass(frozen=True, slots=True)
class Seen:
    """What was verified of a channel before.

    Attributes:
        signers: the keys of releases at that time; when one of them is withdrawn, the rest was perhaps the work of a
            thief, and is forgotten.
        releases: the content hash of each release in the index.
        index: the digest of the index.
        at: when, in UTC.
    """

    signers: tuple[str, ...] = ()
    releases: Mapping[str, str] | None = None
    index: str | None = None
    at: datetime | None = None


def read_seen(cache: Cache, channel: Path) -> Seen:
    """What was seen; nothing if there is no such record or it is damaged."""
    raw = cache.read_json(channel / "seen.json") or {}
    try:
        releases = {str(version): str(digest) for version, digest in raw["releases"].items() if is_release(version)}
        at = None if raw["at"] is None else datetime.fromisoformat(raw["at"]).astimezone(UTC)
        return Seen(tuple(map(str, raw["signers"])), releases, str(raw["index"]), at)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Seen()


def write_seen(cache: Cache, channel: Path, seen: Seen) -> None:
    """Remember what was seen."""
    raw: dict[str, Any] = {
        "signers": list(seen.signers),
        "releases": dict(seen.releases or {}),
        "index": seen.index,
        "at": seen.at.isoformat() if seen.at else None,
    }
    cache.write_json(channel / "seen.json", raw)


def refuse_older(channel: str, index: Index, signers: tuple[str, ...], seen: Seen, floor: Floor) -> None:
    """Refuse an index that lacks a release which was there before, or has another one under its name.

    Raises:
        RolledBack: if it does.
    """
    before = dict(seen.releases or {}) if set(seen.signers) <= set(signers) else {}
    now = {entry.version: entry.content_hash for entry in index.entries}
    for version, content_hash in sorted(before.items()):
        if now.get(version) != content_hash:
            what = "has other content for" if version in now else "no longer has"
            raise RolledBack(
                f"{channel} {what} release {version}, which was verified here before. A release never changes: "
                "somebody "
                "may be hiding or replacing it; tell the publisher"
            )
    highest = max((version_order(entry.version) for entry in index.entries), default=())
    if floor.release is not None and highest < version_order(floor.release):
        raise RolledBack(
            f"{channel} has no release {floor.release} or newer, though there was one when this peacedata was made. "
            "Somebody may be hiding releases; try another network and tell the publisher"
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """What trust in a channel begins with.

    Attributes:
        address: the channel.
        cache: where the roots are that were given before.
        given: the root that was given now.
        known: what the wheel knows of the channel.
    """

    address: Address
    cache: Cache
    given: bytes | None
    known: Known | None

    @property
    def folder(self) -> Path:
        """The folder of the cache with what is known of the channel."""
        return self.cache.channel(self.address)

    @property
    def floor(self) -> Floor:
        """What the wheel says that the channel had."""
        return Floor() if self.known is None else self.known.floor

    @property
    def begun(self) -> bool:
        """Whether there is a root that was not given just now."""
        return self.known is not None or self._pinned() is not None

    def root(self) -> bytes:
        """The root to begin with: the wheel's, the one remembered, or the one given now.

        Raises:
            Untrusted: if there is none.
        """
        if self.known is not None:
            return self.known.root.read_bytes()
        root = self._pinned() or self.given
        if root is None:
            raise Untrusted(
                f"there is no root of trust for {self.address.text}: give the publisher's root.json with --root (in "
                "Python: root=…); it is remembered. Get it from a place that you trust, not from the channel. "
                f"({NONE_KNOWN.partition(';')[0]})"
            )
        return root

    def remember(self) -> None:
        """Keep the root that was given, unless there is one already."""
        if self.given is not None and not self.begun:
            digest = hashlib.sha256(self.given).hexdigest()
            self.cache.write(self.folder / "trusted" / f"{digest}.root.json", self.given)

    def agrees(self, root: bytes, folder: Path | None = None) -> bool | None:
        """Whether a root is in the chain of roots that is trusted; None if the chain has no root of its version.

        Args:
            root: the root.
            folder: where the chain is, if not where it is for this channel.

        Raises:
            Untrusted: if it is no root.
        """
        from peacedata.channel.client_updater import read_root

        version, asked = read_root(root)
        with suppress(Untrusted), self.cache.mapped():
            history = (folder or self.folder) / "metadata" / "root_history"
            other_version, other = read_root(read_regular(history / f"{version}.root.json") or b"")
            if other_version == version:
                return other.signed == asked.signed
        return None

    def refuse_other_root(self) -> None:
        """Refuse a root that contradicts the one that is trusted already.

        Raises:
            Untrusted: if it does.
        """
        if self.given is not None and self.begun and self.agrees(self.given) is False:
            raise self.other_root()

    def other_root(self) -> Untrusted:
        """What to say of a root that does not lead here."""
        return Untrusted(
            f"the root that was given for {self.address.text} is not in the chain of the root that is trusted "
            "here. One "
            "of the two is false: ask the publisher. If the channel was set up anew, remove "
            f"{self.folder} and fetch again"
        )

    def _pinned(self) -> bytes | None:
        """The root that was remembered; one that was damaged since is none."""
        # What may not be read is an error, for to begin anew would be to trust whatever root is given now.
        with self.cache.mapped(), suppress(FileNotFoundError, NotADirectoryError):
            for path in sorted((self.folder / "trusted").iterdir()):
                data = read_regular(path)
                if data is not None and path.name == f"{hashlib.sha256(data).hexdigest()}.root.json":
                    return data
        return None


def clock(now: datetime, seen: Seen, floor: Floor) -> datetime:
    """The time to hold expiry against: the clock, unless it was set back behind a time that was surely there."""
    return max(time for time in (now, seen.at, floor.made) if time is not None)

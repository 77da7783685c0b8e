"""Releases from a channel: found, verified, kept.

Three ways to trust: a digest that the user has (``locked``: no key, no clock), a version by its name (signatures and
digests; expired signatures only warn; once verified it works offline), and the latest (all of TUF).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from peacedata.channel.cache import Cache
from peacedata.channel.client_address import Address, parse_address
from peacedata.channel.client_download import Downloads
from peacedata.channel.client_files import EVERYTHING, Asked
from peacedata.channel.client_trust import Trust, read_seen
from peacedata.channel.fetcher import Deadline, Pace, Transport, transport
from peacedata.channel.known import KNOWN, NONE_KNOWN, Known
from peacedata.channel.layout import INDEX, is_release
from peacedata.channel.receipts import FileOf, Receipt, content_hash_of, read_receipt, write_receipt
from peacedata.errors import NoSuchRelease, Stale, Tampered, Unreachable, Untrusted
from peacedata.nearest import nearest

if TYPE_CHECKING:
    from peacedata.channel.client_index import Entry, Index
    from peacedata.channel.client_session import View

LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that was verified, and those of its files that are in the cache now.

    Attributes:
        version: its version.
        content_hash: its content hash, ``sha256:…``.
        files: every file of it by its path.
        fetched: the paths of those that were asked for.
        cache: where they are.
        how: in what way it was verified, in a sentence.
        stale: that the channel's signatures have expired, and since when; None if they have not.
        withdrawn: why its publisher withdrew it; None if nobody did.
    """

    version: str
    content_hash: str
    files: Mapping[str, FileOf]
    fetched: tuple[str, ...]
    cache: Cache = field(repr=False)
    how: str
    stale: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """All releases of a channel.

    Attributes:
        index: the index.
        cached: by version, how much of it is in the cache: ``yes``, ``part`` or ``no``.
        note: what to know about this list, such as that it is old.
    """

    index: Index
    cached: Mapping[str, str]
    note: str | None = None


class Client:
    """One user's view of one channel.

    Args:
        channel: an https or http address, or the path of a folder; by default ``PEACEDATA_CHANNEL``, else the first
            that this version of the library knows.
        root: the channel's root of trust, where the library does not know the channel; it is remembered.
        cache: what is kept; by default the user's.
        offline: use no network; by default as ``PEACEDATA_OFFLINE`` says.
        pace: how long it may take.
        now: the time to hold expiry against, instead of the clock.
        known: the channels that need no root.
        show: told the bytes that have come since it was last told.

    Raises:
        Untrusted: if no channel was named and none is known, or its address is none.
    """

    def __init__(
        self,
        channel: str | os.PathLike[str] | None = None,
        *,
        root: bytes | None = None,
        cache: Cache | None = None,
        offline: bool | None = None,
        pace: Pace | None = None,
        now: datetime | None = None,
        known: Mapping[str, Known] = KNOWN,
        show: Callable[[int], None] | None = None,
    ) -> None:
        self.address: Address = parse_address(channel_name(channel, known))
        self.cache = cache or Cache()
        self.offline = offline_by_default() if offline is None else offline
        self._trust = Trust(self.address, self.cache, root, known.get(self.address.text))
        self._pace, self._now, self._show = pace or Pace(), now, show

    def release(self, version: str | None = None, asked: Asked = EVERYTHING) -> Release:
        """A release by its version, or the latest if none or ``latest`` is named.

        Raises:
            ChannelError: one of its kinds.
        """
        return self.latest(asked) if version in (None, LATEST) else self.named(str(version), asked)

    def latest(self, asked: Asked = EVERYTHING) -> Release:
        """The highest release that is not withdrawn, by all of TUF: expired signatures are an error.

        Raises:
            ChannelError: one of its kinds.
        """
        if self.offline:
            raise Unreachable(
                f"{LATEST!r} needs the network, and this is offline mode; only the channel knows what is the "
                "latest; name a version"
            )
        with self.work() as source:
            view = self._view(source, strict=True)
            entry = view.index.latest()
            if entry is None:
                raise NoSuchRelease(f"{self.address.text} has no release yet, or all of them were withdrawn")
            return self._release(view, entry, source, asked)

    def named(self, version: str, asked: Asked = EVERYTHING) -> Release:
        """A release by its version: signatures and digests are enforced, expired signatures are told of.

        The channel is asked first; where it cannot be reached, a release that was verified before is taken from the
        cache.

        Raises:
            ChannelError: one of its kinds.
        """
        _refuse_no_version(version)
        if self.offline:
            return self._remembered(version, asked, "this is offline mode")
        try:
            with self.work() as source:
                try:
                    return self._named(version, source, asked, strict=True)
                except Stale as stale:
                    return self._named(version, source, asked, strict=False, why=str(stale))
        except Unreachable as error:
            receipt = read_receipt(self.cache, self._trust.folder, version)
            if receipt is None:
                raise
            return self._remembered(version, asked, str(error))

    def verified_before(self, version: str, asked: Asked = EVERYTHING) -> Release | None:
        """A release that was verified before, without asking the channel for signatures; None if it was not.

        Files that are missing or damaged are fetched by their digest. A receipt from before the keys of releases
        changed is not taken, unless this is offline mode.
        """
        _refuse_no_version(version)
        channel = self._trust.folder
        self._trust.refuse_other_root()
        receipt, seen = read_receipt(self.cache, channel, version), read_seen(self.cache, channel)
        if receipt is None or not (self.offline or set(receipt.signers) <= set(seen.signers)):
            return None
        return self._remembered(version, asked, "")

    def locked(self, version: str, content_hash: str, files: Mapping[str, FileOf], paths: Collection[str]) -> Release:
        """Files whose digests the user has: no key, no clock, and no network where the cache has them.

        Raises:
            ChannelError: one of its kinds.
        """
        self._need({path: files[path] for path in paths}, version)
        how = "every file has the digest that the lock file states"
        return Release(
            version=version, content_hash=content_hash, files=files, fetched=tuple(paths), cache=self.cache, how=how
        )

    def versions(self) -> Listed:
        """Every release of the channel; offline, those of the last time.

        Raises:
            ChannelError: one of its kinds.
        """
        if self.offline:
            return self._last_list("this is offline mode")
        try:
            with self.work() as source:
                try:
                    view = self._view(source, strict=True)
                except Stale as error:
                    view = self._view(source, strict=False, why=str(error))
        except Unreachable as error:
            if read_seen(self.cache, self._trust.folder).index is None:
                raise
            return self._last_list(str(error))
        return self._listed(view.index, view.stale)

    def downloads(self, source: Transport, version: str) -> Downloads:
        """What fetches files of a release by their digest."""
        return Downloads(self.cache, self.address, source, version, self._show)

    @contextmanager
    def work(self) -> Iterator[Transport]:
        """The right to work on this channel's part of the cache, and what reads the channel, under one deadline.

        Raises:
            CacheUnusable: if another process works there until the time is over.
        """
        deadline = Deadline(self._pace.total)
        with self.cache.lock(self._trust.folder, deadline.left):
            self.cache.sweep()
            yield transport(self.address, self._pace, deadline)

    def _named(
        self,
        version: str,
        source: Transport,
        asked: Asked,
        *,
        strict: bool,
        why: str | None = None,
    ) -> Release:
        view = self._view(source, strict=strict, why=why)
        entry = view.index.get(version)
        if entry is None:
            versions = [entry.version for entry in view.index.entries]
            near = nearest(version, versions)
            hint = f"; did you mean {near}?" if near else ""
            raise NoSuchRelease(
                f"{self.address.text} has no release {version}{hint} (it has {', '.join(versions[-10:]) or 'none'}; "
                "`peacedata versions` lists them)"
            )
        return self._release(view, entry, source, asked)

    def _view(self, source: Transport, *, strict: bool, why: str | None = None) -> View:
        from peacedata.channel.client_session import look

        return look(self._trust, source, self.downloads(source, ""), now=self._now, strict=strict, why=why)

    def _release(self, view: View, entry: Entry, source: Transport, asked: Asked) -> Release:
        """Verify one release, fetch what was asked for, and write the receipt."""
        files, role_version = view.files(entry.version)
        if content_hash_of(files) != entry.content_hash:
            raise Tampered(
                f"{self.address.text}: the files of release {entry.version} have the content hash "
                f"{content_hash_of(files)}, "
                f"{INDEX} says {entry.content_hash}; do not use it, and tell the publisher"
            )
        self._refuse_changed(entry.version, files, view.signers)
        chosen = asked.of(files, entry.version)
        if asked.fetch:
            self.downloads(source, entry.version).need({path: files[path] for path in chosen})
        roles = view.roles | {entry.version: role_version}
        receipt = Receipt(
            version=entry.version,
            content_hash=entry.content_hash,
            files=files,
            verified=datetime.now(UTC).isoformat(timespec="seconds"),
            roles=roles,
            signers=view.signers,
        )
        write_receipt(self.cache, self._trust.folder, receipt)
        stated = ", ".join(f"{role} {version}" for role, version in view.roles.items())
        return Release(
            version=entry.version,
            content_hash=entry.content_hash,
            files=files,
            fetched=tuple(chosen),
            cache=self.cache,
            how=f"signed by the channel's keys ({stated}); every file has the digest that was signed",
            stale=view.stale,
            withdrawn=_withdrawn(entry),
        )

    def _refuse_changed(self, version: str, files: Mapping[str, FileOf], signers: tuple[str, ...]) -> None:
        before = read_receipt(self.cache, self._trust.folder, version)
        if before is not None and set(before.signers) <= set(signers) and dict(before.files) != dict(files):
            raise Tampered(
                f"{self.address.text}: release {version} is not the one that was verified on {before.verified}. A "
                "release "
                "never changes; do not use it, and tell the publisher. --offline gives the one from before"
            )

    def _remembered(self, version: str, asked: Asked, why: str) -> Release:
        """A release by its receipt."""
        channel = self._trust.folder
        self._trust.refuse_other_root()
        receipt = read_receipt(self.cache, channel, version)
        if receipt is None:
            raise Unreachable(
                f"release {version} of {self.address.text} was never fetched to this cache, and {why}; fetch it "
                "once online"
            )
        chosen = asked.of(receipt.files, version)
        if asked.fetch:
            self._need({path: receipt.files[path] for path in chosen}, version)
        how = f"verified on {receipt.verified}; every file has the digest that was signed then"
        return Release(
            version=version,
            content_hash=receipt.content_hash,
            files=receipt.files,
            fetched=tuple(chosen),
            cache=self.cache,
            how=f"{how} (not asked again: {why})" if why else how,
            withdrawn=self._withdrawn_as_known(version),
        )

    def _need(self, files: Mapping[str, FileOf], version: str) -> None:
        """See that files are in the cache; those that are not are fetched by their digest."""
        missing = {path: file for path, file in files.items() if self.cache.find(file.sha256) is None}
        if not missing:
            return
        if self.offline:
            raise Unreachable(
                f"{next(iter(missing))} of release {version} is not in the cache, or was damaged there, and this "
                "is offline "
                "mode; fetch it online"
            )
        with self.work() as source:
            self.downloads(source, version).need(missing)

    def _withdrawn_as_known(self, version: str) -> str | None:
        """Why a release was withdrawn, as far as the last list knows."""
        index = self._last_index()
        entry = index.get(version) if index is not None else None
        return _withdrawn(entry) if entry is not None else None

    def _last_index(self) -> Index | None:
        seen = read_seen(self.cache, self._trust.folder)
        path = self.cache.find(seen.index) if seen.index and len(seen.index) == 64 and seen.index.isalnum() else None
        if path is None:
            return None
        from peacedata.channel.client_index import Index

        return Index.parse(path.read_bytes())

    def _last_list(self, why: str) -> Listed:
        index, seen = self._last_index(), read_seen(self.cache, self._trust.folder)
        if index is None:
            raise Unreachable(f"the releases of {self.address.text} were never listed here, and {why}; ask once online")
        when = f"as they were on {seen.at:%Y-%m-%d %H:%M} UTC" if seen.at else "as they were the last time"
        return self._listed(index, f"{when}, for {why}")

    def _listed(self, index: Index, note: str | None) -> Listed:
        channel = self._trust.folder
        cached = {}
        for entry in index.entries:
            receipt = read_receipt(self.cache, channel, entry.version)
            held = [self.cache.holds(file.sha256) for file in receipt.files.values()] if receipt else []
            cached[entry.version] = "yes" if held and all(held) else "part" if any(held) else "no"
        return Listed(index, cached, note)


def channel_name(given: str | os.PathLike[str] | None, known: Mapping[str, Known] = KNOWN) -> str | os.PathLike[str]:
    """The channel to use: the one given, else ``PEACEDATA_CHANNEL``, else the first that is known.

    Raises:
        Untrusted: if there is none.
    """
    name = given or os.environ.get("PEACEDATA_CHANNEL") or next(iter(known), None)
    if name is None:
        raise Untrusted(NONE_KNOWN)
    return name


def offline_by_default() -> bool:
    """Whether ``PEACEDATA_OFFLINE`` asks for no network."""
    return os.environ.get("PEACEDATA_OFFLINE", "").strip().lower() not in ("", "0", "no", "false", "off")


def _refuse_no_version(version: str) -> None:
    if not is_release(version):
        raise NoSuchRelease(
            f"{version[:80]!r} is no version of a release; expected one such as 2026.1, 2026.1.1 or latest"
        )


def _withdrawn(entry: Entry) -> str | None:
    if entry.withdrawn is None:
        return None
    instead = f"; use {entry.withdrawn.replaced_by}" if entry.withdrawn.replaced_by else ""
    return f"release {entry.version} was withdrawn on {entry.withdrawn.date}: {entry.withdrawn.reason}{instead}"

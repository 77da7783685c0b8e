"""The TUF library's client, fed by our transport, with a time of our choosing and with our exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tuf.api import exceptions
from tuf.api.metadata import Metadata, Root, Targets
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from peacedata.channel.fetcher import NotThere, Transport
from peacedata.channel.layout import MOST_BYTES, ROLES, ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from peacedata.errors import CacheUnusable, ChannelError, RolledBack, Stale, Tampered, Unreachable, Untrusted

_CONFIG = UpdaterConfig(
    root_max_length=MOST_BYTES[ROOT],
    timestamp_max_length=MOST_BYTES[TIMESTAMP],
    snapshot_max_length=MOST_BYTES[SNAPSHOT],
    targets_max_length=MOST_BYTES[TARGETS],
    app_user_agent="peacedata",
)


class TransportFetcher(FetcherInterface):
    """Our transport, as the TUF library asks for bytes; the library caps the length of each file."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from self._transport.stream(url)
        except NotThere as error:
            raise exceptions.DownloadHTTPError(str(error), error.status) from error


class ChannelUpdater(Updater):
    """The TUF client's workflow as the library has it.

    It is held against a time that is given, instead of the clock at the moment of its making; the library has no public
    name for that, so a test sees to it that the one used here does what it did.

    Args:
        folder: where the metadata of this channel is kept; one process at a time may use it.
        metadata: the address of the channel's ``metadata/``.
        transport: what reads files.
        root: the root of trust.
        at: the time that expiry is held against.
        targets: the address of the channel's ``targets/``, and the folder to download into, for the library's own
            downloads.

    Raises:
        Untrusted: if the root of trust is not one.
    """

    def __init__(
        self,
        folder: Path,
        metadata: str,
        transport: Transport,
        root: bytes | None,
        at: datetime,
        targets: tuple[str, str] = ("", ""),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        address, into = targets
        try:
            super().__init__(
                str(folder),
                metadata,
                into or None,
                address or None,
                TransportFetcher(transport),
                _CONFIG,
                bootstrap=root,
            )
        except exceptions.RepositoryError as error:
            raise Untrusted(
                f"the root of trust cannot be used: {error}; give the file that the publisher made"
            ) from None
        self._trusted_set.reference_time = at

    def versions(self) -> dict[str, int]:
        """The version of each role that is trusted now."""
        return {role: self._trusted_set[role].version for role in ROLES if role in self._trusted_set}

    def signers(self) -> tuple[str, ...]:
        """The ids of the keys that the trusted root names for releases."""
        return tuple(sorted(self._trusted_set.root.roles[TARGETS].keyids))

    def targets_of(self, role: str) -> Targets | None:
        """What a trusted targets role says, once it was loaded for one of its files; None if it was not."""
        if not self._trusted_set.contains(role, TARGETS):
            return None
        loaded = self._trusted_set[role]
        return loaded if isinstance(loaded, Targets) else None


@contextmanager
def our_errors(channel: str, clock: str = "") -> Iterator[None]:
    """Turn the errors of the TUF library, and of the disk below it, into ours.

    Args:
        channel: the channel as it is named in messages.
        clock: a remark on the clock, for where signatures have expired.
    """
    try:
        yield
    except ChannelError:
        raise
    except exceptions.ExpiredMetadataError as error:
        raise Stale(
            f"{channel}: signatures have expired ({error}){clock}. Either the channel is not looked after, or "
            "somebody withholds "
            "newer releases, or the clock of this computer is wrong. Try again later, tell the publisher, or name the "
            "release that you want: a named one is verified all the same"
        ) from None
    except exceptions.BadVersionNumberError as error:
        raise RolledBack(
            f"{channel} shows an older state than it did before, or parts of different states ({error}). Somebody "
            "may be "
            "hiding newer releases; try again later or from another network, and tell the publisher"
        ) from None
    except (exceptions.UnsignedMetadataError, exceptions.LengthOrHashMismatchError) as error:
        raise Tampered(f"{channel}: {error}. {_TAMPERED}") from None
    except exceptions.DownloadLengthMismatchError as error:
        raise Tampered(f"{channel} sends more than a file may have: {error}. {_TAMPERED}") from None
    except exceptions.DownloadHTTPError as error:
        raise Unreachable(
            f"{error}; check the address of the channel, or tell its publisher to run `channel repair`"
        ) from None
    except exceptions.DownloadError as error:
        raise Unreachable(f"{channel}: {error}; try again") from None
    except exceptions.RepositoryError as error:
        raise Tampered(f"{channel}: {str(error)[:300]}. {_TAMPERED}") from None
    except OSError as error:
        raise CacheUnusable(f"the cache cannot be used: {error}; set PEACEDATA_CACHE to another folder") from None


_TAMPERED = "This is not what the publisher signed; nothing of it was used. Try again later or from another network"


def read_root(data: bytes) -> tuple[int, Metadata[Root]]:
    """A root of trust and its version.

    Raises:
        Untrusted: if it is no root that its own keys have signed.
    """
    try:
        root: Metadata[Root] = Metadata[Root].from_bytes(data)
        if root.signed.type != ROOT:
            raise Untrusted(
                f"this is the metadata of {root.signed.type!r}, not a root of trust; give the file root.json"
            )
        root.signed.verify_delegate(ROOT, root.signed_bytes, root.signatures)
    except exceptions.RepositoryError as error:
        raise Untrusted(
            f"this is no root of trust: {str(error)[:200]}; give the file root.json of the publisher"
        ) from None
    return root.signed.version, root

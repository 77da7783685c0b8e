"""Every exception of the library; each says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from peacedata.nearest import nearest


class PeacedataError(Exception):
    """Base of all errors that this library raises on purpose."""


class MissingExtra(PeacedataError, ImportError):
    """An optional dependency is not installed."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(f"{module} is not installed; install it with: pip install 'peacedata[{extra}]'")


class InvalidDescriptor(PeacedataError, ValueError):
    """A package, resource or schema descriptor cannot be used.

    Attributes:
        part: what is unusable: ``package``, ``resource``, ``schema`` or ``dialect``.
    """

    def __init__(self, message: str, part: str = "package") -> None:
        super().__init__(message)
        self.part = part


class InvalidData(PeacedataError, ValueError):
    """Data that must be clean is not; the message carries the first findings."""


class OtherSchema(PeacedataError, TypeError):
    """The release has a schema of another major version: it has frames and SQL here, but no typed records."""


class UnknownId(PeacedataError, KeyError):
    """No record has this key; the message suggests the nearest.

    Attributes:
        table: the table in which it was looked for.
        key: what was looked for.
        keys: the keys that there are; the nearest is found when the message is read, not when the error is raised.
    """

    def __init__(self, table: str, key: object, keys: Iterable[str]) -> None:
        super().__init__(table, key)
        self.table, self.key, self.keys = table, key, keys

    def __str__(self) -> str:
        near = nearest(str(self.key), self.keys)
        hint = f"; did you mean {near!r}?" if near else ""
        return f"{self.table} has no record {self.key!r}{hint}"


class ForeignFolder(PeacedataError, FileExistsError):
    """The folder to be replaced was not made by a build, so it is left alone."""


class SelfCheckFailed(PeacedataError, RuntimeError):
    """What was built did not pass our own last check; it is a fault of this library, and nothing was put in place."""


class ChannelError(PeacedataError):
    """A release could not be had from a channel, or not be trusted; nothing was written where it was to go."""


class Tampered(ChannelError):
    """What the channel serves is not what its publisher signed, or a file is not the one whose digest was asked for."""


class RolledBack(ChannelError):
    """The channel shows an older state than one that was seen before."""


class Stale(ChannelError):
    """The channel's signatures have expired, so that nobody can say what the latest release is."""


class NoSuchRelease(ChannelError, LookupError):
    """The channel has no such release, or the release has no such file."""


class Unreachable(ChannelError):
    """The channel does not answer, not in time, or it lacks a file."""


class Untrusted(ChannelError):
    """There is no root of trust for the channel, or one that contradicts the root that is trusted already."""


class CacheUnusable(ChannelError):
    """The cache cannot be read or written."""


class ChannelWarning(UserWarning):
    """Something that a user of a release should know, though it was verified."""


class StaleWarning(ChannelWarning):
    """A named release was verified, but the channel's signatures have expired."""


class WithdrawnWarning(ChannelWarning):
    """The release was withdrawn by its publisher."""


class PublishError(PeacedataError):
    """Something could not be published; what readers see is what they saw before, or whole."""


class StoreFault(PublishError):
    """A store cannot be read or written."""


class UnsafeStore(PublishError):
    """A store does not keep its promises: two publishers could undo each other's work; nothing was published."""


class NoChannel(PublishError):
    """There is no channel at that place."""


class KeyFault(PublishError):
    """A private key is missing, cannot be opened, or is not one of the channel's."""


class AlreadyPublished(PublishError):
    """There is such a release already, with other bytes; a release never changes."""


class WrongClock(PublishError):
    """This machine's clock is wrong, so that what it signs would be expired when it is read."""

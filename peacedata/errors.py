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
    """A package, resource or schema descriptor cannot be used."""


class InvalidData(PeacedataError, ValueError):
    """Data that must be clean is not; the message carries the first findings."""


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

"""Every exception of the library; each says what to do."""

from __future__ import annotations


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
    """No record has this key; the message suggests the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])

"""Passphrases: read from files or asked for, and never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from peacedata.errors import KeyFault

T = TypeVar("T")

_LONGEST = 4096
_TRIES = 3


class Passphrases:
    """The passphrases that private keys are opened with; none appears in a message or a traceback.

    Args:
        files: each holds one passphrase in its first line.
        ask: asks somebody for the passphrase of the key file of that name; None where nobody can be asked.

    Raises:
        KeyFault: if a file cannot be read or is empty.
    """

    def __init__(self, files: Iterable[Path] = (), ask: Callable[[str], str] | None = None) -> None:
        self._known = [read_passphrase(path) for path in files]
        self._ask = ask

    def __repr__(self) -> str:
        return f"<{len(self._known)} passphrases>"

    def open(self, name: str, attempt: Callable[[bytes], T | None], *, ask: bool = True) -> T:
        """Open a key with the first passphrase that fits: those known, then those that somebody types.

        Args:
            name: what to call the key file when asking.
            attempt: opens the key with a passphrase; None if it does not fit.
            ask: whether somebody may be asked.

        Raises:
            KeyFault: if none fits.
        """
        for passphrase in self._known:
            if (opened := attempt(passphrase)) is not None:
                return opened
        for _ in range(_TRIES if self._ask and ask else 0):
            passphrase = self._ask(name).encode() if self._ask else b""
            if (opened := attempt(passphrase)) is not None:
                self._known.append(passphrase)
                return opened
        if self._known or self._ask:
            raise KeyFault(
                f"the passphrase does not open {name}; give the one that this key was made with "
                "(where keys have several passphrases, --passphrase-file may be given several times)"
            )
        raise KeyFault(f"{name} needs a passphrase; give --passphrase-file")


def read_passphrase(path: Path) -> bytes:
    """The first line of a file.

    Raises:
        KeyFault: if it cannot be read or the line is empty.
    """
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST + 1).rstrip(b"\r\n")
    except OSError as error:
        raise KeyFault(f"the passphrase file {path} cannot be read: {error.strerror}") from None
    if not line:
        raise KeyFault(f"the passphrase file {path} is empty; its first line should be the passphrase")
    if len(line) > _LONGEST:
        raise KeyFault(f"the first line of the passphrase file {path} has more than {_LONGEST} bytes")
    return line

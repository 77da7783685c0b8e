"""How much of a hostile file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps of one run; a file beyond one of them is refused with one finding.

    Attributes:
        file: bytes of a data file.
        descriptor: bytes of a JSON descriptor.
        cell: characters of one cell.
        record: bytes that may be read before a record ends.
        columns: cells of the header.
        trusted: whether links, and paths out of the folder of a descriptor, are followed. Only regular files are read
            even so, and never an address.
    """

    file: int = 64 << 30
    descriptor: int = 16 * _MIB
    cell: int = 1 * _MIB
    record: int = 16 * _MIB
    columns: int = 10_000
    trusted: bool = False


LIMITS = Limits()

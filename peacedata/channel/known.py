"""The channels that this version of the library knows: their root of trust, and what they had when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a channel had when the library was made; nothing older is taken, not even by a fresh client.

    Attributes:
        root: the version of its root.
        timestamp: of its timestamp.
        snapshot: of its snapshot.
        targets: of its targets.
        release: the highest release.
        made: when that was, which is a time that no right clock is before.
    """

    root: int = 1
    timestamp: int = 1
    snapshot: int = 1
    targets: int = 1
    release: str | None = None
    made: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A channel that needs no ``--root``.

    Attributes:
        root: its root of trust, a file of this package.
        floor: what it had when the library was made.
    """

    root: Path
    floor: Floor = Floor()


# By the channel's address as ``parse_address`` spells it; the first is the one that is used when none is named. There
# is none before the key ceremony: see docs/releasing.md.
KNOWN: Mapping[str, Known] = {}

NONE_KNOWN = (
    "this version of peacedata knows no channel yet, because the keys of the public one have not been made; "
    "name one with --from CHANNEL or PEACEDATA_CHANNEL (in Python: channel=…), and its root with --root "
    "ROOT.json (root=…)"
)

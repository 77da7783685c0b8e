"""Where everything lies in a channel, what its roles are called, and how long each is good for.

Both sides build on this: what publishes and what fetches. The format is that of The Update Framework with consistent
snapshots, https://theupdateframework.github.io/specification/latest/.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from peacedata.errors import InvalidData

METADATA: Final = "metadata"
TARGETS_FOLDER: Final = "targets"
PROBE: Final = "probe"

ROOT: Final = "root"
TARGETS: Final = "targets"
SNAPSHOT: Final = "snapshot"
TIMESTAMP: Final = "timestamp"
OFFLINE: Final = (ROOT, TARGETS)
ONLINE: Final = (SNAPSHOT, TIMESTAMP)
ROLES: Final = OFFLINE + ONLINE

# The commit point, and the only file that ever changes.
COMMIT: Final = f"{METADATA}/{TIMESTAMP}.json"

# The one target of the top-level targets role: the index of all releases.
INDEX: Final = "releases.json"
INDEX_FORMAT: Final = 1

# Days until a role's metadata expires; RELEASE is the delegated role of one release.
RELEASE: Final = "release"
EXPIRY_DAYS: Final = {ROOT: 365, TARGETS: 365, RELEASE: 365, SNAPSHOT: 30, TIMESTAMP: 7}

# The most bytes that are read of each kind of file; a root, a timestamp and an index are small by nature.
MOST_BYTES: Final = {ROOT: 512_000, TIMESTAMP: 16_384, SNAPSHOT: 2_000_000, TARGETS: 5_000_000, RELEASE: 5_000_000}
MOST_INDEX_BYTES: Final = 5_000_000

# How deep the files of a release may lie: a TUF pattern's `*` does not cross a `/`.
DEPTH: Final = 4

_version = re.compile(r"([1-9][0-9]{3})\.([1-9][0-9]{0,5})(?:\.([1-9][0-9]{0,5}))?", re.ASCII).fullmatch
_numbered = re.compile(r"metadata/([1-9][0-9]*)\.([a-z0-9.]+)\.json", re.ASCII).fullmatch


def metadata_path(role: str, version: int) -> str:
    """Where the metadata of a role lies: ``metadata/<version>.<role>.json``; a timestamp has no version in its name."""
    return COMMIT if role == TIMESTAMP else f"{METADATA}/{version}.{role}.json"


def metadata_name(path: str) -> tuple[int, str] | None:
    """The version and the role that a metadata file's path states; None for any other path."""
    found = _numbered(path)
    return (int(found[1]), found[2]) if found else None


def target_path(name: str, sha256: str) -> str:
    """Where the bytes of a target lie: ``targets/<folder>/<sha256>.<name>``."""
    folder, base = posixpath.split(name)
    return posixpath.join(TARGETS_FOLDER, folder, f"{sha256}.{base}")


def target_name(version: str, path: str) -> str:
    """The name of one file of a release as a target, which is also its plain name in the channel."""
    return f"{version}/{path}"


def patterns(version: str) -> list[str]:
    """The paths that the delegated role of a release may speak for."""
    return [f"{version}{'/*' * depth}" for depth in range(1, DEPTH + 1)]


def is_release(name: str) -> bool:
    """Whether a text is a data version, ``YYYY.N`` or ``YYYY.N.M``, and so the name of a release's role."""
    return _version(name) is not None


def version_order(version: str) -> tuple[int, ...]:
    """What data versions are sorted by: their numbers, so that 2026.10 comes after 2026.9 and 2026.1.1 after 2026.1.

    Raises:
        InvalidData: if it is no data version.
    """
    found = _version(version)
    if found is None:
        raise InvalidData(f"{version[:80]!r} is no data version; expected YYYY.N or YYYY.N.M, such as 2026.1")
    return tuple(int(number) for number in found.groups() if number is not None)

"""What remains of a verification, so that a release that was verified once works for ever without a network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peacedata.channel.cache import Cache
from peacedata.channel.client_files import is_plain
from peacedata.release.content_hash import hash_of_digests

_FORMAT = 1
_sha256 = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True)
class FileOf:
    """One file of a release.

    Attributes:
        sha256: its digest.
        size: its length in bytes.
    """

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That a release was verified.

    Attributes:
        version: its version.
        content_hash: its content hash, ``sha256:…``.
        files: every file of the release by its path.
        verified: when, in UTC, as ISO 8601.
        roles: under which versions of the channel's metadata, by role.
        signers: the ids of the keys that the channel's releases were signed with then.
    """

    version: str
    content_hash: str
    files: Mapping[str, FileOf]
    verified: str
    roles: Mapping[str, int]
    signers: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        files = {path: {"sha256": file.sha256, "bytes": file.size} for path, file in self.files.items()}
        return {
            "format": _FORMAT,
            "version": self.version,
            "content_hash": self.content_hash,
            "files": files,
            "verified": self.verified,
            "roles": dict(self.roles),
            "signers": list(self.signers),
        }


def write_receipt(cache: Cache, channel: Path, receipt: Receipt) -> None:
    """Keep a receipt."""
    cache.write_json(_path(channel, receipt.version), receipt.to_json())


def read_receipt(cache: Cache, channel: Path, version: str) -> Receipt | None:
    """The receipt of a release; None if there is none, or it is damaged."""
    raw = cache.read_json(_path(channel, version))
    if raw is None or raw.get("format") != _FORMAT or raw.get("version") != version:
        return None
    try:
        receipt = Receipt(
            version=version,
            content_hash=str(raw["content_hash"]),
            files=files_from(raw["files"]),
            verified=str(raw["verified"]),
            roles={str(role): int(number) for role, number in raw["roles"].items()},
            signers=tuple(str(key) for key in raw["signers"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    return receipt if content_hash_of(receipt.files) == receipt.content_hash else None


def files_from(raw: object) -> dict[str, FileOf]:
    """Files by their path, as receipts and lock files write them.

    Raises:
        ValueError: if a path, a digest or a size is not one.
    """
    if not isinstance(raw, dict):
        raise ValueError("expected an object of files by their path")
    files = {}
    for path, file in raw.items():
        sha256, size = (file.get("sha256"), file.get("bytes")) if isinstance(file, dict) else (None, None)
        if not is_plain(path):
            raise ValueError(f"{str(path)[:80]!r} is no path of a release's file")
        if not (isinstance(sha256, str) and _sha256(sha256)) or type(size) is not int or size < 0:
            raise ValueError(f"{path!r} has no SHA-256 or no size")
        files[path] = FileOf(sha256, size)
    return files


def content_hash_of(files: Mapping[str, FileOf]) -> str:
    """The content hash, ``sha256:…``, of a release from the digests of its files."""
    return "sha256:" + hash_of_digests({path: file.sha256 for path, file in files.items()})


def _path(channel: Path, version: str) -> Path:
    return channel / "receipts" / f"{version}.json"

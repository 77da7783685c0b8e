"""TUF metadata as bytes: made, signed, read and held to who may sign it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from peacedata.channel.layout import EXPIRY_DAYS
from peacedata.errors import KeyFault, Tampered

if TYPE_CHECKING:
    from securesystemslib.signer import Signer
    from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Targets, Timestamp

    Content = TypeVar("Content", Root, Timestamp, Snapshot, Targets)
else:
    Content = TypeVar("Content")


def now() -> datetime:
    """The time, to the second as TUF writes it."""
    return datetime.now(UTC).replace(microsecond=0)


def expires_in(role: str, days: Mapping[str, int] = EXPIRY_DAYS) -> datetime:
    """When metadata of a role that is signed now expires."""
    return now() + timedelta(days=days[role])


def sign(signed: Content, signers: Iterable[Signer]) -> bytes:
    """Metadata signed by some keys, as it is written.

    Raises:
        KeyFault: if a key cannot sign.
    """
    from tuf.api.exceptions import UnsignedMetadataError
    from tuf.api.metadata import Metadata

    metadata = Metadata(signed)
    try:
        for signer in signers:
            metadata.sign(signer, append=True)
    except UnsignedMetadataError as error:
        raise KeyFault(f"signing failed: {error}") from None
    return metadata.to_bytes()


def parse(kind: type[Content], data: bytes, path: str) -> Metadata[Content]:
    """Read metadata of one kind; nothing is said yet about who signed it.

    Raises:
        Tampered: if it is not such metadata.
    """
    from tuf.api.metadata import Metadata
    from tuf.api.serialization import DeserializationError

    try:
        metadata = Metadata[Content].from_bytes(data)
    except DeserializationError:
        raise Tampered(f"{path} is no TUF metadata") from None
    except RecursionError:
        raise Tampered(f"{path} is nested too deeply to be TUF metadata") from None
    if not isinstance(metadata.signed, kind):
        raise Tampered(f"{path} holds metadata of the role {metadata.signed.type}")
    return metadata


def prove(parent: Root | Targets, role: str, metadata: Metadata[Content], path: str) -> None:
    """Hold metadata to the keys that its parent names for its role.

    Raises:
        Tampered: if too few of them signed it.
    """
    result = parent.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    if not result:
        raise Tampered(
            f"{path} is signed by {len(result.signed)} of the keys of {role}, {result.threshold} must sign; "
            "somebody else wrote it, or the keys were rotated and the work was not finished"
        )


def meta_file(version: int, data: bytes) -> MetaFile:
    """How a file of metadata is named by what lists it: version, length and SHA-256."""
    from tuf.api.metadata import MetaFile

    return MetaFile.from_data(version, data, ["sha256"])

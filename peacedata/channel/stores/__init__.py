"""Stores: the places that a channel can be published to, one file per kind."""

from __future__ import annotations

import re
from pathlib import Path

from peacedata.channel.stores.protocol import Store
from peacedata.errors import StoreFault

# With one slash too: s3:/bucket is a slip of the hand, and as a folder it would be made.
_scheme = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/").match
_bucket = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL).fullmatch


def check_address(address: str) -> str:
    """An address, if it is one of a store.

    Raises:
        StoreFault: if it is neither a folder nor ``s3://bucket`` with or without a prefix.
    """
    if not address or (_scheme(address) and not _bucket(address)):
        raise StoreFault(f"{address!r} is no store; expected a folder, or s3://bucket or s3://bucket/prefix")
    return address


def open_store(address: str, endpoint_url: str | None = None) -> Store:
    """The store at an address; nothing is read or written yet.

    Args:
        address: a folder, or ``s3://bucket`` or ``s3://bucket/prefix``.
        endpoint_url: the service that has the bucket, where it is not Amazon's; ``AWS_ENDPOINT_URL`` says the same.

    Raises:
        StoreFault: if it is neither, or a file.
        MissingExtra: if boto3 is not installed, for a bucket.
    """
    bucket = _bucket(check_address(address))
    if bucket is None:
        from peacedata.channel.stores.folder import FolderStore

        return FolderStore(Path(address))
    from peacedata.channel.stores.s3 import S3Store

    return S3Store(bucket[1], (bucket[2] or "").strip("/"), endpoint_url)

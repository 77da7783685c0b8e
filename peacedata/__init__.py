"""An open, versioned dataset of peace-process events, and the library that keeps it true.

``load()`` gives the release that came with this installation, ``load("2026.1")`` another one, ``open(path)`` a working
copy; ``validate`` and its siblings check any Data Package, Table Schema, rows or frame.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacedata.check.api import validate, validate_frame, validate_rows, validate_schema
    from peacedata.check.report import Report
    from peacedata.dataset.dataset import Dataset

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "Report",
    "__version__",
    "load",
    "open",
    "validate",
    "validate_frame",
    "validate_rows",
    "validate_schema",
]

# Where the other public names live; each is imported when it is first used.
_HOMES = {
    "Dataset": "peacedata.dataset.dataset",
    "Report": "peacedata.check.report",
    "validate": "peacedata.check.api",
    "validate_frame": "peacedata.check.api",
    "validate_rows": "peacedata.check.api",
    "validate_schema": "peacedata.check.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'peacedata' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def load(
    version: str | None = None,
    *,
    sha256: str | None = None,
    channel: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] | None = None,
    offline: bool | None = None,
    timeout: float | None = None,
) -> Dataset:
    """A release: by default the one that came with this installation, which needs no network.

    A release is verified before it is opened. ``load("2026.1")`` asks the channel once; from then on it works without a
    network. ``load("latest")`` asks the channel each time. ``load("2026.1", sha256="…")`` needs neither keys nor a
    clock, for the content hash says which release it is.

    Args:
        version: ``"2026.1"``, or ``"latest"`` for the highest release that was not withdrawn.
        sha256: the content hash that the release must have, with or without ``sha256:``.
        channel: where releases are: an address or a folder; by default ``PEACEDATA_CHANNEL``, else the public one.
        root: the file with the channel's root of trust, where this library does not know the channel; it is remembered.
        offline: use no network; by default as ``PEACEDATA_OFFLINE`` says.
        timeout: seconds that all of it may take.

    Returns:
        Typed, linked tables: ``load().events["istanbul-2025-round-2"].participations``.

    Raises:
        ChannelError: if the release cannot be had or not be trusted: ``Tampered``, ``RolledBack``, ``Stale``,
            ``NoSuchRelease``, ``Unreachable``, ``Untrusted`` or ``CacheUnusable``.
        ValueError: if ``sha256`` is not a SHA-256, or there is no version beside it.

    Warns:
        WithdrawnWarning: if the release was withdrawn.
        StaleWarning: if it was verified, but the channel's signatures have expired.
    """
    if version is None and sha256 is None and channel is None:
        from peacedata.schema.shipped import shipped_release

        return open(shipped_release())
    if version is None:
        raise ValueError('name the release too, as in load("2026.1", sha256="…") or load("latest", channel="…")')
    # By its name, as the public names above: who imports this package for its version does not import the channel.
    client = importlib.import_module("peacedata.channel.client_load")
    release: Dataset = client.load_release(
        version, sha256=sha256, channel=channel, root=root, offline=offline, timeout=timeout
    )
    return release


def open(path: str | Path) -> Dataset:  # noqa: A001 - the public name; like gzip.open, it is used as peacedata.open
    """Open a working copy or a built release.

    Args:
        path: a folder that holds ``datapackage.json``, or that file.

    Raises:
        InvalidDescriptor: if there is no usable descriptor, or it is not a dataset of this model.
    """
    from peacedata.dataset.dataset import open_dataset

    return open_dataset(path)

"""An open, versioned dataset of peace-process events, and the library that keeps it true.

``load()`` gives the release that came with this installation, ``open(path)`` a working copy; ``validate`` and its
siblings check any Data Package, Table Schema, rows or frame.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacedata.check.api import validate, validate_frame, validate_rows
    from peacedata.check.report import Report
    from peacedata.dataset.dataset import Dataset

__version__ = "0.1.0"

__all__ = ["Dataset", "Report", "__version__", "load", "open", "validate", "validate_frame", "validate_rows"]

# Where the other public names live; each is imported when it is first used.
_HOMES = {
    "Dataset": "peacedata.dataset.dataset",
    "Report": "peacedata.check.report",
    "validate": "peacedata.check.api",
    "validate_frame": "peacedata.check.api",
    "validate_rows": "peacedata.check.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'peacedata' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def load() -> Dataset:
    """The release that came with this installation; needs no network.

    Returns:
        Typed, linked tables: ``load().events["istanbul-2025-round-2"].participations``.
    """
    from peacedata.schema.shipped import shipped_release

    return open(shipped_release())


def open(path: str | Path) -> Dataset:  # noqa: A001 - the public name; like gzip.open, it is used as peacedata.open
    """Open a working copy or a built release.

    Args:
        path: a folder that holds ``datapackage.json``, or that file.

    Raises:
        InvalidDescriptor: if there is no usable descriptor, or it is not a dataset of this model.
    """
    from peacedata.dataset.dataset import open_dataset

    return open_dataset(path)

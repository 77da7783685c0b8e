"""An open, versioned dataset of peace-process events, and the library that keeps it true.

``load()`` gives the release that came with this installation, ``open(path)`` a working copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

__version__ = "0.1.0"

__all__ = ["__version__", "load", "open"]


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

"""Builds a release: every format from one package, proved before it is put in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.check.engine import Options
from peacedata.check.run import check_dataset
from peacedata.errors import SelfCheckFailed
from peacedata.release.content_hash import digest_of, sums
from peacedata.release.exporters import exporters
from peacedata.release.listing import LISTING, Folder
from peacedata.release.package import ReleasePackage, prepare
from peacedata.release.place import staged
from peacedata.release.second_opinion import ask_frictionless
from peacedata.release.toolchain import write_toolchain
from peacedata.release.verify import verify

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made.

    Attributes:
        folder: where it lies.
        version: the version of the data.
        content_hash: the release's identity.
        files: the size of every file in bytes by its path, in the order of paths.
        rows: the number of rows of every table, in the order of the model.
    """

    folder: Path
    version: str
    content_hash: str
    files: Mapping[str, int]
    rows: Mapping[str, int]


def build(dataset: Dataset, out: str | Path) -> Built:
    """Build a release from a dataset; the same dataset gives the same bytes, wherever and whenever it is built.

    The time is that of ``created`` in the descriptor, else of ``SOURCE_DATE_EPOCH``; without either none is stated.

    Args:
        dataset: an open dataset.
        out: the folder to make; a build that lies there is replaced as a whole, anything else is left alone.

    Raises:
        InvalidData: if the check of the dataset has errors; warnings do not stop a release.
        InvalidDescriptor: if the package states no usable name, version or licence, or is not the model's.
        ForeignFolder: if there is something at ``out`` that no build has made.
        MissingExtra: if a library that a format needs is not installed.
        SelfCheckFailed: if what was built does not pass; a fault of ours.
    """
    out = Path(out)
    check_dataset(dataset.package, Options(strict=True)).raise_for_errors()
    package = prepare(dataset)
    with staged(out) as folder:
        for exporter in exporters().values():
            exporter.write(package, folder)
        write_toolchain(folder)
        files = _seal(folder)
        _prove(package, folder)
    rows = {name: len(table.rows) for name, table in package.tables.items()}
    return Built(out, package.version, package.content_hash, files, rows)


def _seal(folder: Path) -> dict[str, int]:
    """Write ``SHA256SUMS`` over every file; returns all sizes."""
    digests, sizes = {}, {}
    for name in Folder(folder).names:
        with (folder / name).open("rb") as file:
            digests[name], sizes[name] = digest_of(file), file.tell()
    listing = sums(digests).encode("utf-8")
    (folder / LISTING).write_bytes(listing)
    return dict(sorted({LISTING: len(listing), **sizes}.items()))


def _prove(package: ReleasePackage, folder: Path) -> None:
    for path in (folder, folder / f"{package.title}.zip"):
        verified = verify(path)
        if not verified.ok or verified.content_hash != package.content_hash:
            raise SelfCheckFailed(f"{path.name} does not verify: {verified.differences[:1]}")
    ask_frictionless(package, folder)

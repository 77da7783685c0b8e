"""The Data Package as plain files: canonical CSVs, schemas, descriptor, licence, README."""

from __future__ import annotations

from pathlib import Path

from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage


def write(package: ReleasePackage, folder: Path) -> None:
    """Write the files of the package, each at its path.

    Source: Data Package v2, https://datapackage.org/standard/data-package/
    """
    for path, data in package.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


EXPORTER = Exporter(
    name="csv",
    title="CSV files (Data Package)",
    media_type="text/csv",
    path="data/<table>.csv",
    holds="Every table as text, described by `datapackage.json`",
    write=write,
)

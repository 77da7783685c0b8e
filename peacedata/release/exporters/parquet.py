"""One Parquet file per table, typed, with the bounds of every date."""

from __future__ import annotations

from pathlib import Path

from peacedata.dataset.frames import require, to_arrow
from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``parquet/<table>.parquet``; every file names its release, so that it can travel alone.

    The bytes are the same for the same version of pyarrow, which the file states as its maker.

    Raises:
        MissingExtra: if pyarrow is not installed.
        ValueError: if a cell is not of its column's type.

    Source: Apache Parquet, https://parquet.apache.org/docs/file-format/
    """
    parquet = require("pyarrow.parquet", "arrow")
    (folder / "parquet").mkdir()
    about = {"name": package.name, "version": package.version, "content_hash": package.content_hash}
    for name, table in package.tables.items():
        rows = to_arrow(table.schema, table.rows)
        settings = {"version": "2.6", "compression": "zstd", "compression_level": 3, "store_schema": False}
        # Python opens the file, because pyarrow takes no path that is not UTF-8.
        with (
            (folder / "parquet" / f"{name}.parquet").open("wb") as file,
            parquet.ParquetWriter(file, rows.schema, **settings) as writer,
        ):
            writer.write_table(rows, row_group_size=1 << 17)
            writer.add_key_value_metadata(about)


EXPORTER = Exporter(
    name="parquet",
    title="Parquet",
    media_type="application/vnd.apache.parquet",
    path="parquet/<table>.parquet",
    holds="Every table, typed, with the bounds of dates",
    write=write,
)

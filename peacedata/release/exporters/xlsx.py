"""One workbook with every table as a sheet, for readers who work in a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage
from peacedata.schema.workbook.book import About, write_workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``<name>.xlsx``: what to read first, every table with its codes, and drop-downs for whoever edits a copy.

    ``peacedata check`` and ``peacedata import`` read it. Dates are text, as a month or a doubtful day is no date of a
    spreadsheet. The bytes are the same for the same version of openpyxl, which the file states as its maker; the time
    in its properties is that of the release.

    Raises:
        InvalidData: if a cell is longer than a spreadsheet can hold.
        MissingExtra: if openpyxl is not installed.

    Source: ECMA-376, Office Open XML file formats.
    """
    rows = {name: table.rows for name, table in package.tables.items()}
    (folder / f"{package.name}.xlsx").write_bytes(write_workbook(_about(package), rows))


def _about(package: ReleasePackage) -> About:
    descriptor = package.descriptor
    licences = ", ".join(str(licence["name"]) for licence in descriptor["licenses"] if "name" in licence)
    facts = [
        str(descriptor.get("description", "")),
        f"Release {package.version}, content hash sha256:{package.content_hash}",
        f"Licence: {licences}. How to cite it says README.md, which lies beside this file.",
        "Dates are text: 2014, 2014-06 or 2014-06-06, with ? where uncertain, ~ where approximate, % where both.",
    ]
    title = str(descriptor.get("title") or package.title)
    return About(title=title, facts=[fact for fact in facts if fact], created=_time(descriptor.get("created")))


def _time(text: object) -> datetime | None:
    """The time of the release, in UTC; None if it states none that can be read."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (time.astimezone(UTC) if time.tzinfo else time).replace(tzinfo=None)


EXPORTER = Exporter(
    name="xlsx",
    title="Excel workbook",
    media_type=MEDIA_TYPE,
    path="<name>.xlsx",
    holds="Every table as a sheet",
    write=write,
)

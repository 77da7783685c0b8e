"""What frictionless, which shares no code with our checks, says of a built package."""

from __future__ import annotations

from pathlib import Path

from peacedata.errors import SelfCheckFailed
from peacedata.release.package import ReleasePackage


def ask_frictionless(package: ReleasePackage, folder: Path) -> None:
    """Validate the package as it lies in a folder, hashes and numbers of rows included.

    Raises:
        SelfCheckFailed: if frictionless finds anything, or reads another number of rows than we wrote.
    """
    import frictionless

    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    found = report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    if found or report.errors or not report.valid:
        raise SelfCheckFailed(f"frictionless does not accept what was built: {[*report.errors, *found][:1]}")
    read = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    for name, table in package.tables.items():
        if read.get(name) != len(table.rows):
            raise SelfCheckFailed(
                f"frictionless reads {read.get(name)} rows of {name!r}, {len(table.rows)} were written"
            )

"""``peacedata import``: the rows of a workbook into the tables of a package, once a check finds no error in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacedata.cli import FOUND

if TYPE_CHECKING:
    from peacedata.check.report import Report
    from peacedata.check.workbook import CheckedWorkbook
    from peacedata.intake.package import Package
    from peacedata.release.upsert import Change


@click.command("import")
@click.argument("workbook", metavar="IN.xlsx", type=click.Path(exists=True, readable=False, path_type=Path))
@click.option(
    "--into",
    type=click.Path(exists=True, path_type=Path),
    help="The package to put the rows into, by key.  [default: ./datapackage or the package here]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the rows alone into this folder instead, one CSV for each table.",
)
@click.option(
    "--package",
    type=click.Path(exists=True, path_type=Path),
    help="With --out: the package that the rows are meant for.  [default: the dataset at hand]",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which the check looks at the data.  [default: today]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def import_(
    workbook: Path, into: Path | None, out: Path | None, package: Path | None, as_of: datetime | None, dry_run: bool
) -> None:
    """Check the workbook IN.xlsx, and put its rows into the tables of a package.

    A row takes the place of the one with the same key; all others stay. Only tables that change are written, in
    canonical form, all of them or none. With errors nothing is written, and the findings name the cells.
    """
    from peacedata.check.workbook import check_workbook
    from peacedata.errors import InvalidDescriptor

    home = _home(into, out, package)
    checked = check_workbook(workbook, home, as_of=as_of.date() if as_of else None)
    report = _configured(checked.report, home)
    if report.findings:
        _print(report)
    if not report.valid or _unread(checked):
        click.echo("Nothing was written: mend the errors first.", err=True)
        sys.exit(FOUND)
    rows = _rows(checked, home)
    try:
        changes = _planned(home, rows, out)
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    if not dry_run:
        _write(changes, out)
    _say(changes, workbook, dry_run=dry_run)


def _home(into: Path | None, out: Path | None, package: Path | None) -> Package:
    """The package that the rows are meant for; that which is to be written must be named or lie here."""
    from peacedata.check.target import home_package
    from peacedata.errors import InvalidDescriptor
    from peacedata.schema.shipped import shipped_release

    if into and (out or package):
        raise click.UsageError("--into puts rows into a package, --out writes them apart; --package goes with --out")
    if package and not out:
        raise click.UsageError("--package goes with --out; the package to be written is named with --into")
    try:
        home = home_package(into or package)
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    if not out and home.folder.resolve() == shipped_release().resolve() and not into:
        raise click.UsageError(
            "there is no package here to put the rows into: name one with --into, or a folder for them with --out"
        )
    return home


def _configured(report: Report, home: Package) -> Report:
    """The report as the configuration of the package wants it; one beside the workbook is a stranger's."""
    from peacedata.check.config.apply import configured
    from peacedata.check.config.parse import config_of
    from peacedata.check.config.read import find_sources

    sources = find_sources([home.folder])
    return configured(report, config_of(sources[0])) if sources else report


def _unread(checked: CheckedWorkbook) -> bool:
    """Whether cells were not taken as they are: then nothing is imported, whatever a configuration says."""
    return checked.refused or any(table.flawed or table.missing for table in checked.tables.values())


def _print(report: Report) -> None:
    from peacedata.report.text import write

    write(report, sys.stdout)


def _rows(checked: CheckedWorkbook, home: Package) -> dict[str, list[dict[str, str]]]:
    """The rows as text by table, in the order of the package."""
    from peacedata.release.canonical import columns_of

    found = {}
    for name, resource in home.resources.items():
        if name in checked.tables:
            names = columns_of(resource.schema or {"fields": []})
            found[name] = [dict(zip(names, row, strict=True)) for row in checked.tables[name].rows]
    return found


def _planned(home: Package, rows: Mapping[str, Sequence[Mapping[str, str]]], out: Path | None) -> list[Change]:
    from peacedata.release.upsert import fresh, upserts

    if out is None:
        return upserts(home, rows)
    changes = fresh({name: home.resources[name].schema or {} for name in rows}, rows, out)
    if there := [change.path for change in changes if os.path.lexists(change.path)]:
        raise click.UsageError(f"{click.format_filename(there[0])} is there already; name another folder with --out")
    return changes


def _write(changes: Sequence[Change], out: Path | None) -> None:
    from peacedata.release.upsert import write

    if out is not None and changes:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            name = click.format_filename(out)
            raise click.UsageError(f"the folder {name} cannot be made: {error.strerror}") from None
    write(changes)


def _say(changes: Sequence[Change], workbook: Path, *, dry_run: bool) -> None:
    """What was done, one line for each table."""
    name = click.format_filename(workbook)
    if not changes:
        click.echo(f"{name} holds no rows; nothing to import")
        return
    for change in changes:
        counts = f"{change.new:,} new, {change.changed:,} changed, {change.same:,} as they were"
        if change.before == change.after:
            written = "unchanged"
        else:
            written = ("would be written: " if dry_run else "") + click.format_filename(change.path)
        click.echo(f"{change.table:<15} {counts:<40} {written}")

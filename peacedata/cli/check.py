"""``peacedata check``: what is wrong with a package, a folder or single CSV files."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from peacedata.check.big import ENGINES, GEARS
from peacedata.check.engine import Options, Report
from peacedata.check.finding import Finding, Findings, Severity
from peacedata.check.run import all_checks, check_dataset, selected
from peacedata.check.target import Targets, find_targets, home_package
from peacedata.cli.progress import progress
from peacedata.errors import InvalidDescriptor
from peacedata.intake.limits import LIMITS
from peacedata.intake.package import Package
from peacedata.report import FORMATS, writer


@click.command()
# What cannot be read is a finding, not wrong usage.
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path))
@click.option(
    "--package",
    type=click.Path(exists=True, path_type=Path),
    help="The package that lone files are meant for.  [default: the dataset at hand]",
)
@click.option("--table", help="The table of a lone file that is not named after one.")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check lone files against this Table Schema instead.",
)
@click.option("--schema-only", is_flag=True, help="PATHS are Table Schemas; check these themselves.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to a file.")
@click.option("--select", multiple=True, metavar="CODE", help="Only these codes; PD5 means all that start with it.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Not these codes.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which the check looks at the data.  [default: today]",
)
@click.option(
    "--gear",
    type=click.Choice(GEARS),
    default="auto",
    show_default=True,
    help="How large files are read; auto goes by their size.",
)
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="Where ranges run.")
@click.option("--trusted", is_flag=True, help="Follow links, and paths out of a descriptor's folder.")
def check(
    paths: tuple[Path, ...],
    package: Path | None,
    table: str | None,
    schema: Path | None,
    schema_only: bool,
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    as_of: datetime | None,
    gear: str,
    engine: str,
    trusted: bool,
) -> None:
    """Check PATHS: packages, folders and CSV files; by default the dataset at hand.

    A CSV file named after a table is checked against that table, and its references against the package that it is
    meant for. Descriptors of any other Data Package, resource or Table Schema are checked by what they say.
    """
    _know(select + ignore)
    if table and not (len(paths) == 1 and paths[0].is_file()):
        raise click.UsageError("--table goes with exactly one file")
    if (schema or schema_only) and (not paths or table or package or (schema and schema_only)):
        raise click.UsageError("--schema and --schema-only go with files, and with none of --table and --package")
    options = Options(limits=replace(LIMITS, trusted=trusted), gear=gear, engine=engine)
    if schema or schema_only:
        report = _by_schema(paths, schema, options)
    else:
        report = _by_package(paths, package, table, options, as_of.date() if as_of else None)
    report.findings = report.findings.where(lambda code: selected(select, ignore, code))
    with _stream(output) as stream:
        writer(form)(report, stream)
    failing = report.findings.total(Severity.ERROR)
    if fail_on == Severity.WARNING:
        failing += report.findings.total(Severity.WARNING)
    sys.exit(1 if failing else 0)


def _know(codes: tuple[str, ...]) -> None:
    for code in codes:
        if not any(known.code.startswith(code) for known in all_checks()):
            raise click.UsageError(f"{code!r} is the beginning of no finding code; `peacedata rules` lists them all")


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a report never fails for want of a character
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


def _by_schema(paths: tuple[Path, ...], schema: Path | None, options: Options) -> Report:
    """Files against one schema, or schemas by themselves."""
    from peacedata.check.api import validate

    with progress(paths) as show:
        options = replace(options, progress=show)
        return _merged([validate(path, schema=schema, options=options) for path in paths], [])


def _by_package(
    paths: tuple[Path, ...], package: Path | None, table: str | None, options: Options, as_of: date | None
) -> Report:
    try:
        home = home_package(package, options.limits)
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    if table and table not in home.resources:
        raise click.UsageError(f"{table!r} is no table of the package; it has {', '.join(home.resources)}")
    targets = find_targets(paths, home, table, options.limits) if paths else Targets(packages=[home])
    if targets.descriptors:
        from peacedata.check.api import validate
    with progress(_files(targets)) as show:
        options = replace(options, progress=show)
        reports = [_named(check_dataset(one, options, as_of=as_of), one.folder) for one in targets.packages]
        reports += [validate(path, options=options) for path in targets.descriptors]
        if targets.files:
            reports.append(check_dataset(home, options, only=targets.files, as_of=as_of))
    return _merged(reports, targets.findings)


def _named(report: Report, folder: Path) -> Report:
    """The report of a package with its files named as they can be opened from here."""
    report.findings = report.findings.below(folder)
    for table in report.tables:
        table.file = ", ".join(str(folder / part) for part in table.file.split(", ")) if table.file else table.file
    return report


def _files(targets: Targets) -> Iterator[Path]:
    yield from targets.files.values()
    for package in targets.packages:
        yield from _data_of(package)


def _data_of(package: Package) -> Iterator[Path]:
    for resource in package.resources.values():
        yield from (resource.folder / path for path in resource.paths)


def _merged(reports: list[Report], findings: list[Finding]) -> Report:
    if len(reports) == 1 and not findings:
        return reports[0]
    merged = Report(Findings())
    for report in reports:
        merged.findings.merge(report.findings)
        merged.tables.extend(report.tables)
        merged.cells.update(report.cells)
    merged.findings.extend(findings)
    return merged

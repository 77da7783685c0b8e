"""``peacedata check``: what is wrong with a package, a folder or single CSV files."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from peacedata.check.big import ENGINES, GEARS
from peacedata.check.config.read import find_sources
from peacedata.check.engine import Options, Report
from peacedata.check.finding import Finding, Findings, Severity
from peacedata.check.run import check_dataset
from peacedata.check.target import Targets, find_targets, home_package, home_path
from peacedata.cli.progress import progress
from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.package import Package
from peacedata.intake.workbook.names import is_workbook
from peacedata.report import FORMATS, writer

if TYPE_CHECKING:
    from peacedata.check.config.settings import Config
    from peacedata.dataset.snapshot import Snapshot


# More findings than anybody reads one by one.
_MOST_DRAFTED = 100_000


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
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How the report is written."
)
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
@click.option(
    "--since",
    metavar="OLD",
    help="Also judge what must hold since OLD (codes PD8xx): a release, a folder, or git:REVISION.",
)
@click.option("--trusted", is_flag=True, help="Follow links, and paths out of a descriptor's folder.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Follow this configuration.  [default: the nearest peacedata.toml or pyproject.toml]",
)
@click.option("--no-config", "--isolated", "isolated", is_flag=True, help="Follow no configuration.")
@click.option("--baseline-draft", is_flag=True, help="Print the findings as entries for a baseline, as TOML.")
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
    since: str | None,
    trusted: bool,
    config_file: Path | None,
    isolated: bool,
    baseline_draft: bool,
) -> None:
    """Check PATHS: packages, folders, CSV files and workbooks; by default the dataset at hand.

    A CSV file named after a table is checked against that table, and its references against the package that it is
    meant for; a workbook (.xlsx) likewise, sheet by sheet, and findings name its cells. Descriptors of any other Data
    Package, resource or Table Schema are checked by what they say.

    The nearest peacedata.toml, or pyproject.toml with a table [tool.peacedata], says which findings are shown and which
    are known. Check what a stranger sent with --config or --no-config.
    """
    _know(select, ignore)
    if table and not (len(paths) == 1 and paths[0].is_file()):
        raise click.UsageError("--table goes with exactly one file")
    if (table or schema or schema_only) and any(is_workbook(path) for path in paths):
        raise click.UsageError("a workbook says by its sheets which tables it holds: leave out --table and --schema")
    if (schema or schema_only) and (not paths or table or package or (schema and schema_only)):
        raise click.UsageError("--schema and --schema-only go with files, and with none of --table and --package")
    if since is not None and (schema or schema_only):
        raise click.UsageError("--since goes with a dataset, and with none of --schema and --schema-only")
    limits = replace(LIMITS, trusted=trusted)
    config = _configuration(paths or ((package,) if package else ()), config_file, isolated, limits)
    if config is None and (select or ignore or baseline_draft):
        config = _no_configuration()
    cap = _MOST_DRAFTED if baseline_draft else Options().cap
    options = Options(cap=cap + (config.room if config else 0), limits=limits, gear=gear, engine=engine)
    if schema or schema_only:
        report = _by_schema(paths, schema, options)
    else:
        earlier = _earlier(since, package or next(iter(paths), None)) if since is not None else None
        report = _by_package(paths, package, table, options, as_of.date() if as_of else None, earlier)
    if config is not None:
        from peacedata.check.config.apply import configured

        report = configured(report, config.overridden(select, ignore), cap)
    with _stream(output) as stream:
        if baseline_draft and config is not None:
            from peacedata.check.config.draft import draft

            stream.write(draft(report, config))
            return
        writer(form)(report, stream)
    failing = report.findings.total(Severity.ERROR)
    if fail_on == Severity.WARNING:
        failing += report.findings.total(Severity.WARNING)
    sys.exit(1 if failing else 0)


def _know(select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    if not (select or ignore):
        return
    from peacedata.check.config.codes import about_configuration, is_code, nearest_code

    for code in select + ignore:
        if not is_code(code):
            hint = nearest_code(code) or "`peacedata rules` lists them all"
            raise click.UsageError(f"{code!r} is the beginning of no finding code; {hint}")
        if code in ignore and about_configuration(code):
            raise click.UsageError(f"{code} is about the configuration and always shown; --no-config follows none")


def _configuration(paths: Sequence[Path], named: Path | None, isolated: bool, limits: Limits) -> Config | None:
    """The one configuration of a run: the one that is named, or else the nearest of what is checked, if there is one.

    Without one, nothing of what reads it is imported.
    """
    if named and isolated:
        raise click.UsageError("--config names a configuration, --no-config asks for none; leave out one of them")
    if named:
        from peacedata.check.config.parse import read_config

        return read_config(named, limits)
    sources = [] if isolated else find_sources(paths, limits)
    if len(sources) > 1:
        names = " and ".join(source.name for source in sources)
        raise click.UsageError(f"the paths have different configurations, {names}; name one with --config")
    if not sources:
        return None
    from peacedata.check.config.parse import config_of

    return config_of(sources[0])


def _no_configuration() -> Config:
    from peacedata.check.config.settings import Config

    return Config()


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
    from peacedata.check.api import validate, validate_schema

    if schema is None:
        return _merged([validate_schema(path) for path in paths], [], options.cap)
    with progress(paths) as show:
        options = replace(options, progress=show)
        return _merged([validate(path, schema=schema, options=options) for path in paths], [], options.cap)


def _by_package(
    paths: tuple[Path, ...],
    package: Path | None,
    table: str | None,
    options: Options,
    as_of: date | None,
    since: Snapshot | None,
) -> Report:
    home = cache(partial(home_package, package, options.limits))
    try:
        if package or table:  # what is named must be there, whatever needs it
            resources = home().resources
            if table and table not in resources:
                raise click.UsageError(f"{table!r} is no table of the package; it has {', '.join(resources)}")
        targets = find_targets(paths or (home_path(package),), home, table, options.limits)
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    if targets.descriptors:
        from peacedata.check.api import validate
    with progress(_files(targets)) as show:
        options = replace(options, progress=show)
        reports = [
            _named(check_dataset(one, options, as_of=as_of, since=since), one.folder) for one in targets.packages
        ]
        reports += [validate(path, options=options) for path in targets.descriptors]
        if targets.files:
            reports.append(check_dataset(home(), options, only=targets.files, as_of=as_of, since=since))
        reports += [_of_workbook(path, home(), options, as_of, since) for path in targets.workbooks]
    return _merged(reports, targets.findings, options.cap)


def _of_workbook(path: Path, home: Package, options: Options, as_of: date | None, since: Snapshot | None) -> Report:
    from peacedata.check.workbook import check_workbook

    return check_workbook(path, home, options, as_of=as_of, since=since).report


def _earlier(since: str, now: Path | None) -> Snapshot:
    """The release before, from wherever it is."""
    from peacedata.release.source import open_source

    try:
        earlier = open_source(since, near=str(now) if now else None)
    except (InvalidData, InvalidDescriptor) as error:
        raise click.UsageError(f"--since: {error}") from None
    if "peacedata" not in earlier.descriptor:
        raise click.UsageError(
            f"--since: {since} is no dataset of this model; expected a release, a folder or a revision"
        )
    return earlier


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


def _merged(reports: list[Report], findings: list[Finding], cap: int) -> Report:
    if len(reports) == 1 and not findings:
        return reports[0]
    merged = Report(Findings(cap))
    for report in reports:
        merged.findings.merge(report.findings)
        merged.tables.extend(report.tables)
        merged.cells.update(report.cells)
        merged.scope.merge(report.scope)
    merged.findings.extend(findings)
    return merged

"""``peacedata fix``: brings files into canonical form, as far as that needs no human decision."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacedata.check.finding import Finding, Severity
from peacedata.check.run import check_dataset
from peacedata.check.target import Targets, find_targets, home_package
from peacedata.cli import FOUND
from peacedata.errors import InvalidDescriptor
from peacedata.fix.plan import Plan, Planned, plan
from peacedata.fix.write import write
from peacedata.intake.package import FILE_NAME, Package, Resource, read_json, resource_from
from peacedata.report.digest import plural
from peacedata.report.escape import log_line

if TYPE_CHECKING:
    from peacedata.check.report import Report

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
_Work = tuple[Package, dict[str, Path] | None, bool]  # what a plan is asked for: package, lone files, whether alone


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--diff", "only_diff", is_flag=True, help="Write nothing; print what would change, and exit 1 then.")
@click.option(
    "--package",
    type=click.Path(exists=True, path_type=Path),
    help="The package that lone files are meant for.  [default: the dataset at hand]",
)
@click.option("--table", help="The table of a lone file that is not named after one.")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fix lone files by this Table Schema instead.",
)
def fix(
    paths: tuple[Path, ...],
    only_check: bool,
    only_diff: bool,
    package: Path | None,
    table: str | None,
    schema: Path | None,
) -> None:
    """Bring PATHS into canonical form: packages, folders and CSV files; by default the dataset at hand.

    Mends what has one meaning only: byte order marks, line ends, normal form, blanks, dates such as 2 June 2025,
    spelling of codes, order of columns and records, quotes. A cell whose meaning is not certain is left, and so is a
    whole file of which nobody can tell which cell is which. Run twice, it changes nothing the second time.

    Exits 1 if a file had to be left, or with --check or --diff if something would change.
    """
    _usage(paths, only_check and only_diff, package, table, schema)
    work, findings = _work(paths, package, table, schema)
    plans = [plan(one, only, alone=alone) for one, only, alone in work]
    files = _once([file for one in plans for file in one.files])
    for finding in findings:
        _say(f"{finding.file}: {finding.code}: {finding.message}" + (f"; {finding.hint}" if finding.hint else ""))
    if not (only_check or only_diff):
        _write(plans, files)
    for file in files:
        if only_diff and file.changes:
            _show(file)
        elif file.left is not None or file.changes:
            _say(_line(file, "would be fixed" if only_check else "fixed"), err=only_diff)
    changed = sum(file.changes for file in files)
    left = sum(file.left is not None for file in files)
    if not only_diff:
        _say(_summary(len(files) - changed - left, changed, left, "would be fixed" if only_check else "fixed"))
    if not (only_check or only_diff):
        _say(_rest(work, schema))
    sys.exit(FOUND if findings or left or (changed and (only_check or only_diff)) else 0)


def _usage(paths: tuple[Path, ...], both: bool, package: Path | None, table: str | None, schema: Path | None) -> None:
    if both:
        raise click.UsageError("--check says that something would change, --diff what; give one of them")
    if table and not (len(paths) == 1 and paths[0].is_file()):
        raise click.UsageError("--table goes with exactly one file")
    if schema and (not paths or table or package or any(path.is_dir() for path in paths)):
        raise click.UsageError("--schema goes with files, and with none of --table and --package")
    here = (Path(), Path("datapackage"))
    if not paths and not package and not any((folder / FILE_NAME).is_file() for folder in here):
        raise click.UsageError(
            f"there is no {FILE_NAME} here or in datapackage/; name what is to be fixed. "
            "The release that came with this installation is never changed"
        )


# What there is to do


def _work(
    paths: tuple[Path, ...], package: Path | None, table: str | None, schema: Path | None
) -> tuple[list[_Work], list[Finding]]:
    try:
        if schema is not None:
            given = read_json(schema.parent, schema.name)
            return [_alone(path, {"schema": given}) for path in paths], []
        home = home_package(package)
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    if table and table not in home.resources:
        raise click.UsageError(f"{table!r} is no table of the package; it has {', '.join(home.resources)}")
    targets = find_targets(paths, lambda: home, table) if paths else Targets(packages=[home])
    work: list[_Work] = [(one, None, False) for one in targets.packages]
    findings = [*targets.findings]
    for path in targets.descriptors:
        try:
            work.append(_resource(path))
        except InvalidDescriptor as error:
            raise click.UsageError(f"{path}: {error}") from None
    if targets.files:
        work.append((home, targets.files, False))
    for path in getattr(targets, "workbooks", ()):
        raise click.UsageError(f"{path} is a workbook; `peacedata import {path}` makes CSV files of it")
    return work, findings


def _alone(path: Path, descriptor: dict[str, Any]) -> _Work:
    """A file that belongs to no package."""
    tabs = path.suffix.lower() in (".tsv", ".tab")
    descriptor |= {"path": path.name, "format": "tsv" if tabs else "csv"}
    if "$schema" in descriptor["schema"]:
        descriptor["$schema"] = descriptor["schema"]["$schema"]
    resource = Resource(path.stem or "table", (path.name,), path.parent, descriptor["schema"], descriptor)
    return Package(path.parent, {"resources": [descriptor]}, {resource.name: resource}), {resource.name: path}, True


def _resource(path: Path) -> _Work:
    """A file that has a descriptor of its own.

    Raises:
        InvalidDescriptor: if it is another kind of descriptor, or one that cannot be used.
    """
    descriptor = read_json(path.parent, path.name)
    if "path" not in descriptor:
        raise InvalidDescriptor("expected a package or a resource, which name their files")
    resource = resource_from(descriptor, path.parent)
    return Package(path.parent, {"resources": [descriptor]}, {resource.name: resource}), None, True


def _once(files: Iterable[Planned]) -> list[Planned]:
    """Each file once, whatever names it was given."""
    found: dict[str, Planned] = {}
    for file in files:
        found.setdefault(os.path.realpath(file.path), file)
    return [*found.values()]


def _write(plans: Iterable[Plan], files: list[Planned]) -> None:
    chosen = {id(file) for file in files}
    for one in plans:
        write(Plan([file for file in one.files if id(file) in chosen], one.linked))


# What is said


def _say(text: str, *, err: bool = False) -> None:
    click.echo(log_line(text), err=err)


def _line(file: Planned, verb: str) -> str:
    if file.left is not None:
        place = f"{file.path}:{file.line}" if file.line is not None else str(file.path)
        return f"{place}: left as it is: {file.left}"
    return f"{file.path}: {verb}: " + ", ".join(f"{name} {count:,}" for name, count in file.counts.items())


def _summary(right: int, changed: int, left: int, verb: str) -> str:
    parts = [f"{plural(changed, 'file')} {verb}", f"{right:,} as they should be"]
    return ", ".join(parts + ([f"{left:,} left as they are"] if left else []))


def _show(file: Planned) -> None:
    from peacedata.fix.diff import diff_lines

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in diff_lines(file):
        text = log_line(line)
        click.echo(click.style(text, _COLOURS[line[0]]) if colour and line[:1] in _COLOURS else text)


def _rest(work: list[_Work], schema: Path | None) -> str:
    """What is left for a person, by a check of what is now there."""
    reports = [*_reports(work)]
    errors, warnings = (
        sum(one.findings.total(level) for one in reports) for level in (Severity.ERROR, Severity.WARNING)
    )
    if not errors + warnings:
        return "nothing is left for a person"
    more = "peacedata check --schema" if schema else "peacedata check"
    return f"left for a person: {plural(errors, 'error')}, {plural(warnings, 'warning')}; `{more}` lists them"


def _reports(work: list[_Work]) -> Iterator[Report]:
    for package, only, alone in work:
        if alone:
            from peacedata.check.api import validate
            from peacedata.check.engine import check_package

            schema = next(iter(package.resources.values())).schema
            yield from (
                [validate(path, schema=schema) for path in (only or {}).values()] if only else [check_package(package)]
            )
        else:
            yield check_dataset(package, only=only)

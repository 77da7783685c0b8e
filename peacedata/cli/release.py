"""``peacedata release``: what is done with a release before and after it is built; one command each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacedata.cli.withdraw import withdraw
from peacedata.report.digest import plural

if TYPE_CHECKING:
    from peacedata.release.prepare import Plan


@click.group()
def release() -> None:
    """Prepare or withdraw a release."""


release.add_command(withdraw)


@release.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the release.  [default: today]")
@click.option(
    "--since",
    metavar="OLD",
    help="Compare with OLD, as `peacedata diff` takes it.  [default: the tag of the last release]",
)
@click.option("--version", help="The version to give it.  [default: the least that fits what changed]")
@click.option(
    "--package",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("datapackage"),
    show_default=True,
    help="The folder of the dataset.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def prepare(day: datetime | None, since: str | None, version: str | None, package: Path, dry_run: bool) -> None:
    """Compare with the last release and prepare the next: version, changelog, citation, releases.json.

    The change since the last release is additive, corrective or breaking; that decides the least version. A release is
    refused whose data has errors, from which ids have vanished without a tombstone, or whose version or schema version
    is too low for what changed. Nothing or everything is written; the same command again prepares the same release.
    """
    from peacedata.release.git import NoRevision
    from peacedata.release.prepare import plan_release
    from peacedata.release.source import NoSource
    from peacedata.release.version import DataVersion, NoVersion
    from peacedata.report.escape import printable

    if not (package / "datapackage.json").is_file():
        raise click.UsageError(f"{package} holds no datapackage.json; name the folder of the dataset with --package")
    try:
        if version is not None:
            DataVersion.parse(version)
        plan = plan_release(package, day=day.date() if day else None, since=since, version=version)
    except (NoRevision, NoSource, NoVersion) as error:
        raise click.UsageError(str(error)) from None
    if plan.nothing:
        entry = plan.entry
        click.echo(f"Nothing to release: data and schemas are those of {entry.version}, {entry.content_hash}")
        return
    for line in _about(plan):
        click.echo(printable(line))
    changed = plan.changed if dry_run else plan.write()
    for path in changed:
        click.echo(f"{'would write' if dry_run else 'wrote'} {click.format_filename(path)}")
    if not changed:
        click.echo("It is prepared already; no file differs")
    elif dry_run:
        for path in changed:
            click.echo(printable(_difference(path, plan.files[path]), keep="\n"), nl=False)
    else:
        tag = f"git tag v{plan.entry.version}"
        click.echo(f"Next: say in CHANGELOG.md why it changed, commit, `{tag}`, `peacedata build`, `peacedata publish`")


def _about(plan: Plan) -> Iterator[str]:
    """What the release is, and why it is of its class."""
    entry = plan.entry
    since = f"since {plan.last}" if plan.last else "the first"
    yield f"Release {entry.version} of {entry.date}: {entry.change_class}, {since}"
    for reason in plan.diff.reasons[:20] if plan.diff else ():
        yield f"  {reason.change_class}: {reason.says}"
    yield f"Schema {entry.schema_version}" + (f", a {plan.bump} change" if plan.bump else ", unchanged")
    yield f"Content hash: {entry.content_hash}"
    if plan.warnings:
        yield f"The check has {plural(plan.warnings, 'warning')}, which stop nothing; `peacedata check` lists them"


def _difference(path: Path, data: bytes) -> str:
    """What a file would become, as a unified diff."""
    from difflib import unified_diff

    old = path.read_text("utf-8") if path.is_file() else ""
    lines = unified_diff(old.splitlines(True), data.decode("utf-8").splitlines(True), str(path), str(path))
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

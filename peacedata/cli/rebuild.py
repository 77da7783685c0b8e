"""``peacedata rebuild``: a release once more, from what git has kept."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacedata.cli import FOUND

if TYPE_CHECKING:
    from peacedata.release.rebuild import Rebuilt


@click.command()
@click.argument("version")
@click.option("--check", is_flag=True, help="Keep nothing; only say whether it is the release.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to put the build.  [default: build-VERSION]")
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    help="The release to compare with, a folder or its zip.  [default: build/, if it is of this version]",
)
@click.option(
    "--package",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("datapackage"),
    show_default=True,
    help="The folder of the dataset, in a git checkout.",
)
def rebuild(version: str, check: bool, out: Path | None, against: Path | None, package: Path) -> None:
    """Build release VERSION again from its tag v<VERSION>, and compare it with what was released.

    The content hash is compared with releases.json, always. Bytes are compared with --against, where that was built
    with the same versions of Python and its libraries. Nothing is checked out. Exits 1 if anything differs.
    """
    from peacedata.errors import InvalidData
    from peacedata.release.git import NoRevision
    from peacedata.release.rebuild import rebuild as build_again
    from peacedata.release.version import DataVersion

    try:
        DataVersion.parse(version)
    except InvalidData as error:
        raise click.UsageError(str(error)) from None
    if check and out:
        raise click.UsageError("--check keeps nothing, so it does not go with --out")
    target = out or Path(f"build-{version}")
    if not check and target.exists():
        raise click.UsageError(f"{target} is there already; give another --out")
    with tempfile.TemporaryDirectory(prefix="peacedata-rebuild-") as folder:
        try:
            rebuilt = build_again(version, package.resolve(), Path(folder), against or _at_hand(version))
        except NoRevision as error:
            raise click.UsageError(str(error)) from None
        _say(rebuilt)
        if not check:
            shutil.copytree(rebuilt.folder, target)
            click.echo(f"The new build is in {click.format_filename(target)}")
    if rebuilt.differences:
        sys.exit(FOUND)


def _at_hand(version: str) -> Path | None:
    """The build in the current folder, if it is of this version."""
    from peacedata.errors import PeacedataError
    from peacedata.intake.package import FILE_NAME, read_json

    try:
        return Path("build") if read_json(Path("build"), FILE_NAME).get("version") == version else None
    except (PeacedataError, OSError):
        return None


def _say(rebuilt: Rebuilt) -> None:
    from peacedata.report.escape import printable

    for one in rebuilt.differences:
        click.echo(printable(f"{one.kind}  {one.path}: {one.detail}"))
    for note in rebuilt.notes:
        click.echo(printable(f"note: {note}"))
    click.echo(f"Content hash: {rebuilt.content_hash}")
    what = f"{rebuilt.compared} files compared byte for byte" if rebuilt.compared else "no bytes compared"
    if rebuilt.differences:
        click.echo(f"{len(rebuilt.differences)} differences; {what}: this is not release {rebuilt.version} as released")
    else:
        click.echo(f"Release {rebuilt.version} rebuilds from git: the content hash is that of releases.json; {what}")

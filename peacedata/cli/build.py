"""``peacedata build``: a release from the dataset at hand."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from peacedata.cli import FAULT, USAGE


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="The folder to make."
)
@click.option(
    "--package",
    type=click.Path(exists=True, path_type=Path),
    help="The dataset; by default ./datapackage if it is there, else the release that came with this installation.",
)
def build(out: Path, package: Path | None) -> None:
    """Build a release: every format, and the sums of all.

    The same dataset gives the same bytes. A build that lies at --out is replaced as a whole; any other folder is left
    alone. Nothing is built from data whose check has errors.
    """
    from peacedata.check.target import home_package
    from peacedata.dataset.dataset import open_dataset
    from peacedata.errors import ForeignFolder, MissingExtra, SelfCheckFailed
    from peacedata.release.build import Built
    from peacedata.release.build import build as make

    try:
        built: Built = make(open_dataset(home_package(package).folder), out)
    except ForeignFolder as error:
        raise click.UsageError(str(error)) from None
    except MissingExtra as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(USAGE)
    except SelfCheckFailed as error:
        click.echo(f"error: {error}\nThis is a fault of the program; nothing was put in place.", err=True)
        sys.exit(FAULT)
    click.echo(f"Release {built.version} in {click.format_filename(built.folder)}")
    for name, (count, size) in _by_folder(built.files).items():
        click.echo(f"  {size:>11,}  {name}" + (f" ({count} files)" if name.endswith("/") else ""))
    click.echo("Rows: " + ", ".join(f"{name} {count:,}" for name, count in built.rows.items()))
    click.echo(f"Content hash: sha256:{built.content_hash}")


def _by_folder(files: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """How many files and bytes lie in each folder at the top; a file at the top stands for itself."""
    found: dict[str, tuple[int, int]] = {}
    for path, size in files.items():
        top, slash, _ = path.partition("/")
        count, total = found.get(top + slash, (0, 0))
        found[top + slash] = (count + 1, total + size)
    return found

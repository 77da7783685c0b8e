"""``peacedata schema``: what is generated from the model."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if what is on disk differs.")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's root, which holds schemas/ and datapackage/.  [default: the current folder]",
)
def schema(check: bool, root: Path) -> None:
    """Generate schemas/, the schema part of datapackage/datapackage.json and datapackage/data/codes.csv."""
    from peacedata.schema import generate

    if check:
        diff = generate.drift(root)
        click.echo(diff, nl=False)
        if diff:
            click.echo("what is on disk is not what the model says; run `peacedata schema`", err=True)
            sys.exit(1)
        click.echo("the generated files agree with the model")
        return
    for path in generate.write(root) or ["nothing to do: the generated files agree with the model"]:
        click.echo(path)

"""``peacedata docs``: the generated part of the documentation."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peacedata.cli import FOUND


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if what is on disk differs.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="The folder of the documentation.",
)
def docs(check: bool, out: Path) -> None:
    """Generate the pages about codes, the codebook, this reference and the report, and the index of all pages.

    Pages that were written by hand are left alone and listed in the index.
    """
    from peacedata.cli import commands
    from peacedata.manual import generate

    if check:
        diff = generate.drift(commands, out)
        click.echo(diff, nl=False)
        if diff:
            click.echo(f"{click.format_filename(out)} is not what the sources say; run `peacedata docs`", err=True)
            sys.exit(FOUND)
        click.echo("the generated pages agree with the sources")
        return
    for path in generate.write(commands, out) or ["nothing to do: the generated pages agree with the sources"]:
        click.echo(path)

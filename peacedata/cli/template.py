"""``peacedata template``: a workbook for contributors, with the ids of the dataset at hand."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

_SUFFIX = ".xlsx"


@click.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--package",
    type=click.Path(exists=True, path_type=Path),
    help="The dataset whose ids the drop-downs offer.  [default: the dataset at hand]",
)
@click.option("--with-data", is_flag=True, help="With all rows of the dataset instead of an example in each sheet.")
@click.option("--force", is_flag=True, help="Replace OUT.xlsx if it is there.")
def template(out: Path, package: Path | None, with_data: bool, force: bool) -> None:
    """Write a workbook with one sheet per table, to be filled in and given to `check` and `import`.

    Codes and references are chosen from lists, the note on each heading says what belongs below it, and the example in
    each sheet is never imported. The same dataset gives the same bytes.
    """
    from peacedata.check.target import home_package
    from peacedata.dataset.dataset import open_dataset
    from peacedata.errors import InvalidDescriptor, MissingExtra

    if out.suffix.lower() != _SUFFIX:
        raise click.UsageError(f"{click.format_filename(out)} is no name of a workbook: it must end in {_SUFFIX}")
    if os.path.lexists(out) and not force:
        raise click.UsageError(f"{click.format_filename(out)} is there already; --force replaces it")
    if not out.parent.is_dir():
        raise click.UsageError(f"the folder {click.format_filename(out.parent)} does not exist")
    try:
        dataset = open_dataset(home_package(package).folder)
        content, rows = _content(dataset, with_data=with_data)
        _write(out, content)
    except (InvalidDescriptor, MissingExtra) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{click.format_filename(out)} cannot be written: {error.strerror}") from None
    name = click.format_filename(out)
    if with_data:
        click.echo(f"{name}: {rows:,} rows of the dataset {dataset.version}; edit them or add to them")
    else:
        click.echo(f"{name}: an empty workbook that offers the ids of the dataset {dataset.version}")
    click.echo(f"Fill it in, then: peacedata check {name}")


def _content(dataset: Dataset, *, with_data: bool) -> tuple[bytes, int]:
    """The bytes of the workbook, and the number of rows in it."""
    from peacedata.schema.workbook.book import CONTRIBUTED, data_about, template_about, write_workbook

    rows = {name: [row.cells for row in table.rows] for name, table in dataset.tables.items()}
    if with_data:
        return write_workbook(data_about(dataset.version), rows), sum(
            len(some) for name, some in rows.items() if name != "codes"
        )
    return write_workbook(template_about(dataset.version), dict.fromkeys(CONTRIBUTED, ()), ids=rows), 0


def _write(out: Path, content: bytes) -> None:
    """Write beside, then rename, so that a file that is there stays whole until then."""
    partial = out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("xb") as file:
            file.write(content)
        partial.replace(out)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)

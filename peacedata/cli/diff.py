"""``peacedata diff``: what is between two states of a dataset, in the dataset's own words."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacedata.cli import FOUND
from peacedata.errors import InvalidDescriptor

if TYPE_CHECKING:
    from peacedata.release.source import Reading

# Rows of each kind that are listed for a table unless --limit says otherwise; 0 for all.
_LIMITS = {"text": 50, "json": 0, "markdown": 1000, "html": 500}


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_LIMITS)),
    default="text",
    show_default=True,
    help="How the difference is written.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file.")
@click.option("--table", help="Only this table; also the name of a lone file that is not named after its table.")
@click.option("--key", help="The columns that tell the rows of lone files apart, as in --key event_id,actor_id.")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The Table Schema of lone files, for its key.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Rows of each kind to list for a table; 0 for all.")
@click.option("--exit-code", is_flag=True, help="Exit 1 if anything differs.")
def diff(
    old: str,
    new: str,
    form: str,
    output: Path | None,
    table: str | None,
    key: str | None,
    schema: Path | None,
    limit: int | None,
    exit_code: bool,
) -> None:
    """Say how OLD became NEW: rows by key and cell by cell, columns, schemas, and what that means to users.

    Each of OLD and NEW is a folder with a datapackage.json, that file, the zip of a release, a CSV, or one of these in
    a git revision: git:main, git:v2026.1, git:HEAD~1:datapackage/data/events.csv. Nothing is checked out.

    The change is additive if all that was there is as it was, corrective if some of it reads otherwise now, breaking if
    what worked with it may fail. Exits 0 whether or not they differ, unless --exit-code is given.
    """
    from peacedata.release.diff import compare
    from peacedata.release.git import NoRevision
    from peacedata.release.source import NoSource, open_source, paired

    reading = _reading(old, new, table, key, schema)
    try:
        before, after = paired(open_source(old, reading, near=new), open_source(new, reading, near=old), table)
    except (NoSource, NoRevision) as error:
        raise click.UsageError(str(error)) from None
    found = compare(before, after)
    writer = importlib.import_module(f"peacedata.release.diff.{form}").write
    shown = _LIMITS[form] if limit is None else limit
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        writer(found, sys.stdout, shown)
    else:
        with output.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            writer(found, stream, shown)
    if exit_code and not found.empty:
        sys.exit(FOUND)


def _reading(old: str, new: str, table: str | None, key: str | None, schema: Path | None) -> Reading:
    """How lone files are to be taken; those named after a table of the dataset at hand have its key."""
    from peacedata.release.source import Reading, read_schema

    columns = tuple(part.strip() for part in (key or "").split(",") if part.strip())
    if key is not None and not columns:
        raise click.UsageError("--key names no column; expected one or more, as in --key event_id,actor_id")
    try:
        given = read_schema(schema) if schema else None
    except InvalidDescriptor as error:
        raise click.UsageError(str(error)) from None
    home = {} if columns or given else _home()
    return Reading(key=columns, schema=given, table=table, home=home)


def _home() -> dict[str, Mapping[str, Any]]:
    from peacedata.check.target import home_package

    try:
        return {name: resource.schema for name, resource in home_package().resources.items() if resource.schema}
    except (InvalidDescriptor, FileNotFoundError):
        return {}

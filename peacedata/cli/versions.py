"""``peacedata versions``: the releases of a channel."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from peacedata.cli.channel_options import Options, channel_options, warn
from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.channel.client import Listed

_COLUMNS = ("version", "date", "schema", "change", "cached")


@click.command()
@channel_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the list is written.",
)
def versions(form: str, **given: Any) -> None:
    """List the releases of a channel: date, schema version, change class, and whether a release is in the cache.

    A withdrawn release is listed with the reason. Where the channel cannot be reached, the last list is shown.
    """
    listed = Options(**given).client().versions()
    rows = _rows(listed)
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=True))
    elif rows:
        _print(rows)
    else:
        click.echo("The channel has no release yet.")
    warn(listed.note)


def _rows(listed: Listed) -> list[dict[str, Any]]:
    rows = []
    for entry in listed.index.entries:
        withdrawn = asdict(entry.withdrawn) if entry.withdrawn else None
        rows.append(
            {
                "version": entry.version,
                "date": entry.date,
                "schema": entry.schema_version,
                "change": entry.change_class,
                "cached": listed.cached[entry.version],
                "content_hash": entry.content_hash,
                "withdrawn": withdrawn,
            }
        )
    return rows


def _print(rows: list[dict[str, Any]]) -> None:
    table = [_COLUMNS, *(tuple(printable(str(row[name] or "-")) for name in _COLUMNS) for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(_COLUMNS))]
    latest = next((row["version"] for row in reversed(rows) if row["withdrawn"] is None), None)
    for number, line in enumerate(table):
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        row = rows[number - 1] if number else {}
        if row.get("withdrawn"):
            mark = row["withdrawn"]
            instead = f"; use {mark['replaced_by']}" if mark.get("replaced_by") else ""
            text += f"  withdrawn {mark['date']}: {printable(mark['reason'])}{instead}"
        elif row and row["version"] == latest:
            text += "  latest"
        click.echo(text.rstrip())

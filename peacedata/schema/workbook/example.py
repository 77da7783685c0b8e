"""The example row of a sheet: what stands in it, and how it is known again when the workbook comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peacedata.schema.workbook.names import EXAMPLE_MARK


def example_row(schema: Mapping[str, Any]) -> dict[str, str]:
    """The example row of a table by column: the examples of its schema, as far as they go together.

    Left empty are optional cells that would refer to the row itself, repeat a code, or end before the start.
    """
    fields: list[Mapping[str, Any]] = list(schema["fields"])
    own = {name for key in _own_references(schema) for name in key}
    row: dict[str, str] = {}
    for field in fields:
        value = str(field.get("example", ""))
        required = field.get("constraints", {}).get("required", False)
        row[field["name"]] = value if required or _fits(field["name"], value, row, own) else ""
    return row


def marked(row: Mapping[str, str]) -> dict[str, str]:
    """The example row as it stands in the sheet: its first cell carries the mark."""
    first, *others = row
    return {first: EXAMPLE_MARK + row[first], **{name: row[name] for name in others}}


def _own_references(schema: Mapping[str, Any]) -> list[list[str]]:
    keys = schema.get("foreignKeys", [])
    return [key["fields"] for key in keys if "resource" not in key["reference"]]


def _fits(name: str, value: str, row: Mapping[str, str], own: set[str]) -> bool:
    if name in own and value in row.values():
        return False
    if name == "depends_on":  # an issue that waits for itself
        return value not in row.values()
    start = row.get("date_start", "")
    return not (name == "date_end" and start and value < start)

"""The cells of a table as values: what every exporter writes, each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from peacedata.dataset.frames import bounds, derived

Value = str | int | Decimal | bool | date | None
Plain = str | int | float | bool | None

_reads: dict[str, Callable[[str], Value]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": lambda text: text == "true",
}


def typed(schema: Mapping[str, Any], row: Mapping[str, str]) -> dict[str, Value]:
    """One row as values by column, with the bounds of each date after it; an empty cell is None.

    Args:
        schema: the Table Schema.
        row: cells as text by column name.

    Raises:
        ValueError: if a cell is not of its column's type.
    """
    values: dict[str, Value] = {}
    for field in schema["fields"]:
        cell = row[field["name"]]
        values[field["name"]] = _reads[field["type"]](cell) if cell else None
        if names := derived(field):
            values |= zip(names, bounds(cell) if cell else (None, None), strict=True)
    return values


def plain(value: Value) -> Plain:
    """A value as JSON and SQL have it: a fraction as a double, a day as ISO text."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def labels(field: Mapping[str, Any]) -> dict[str, str]:
    """What to print for each code of a column, in the order of its list; empty if the column has no codes."""
    return {one["value"]: one["label"] for one in field.get("categories", ())}


def references(schema: Mapping[str, Any]) -> dict[str, str]:
    """The table that each column names a row of, for keys of one column."""
    return {
        key["fields"][0]: key["reference"].get("resource") or schema["name"]
        for key in schema.get("foreignKeys", ())
        if len(key["fields"]) == 1
    }


def record_key(key: list[str], row: Mapping[str, str]) -> str:
    """A record's name: the parts of its key joined with ``/``."""
    return "/".join(row[column] for column in key)

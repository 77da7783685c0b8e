"""dataframely: the table read as strings by Polars, cast softly, then ``Schema.filter`` for the failures.

It holds the table in memory, cannot tell a ragged record from one with empty cells, and has no foreign keys (a list of
allowed values stands in). Its failures are rows without their numbers; the numbers come from a column of our own.
"""

from __future__ import annotations

from typing import Any

import dataframely as dy
import polars as pl

from benchmarks.peers.common import URI, task, tell
from benchmarks.peers.frames import castable, process_ids, scan, typed
from benchmarks.table import FALSE_VALUES, FIELDS, TRUE_VALUES


def column(field: dict[str, Any], allowed: pl.Series) -> dy.Column:
    """One column with its checks."""
    constraints = field.get("constraints", {})
    nullable = not constraints.get("required", False)
    low, high = constraints.get("minimum"), constraints.get("maximum")
    values = allowed if field["name"] == "process_id" else constraints.get("enum")
    if field["type"] == "date":
        return dy.Date(nullable=nullable)
    if field["type"] == "number":
        return dy.Float64(nullable=nullable, min=low, max=high)
    if field["type"] == "integer":
        return dy.Int64(nullable=nullable, min=low, max=high)
    if field["type"] == "boolean":
        return dy.Bool(nullable=nullable)
    if values is not None:
        return dy.String(nullable=nullable, check=lambda cells: cells.is_in(values))
    pattern = f"^(?:{constraints['pattern']})$" if "pattern" in constraints else None
    return dy.String(
        nullable=nullable,
        primary_key=field["name"] == "event_id",
        regex=URI if field.get("format") == "uri" else pattern,
        min_length=constraints.get("minLength"),
        max_length=constraints.get("maxLength"),
    )


def main() -> None:
    """Check the table."""
    given = task()
    allowed = pl.Series(process_ids(given)).implode()
    columns = {field["name"]: column(field, allowed) for field in FIELDS}
    booleans = dict.fromkeys(TRUE_VALUES, True) | dict.fromkeys(FALSE_VALUES, False)
    lazy = scan(given)
    columns["castable"] = dy.Bool(nullable=False, check=lambda cells: cells)
    if given.tell:
        lazy = lazy.with_row_index("record", offset=2)
        columns["record"] = dy.UInt32(nullable=False)
    boolean = pl.col("is_public").replace_strict(booleans, default=None, return_dtype=pl.Boolean)
    frame = lazy.with_columns(*typed(), boolean, castable=castable()).collect(engine="streaming")
    _, failures = type("Events", (dy.Schema,), columns).filter(frame)
    tell(sum(failures.counts().values()), failures.invalid()["record"].to_list() if given.tell else None)


if __name__ == "__main__":
    main()

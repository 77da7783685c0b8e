"""For the peers that check a Polars frame: the table as strings, and its typed columns."""

from __future__ import annotations

import polars as pl

from benchmarks.peers.common import Task
from benchmarks.table import FIELDS, NAMES

CASTS = {
    "date": lambda column: column.str.to_date("%Y-%m-%d", strict=False),
    "number": lambda column: column.cast(pl.Float64, strict=False),
    "integer": lambda column: column.cast(pl.Int64, strict=False),
}
TYPED = [field for field in FIELDS if field["type"] in CASTS]


def scan(task: Task) -> pl.LazyFrame:
    """The table as strings; Polars drops the cells that are too many and fills up those that are missing."""
    return pl.scan_csv(task.events, schema=dict.fromkeys(NAMES, pl.String), truncate_ragged_lines=True)


def typed(suffix: str = "") -> list[pl.Expr]:
    """The typed columns; a cell that is no value of its type becomes null."""
    return [CASTS[field["type"]](pl.col(field["name"])).alias(field["name"] + suffix) for field in TYPED]


def castable() -> pl.Expr:
    """False where a cell of a column that need not be filled was lost in the cast; else a required one reports it."""
    optional = [field for field in TYPED if not field.get("constraints", {}).get("required")]
    return pl.all_horizontal(
        pl.col(field["name"]).is_null() | CASTS[field["type"]](pl.col(field["name"])).is_not_null()
        for field in optional
    )


def process_ids(task: Task) -> list[str]:
    """The values that the foreign key may have."""
    return pl.read_csv(task.processes)["process_id"].to_list()

"""pointblank on Polars: one validation step for each check, with the failing rows of each.

It holds the table in memory, cannot tell a ragged record from one with empty cells, and has no foreign keys (a list of
allowed values stands in).
"""

from __future__ import annotations

from typing import Any

import pointblank as pb
import polars as pl

from benchmarks.peers.common import URI, task, tell
from benchmarks.peers.frames import CASTS, process_ids, scan, typed
from benchmarks.table import FALSE_VALUES, FIELDS, TRUE_VALUES


def add(steps: pb.Validate, field: dict[str, Any]) -> pb.Validate:
    """Add the steps of one column."""
    name, constraints = field["name"], field.get("constraints", {})
    value = f"{name}_typed"
    if constraints.get("required"):
        steps = steps.col_vals_not_null(columns=name)
    if field["type"] in CASTS:
        steps = steps.col_vals_expr(expr=pl.col(name).is_null() | pl.col(value).is_not_null())
    if field["type"] == "boolean":
        steps = steps.col_vals_in_set(columns=name, set=TRUE_VALUES + FALSE_VALUES)
    if "enum" in constraints:
        steps = steps.col_vals_in_set(columns=name, set=constraints["enum"])
    if "pattern" in constraints:
        steps = steps.col_vals_regex(columns=name, pattern=f"^(?:{constraints['pattern']})$")
    if field.get("format") == "uri":
        steps = steps.col_vals_regex(columns=name, pattern=URI)
    if "minLength" in constraints:
        inside = pl.col(name).str.len_chars().is_between(constraints["minLength"], constraints["maxLength"])
        steps = steps.col_vals_expr(expr=inside.fill_null(True))
    if "minimum" in constraints:
        steps = steps.col_vals_ge(columns=value, value=constraints["minimum"], na_pass=True)
    if "maximum" in constraints:
        steps = steps.col_vals_le(columns=value, value=constraints["maximum"], na_pass=True)
    return steps


def main() -> None:
    """Check the table."""
    given = task()
    lazy = scan(given).with_columns(typed("_typed"))
    steps = pb.Validate(data=lazy.collect(engine="streaming"))
    for field in FIELDS:
        steps = add(steps, field)
    steps = steps.col_vals_in_set(columns="process_id", set=process_ids(given))
    steps = steps.rows_distinct(columns_subset=["event_id"]).interrogate()
    failed = steps.n_failed()
    records: set[int] | None = None
    if given.tell:
        extracts = (steps.get_data_extracts(i=step, frame=True) for step, count in failed.items() if count)
        records = {row + 1 for extract in extracts for row in extract["_row_num_"]}
    tell(int(sum(failed.values())), records)


if __name__ == "__main__":
    main()

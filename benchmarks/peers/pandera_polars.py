"""pandera on Polars: the table read as strings, cast softly, then checked lazily with all failure cases.

It holds the table in memory, cannot tell a ragged record from one with empty cells, and has no foreign keys (a list of
allowed values stands in). It cannot coerce text to dates with Polars 2, so a cell that is no value of its type is one
that was lost in the cast.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from benchmarks.peers.common import task, tell
from benchmarks.peers.frames import castable, process_ids, scan, typed
from benchmarks.peers.pandera_columns import schema

# Booleans stay text, one of the accepted spellings.
DTYPES = {"string": pl.String, "date": pl.Date, "number": pl.Float64, "integer": pl.Int64, "boolean": pl.String}


def main() -> None:
    """Check the table."""
    given = task()
    frame = scan(given).with_columns(*typed(), castable=castable()).collect(engine="streaming")
    lost = (~frame["castable"]).arg_true()
    findings, records = len(lost), {index + 2 for index in lost}
    try:
        schema(pa, DTYPES, process_ids(given)).validate(frame.drop("castable"), lazy=True)
    except pa.errors.SchemaErrors as errors:
        findings += len(errors.failure_cases)
        records |= {index + 2 for index in errors.failure_cases["index"].drop_nulls()}
    tell(findings, records if given.tell else None)


if __name__ == "__main__":
    main()

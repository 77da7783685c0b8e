"""No check at all: Polars parses every column of the table as text, streaming.

The byte length of every column is summed up, or Polars would not parse columns that nobody asked for.
"""

from __future__ import annotations

import polars as pl

from benchmarks.peers.common import task, tell
from benchmarks.table import NAMES


def main() -> None:
    """Parse the table."""
    lazy = pl.scan_csv(task().events, schema=dict.fromkeys(NAMES, pl.String), truncate_ragged_lines=True)
    lazy.select(pl.all().str.len_bytes().sum()).collect(engine="streaming")
    tell(None)


if __name__ == "__main__":
    main()

"""No check at all: pyarrow parses every column of the table as text, block by block."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import csv

from benchmarks.peers.common import task, tell
from benchmarks.table import NAMES


def main() -> None:
    """Parse the table."""
    batches = csv.open_csv(
        task().events,
        read_options=csv.ReadOptions(block_size=4 << 20),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(NAMES, pa.string()), strings_can_be_null=False),
    )
    for _ in batches:
        pass
    tell(None)


if __name__ == "__main__":
    main()

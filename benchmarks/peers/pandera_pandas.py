"""pandera on pandas: the table read as strings, cast softly, then checked lazily with all failure cases.

It holds the table in memory. A spare column catches cells that are too many; missing cells look empty. There are no
foreign keys (a list of allowed values stands in). With ``coerce=True`` it would look for the cells that are no values
of their type one by one, a hundred times slower; here they are those that were lost in the cast.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

from benchmarks.peers.common import task, tell
from benchmarks.peers.pandera_columns import schema
from benchmarks.table import FIELDS, NAMES

# Booleans stay text, one of the accepted spellings.
DTYPES: dict[str, Any] = {
    "string": str,
    "date": "datetime64[s]",
    "number": "Float64",
    "integer": "Int64",
    "boolean": str,
}


def typed(cells: pd.Series, kind: str) -> pd.Series:
    """The values of a column; a cell that is no value of its type becomes missing."""
    if kind == "date":
        return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").astype(DTYPES[kind])
    numbers = pd.to_numeric(cells, errors="coerce")
    return (numbers.where(numbers % 1 == 0) if kind == "integer" else numbers).astype(DTYPES[kind])


def main() -> None:
    """Check the table."""
    given = task()
    frame = pd.read_csv(
        given.events,
        names=[*NAMES, "spare"],
        header=None,
        skiprows=1,
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
    )
    allowed = pd.read_csv(given.processes)["process_id"].tolist()
    spare = frame.pop("spare")
    records = {int(index) + 2 for index in spare.index[spare.notna()]}
    findings = len(records)
    for field in FIELDS:
        if field["type"] in {"date", "number", "integer"}:
            cells = frame[field["name"]]
            frame[field["name"]] = values = typed(cells, field["type"])
            if not field.get("constraints", {}).get("required"):  # else the schema reports it as missing
                lost = cells.index[cells.notna() & values.isna()]
                findings += len(lost)
                records |= {int(index) + 2 for index in lost}
    try:
        schema(pa, DTYPES, allowed).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        findings += len(errors.failure_cases)
        records |= {int(index) + 2 for index in errors.failure_cases["index"].dropna()}
    tell(findings, records if given.tell else None)


if __name__ == "__main__":
    main()

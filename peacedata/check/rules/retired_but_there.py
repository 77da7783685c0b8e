"""PD545: a retired id that is in use."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import RetiredId
from peacedata.nearest import did_you_mean


@rule(
    "PD545",
    RetiredId,
    says="A retired id names a record that is still there, or is replaced by one that is not.",
    why="An id is never used again: who cites it must find the tombstone, and through it what took its place.",
    mend="Take the row out of `retired` if the record stays; else delete the record, and name in `replaced_by` one "
    "that is there.",
    related=("PD526", "PD310"),
    bad={
        "events": [{"event_id": "istanbul-second-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
    },
    good={
        "events": [{"event_id": "istanbul-2025-round-2"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": "istanbul-2025-round-2"}],
    },
)
def retired_but_there(row: RetiredId, context: Context) -> Iterator[Problem]:
    """A table that could not be read whole gives no verdict; a replacement may be retired in turn."""
    table, retired = context.dataset.table(row.table), context.dataset.retired
    if row.record_id in table:
        yield Problem("record_id", f"{row.table} still has {row.record_id}", "choose another id for the record")
    if row.replaced_by is None or row.replaced_by in table or f"{row.table}/{row.replaced_by}" in retired:
        return
    if table.complete:
        hint = did_you_mean(row.replaced_by, table.keys())
        yield Problem("replaced_by", f"{row.table} has no record {row.replaced_by!r}", hint)

"""PD803: a tombstone of the release before that is gone."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion


@assertion(
    "PD803",
    says="A tombstone of the last release is gone.",
    why="Tombstones are for ever: they answer whoever meets the old id in a paper or in a join, years later.",
    mend="Put the row back into `retired.csv`. Its reason may be reworded, its table and id may not.",
    related=("PD802",),
    bad={
        "earlier/retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
        "events": [{"event_id": "istanbul-2025-round-2"}],
    },
    good={
        "earlier/retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
        "events": [{"event_id": "istanbul-2025-round-2"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
    },
)
def tombstone_vanished(step: Step) -> Iterator[Fall]:
    """Where the table of tombstones could be read whole."""
    if not step.now.table("retired").whole:
        return
    for table, key in step.earlier_tombstones:
        if (table, key) not in step.tombstones:
            message = "the tombstone of the last release is gone"
            yield Fall("retired", message, "record_id", f"{table}/{key}", value=key, hint="put the row back")

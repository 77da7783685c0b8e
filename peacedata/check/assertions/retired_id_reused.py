"""PD802: an id that the release before had retired is in use again."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion


@assertion(
    "PD802",
    says="An id that an earlier release retired is used again.",
    why="An id is never used twice: who cites the old record would be led to another one.",
    mend="Give the record another id. If it is the same record and was retired by mistake, it still gets a new id, and "
    "the tombstone names that in `replaced_by`.",
    related=("PD545", "PD803"),
    bad={
        "earlier/retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
        "events": [{"event_id": "istanbul-second-round"}],
    },
    good={
        "earlier/retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
        "events": [{"event_id": "istanbul-2025-round-2"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
    },
)
def retired_id_reused(step: Step) -> Iterator[Fall]:
    """By the tombstones of the release before, whether they are still there or not."""
    for table, key in step.earlier_tombstones:
        record = step.keys.get(table, {}).get(key)
        if record is not None:
            column = step.now.table(table).key[0]
            message = "this id was retired before and is used again"
            yield Fall(table, message, column, key, record, value=key, hint="choose another id for the record")

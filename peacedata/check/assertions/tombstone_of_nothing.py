"""PD804: a new tombstone of an id that the release before did not have."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion
from peacedata.nearest import did_you_mean


@assertion(
    "PD804",
    says="A new tombstone stands for an id that the last release did not have.",
    why="A tombstone says what became of a record that was published. One for an id that never was is a misspelling, "
    "and the record that it was meant for has none.",
    mend="Correct the table and the id, or delete the row: a record that was never released needs no tombstone.",
    related=("PD801",),
    bad={
        "earlier/events": [{"event_id": "istanbul-second-round"}, {"event_id": "istanbul-first-round"}],
        "events": [{"event_id": "istanbul-first-round"}, {"event_id": "istanbul-second-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-secnd-round", "replaced_by": ""}],
    },
    good={
        "earlier/events": [{"event_id": "istanbul-second-round"}, {"event_id": "istanbul-first-round"}],
        "events": [{"event_id": "istanbul-first-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
    },
)
def tombstone_of_nothing(step: Step) -> Iterator[Fall]:
    """Tombstones that the release before had are left alone."""
    for (table, key), row in step.tombstones.items():
        if (table, key) in step.earlier_tombstones or table not in step.earlier.tables:
            continue
        if key not in step.earlier_keys[table]:
            gone = step.earlier_keys[table].keys() - step.keys.get(table, {}).keys()
            message = f"the last release had no such record in {table}"
            hint = did_you_mean(key, gone) or "a record that was never released needs no tombstone"
            yield Fall("retired", message, "record_id", f"{table}/{key}", row, value=key, hint=hint)

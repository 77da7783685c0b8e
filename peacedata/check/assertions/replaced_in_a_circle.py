"""PD805: tombstones that lead to one another and never to a record."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion


@assertion(
    "PD805",
    says="A tombstone's replacement leads back to it, and never to a record.",
    why="Who follows an old id must arrive at a record, or be told that there is none. An id that was replaced may be "
    "replaced again; a circle leads nowhere.",
    mend="Name in `replaced_by` the record that stands in its place today, or leave it empty.",
    related=("PD545",),
    bad={
        "earlier/events": [{"event_id": "round-two"}, {"event_id": "second-round"}],
        "retired": [
            {"table": "events", "record_id": "round-two", "replaced_by": "second-round"},
            {"table": "events", "record_id": "second-round", "replaced_by": "round-two"},
        ],
    },
    good={
        "earlier/events": [{"event_id": "round-two"}, {"event_id": "second-round"}],
        "events": [{"event_id": "istanbul-2025-round-2"}],
        "retired": [
            {"table": "events", "record_id": "round-two", "replaced_by": "second-round"},
            {"table": "events", "record_id": "second-round", "replaced_by": "istanbul-2025-round-2"},
        ],
    },
)
def replaced_in_a_circle(step: Step) -> Iterator[Fall]:
    """Each tombstone's way to its end; a replacement that does not exist is PD545's."""
    retired = step.now.table("retired")
    following = {place: retired.cells(row).get("replaced_by", "") for place, row in step.tombstones.items()}
    for (table, key), row in step.tombstones.items():
        seen, at = {key}, following[table, key]
        while at and at not in seen and at not in step.keys.get(table, {}):
            seen.add(at)
            at = following.get((table, at), "")
        if at == key:
            first = following[table, key]
            message = f"its replacement {first!r} leads back to it"
            hint = "name the record that stands in its place today, or leave it empty"
            yield Fall("retired", message, "replaced_by", f"{table}/{key}", row, value=first, hint=hint)

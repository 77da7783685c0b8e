"""PD801: an id of the release before that is gone without a tombstone."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion
from peacedata.dataset.snapshot import TableSnapshot
from peacedata.intake.records import Record


@assertion(
    "PD801",
    says="An id of the last release is gone, and no tombstone says why.",
    why="Who cited the record must find out what became of it. A tombstone says when it went, why, and what took its "
    "place.",
    mend="Put the record back, or add a row to `retired.csv` with its table, its id, the release that is the first "
    "without it, the reason, and in `replaced_by` the id that took its place.",
    related=("PD545", "PD804"),
    bad={
        "earlier/events": [{"event_id": "istanbul-second-round"}, {"event_id": "istanbul-first-round"}],
        "events": [{"event_id": "istanbul-first-round"}],
    },
    good={
        "earlier/events": [{"event_id": "istanbul-second-round"}, {"event_id": "istanbul-first-round"}],
        "events": [{"event_id": "istanbul-first-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "replaced_by": ""}],
    },
)
def vanished_id(step: Step) -> Iterator[Fall]:
    """In tables whose records have an id of their own; rows of link tables are counted by PD806."""
    for before, now in step.tables():
        if len(before.key) != 1 or before.key_indexes() is None:
            continue
        here, gone = step.keys[now.name], step.earlier_keys[now.name]
        fresh = {key: row for key, row in here.items() if key not in gone}
        for key, row in gone.items():
            if key and key not in here and (now.name, key) not in step.tombstones:
                same = _like(before, row, now, fresh)
                hint = "add a tombstone to retired.csv" + (f", replaced_by {same!r}: it looks the same" if same else "")
                yield Fall(now.name, "it is gone without a tombstone", before.key[0], key, value=key, hint=hint)


def _like(before: TableSnapshot, row: Record, now: TableSnapshot, fresh: dict[str, Record]) -> str | None:
    """A new record that says the same but for its id."""
    cells = before.cells(row)
    rest = {name: cell for name, cell in cells.items() if name not in before.key}
    for key, other in fresh.items():
        there = now.cells(other)
        if any(rest.values()) and all(there.get(name, "") == cell for name, cell in rest.items()):
            return key
    return None

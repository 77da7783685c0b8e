"""PD806: a table with fewer rows than the release before, and not as many tombstones."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion


@assertion(
    "PD806",
    says="A table has fewer rows than in the last release, and tombstones do not account for it.",
    why="Data gets lost by a sort of half a table or a bad merge, and nobody notices what is not there.",
    mend="Look with `peacedata diff` at what went. Put back what was lost; for what had to go, add a tombstone to "
    "`retired.csv`, whose id is the parts of the key joined with `/`.",
    related=("PD801",),
    bad={
        "earlier/participations": [
            {"event_id": "talks", "actor_id": "rustem-umerov", "role": "party"},
            {"event_id": "talks", "actor_id": "vladimir-medinsky", "role": "party"},
        ],
        "actors": [{"actor_id": "rustem-umerov"}, {"actor_id": "vladimir-medinsky"}],
        "participations": [{"event_id": "talks", "actor_id": "rustem-umerov", "role": "party"}],
    },
    good={
        "earlier/participations": [
            {"event_id": "talks", "actor_id": "rustem-umerov", "role": "party"},
            {"event_id": "talks", "actor_id": "vladimir-medinsky", "role": "party"},
        ],
        "actors": [{"actor_id": "rustem-umerov"}, {"actor_id": "vladimir-medinsky"}],
        "participations": [{"event_id": "talks", "actor_id": "rustem-umerov", "role": "party"}],
        "retired": [
            {"table": "participations", "record_id": "talks/vladimir-medinsky/party", "replaced_by": ""},
        ],
    },
)
def fewer_rows(step: Step) -> Iterator[Fall]:
    """New tombstones of a table count, and so do ids that PD801 reports one by one: one cause, one finding."""
    for before, now in step.tables():
        fresh = sum(table == now.name for table, _ in step.tombstones.keys() - step.earlier_tombstones.keys())
        reported = 0
        if len(before.key) == 1:
            gone = step.earlier_keys[now.name].keys() - step.keys[now.name].keys()
            reported = sum((now.name, key) not in step.tombstones for key in gone)
        # A link goes with the record that it hangs on, whose tombstone says why.
        hanging = 0 if len(before.key) == 1 else _hanging(step, before.name)
        fell = len(before.rows) - len(now.rows)
        if fell > fresh + reported + hanging:
            tombstones = f" and {fresh} new tombstones" if fresh else ""
            message = f"{len(now.rows):,} rows, {len(before.rows):,} in the last release{tombstones}"
            yield Fall(now.name, message, hint="`peacedata diff` shows what went")


def _hanging(step: Step, table: str) -> int:
    """Rows of the release before whose event, actor, document or other record is retired now."""
    before = step.earlier.table(table)
    owners = {column: name for name, column in _OWNERS.items() if column in before.key}
    count = 0
    for row in before.rows:
        cells = before.cells(row)
        targets = {(name, cells[column]) for column, name in owners.items()}
        if "table" in before.key and "record_id" in before.key:
            targets.add((cells["table"], cells["record_id"]))
        key = "/".join(cells.get(column, "") for column in before.key)
        own = (table, key) in step.tombstones
        count += not own and any(target in step.tombstones for target in targets)
    return count


_OWNERS = {"events": "event_id", "actors": "actor_id", "documents": "document_id"}

"""PD503: a record that is above, before or inside itself."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Document, Event, Outcome, Process, Record

# The columns that lead to a record of the same table.
UPWARDS: dict[type[Record], tuple[str, ...]] = {
    Process: ("parent_process_id",),
    Actor: ("parent_actor_id",),
    Event: ("part_of", "responds_to"),
    Outcome: ("part_of", "fulfils"),
    Document: ("revises",),
}


@rule(
    "PD503",
    Process,
    Actor,
    Event,
    Outcome,
    Document,
    says="Following a link from record to record leads back to the record.",
    why="A part cannot contain its whole, nor an answer precede itself; programs that follow the links never end.",
    mend="Empty or correct one link of the circle; the finding names all records on it.",
    related=("PD502", "PD504", "PD534"),
    bad={"events": [{"event_id": "a", "part_of": "b"}, {"event_id": "b", "part_of": "a"}]},
    good={"events": [{"event_id": "a", "part_of": "b"}, {"event_id": "b", "part_of": ""}]},
)
def reference_cycle(record: Process | Actor | Event | Outcome | Document, context: Context) -> Iterator[Problem]:
    """Each link by itself; each record of a cycle is reported."""
    table = context.dataset.table(record.table_name)
    for column in UPWARDS[type(record)]:
        trail = [record.key]
        upper = getattr(record, column)
        while upper and upper not in trail:
            trail.append(upper)
            upper = getattr(table[upper], column)
        if upper == record.key:
            yield Problem(column, f"the link leads back to itself: {' > '.join([*trail, record.key])}", "cut the loop")

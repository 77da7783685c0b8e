"""PD515: an issue that waits for one on which the actor has no position."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Position


@rule(
    "PD515",
    Position,
    severity=Severity.WARNING,
    needs=("positions",),
    says="A position waits for an issue on which the actor states no position at that event.",
    why="'Politics after security' says something only if the actor's wish on security is there too.",
    mend="Add the actor's position on the issue in `depends_on` at the same event, or empty `depends_on`.",
    related=("PD514", "PD423"),
    bad={"positions": [{"actor_id": "ukraine", "issue": "political_settlement", "depends_on": "ceasefire"}]},
    good={
        "positions": [
            {"actor_id": "ukraine", "issue": "political_settlement", "depends_on": "ceasefire"},
            {"actor_id": "ukraine", "issue": "ceasefire"},
        ]
    },
)
def depends_on_nothing(position: Position, context: Context) -> Iterator[Problem]:
    """Among the positions of the same actor at the same event."""
    if position.depends_on is None:
        return
    if position.depends_on == position.issue:
        yield Problem("depends_on", f"{position.issue} waits for itself")
    elif all(
        other.actor_id != position.actor_id or other.issue != position.depends_on for other in position.event.positions
    ):
        yield Problem("depends_on", f"{position.actor_id} has no position on {position.depends_on}", "add it")

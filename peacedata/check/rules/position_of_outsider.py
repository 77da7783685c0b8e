"""PD535: a position of somebody who had no part in the event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Position


@rule(
    "PD535",
    Position,
    severity=Severity.WARNING,
    needs=("participations",),
    says="An actor states a position at an event in which it has no part.",
    why="Either its row in participations is missing, also for who was absent or abstained, or the position was stated "
    "elsewhere, at an event of its own.",
    mend="Add the actor's row to `participations`, or enter the event at which the position was stated.",
    related=("PD538", "PD509"),
    bad={
        "actors": [{"actor_id": "ukraine"}, {"actor_id": "russia"}],
        "participations": [{"actor_id": "ukraine", "on_behalf_of": ""}],
        "positions": [{"actor_id": "russia"}],
    },
    good={
        "actors": [{"actor_id": "ukraine"}, {"actor_id": "russia"}],
        "participations": [{"actor_id": "ukraine", "on_behalf_of": ""}, {"actor_id": "russia", "on_behalf_of": ""}],
        "positions": [{"actor_id": "russia"}],
    },
)
def position_of_outsider(position: Position, context: Context) -> Iterator[Problem]:
    """Itself or through somebody who acts for it; the parts of an event count."""
    insiders = context.shared(_insiders)
    there = insiders[position.event_id].union(*(insiders[part.key] for part in position.event.parts))
    if there and position.actor_id not in there:
        yield Problem("actor_id", f"{position.actor_id} has no part in {position.event_id}", "add its participation")


def _insiders(context: Context) -> dict[str, set[str | None]]:
    """Who takes part in each event, and for whom."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for row in context.dataset.participations:
        found[row.event_id].update((row.actor_id, row.on_behalf_of))
    return found

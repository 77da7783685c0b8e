"""PD427: how long something lasted that was not held."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus

HELD = {EventStatus.OCCURRED, EventStatus.DISPUTED}


@rule(
    "PD427",
    Event,
    says="An event that was not held has a duration or a time at which it began.",
    why="What was planned is in the summary; these columns say what happened.",
    mend="Empty `duration_minutes`, its qualifier and `time_start`; the plan is told in `summary`.",
    related=("PD402", "PD510", "PD536"),
    bad={"events": [{"event_id": "summit", "status": "cancelled", "duration_minutes": "60"}]},
    good={"events": [{"event_id": "summit", "status": "cancelled", "duration_minutes": ""}]},
)
def length_of_nothing(event: Event, context: Context) -> Iterator[Problem]:
    """The hour fixed for what is scheduled or was called off is let be."""
    if event.duration_minutes is not None and event.status not in HELD:
        yield Problem("duration_minutes", f"lasted {event.duration_minutes} minutes but is {event.status}", "empty it")
    if event.time_start and event.status is EventStatus.SPECULATED:
        yield Problem("time_start", f"began at {event.time_start} but is {event.status}", "empty it")

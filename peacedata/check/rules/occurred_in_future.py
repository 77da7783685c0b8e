"""PD402: something has already occurred on a day that has not come."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus

HAPPENED = {EventStatus.OCCURRED, EventStatus.DID_NOT_TAKE_PLACE}


@rule(
    "PD402",
    Event,
    says="An event has occurred, or its day has passed, on a date that is still to come.",
    why="What is planned has the status scheduled; a plan recorded as a fact is the commonest error in event data. "
    "`--as-of` sets the day from which the check looks.",
    mend="Set `status` to `scheduled` if the event is planned; else correct the year.",
    related=("PD430", "PD429", "PD427"),
    bad={"events": [{"event_id": "talks", "date_start": "2999-06-02", "status": "occurred"}]},
    good={"events": [{"event_id": "talks", "date_start": "2999-06-02", "status": "scheduled"}]},
)
def occurred_in_future(event: Event, context: Context) -> Iterator[Problem]:
    """The earliest day that the date allows decides."""
    if event.status in HAPPENED and event.date_start.earliest > context.as_of:
        yield Problem(
            "date_start",
            f"status is {event.status} but the day is after {context.as_of}",
            "use status scheduled, or mend the date",
        )

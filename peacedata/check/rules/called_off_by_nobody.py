"""PD539: a calling-off without what was called off, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus, EventType

OFF = {EventStatus.CANCELLED, EventStatus.POSTPONED}


@rule(
    "PD539",
    Event,
    severity=Severity.WARNING,
    needs=("events",),
    says="An event is cancelled but nobody called it off, or a cancellation calls off nothing that is cancelled.",
    why="cancelled means called off beforehand, and the calling-off is an event of its own that responds to it: it "
    "says who did it and when. Where the day passed without anybody calling it off, the status is did_not_take_place.",
    mend="Enter the calling-off as an event `cancellation` that responds to the cancelled one; if nobody called it "
    "off, set `status` to `did_not_take_place`.",
    related=("PD430", "PD501"),
    bad={"events": [{"event_id": "summit", "event_type": "summit", "status": "cancelled"}]},
    good={
        "events": [
            {"event_id": "summit", "event_type": "summit", "status": "cancelled"},
            {"event_id": "off", "event_type": "cancellation", "status": "occurred", "responds_to": "summit"},
        ]
    },
)
def called_off_by_nobody(event: Event, context: Context) -> Iterator[Problem]:
    """Both ways; an agreed measure that is called off stays as it was."""
    if event.status is EventStatus.CANCELLED and all(
        answer.event_type is not EventType.CANCELLATION for answer in event.responses
    ):
        yield Problem("status", "cancelled by whom?", "add the cancellation, or use did_not_take_place")
    if event.event_type is EventType.CANCELLATION:
        if event.answers is None:
            yield Problem("responds_to", "it calls off nothing", "name what was called off")
        elif event.answers.status not in OFF:
            found = f"it calls off {event.answers.key}, which is {event.answers.status}"
            yield Problem("responds_to", found, "use cancelled or postponed there")

"""PD541: a part that was held of a whole that was not."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus

NOT_HELD = {EventStatus.CANCELLED, EventStatus.DID_NOT_TAKE_PLACE, EventStatus.POSTPONED}


@rule(
    "PD541",
    Event,
    says="An event occurred as part of one that was not held.",
    why="If a part was held, the whole was held at least in part; else the part is an event of its own.",
    mend="Set the whole's `status` to `occurred`, or empty `part_of`.",
    related=("PD504", "PD510"),
    bad={
        "events": [
            {"event_id": "conference", "status": "cancelled"},
            {"event_id": "session", "status": "occurred", "part_of": "conference"},
        ]
    },
    good={
        "events": [
            {"event_id": "conference", "status": "occurred"},
            {"event_id": "session", "status": "occurred", "part_of": "conference"},
        ]
    },
)
def part_of_what_was_not_held(event: Event, context: Context) -> Iterator[Problem]:
    """By the status of both."""
    whole = event.whole
    if whole and event.status is EventStatus.OCCURRED and whole.status in NOT_HELD:
        yield Problem("part_of", f"it occurred, but {whole.key} is {whole.status}", "mend the status or the link")

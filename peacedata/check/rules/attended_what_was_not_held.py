"""PD510: attendance at something that was not held."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Participation
from peacedata.model.codes import Attendance, EventStatus

CAME = {Attendance.ATTENDED, Attendance.ATTENDED_REMOTELY}
NOT_HELD = {EventStatus.SCHEDULED, EventStatus.POSTPONED, EventStatus.CANCELLED, EventStatus.DID_NOT_TAKE_PLACE}


@rule(
    "PD510",
    Participation,
    says="Somebody attended an event that was not held.",
    why="Planned is not held: attendance comes from reports after a meeting, never from an announced list.",
    mend="Set `attendance` to what it was to be (`not_applicable`, `declined`, `absent_expected`), or `status` to "
    "`occurred` if the event was held.",
    related=("PD427", "PD536", "PD541"),
    bad={
        "events": [{"event_id": "summit", "status": "did_not_take_place"}],
        "participations": [{"event_id": "summit", "attendance": "attended"}],
    },
    good={
        "events": [{"event_id": "summit", "status": "did_not_take_place"}],
        "participations": [{"event_id": "summit", "attendance": "absent_expected"}],
    },
)
def attended_what_was_not_held(row: Participation, context: Context) -> Iterator[Problem]:
    """By the status of the event."""
    if row.attendance in CAME and row.event.status in NOT_HELD:
        yield Problem(
            "attendance",
            f"{row.actor_id} is {row.attendance} but the event is {row.event.status}",
            "use absent_expected, declined or not_applicable",
        )

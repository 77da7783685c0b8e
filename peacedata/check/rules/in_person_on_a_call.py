"""PD422: bodily presence on the telephone."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Participation
from peacedata.model.codes import Attendance, Mode

REMOTE = {Mode.PHONE, Mode.VIDEO}


@rule(
    "PD422",
    Participation,
    severity=Severity.WARNING,
    says="Somebody attended a call in person.",
    why="On the telephone and by video everybody is remote; 'attended' puts the person in a room with the others. "
    "Where some were in a room, the event is hybrid.",
    mend="Set `attendance` to `attended_remotely`; if some sat together, set the event's `mode` to `hybrid`.",
    related=("PD405",),
    bad={"events": [{"event_id": "call", "mode": "phone"}], "participations": [{"event_id": "call"}]},
    good={
        "events": [{"event_id": "call", "mode": "phone"}],
        "participations": [{"event_id": "call", "attendance": "attended_remotely"}],
    },
)
def in_person_on_a_call(row: Participation, context: Context) -> Iterator[Problem]:
    """By the mode of the event."""
    if row.attendance is Attendance.ATTENDED and row.event.mode in REMOTE:
        yield Problem(
            "attendance",
            f"{row.actor_id} attended in person but the event is by {row.event.mode}",
            "use attended_remotely, or the mode hybrid",
        )

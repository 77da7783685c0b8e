"""PD509: talks that were held with fewer than two parties."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Attendance, EventStatus, EventType

PRESENT = {Attendance.ATTENDED, Attendance.ATTENDED_REMOTELY, Attendance.REPRESENTED, Attendance.UNCLEAR}


@rule(
    "PD509",
    Event,
    severity=Severity.WARNING,
    needs=("participations",),
    says="Talks were held, yet fewer than two states or bodies took part.",
    why="Talks are between delegations of two or more. One alone is a consultation, or the other's rows are missing.",
    mend="Add the rows of the other side, or set `event_type` to `consultation`.",
    related=("PD538", "PD406"),
    bad={
        "actors": [{"actor_id": "ukraine", "actor_type": "state"}],
        "events": [{"event_id": "talks", "event_type": "talks", "status": "occurred"}],
        "participations": [{"event_id": "talks", "actor_id": "ukraine", "attendance": "attended"}],
    },
    good={
        "actors": [{"actor_id": "ukraine", "actor_type": "state"}, {"actor_id": "russia", "actor_type": "state"}],
        "events": [{"event_id": "talks", "event_type": "talks", "status": "occurred"}],
        "participations": [
            {"event_id": "talks", "actor_id": "ukraine", "attendance": "attended"},
            {"event_id": "talks", "actor_id": "russia", "attendance": "attended"},
        ],
    },
)
def talks_with_one_party(event: Event, context: Context) -> Iterator[Problem]:
    """Counted by on_behalf_of, else by the actor itself; a meeting in parts may hold its parties there."""
    if event.event_type is not EventType.TALKS or event.status is not EventStatus.OCCURRED or event.parts:
        return
    present = {row.on_behalf_of or row.actor_id for row in event.participations if row.attendance in PRESENT}
    if len(present) < 2:
        yield Problem(
            "event_type", f"talks with {', '.join(sorted(present)) or 'nobody'} only", "add who else was there"
        )

"""PD608: an event between two sides that one of them tells."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Attendance, Role

THERE = {Attendance.ATTENDED, Attendance.ATTENDED_REMOTELY, Attendance.REPRESENTED}


@rule(
    "PD608",
    Event,
    severity=Severity.WARNING,
    needs=("claims", "sources", "participations"),
    says="Two parties met, but every source gives the account of one and the same side.",
    why="One side's account of a meeting is half of it, and sounds like the whole.",
    mend="Add a source near the other party, and one near neither, wherever they exist.",
    related=("PD602", "PD619"),
    bad={
        "actors": [
            {"actor_id": "ukraine", "actor_type": "state"},
            {"actor_id": "russia", "actor_type": "state"},
        ],
        "events": [{"event_id": "call"}],
        "participations": [
            {"event_id": "call", "actor_id": "ukraine", "role": "party", "on_behalf_of": ""},
            {"event_id": "call", "actor_id": "russia", "role": "party", "on_behalf_of": ""},
        ],
        "sources": [{"source_id": "tass", "aligned_actor_id": "russia"}],
        "claims": [{"table": "events", "record_id": "call", "field": "", "value": "", "source_id": "tass"}],
    },
    good={
        "actors": [
            {"actor_id": "ukraine", "actor_type": "state"},
            {"actor_id": "russia", "actor_type": "state"},
        ],
        "events": [{"event_id": "call"}],
        "participations": [
            {"event_id": "call", "actor_id": "ukraine", "role": "party", "on_behalf_of": ""},
            {"event_id": "call", "actor_id": "russia", "role": "party", "on_behalf_of": ""},
        ],
        "sources": [{"source_id": "reuters", "aligned_actor_id": ""}],
        "claims": [{"table": "events", "record_id": "call", "field": "", "value": "", "source_id": "reuters"}],
    },
)
def one_side_only(event: Event, context: Context) -> Iterator[Problem]:
    """Parties that were there, by on_behalf_of, else by the actor itself."""
    parties = {
        row.on_behalf_of or row.actor_id
        for row in event.participations
        if row.role is Role.PARTY and row.attendance in THERE
    }
    sides = {source.aligned_actor_id for source in event.sources}
    if len(parties) > 1 and len(sides) == 1 and None not in sides:
        yield Problem("event_id", f"all its sources are near {sides.pop()}", "add a source of another side, or of none")

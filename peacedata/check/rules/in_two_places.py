"""PD508: a person in two countries on one day."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Event
from peacedata.model.codes import ActorType, Attendance, EventStatus


@rule(
    "PD508",
    Actor,
    severity=Severity.WARNING,
    needs=("participations", "events"),
    says="A person attended events in two countries on one and the same day.",
    why="It happens, with a plane between; more often one of the two is a planned attendance that was not kept, or a "
    "date in another time zone.",
    mend="Look at reports after each event and correct the attendance or the date that is wrong. If the person did "
    "fly, leave the warning.",
    related=("PD510", "PD540"),
    bad={
        "places": [{"place_id": "istanbul", "country": "TUR"}, {"place_id": "moscow", "country": "RUS"}],
        "events": [
            {"event_id": "a", "date_start": "2025-06-02", "place_id": "istanbul", "status": "occurred"},
            {"event_id": "b", "date_start": "2025-06-02", "place_id": "moscow", "status": "occurred"},
        ],
        "participations": [
            {"event_id": "a", "actor_id": "vladimir-medinsky", "attendance": "attended"},
            {"event_id": "b", "actor_id": "vladimir-medinsky", "attendance": "attended"},
        ],
    },
    good={
        "places": [{"place_id": "istanbul", "country": "TUR"}, {"place_id": "moscow", "country": "RUS"}],
        "events": [
            {"event_id": "a", "date_start": "2025-06-02", "place_id": "istanbul", "status": "occurred"},
            {"event_id": "b", "date_start": "2025-06-03", "place_id": "moscow", "status": "occurred"},
        ],
        "participations": [
            {"event_id": "a", "actor_id": "vladimir-medinsky", "attendance": "attended"},
            {"event_id": "b", "actor_id": "vladimir-medinsky", "attendance": "attended"},
        ],
    },
)
def in_two_places(actor: Actor, context: Context) -> Iterator[Problem]:
    """One-day events dated to the day, in places of different countries."""
    if actor.actor_type is not ActorType.PERSON:
        return
    seen: dict[str, Event] = {}
    for row in actor.participations:
        if row.attendance is not Attendance.ATTENDED:
            continue
        event = row.event
        if event.status is not EventStatus.OCCURRED or event.date_end is not None or event.place_id is None:
            continue
        place = event.place
        if place is None or event.date_start.precision != "day":
            continue
        day = event.date_start[:10]
        other = seen.setdefault(day, event)
        if other.place and other.place.country is not place.country:
            yield Problem(
                "attendance", f"on {day} {actor.key} also attended {other.key} in {other.place.name}", record=row
            )

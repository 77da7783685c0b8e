"""PD424: a meeting that was held nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus, EventType, Mode

MEETINGS = {EventType.TALKS, EventType.SUMMIT, EventType.CONSULTATION, EventType.SHUTTLE}


@rule(
    "PD424",
    Event,
    severity=Severity.WARNING,
    says="A meeting was held in person, yet neither its place nor a venue is recorded.",
    why="Where parties meet says who hosts them. The country or region will do where the town was kept secret.",
    mend="Fill in `place_id`, with the country or region where the town is not known; if nobody met, correct `mode`.",
    related=("PD405",),
    bad={"events": [{"event_type": "talks", "mode": "in_person", "place_id": "", "venue": ""}]},
    good={"events": [{"event_type": "talks", "mode": "in_person", "place_id": "istanbul"}]},
)
def meeting_nowhere(event: Event, context: Context) -> Iterator[Problem]:
    """A whole may leave the place to its parts, and a part to its whole."""
    if event.event_type not in MEETINGS or event.mode is not Mode.IN_PERSON or event.status is not EventStatus.OCCURRED:
        return
    if event.place_id or event.venue or event.parts or (event.whole and event.whole.place_id):
        return
    yield Problem("place_id", "held in person, but where?", "name the place")

"""PD408: a duration or its qualifier alone."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD408",
    Event,
    says="An event has a duration without saying how exact it is, or the other way round.",
    why="'About an hour' and 'an hour and seven minutes' are different facts; accounts of how long a meeting lasted "
    "nearly always differ.",
    mend="Add `duration_qualifier` (`exact`, `approx`, `at_least`, `at_most`) as the source words it; without a "
    "duration, empty it.",
    related=("PD403", "PD404"),
    bad={"events": [{"event_id": "talks", "duration_minutes": "60", "duration_qualifier": ""}]},
    good={"events": [{"event_id": "talks", "duration_minutes": "60", "duration_qualifier": "at_least"}]},
)
def duration_without_qualifier(event: Event, context: Context) -> Iterator[Problem]:
    """The two columns go together."""
    if event.duration_minutes is not None and event.duration_qualifier is None:
        yield Problem("duration_qualifier", f"duration is {event.duration_minutes} but its qualifier is empty")
    if event.duration_minutes is None and event.duration_qualifier is not None:
        yield Problem("duration_qualifier", f"{event.duration_qualifier} qualifies no duration", "empty it")

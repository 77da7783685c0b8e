"""PD426: an hour of no day."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Precision


@rule(
    "PD426",
    Event,
    says="An event has a time of day although its day is not known.",
    why="Who knows the hour knows the day; one of the two was lost or made up.",
    mend="Complete `date_start` to the day, or empty `time_start`.",
    related=("PD427",),
    bad={"events": [{"event_id": "talks", "date_start": "2025-06", "time_start": "14:43"}]},
    good={"events": [{"event_id": "talks", "date_start": "2025-06-02", "time_start": "14:43"}]},
)
def time_without_day(event: Event, context: Context) -> Iterator[Problem]:
    """A doubtful day is a day."""
    if event.time_start and event.date_start.precision is not Precision.DAY:
        yield Problem("time_start", f"{event.time_start} of {event.date_start}", "complete the date or empty the time")

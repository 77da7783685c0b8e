"""PD431: an end that repeats the start."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD431",
    Event,
    severity=Severity.WARNING,
    says="The last day of an event is its first.",
    why="date_end is the last day of an event of more than one day; left empty it says that there was one only. Two "
    "ways to write one fact make two groups in every count.",
    mend="Empty `date_end`.",
    related=("PD401",),
    bad={"events": [{"event_id": "talks", "date_start": "2025-06-02", "date_end": "2025-06-02"}]},
    good={"events": [{"event_id": "talks", "date_start": "2025-06-02", "date_end": ""}]},
)
def end_is_start(event: Event, context: Context) -> Iterator[Problem]:
    """As written, doubts included."""
    if event.date_end == event.date_start:
        yield Problem("date_end", f"date_end is {event.date_end}, as date_start is", "empty it")

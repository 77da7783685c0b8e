"""PD505: an event outside what is collected of its process."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD505",
    Event,
    says="An event lies outside the dates from and to which its process was collected.",
    why="Coverage says where 'no event' means that nothing happened. An event outside it makes the statement false: "
    "widen the coverage, and collect the rest, or file the event under another process.",
    mend="File the event under the process that it belongs to; or widen `coverage_start` or `coverage_end` once "
    "everything else in that time is collected too.",
    related=("PD428", "PD543", "PD504"),
    bad={
        "processes": [{"process_id": "minsk", "coverage_start": "2014-06-01", "coverage_end": "2022-02-23"}],
        "events": [{"event_id": "late", "process_id": "minsk", "date_start": "2022-03-01"}],
    },
    good={
        "processes": [{"process_id": "minsk", "coverage_start": "2014-06-01", "coverage_end": "2022-02-23"}],
        "events": [{"event_id": "in-time", "process_id": "minsk", "date_start": "2022-02-10"}],
    },
)
def event_outside_process(event: Event, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    process = event.process
    if event.date_start.latest < process.coverage_start.earliest:
        edge = f"{process.process_id} is covered from {process.coverage_start}"
    elif event.date_start.earliest > process.coverage_end.latest:
        edge = f"{process.process_id} is covered to {process.coverage_end}"
    else:
        return
    yield Problem("date_start", f"it is of {event.date_start} but {edge}", "mend the date, the process or its coverage")

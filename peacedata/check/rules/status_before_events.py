"""PD531: a status that was taken before the last event."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Process
from peacedata.model.codes import EventStatus


@rule(
    "PD531",
    Process,
    severity=Severity.WARNING,
    needs=("events",),
    says="The status of a process is of a day before its last event.",
    why="Events were added and the status left as it was: it says how things stood before them.",
    mend="Look how things stand after the last event, then set `status` and `status_as_of`.",
    related=("PD530",),
    bad={
        "processes": [{"process_id": "istanbul", "status": "active", "status_as_of": "2025-07-31"}],
        "events": [{"process_id": "istanbul", "date_start": "2025-08-24"}],
    },
    good={
        "processes": [{"process_id": "istanbul", "status": "active", "status_as_of": "2025-08-31"}],
        "events": [{"process_id": "istanbul", "date_start": "2025-08-24"}],
    },
)
def status_before_events(process: Process, context: Context) -> Iterator[Problem]:
    """By what occurred."""
    held = (event for event in process.events if event.status is EventStatus.OCCURRED)
    last = max(held, key=lambda event: event.date_start.earliest, default=None)
    if last and last.date_start.earliest > process.status_as_of.latest:
        yield Problem(
            "status_as_of", f"as of {process.status_as_of}, but {last.key} is of {last.date_start}", "say how it is now"
        )

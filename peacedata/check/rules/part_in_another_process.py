"""PD542: a part in another process than its whole."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD542",
    Event,
    severity=Severity.WARNING,
    says="An event is part of one that belongs to another process.",
    why="Counts by process would count the whole here and its part there.",
    mend="Give both the same `process_id`, or empty `part_of`.",
    related=("PD504", "PD543"),
    bad={
        "events": [
            {"event_id": "talks", "process_id": "united-states-track"},
            {"event_id": "session", "process_id": "istanbul-2025", "part_of": "talks"},
        ]
    },
    good={
        "events": [
            {"event_id": "talks", "process_id": "united-states-track"},
            {"event_id": "session", "process_id": "united-states-track", "part_of": "talks"},
        ]
    },
)
def part_in_another_process(event: Event, context: Context) -> Iterator[Problem]:
    """By the ids that both name; an outcome may be part of that of a parallel event."""
    whole = event.whole
    if whole and whole.process_id != event.process_id:
        found = f"{whole.key} belongs to {whole.process_id}, it itself to {event.process_id}"
        yield Problem("part_of", found, "file both under one")

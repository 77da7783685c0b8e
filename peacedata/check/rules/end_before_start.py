"""PD401: something ends before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Outcome, Process


@rule(
    "PD401",
    Event,
    Outcome,
    Process,
    says="An event, outcome or process ends before it starts.",
    why="The two dates contradict each other, so every duration and every ordering computed from them is wrong. "
    "Dates are compared by their bounds: 2025-06 and 2025-06-02 do not contradict each other.",
    mend="Swap the dates if they stand in each other's place; else look the two up and correct the wrong one.",
    related=("PD403", "PD431", "PD504"),
    bad={"events": [{"event_id": "talks", "date_start": "2025-06-02", "date_end": "2025-06-01"}]},
    good={"events": [{"event_id": "talks", "date_start": "2025-06-01", "date_end": "2025-06-02"}]},
)
def end_before_start(record: Event | Outcome | Process, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    start, end = record.date_start, record.date_end
    if start and end and end.latest < start.earliest:
        yield Problem("date_end", f"it ends on {end} but starts on {start}", "swap or mend the two dates")

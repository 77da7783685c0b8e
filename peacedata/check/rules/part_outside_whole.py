"""PD504: a part outside the dates of its whole."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD504",
    Event,
    says="An event that is part of another lies outside its dates.",
    why="The whole spans its parts: either its dates are too narrow or the part belongs elsewhere.",
    mend="Widen the dates of the whole, correct those of the part, or empty `part_of`.",
    related=("PD541", "PD542", "PD505"),
    bad={
        "events": [
            {"event_id": "whole", "date_start": "2025-03-23", "date_end": "2025-03-25"},
            {"event_id": "part", "date_start": "2025-03-26", "part_of": "whole"},
        ]
    },
    good={
        "events": [
            {"event_id": "whole", "date_start": "2025-03-23", "date_end": "2025-03-25"},
            {"event_id": "part", "date_start": "2025-03-24", "part_of": "whole"},
        ]
    },
)
def part_outside_whole(event: Event, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    whole = event.whole
    if whole is None:
        return
    first, last = whole.date_start.earliest, (whole.date_end or whole.date_start).latest
    if event.date_start.latest < first or (event.date_end or event.date_start).earliest > last:
        yield Problem(
            "part_of",
            f"it is of {event.date_start} but {whole.event_id} is of {whole.date_start} to "
            f"{whole.date_end or whole.date_start}",
            "widen the whole or mend the date",
        )

"""PD525: one event twice."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.likeness import fold, likeness
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Process

# How alike the titles of events of one day, and of neighbouring days, must be; series have similar titles.
SAME_DAY, NEXT_DAY = 85, 95
# With how many events before it in its process an event is compared at most.
REACH = 20


@rule(
    "PD525",
    Process,
    severity=Severity.WARNING,
    says="Two events of a process have nearly the same date, kind and title.",
    why="Two contributors entered one event, or one source dates it by another time zone: counted twice, it makes a "
    "lull look like a wave. Merge the two, or let their titles say what sets them apart.",
    mend="Merge the two and retire one id, or let their titles say what sets them apart; link them with `part_of` "
    "or `responds_to` where that is so.",
    related=("PD526", "PD528"),
    bad={
        "events": [
            {"event_id": "a", "date_start": "2025-06-02", "title": "Second round of direct talks in Istanbul"},
            {"event_id": "b", "date_start": "2025-06-02", "title": "Second round of direct talks, Istanbul"},
        ]
    },
    good={
        "events": [
            {"event_id": "a", "date_start": "2025-06-02", "title": "Second round of direct talks in Istanbul"},
            {"event_id": "b", "date_start": "2025-06-02", "title": "Ukraine briefs its partners after the talks"},
        ]
    },
)
def near_duplicate_events(process: Process, context: Context) -> Iterator[Problem]:
    """Parts of one whole, and an event and its answer, are set apart by their links."""
    events = [(event.date_start.earliest, fold(event.title), event) for event in process.events]
    events.sort(key=lambda entry: (entry[0], entry[2].key))
    for index, (day, title, event) in enumerate(events):
        for other_day, other_title, other in reversed(events[max(0, index - REACH) : index]):
            apart = (day - other_day).days
            if apart > 1:
                break
            if event.event_type is not other.event_type or _linked(event, other):
                continue
            if likeness(title, other_title, NEXT_DAY if apart else SAME_DAY):
                found = f"{other.key} of {other.date_start} is {other.title!r} too"
                yield Problem("title", found, "merge the two, or say what sets them apart", event)
                break


def _linked(event: Event, other: Event) -> bool:
    if event.part_of and event.part_of == other.part_of:
        return True
    return other.key in (event.part_of, event.responds_to) or event.key in (other.part_of, other.responds_to)

"""PD430: a plan whose day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus


@rule(
    "PD430",
    Event,
    severity=Severity.WARNING,
    says="An event is still scheduled although its day has passed.",
    why="It occurred, or it did not take place, or it was called off or put off; somebody has to look. `--as-of` sets "
    "the day from which the check looks.",
    mend="Find out what became of it: set `status` to `occurred`, `did_not_take_place`, `postponed` or `cancelled`, "
    "with a claim of a source from after the day.",
    related=("PD402", "PD539"),
    bad={"events": [{"event_id": "talks", "status": "scheduled", "date_start": "2025-06-02"}]},
    good={"events": [{"event_id": "talks", "status": "did_not_take_place", "date_start": "2025-06-02"}]},
)
def scheduled_in_past(event: Event, context: Context) -> Iterator[Problem]:
    """The latest day that the dates allow decides."""
    last = event.date_end or event.date_start
    if event.status is EventStatus.SCHEDULED and last.latest < context.as_of:
        yield Problem("status", f"scheduled for {last}, which has passed", "say what became of it")

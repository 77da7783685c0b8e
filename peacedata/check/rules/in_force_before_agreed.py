"""PD411: an outcome in force before it came about."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome


@rule(
    "PD411",
    Outcome,
    severity=Severity.WARNING,
    says="An outcome is in force from a day before the event that it came of, or before its text was signed.",
    why="What was agreed on 22 July takes effect then or later. An earlier day is a slip, or what came into force "
    "earlier is the outcome of an earlier event. Few texts apply backwards; then say so in the description.",
    mend="Correct `date_start`, or attach the outcome to the earlier event that it came of. If the text does apply "
    "backwards, say so in `description` and leave the warning.",
    related=("PD513", "PD533"),
    bad={
        "events": [{"event_id": "truce", "date_start": "2020-07-22"}],
        "outcomes": [{"event_id": "truce", "date_start": "2020-07-17"}],
    },
    good={
        "events": [{"event_id": "truce", "date_start": "2020-07-22"}],
        "outcomes": [{"event_id": "truce", "date_start": "2020-07-27"}],
    },
)
def in_force_before_agreed(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """Certain contradictions only: the day of the event, else the first signature under the text that holds it."""
    if outcome.date_start is None:
        return
    begins, event = outcome.date_start.latest, outcome.event
    given = [row.date for row in outcome.document.signatures if row.date] if outcome.document else []
    if begins < event.date_start.earliest:
        yield Problem("date_start", f"it is in force from {outcome.date_start}, before its event of {event.date_start}")
    elif given and begins < min(day.earliest for day in given):
        yield Problem("date_start", f"it is in force from {outcome.date_start}, but signed on {min(given)}")

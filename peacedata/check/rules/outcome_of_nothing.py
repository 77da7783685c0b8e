"""PD536: a result of something that was not held."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome
from peacedata.model.codes import EventStatus, OutcomeStatus

NOT_HELD = {EventStatus.SCHEDULED, EventStatus.POSTPONED, EventStatus.CANCELLED, EventStatus.DID_NOT_TAKE_PLACE}
REACHED = {OutcomeStatus.AGREED, OutcomeStatus.IMPLEMENTED, OutcomeStatus.PARTLY_IMPLEMENTED}


@rule(
    "PD536",
    Outcome,
    severity=Severity.WARNING,
    says="Something was agreed or carried out at an event that was not held.",
    why="What did not take place has no results. A promise made beforehand belongs to the event at which it was made.",
    mend="Attach the outcome to the event at which it was agreed, or correct the event's `status`.",
    related=("PD510", "PD427", "PD522"),
    bad={
        "events": [{"event_id": "swap", "status": "did_not_take_place"}],
        "outcomes": [{"event_id": "swap", "status": "implemented"}],
    },
    good={
        "events": [{"event_id": "swap", "status": "did_not_take_place"}],
        "outcomes": [{"event_id": "swap", "status": "not_implemented"}],
    },
)
def outcome_of_nothing(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """By the status of both."""
    status = outcome.event.status
    if status in NOT_HELD and outcome.status in REACHED:
        yield Problem("status", f"{outcome.status}, but {outcome.event_id} is {status}", "name the event it came of")

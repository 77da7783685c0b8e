"""PD537: a change of mediator without a mediator."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventType, Role

CHANGED = {Role.INCOMING_MEDIATOR, Role.OUTGOING_MEDIATOR}


@rule(
    "PD537",
    Event,
    severity=Severity.WARNING,
    needs=("participations",),
    says="The mediator changed, yet nobody is recorded as coming or going.",
    why="Who mediates now and who did before is read from the roles incoming_mediator and outgoing_mediator.",
    mend="Add participations with the roles `incoming_mediator` and `outgoing_mediator`.",
    related=("PD538",),
    bad={
        "events": [{"event_id": "change", "event_type": "mediation_change"}],
        "participations": [{"event_id": "change", "role": "mediator"}],
    },
    good={
        "events": [{"event_id": "change", "event_type": "mediation_change"}],
        "participations": [{"event_id": "change", "role": "incoming_mediator"}],
    },
)
def change_without_mediator(event: Event, context: Context) -> Iterator[Problem]:
    """One of the two roles will do."""
    if event.event_type is EventType.MEDIATION_CHANGE and all(row.role not in CHANGED for row in event.participations):
        yield Problem("event_type", "who came, and who went?", "add incoming_mediator and outgoing_mediator")
